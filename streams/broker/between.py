"""The records of a topic between two sets of offsets, those of all partitions merged into one order, and the offsets to ask with."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition

from streams.broker.connection import connected, partitions_of
from streams.broker.log import consumer_of
from streams.broker.patience import wait_well
from streams.settings import Settings
from streams.topics import Topic

Offsets = Mapping[int, int]
"""An offset in each partition, by its number."""


async def range_since(settings: Settings, topic: Topic, moment: datetime | None) -> tuple[dict[int, int], dict[int, int]]:
    """Return the offsets of the first records kept that were written since a moment (None: of all), and those behind the last records.

    Raise Usage without a broker.
    """
    partitions = partitions_of(settings, topic)
    async with connected(consumer_of(settings), settings) as consumer:
        firsts, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
        if moment is not None:
            asked = dict.fromkeys(partitions, int(moment.timestamp() * 1_000))
            found = await consumer.offsets_for_times(asked)
            firsts = {each: found[each].offset if found.get(each) is not None else ends[each] for each in partitions}
    return {each.partition: int(firsts[each]) for each in partitions}, {each.partition: int(ends[each]) for each in partitions}


async def between(
    settings: Settings, topic: Topic, starts: Offsets, ends: Offsets, key: Callable[[ConsumerRecord], Any]
) -> AsyncIterator[ConsumerRecord]:
    """Yield the records from `starts` up to `ends`; of the next ones of all partitions the one with the smallest key comes first.

    Each partition stays in its order. About 2 MB a partition are held. Raise Usage without a broker.
    """
    name = settings.prefix + topic.name
    waiting = {TopicPartition(name, number): deque[ConsumerRecord]() for number, end in ends.items() if starts[number] < end}
    if not waiting:
        return
    async with connected(consumer_of(settings), settings) as consumer:
        await wait_well(consumer)
        consumer.assign(list(waiting))
        for partition in waiting:
            consumer.seek(partition, starts[partition.partition])
        while waiting:
            for partition in [each for each, records in waiting.items() if not records]:
                if await consumer.position(partition) >= ends[partition.partition]:
                    del waiting[partition]
            if hungry := [each for each, records in waiting.items() if not records]:
                for partition, records in (await consumer.getmany(*hungry, timeout_ms=1_000)).items():
                    waiting[partition].extend(each for each in records if each.offset < ends[partition.partition])
            while waiting and all(waiting.values()):
                partition = min(waiting, key=lambda each: key(waiting[each][0]))
                yield waiting[partition].popleft()
