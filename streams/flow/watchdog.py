"""A thread that ends a worker which stands still while its process lives; the supervisor starts it again at once.

A stuck event loop cannot answer a health check, so this is a thread and its means is `os._exit` (as safe as kill -9: nothing is committed
that was not delivered). Limits from measured runs: a rebalance took at most 30 s (session timeout 10 s), a commit moves every second.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import faust

STALL_EXIT, REBALANCE_EXIT, LOOP_EXIT = 44, 42, 43
LOOP_SECONDS = 60.0
log = logging.getLogger(__name__)


@dataclass
class Progress:
    """What the watchdog has seen of one worker."""

    beat: float = field(default_factory=time.monotonic)
    """When the event loop last turned."""
    assigned: bool = False
    rebalancing_since: float | None = None
    moved: dict[tuple[str, int], tuple[int | None, float]] = field(default_factory=dict)
    """Per partition: committed offset, and since when it stands there while it has lag."""

    def stalled(
        self, now: float, committed: dict[tuple[str, int], int | None], lag: dict[tuple[str, int], int], limit: float
    ) -> tuple[str, int] | None:
        """The partition whose commit has stood still for `limit` seconds while it has lag (guard B)."""
        for lane, offset in committed.items():
            seen = self.moved.get(lane)
            if seen is None or seen[0] != offset or not lag.get(lane):
                self.moved[lane] = (offset, now)
            elif now - seen[1] > limit:
                return lane
        for lane in set(self.moved) - set(committed):
            del self.moved[lane]
        return None


class Watchdog(threading.Thread):
    """Looks once a second at one app."""

    def __init__(
        self,
        app: faust.App,
        source: str,
        stall_seconds: float,
        rebalance_seconds: float,
        leave: Callable[[int], None] = os._exit,
    ) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.app, self.source, self.stall, self.rebalance, self.leave = (
            app,
            source,
            stall_seconds,
            rebalance_seconds,
            leave,
        )
        self.progress = Progress()
        self.ended = threading.Event()

    def run(self) -> None:
        """Until the worker ends, or is ended."""
        while not self.ended.wait(1.0):
            if self.app.should_stop:
                return
            code = self.look(time.monotonic())
            if code is not None:
                self.leave(code)

    def look(self, now: float) -> int | None:
        """The exit code that what stands now deserves, or None."""
        seen = self.progress
        if self.app.rebalancing or not seen.assigned:
            seen.moved.clear()
            seen.rebalancing_since = seen.rebalancing_since or now
            if now - seen.rebalancing_since > self.rebalance:
                log.critical("in a rebalance for %.0f s", now - seen.rebalancing_since)
                return REBALANCE_EXIT
            return None
        seen.rebalancing_since = None
        if now - seen.beat > LOOP_SECONDS:
            log.critical("the event loop has not turned for %.0f s", now - seen.beat)
            return LOOP_EXIT
        committed, lag = self.positions()
        lane = seen.stalled(now, committed, lag, self.stall)
        if lane is not None:
            log.critical("%s/%s: the commit has not moved for %.0f s while there is lag", *lane, self.stall)
            return STALL_EXIT
        return None

    def positions(self) -> tuple[dict[tuple[str, int], int | None], dict[tuple[str, int], int]]:
        """Committed offset and lag of each assigned partition of the source topic."""
        consumer = self.app.consumer
        lanes = [tp for tp in consumer.assignment() if tp.topic == self.source]
        committed = {(tp.topic, tp.partition): consumer._committed_offset[tp] for tp in lanes}
        lag = {(tp.topic, tp.partition): (consumer.highwater(tp) or 0) - (consumer._committed_offset[tp] or 0) for tp in lanes}
        return committed, lag
