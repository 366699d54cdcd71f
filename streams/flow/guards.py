"""Faust's consumer and producer, changed so that they lose nothing; installed by class attribute when an app is made.

Guard A: a source topic of ours is neither compacted nor transactional, so its offsets are dense and a jump proves that fetched records
were dropped; Faust would count the hole as acked and commit past it (faust/transport/consumer.py, `_drain_messages`, `_new_offset`;
of 3,000 records 178 were missing after a rebalance without a broker, and the commit had passed 128 of them). Exit before that: a restart
reads on from the commit.
Faust itself asks only about jumps over one, and not at all before the first commit, so the record after the last one is looked for here.
A partition without a commit goes back to its beginning when a rebalance makes Faust drop what it has fetched; aiokafka forgets to.
Unbroken commit: Faust may commit past a record that is still worked on, or was dropped (off by one, faust-streaming issue 606, fix PR 707
is open). Here a commit grows from the last one record by record; what stands still for it is guard B's (watchdog.py).
Commit beyond the end: a topic that was deleted and made anew is read from its beginning (Faust would wait for the old offset).
Idempotence: keeps retries from doubling records and batches from expiring; Faust offers it only with its transactions.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping
from typing import Any

from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.broker.patience import wait_well

GAP_EXIT = 75
BEYOND_SECONDS = 10
"""Seconds that a commit must stand beyond the end of its partition for the topic to count as made anew."""
log = logging.getLogger(__name__)


class PromptThread(driver.AIOKafkaConsumerThread):
    """A consumer thread that waits at the broker as long as suits it: Faust fixes the longest wait of a fetch at 1.5 s."""

    async def on_start(self) -> None:
        """Start as Faust does, then set the longest wait of a fetch; nothing is subscribed to yet."""
        await super().on_start()
        await wait_well(self._ensure_consumer())


class DenseConsumer(driver.Consumer):
    """A consumer that ends the process at a gap and never commits past a record that is not done."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._handed: dict[TP, tuple[int, int]] = {}  # the first and the last record handed on since the last seek
        self._leaving: frozenset[TP] = frozenset()

    def _new_consumer_thread(self) -> PromptThread:
        return PromptThread(self, loop=self.loop, beacon=self.beacon)

    async def perform_seek(self) -> None:
        """Go back to the commits: what comes next is a first record again."""
        await super().perform_seek()
        self._handed.clear()

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek as Faust does, but to the beginning of a partition that has no commit yet, or one beyond its end; return the commits.

        aiokafka leaves such a partition where its last fetch ended (consumer.py, `seek_to_committed`); what a rebalance within the first
        second of a new group made Faust drop was never read again: 8 of 160 records, seen after a kill -9.
        """
        found = dict(await super().seek_to_committed())
        for tp in await self._made_anew(found):
            del found[tp]
            self._read_offset.pop(tp, None)
            self._committed_offset.pop(tp, None)
            await self._thread.seek_to_beginning(tp)
        if fresh := [tp for tp, offset in found.items() if not offset or offset < 0]:
            await self._thread.seek_to_beginning(*fresh)
        return found

    async def _made_anew(self, committed: Mapping[TP, int]) -> list[TP]:
        """Return the partitions whose commit stands beyond their end: their topic was deleted and made anew, and the commit means nothing.

        A leader that has just been elected may give an end that is too small, so the question is asked again for some seconds. Where
        an unclean election has cut the end off, records are done twice, and none is lost.
        """
        for wait in (*[1.0] * BEYOND_SECONDS, None):
            ends = await self.highwaters(*(tp for tp, offset in committed.items() if offset and offset > 0))
            beyond = [tp for tp, end in ends.items() if committed[tp] > end]
            if wait is None or not beyond:
                break
            await asyncio.sleep(wait)
        for tp in beyond:
            log.critical(
                "%s/%s: the commit %s stands beyond the end %s: the topic was made anew, and is read from its beginning",
                *tp, committed[tp], ends[tp],
            )  # fmt: skip
        return beyond

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Forget what these partitions handed on; Faust forgets what they have done, then waits for what is in flight and commits that."""
        for tp in revoked:
            self._handed.pop(tp, None)
        self._leaving = frozenset(revoked)
        try:
            await super().on_partitions_revoked(revoked)
        finally:
            self._leaving = frozenset()

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, Any]]:  # noqa: ASYNC109 (Faust's name for it)
        """Yield records as Faust does, each looked at by `_follow` before it is handed on."""
        async for tp, message in super().getmany(timeout):
            await self._follow(tp, message.offset)
            yield tp, message

    async def _follow(self, tp: TP, offset: int) -> None:
        """End the process when records between the last one, or the commit, and this one were dropped (guard A)."""
        first, last = self._handed.get(tp, (offset, None))
        due = self._committed_offset[tp] if last is None else last + 1
        if offset > (due or 0):  # nothing can be missing before offset 0, so nobody is asked
            oldest = (await self.earliest_offsets(tp)).get(tp, 0)
            if oldest < offset:
                log.critical("%s/%s: records %s-%s were dropped on the way; exit before they are committed", *tp, due or oldest, offset - 1)
                os._exit(GAP_EXIT)
            if due is not None:  # retention took them all, not we
                self._gap[tp].addi(due, offset)
        self._handed[tp] = first, offset

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Do nothing: `_follow` has looked into the gap, and Faust would count the record behind it as done."""

    def _new_offset(self, tp: TP) -> int | None:
        """Return the offset behind the unbroken run of records that are done, from the commit on; None if the run is empty."""
        done = set(self._acked[tp])
        start = self._start(tp, done)
        if start is None:
            return None
        new, gaps = start, self._gap[tp]
        while new in done or gaps.overlaps(new):
            new = max((gap.end for gap in gaps.at(new)), default=new + 1)
        if new == start:
            return None
        gaps.chop(0, new)
        self._acked[tp] = [offset for offset in self._acked[tp] if offset >= new]
        self._acked_index[tp].difference_update(range(start, new))
        return new

    def _start(self, tp: TP, done: set[int]) -> int | None:
        """Return the offset where the run has to start: the commit, else the first record of a new group, or the oldest that was in flight
        when its partition was revoked; None where nothing was handed on."""
        if (committed := self._committed_offset[tp]) is not None:
            return committed
        if tp not in self._handed and tp not in self._leaving:
            return None
        flying = {message.offset for message in self._unacked_messages if message.tp == tp and not message.acked}
        return min(done | flying | set(self._handed.get(tp, ())), default=None)


class IdempotentProducer(driver.Producer):
    """A producer whose retries never double a record; acks from all in-sync replicas."""

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}


def install() -> None:
    """Make every app of this process use this consumer and this producer."""
    driver.Transport.Consumer = DenseConsumer
    driver.Transport.Producer = IdempotentProducer
