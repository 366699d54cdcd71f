"""This module reads topics with plain aiokafka, without a group and without commits.

`follow` and `read_back` are the state of screen and alert: a topic of one partition is the state, no table. (Faust's tables lost records
when a broker was missing during a rebalance.) `tail` is for those who watch, `Reader` for those who count.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.broker.connection import client_options, connected, partitions_of
from streams.broker.patience import FOLLOWING_MS, started, stopped, wait_well
from streams.errors import Transient, Usage
from streams.settings import Settings
from streams.topics import Topic

log = logging.getLogger(__name__)


def consumer_of(settings: Settings) -> AIOKafkaConsumer:
    """Return a consumer without a group, not started; where an offset is no longer kept it begins with the oldest that is."""
    return AIOKafkaConsumer(
        **client_options(settings),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=1_000_000,  # a larger record still comes; in a soak screen grew by 11 % at 4 MB and by 8 % at this
    )


async def follow(settings: Settings, topic: Topic, start: int | None = None) -> AsyncIterator[Sequence[ConsumerRecord]]:
    """Yield the records of a topic of one partition, in order from `start` (None: from the oldest kept), for ever.

    A broker that is away is waited for.
    """
    partition = TopicPartition(settings.prefix + topic.name, 0)
    position = start
    async for pause in backoff():
        consumer = consumer_of(settings)
        try:
            await started(consumer)
            await wait_well(consumer, FOLLOWING_MS)
            consumer.assign([partition])
            if position is None:
                await consumer.seek_to_beginning(partition)
            else:
                consumer.seek(partition, position)
            while True:
                batch = (await consumer.getmany(partition, timeout_ms=FOLLOWING_MS, max_records=500)).get(partition, [])
                if batch:
                    yield batch
                    position = batch[-1].offset + 1
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", topic.name, exc, pause)
        finally:
            await stopped(consumer)


async def follow_all(settings: Settings, topic: Topic, positions: Mapping[int, int]) -> AsyncIterator[Sequence[ConsumerRecord]]:
    """Yield the records of some partitions of a topic from these offsets on, by time within each fetch, for ever.

    Where an offset is no longer kept, it begins with the oldest that is. A broker that is away is waited for.
    """
    offsets = {TopicPartition(settings.prefix + topic.name, number): offset for number, offset in positions.items()}
    async for pause in backoff():
        consumer = consumer_of(settings)
        try:
            await started(consumer)
            await wait_well(consumer)
            consumer.assign(list(offsets))
            for partition, offset in offsets.items():
                consumer.seek(partition, offset)
            while True:
                batches = await consumer.getmany(timeout_ms=1000, max_records=500)
                if batches:
                    yield sorted((r for batch in batches.values() for r in batch), key=lambda r: (r.timestamp, r.partition, r.offset))
                    offsets |= {partition: batch[-1].offset + 1 for partition, batch in batches.items()}
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", topic.name, exc, pause)
        finally:
            await stopped(consumer)


async def ends_of(settings: Settings, topic: Topic) -> dict[int, int]:
    """Return the offset behind the last record of each partition of a topic; a broker that is away is waited for."""
    partitions = partitions_of(settings, topic)
    async for pause in backoff():
        consumer = consumer_of(settings)
        try:
            await started(consumer)
            ends = await consumer.end_offsets(partitions)
            return {partition.partition: int(end) for partition, end in ends.items()}
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", topic.name, exc, pause)
        finally:
            await stopped(consumer)
    raise AssertionError("backoff never ends")


async def end_of(settings: Settings, topic: Topic) -> int:
    """Return the offset behind the last record of a topic of one partition, 0 if it holds none; a broker that is away is waited for."""
    partition = TopicPartition(settings.prefix + topic.name, 0)
    async for pause in backoff():
        consumer = consumer_of(settings)
        try:
            await started(consumer)
            first, end = (await consumer.beginning_offsets([partition]))[partition], (await consumer.end_offsets([partition]))[partition]
            return int(end) if end > first else 0
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", topic.name, exc, pause)
        finally:
            await stopped(consumer)
    raise AssertionError("backoff never ends")


async def read_back(settings: Settings, topic: Topic) -> AsyncIterator[ConsumerRecord]:
    """Yield every record that a topic keeps, up to its end as it stands when asked; each partition in its order."""
    async with Reader(settings, [topic]) as reader:
        async for record in reader.read():
            yield record


class TopicLog:
    """The topics of a broker as logs that are read from their beginning: what the pipeline's steps read back."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def read_back(self, topic: Topic) -> AsyncIterator[ConsumerRecord]:
        """Yield all records that stand in a topic now; raise Transient where the broker is away or lets us in no more."""
        try:
            async for record in read_back(self._settings, topic):
                yield record
        except (KafkaError, Usage) as exc:  # no article is to blame
            raise Transient(f"{topic.name} cannot be read back: {exc}") from exc

    def follow(self, topic: Topic) -> AsyncIterator[Sequence[ConsumerRecord]]:
        """Return the records of a topic of one partition, batch by batch, for ever."""
        return follow(self._settings, topic)


