"""A thread that ends a worker which stands still while its process lives; the supervisor starts it again at once.

A stuck event loop cannot answer a health check, so this is a thread with a loop of its own, and its means is `os._exit` (as safe as
kill -9: nothing is committed that was not delivered). It believes the broker and not Faust (pulse.py), and ends nothing while the broker is
away: a cluster that was stopped for 15 s was silent for 42 s, and no restart helps against that. The limits come from measured runs: a
rebalance took at most 30 s (session timeout 10 s), a commit moves every second.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field

import faust
from faust.types import TP

from streams.flow.pulse import PartitionOffsets, Pulse
from streams.stopping import STOP_EXIT, STOP_SECONDS

REBALANCE_EXIT, LOOP_EXIT, STALL_EXIT, BATCH_EXIT = 42, 43, 44, 45
TURN = 600
"""Batches of other partitions for which a partition may wait: what was fetched of seven others goes first, a quarter of a megabyte each,
packed, which can be 9,000 small articles, and again while its own are fetched; a batch takes 32. (With 10, and with 200, a backlog ended
a sound worker.)"""
PULSE_SECONDS = 5.0
"""Seconds between two questions to the broker; each costs it three small answers."""
ASLEEP_SECONDS = 30.0
"""Seconds without a look after which the watchdog itself counts as hanging."""
REJOIN_SECONDS = 15.0
"""Seconds after which a worker that still reads a topic which was made anew is ended: its clients ask for the topics every 10 s, and one
that has seen the old one go joins its group anew, and reads the new one, by itself."""
TRIMMED_SECONDS = 10.0
"""Seconds for which a partition must stand before its oldest record to count as trimmed: what was fetched before is still handed on."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest times, in seconds, that parts of a worker may stand still."""

    stall: float = 25.0
    """The longest time that a partition's commit may stand still while it has lag."""
    rebalance: float = 60.0
    loop: float = 60.0
    """The longest time that the event loop may go without a turn."""
    batch: float = 120.0
    """The longest time for one batch, from taken to delivered."""
    stop: float = STOP_SECONDS


@dataclass
class Progress:
    """The progress that a worker tells its watchdog; plain attributes, written by one thread and read by the other; times are monotonic."""

    beat: float = field(default_factory=time.monotonic)
    """The time at which the event loop last turned."""
    assigned: bool = False
    ready: bool = True
    """True if the stage has all that it waits for at its start; until then a batch may take as long as that takes."""
    batch_since: float | None = None
    batch_ended: float = 0.0
    batches: int = 0
    """The number of batches brought to an end so far."""
    done: dict[int, int] = field(default_factory=dict)
    """The offset behind the last record of each partition that came to its end."""
    record_time: float | None = None
    """The oldest record time in the batch that is worked on, between two batches the newest of the last, in seconds since 1970."""

    def began(self, times: Iterable[float] = ()) -> None:
        """Note that a batch was taken; `times` are the record times that it has."""
        self.batch_since = time.monotonic()
        self.record_time = min(times, default=self.record_time)

    def ended(self, records: Iterable[tuple[int, int]], times: Iterable[float] = ()) -> None:
        """Note that the batch was delivered; `records` are the partition and offset of each of its records, `times` their times."""
        self.batch_since, self.batch_ended = None, time.monotonic()
        self.record_time = max(times, default=self.record_time)
        self.batches += 1
        for partition, offset in records:
            self.done[partition] = max(offset + 1, self.done.get(partition, 0))


@dataclass(slots=True)
class Standing:
    """A partition's commit that stands still, and the time since when it does."""

    committed: int | None
    since: float
    batches: int
    """The worker's count of batches at that time."""
    owed_since: float | None = None
    """The time since when it is known that the partition's work is further than its commit."""


