"""Faust's consumer and producer, changed so that they lose nothing; installed by class attribute when an app is made.

Guard A: a source topic of ours is neither compacted nor transactional, so its offsets are dense and a jump proves that fetched records
were dropped; Faust would count the hole as acked and commit past it (faust/transport/consumer.py, `_drain_messages`, `_new_offset`;
of 3,000 records 178 were missing after a rebalance without a broker, and the commit had passed 128 of them). Exit before that: a restart
reads on from the commit.
Faust itself asks only about jumps over one, and not at all before the first commit, so the record after the last one is looked for here.
A partition without a commit goes back to its beginning when a rebalance makes Faust drop what it has fetched; aiokafka forgets to.
Unbroken commit: Faust may commit past a record that is still worked on, or was dropped (off by one, faust-streaming issue 606, fix PR 707
is open). Here a commit grows from the last one record by record; what stands still for it is guard B's (watchdog.py).
Another topic of the same name: one that was deleted and made anew is read from its beginning. Each commit carries the topic's id, for a
batch that was at work meanwhile commits the old offset to the new topic: behind its end Faust would wait for that offset, and before it
pass over the records up to there. Where the broker tells no ids, a commit beyond the end says so.
Trimmed records: Faust reads on behind them without a word; here they are said and counted (source_changes.py).
Idempotence: keeps retries from doubling records and batches from expiring; Faust offers it only with its transactions.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndMetadata
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.broker.patience import stopped, wait_well
from streams.broker.topic_id import topic_id

GAP_EXIT = 75
BEYOND_SECONDS = 10
"""Seconds that a commit must stand beyond the end of its partition for the topic to count as made anew."""
log = logging.getLogger(__name__)


class PromptThread(driver.AIOKafkaConsumerThread):
    """A consumer thread that waits at the broker as long as suits it: Faust fixes the longest wait of a fetch at 1.5 s."""

    async def on_start(self) -> None:
        """Start as Faust does, then set the longest wait of a fetch, and have commits carry ids; nothing is subscribed to yet."""
        await super().on_start()
        consumer = self._ensure_consumer()
        await wait_well(consumer)
        commit = consumer.commit

        async def named(offsets: Mapping[TopicPartition, OffsetAndMetadata]) -> None:
            ids = self.consumer.read_as
            await commit({tp: OffsetAndMetadata(said.offset, ids.get(tp.topic, "")) for tp, said in offsets.items()})

        consumer.commit = named  # Faust's own commits carry an empty text

    async def on_thread_stop(self) -> None:
        """Stop the thread's queue, then the consumer; a stop that broke off would have the app wait until the watchdog ends it."""
        await super(driver.AIOKafkaConsumerThread, self).on_thread_stop()
        if self._consumer is not None:
            await stopped(self._consumer)

    async def identities(self, partitions: Iterable[TP]) -> tuple[dict[str, str], dict[TP, str]]:
        """Return the id of each topic, and the id that each partition's commit carries, where they can be had."""
        found: tuple[dict[str, str], dict[TP, str]] = await self.call_thread(self._identities, list(partitions))
        return found

    async def _identities(self, partitions: list[TP]) -> tuple[dict[str, str], dict[TP, str]]:
        consumer = self._ensure_consumer()
        ids: dict[str, str] = {}
        try:
            for topic in {tp.topic for tp in partitions}:
                if (found := await topic_id(consumer._client, topic)) is not None:
                    ids[topic] = found
            asked = [TopicPartition(*tp) for tp in partitions]
            commits = await consumer._coordinator.fetch_committed_offsets(asked) if ids else {}
        except (KafkaError, OSError) as exc:
            log.debug("the broker does not tell the ids of topics: %r", exc)
            return {}, {}
        return ids, {TP(tp.topic, tp.partition): said.metadata for tp, said in commits.items() if said.metadata}


class DenseConsumer(driver.Consumer):
    """A consumer that ends the process at a gap and never commits past a record that is not done."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._handed: dict[TP, tuple[int, int]] = {}  # the first and the last record handed on since the last seek
        self._leaving: frozenset[TP] = frozenset()
        self.read_as: dict[str, str] = {}
        """The id of each topic as of the last seek: what is read, done and committed is of the topic with that id."""

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
        """Return the partitions whose commit is of a topic that was deleted and made anew, so that it means nothing; tell of the topics."""
        ids, carried = await self._thread.identities(committed)
        before, self.read_as = self.read_as, {**self.read_as, **ids}
        changed = {topic for topic, found in ids.items() if before.get(topic, found) != found}
        anew = [
            tp
            for tp in committed
            if (ids[tp.topic] != carried[tp] if tp.topic in ids and tp in carried else tp.topic in changed)
        ]  # fmt: skip
        for topic in changed | {tp.topic for tp in anew}:
            self.app.changes.made_anew(topic, ids[topic], f"its id is {ids[topic]}")
        rest = {tp: offset for tp, offset in committed.items() if tp not in anew}
        return anew + await self._beyond(rest)

    async def _beyond(self, committed: Mapping[TP, int]) -> list[TP]:
        """Return the partitions whose commit stands beyond their end.

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
            self.app.changes.made_anew(tp.topic, None, f"the commit {committed[tp]} of {tp.partition} stands beyond the end {ends[tp]}")
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
            if due is not None:  # retention, or somebody, took them all, not we
                self._gap[tp].addi(due, offset)
                self.app.changes.trimmed(tp.topic, tp.partition, due, offset)
        self._handed[tp] = first, offset

    def due(self, tp: TP, committed: int) -> int:
        """Return the offset of the record that is handed on next, by what was handed on and by the commit that the broker has."""
        handed = self._handed.get(tp)
        return committed if handed is None else max(committed, handed[1] + 1)

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