async def fetch(settings: Settings, topic: Topic, partition: int, offset: int) -> ConsumerRecord | None:
    """Return the one record at an offset; None if it is no longer kept, or not there yet."""
    async with Reader(settings, [topic]) as reader:
        return await reader.at(partition, offset)


class Reader:
    """Reads topics from their oldest record, again and again up to their ends, and keeps its position in between; raises Usage without a
    broker, or where a topic is not as declared."""

    def __init__(self, settings: Settings, topics: Sequence[Topic]) -> None:
        self._settings, self._topics = settings, topics
        self._partitions = [partitions_of(settings, topic) for topic in topics]

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:  # closed again where a later step fails
            self._consumer = await stack.enter_async_context(connected(consumer_of(self._settings), self._settings, self._topics))
            await wait_well(self._consumer)
            partitions = [partition for topic in self._partitions for partition in topic]
            self._consumer.assign(partitions)
            await self._consumer.seek_to_beginning(*partitions)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def read(self) -> AsyncIterator[ConsumerRecord]:
        """Yield every record since the last time, up to the ends as they stand now: these are asked topic by topic, in the order given, and
        never passed, so that what is written after a record of an earlier topic cannot be read before it."""
        ends: dict[TopicPartition, int] = {}
        for topic in self._partitions:
            ends |= await self._consumer.end_offsets(topic)
        while waiting := [partition for partition, end in ends.items() if await self._consumer.position(partition) < end]:
            for partition, records in (await self._consumer.getmany(*waiting, timeout_ms=1000)).items():
                for record in records:
                    if record.offset < ends[partition]:
                        yield record
                if records[-1].offset >= ends[partition]:
                    self._consumer.seek(partition, ends[partition])

    async def at(self, partition: int, offset: int) -> ConsumerRecord | None:
        """Return the one record at an offset of the first topic; None if it is not kept."""
        wanted = next((each for each in self._partitions[0] if each.partition == partition), None)
        if wanted is None:
            return None
        oldest, end = await self._consumer.beginning_offsets([wanted]), await self._consumer.end_offsets([wanted])
        if not oldest[wanted] <= offset < end[wanted]:
            return None
        self._consumer.seek(wanted, offset)
        while not (found := (await self._consumer.getmany(wanted, timeout_ms=1000)).get(wanted)):
            continue
        return next((record for record in found if record.offset == offset), None)


async def tail(settings: Settings, topics: Sequence[Topic], *, new: bool = False) -> AsyncGenerator[ConsumerRecord, None]:
    """Yield the records of all partitions of some topics, by time within each fetch, for ever (`new`: only those from now on).

    Raise Usage without a broker, or where a topic is not as declared.
    """
    async with connected(consumer_of(settings), settings, topics) as consumer:
        await wait_well(consumer)
        partitions = [partition for topic in topics for partition in partitions_of(settings, topic)]
        consumer.assign(partitions)
        await (consumer.seek_to_end(*partitions) if new else consumer.seek_to_beginning(*partitions))
        while True:
            batches = await consumer.getmany(timeout_ms=1000)
            for record in sorted((r for batch in batches.values() for r in batch), key=lambda r: (r.timestamp, r.partition, r.offset)):
                yield record