class Watchdog(threading.Thread):
    """Looks at one app, once a second, and ends the process by `leave` when it stands still."""

    def __init__(self, app: faust.App, source: str, pulse: Pulse, limits: Limits, leave: Callable[[int], None] = os._exit) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.app, self.source, self.pulse, self.limits, self.leave = app, source, pulse, limits, leave
        self.progress = Progress()
        self.partitions: Mapping[int, PartitionOffsets] | None = None
        """The newest answer of the broker; None while it is away."""
        self.away_since: float | None = None
        self.unsettled_since: float | None = None
        """The time since when there is a rebalance, or nothing assigned."""
        self.stopping_since: float | None = None
        self.ended = threading.Event()
        self.gone = False
        """True if the broker says that there is no such topic."""
        self._standing: dict[int, Standing] = {}
        self.mine: frozenset[int] = frozenset()
        """The partitions of the source that this worker has, by the last look."""
        self._before: dict[int, float] = {}
        """The time since when a partition stands before its oldest record."""
        self._anew_since: float | None = None
        """The time since when the topic is known to be another than the one that is read."""
        self._began = self._looked = time.monotonic()
        self._idle: float | None = None
        """The time of the last answer by which nothing waited for this worker."""
        self._verdict: str | None = None

    def run(self) -> None:
        """Watch until the worker ends, or is ended."""
        asyncio.run(self._watch())

    async def _watch(self) -> None:
        asking = asyncio.create_task(self._ask())  # apart, since an answer that does not come takes 10 s
        while not self.ended.is_set():
            await asyncio.sleep(min(1.0, self.limits.stall / 5))
            code = self.look(time.monotonic())
            if code is not None:
                self.leave(code)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await self.pulse.close()

    async def _ask(self) -> None:
        while True:
            self.heard(await self.pulse.take(), time.monotonic())
            self.gone = self.pulse.gone
            await asyncio.sleep(min(PULSE_SECONDS, self.limits.stall / 5))

    def heard(self, partitions: Mapping[int, PartitionOffsets] | None, now: float) -> None:
        """Take the broker's answer; one that comes back after an absence starts all clocks anew."""
        if partitions is None:
            self.away_since = self.away_since or now
        elif self.away_since is not None:
            log.warning("the broker answers again after %.0f s", now - self.away_since)
            self.away_since = None
            self._standing.clear()
            self.unsettled_since = None
        self.partitions = partitions
        if partitions is not None and self.mine and not self.lag:
            self._idle = now

    def sick(self, now: float) -> str | None:
        """Return the reason, in words, for which the worker should be ended, or None."""
        if now - self._looked > ASLEEP_SECONDS:
            return f"the watchdog has not looked for {now - self._looked:.0f} s"
        return self._verdict

    def look(self, now: float) -> int | None:
        """Return the exit code with which to end the worker now, or None; log the reason."""
        self._looked = now
        found = self._judge(now)
        self._verdict = None if found is None else found[1]
        if found is None:
            return None
        log.critical("%s", found[1])
        return found[0]

    def _judge(self, now: float) -> tuple[int, str] | None:
        seen = self.progress
        if self.app.should_stop:  # a commit that was begun within a rebalance has been seen to wait for 300 s
            self.stopping_since = self.stopping_since or now
            late = now - self.stopping_since > self.limits.stop
            return (STOP_EXIT, f"told to stop {now - self.stopping_since:.0f} s ago, and still here") if late else None
        if self.app.rebalancing or not seen.assigned:  # until the first one ends there is no beat
            return self._unsettled(now)
        self.unsettled_since = None
        self.mine = frozenset(tp.partition for tp in self.app.consumer.assignment() if tp.topic == self.source)
        if now - seen.beat > self.limits.loop:
            return LOOP_EXIT, f"the event loop has not turned for {now - seen.beat:.0f} s"
        if not seen.ready or self.partitions is None:
            self._standing.clear()
            return None
        mine = self.mine & self.partitions.keys()
        self._tell_trimmed(self.partitions, mine, now)
        if self._made_anew(self.partitions, mine, now):
            return STALL_EXIT, f"{self.source}: the topic was made anew {REJOIN_SECONDS:.0f} s ago, and the old one is still read"
        if seen.batch_since is not None and now - seen.batch_since > self.limits.batch:
            return BATCH_EXIT, f"a batch has been worked on for {now - seen.batch_since:.0f} s"
        partition = self._stalled(self.partitions, mine, now)
        if partition is None:
            return None
        if (found := self.partitions[partition]).beyond:  # a new start reads it from its beginning (guards.py)
            told = f"the commit {found.committed} stands beyond the end {found.end}: the topic was made anew"
            return STALL_EXIT, f"{self.source}/{partition}: {told}"
        return STALL_EXIT, f"{self.source}/{partition}: the commit has not moved for {self.limits.stall:.0f} s while there is lag"

    def _unsettled(self, now: float) -> tuple[int, str] | None:
        self._standing.clear()
        if self.away_since is not None:  # no coordinator, no end of the rebalance
            self.unsettled_since = None
            return None
        self.unsettled_since = self.unsettled_since or now
        if now - self.unsettled_since <= self.limits.rebalance:
            return None
        return REBALANCE_EXIT, f"in a rebalance for {now - self.unsettled_since:.0f} s"

    def _tell_trimmed(self, partitions: Mapping[int, PartitionOffsets], mine: Set[int], now: float) -> None:
        """Tell of records that were deleted before they were read; the consumer sees them too, once a record behind them comes."""
        for partition in mine:
            found = partitions[partition]
            due = None if found.committed is None else self.app.consumer.due(TP(self.source, partition), found.committed)
            if due is None or due >= found.first:
                self._before.pop(partition, None)
            elif now - self._before.setdefault(partition, now) > TRIMMED_SECONDS:
                self.app.changes.trimmed(self.source, partition, due, found.first)

    def _made_anew(self, partitions: Mapping[int, PartitionOffsets], mine: Set[int], now: float) -> bool:
        """Tell that the topic is another than the one that is read; return True if that has lasted for too long."""
        identity = next((partitions[partition].topic for partition in mine), None)
        read = self.app.consumer.read_as.get(self.source)
        if identity is None or read is None or identity == read:
            self._anew_since = None
            return False
        self._anew_since = self._anew_since or now
        if now - self._anew_since > PULSE_SECONDS:  # so that two answers say so, and not one broker that has just started
            self.app.changes.made_anew(self.source, identity, f"its id is {identity}")
        return now - self._anew_since > REJOIN_SECONDS

    def _stalled(self, partitions: Mapping[int, PartitionOffsets], mine: Set[int], now: float) -> int | None:
        """Return a partition of ours whose commit has stood still for too long while it has lag, whatever Faust believes; None if there is
        none. This is guard B."""
        seen = self.progress
        self._standing = {partition: standing for partition, standing in self._standing.items() if partition in mine}
        for partition in mine:
            standing = self._standing.get(partition)
            if (
                standing is None
                or standing.committed != partitions[partition].committed
                or not (partitions[partition].lag or partitions[partition].beyond)
            ):
                self._standing[partition] = Standing(partitions[partition].committed, now, seen.batches)
            elif (partitions[partition].beyond and now - standing.since > self.limits.stall) or self._stands(
                standing, seen.done.get(partition, 0), now
            ):
                return partition
        return None

    def _stands(self, standing: Standing, done: int, now: float) -> bool:
        """Return True if a partition with lag stands still, and does not only wait for its turn; `done` is the offset behind its last
        record that came to its end."""
        seen, stall = self.progress, self.limits.stall
        if done > (standing.committed or 0):
            standing.owed_since = standing.owed_since or now
            if now - standing.owed_since > stall:
                return True
        if seen.batch_since is None:  # nothing is worked on
            return now - max(standing.since, seen.batch_ended) > stall
        return seen.batches - standing.batches >= TURN and now - standing.since > stall

    def standing(self, now: float) -> float:
        """Return the seconds for which the partition with lag that has stood longest has not been committed; 0 without lag."""
        return max((now - standing.since for standing in list(self._standing.values())), default=0.0)

    @property
    def lag(self) -> int:
        """The number of records of this worker's partitions that are not committed, by the broker's newest answer."""
        partitions = self.partitions or {}
        return sum(partitions[partition].lag for partition in self.mine if partition in partitions)

    def lag_seconds(self, now: float, wall: float) -> float:
        """Return the seconds for which the oldest of these records has waited, at most; 0 without one. `wall` is now in seconds since 1970.

        What waits came after the last time that nothing did, and behind the records that were taken; so a record time of long ago, as a
        feeder may set it, makes no lag of days where work was done before. A worker that has seen neither goes by its own start.
        """
        if not self.lag:
            return 0.0
        taken, idle = self.progress.record_time, self._idle
        bounds = [*([] if idle is None else [now - idle]), *([] if taken is None else [wall - taken])]
        return max(0.0, min(bounds, default=now - self._began))

    def unsettled(self, now: float) -> float:
        """Return the seconds for which the rebalance lasts that is under way; 0 without one."""
        since = self.unsettled_since
        return 0.0 if since is None else now - since

    def away(self, now: float) -> float:
        """Return the seconds for which the broker has not answered; 0 while it does."""
        since = self.away_since
        return 0.0 if since is None else now - since
