"""All partitions of a topic, followed for ever without a group: what stands in it first, then what comes, across a broker that is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from streams.backoff import backoff
from streams.broker.connection import REFUSALS, client_options, partitions_of
from streams.broker.patience import started, stopped, wait_well
from streams.settings import Settings
from streams.topics import Topic

QUIET_SECONDS = 3.0
"""Silence after which the broker is asked whether it is there: a consumer says nothing of a broker that is away."""
ANSWER_SECONDS = 5.0
"""The longest wait for that answer."""
log = logging.getLogger(__name__)


class Sink(Protocol):
    """Takes what a follower reads."""

    def begin(self, partition: int, offset: int) -> None:
        """Hear where a partition begins: at first, and when the topic was made anew, or records were deleted before they were read."""
        ...

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take records of one partition, in order; raise nothing."""
        ...


class Follower:
    """Reads a topic into a sink and keeps its place; `away` while no broker answers, `caught_up` once what stood there has been read."""

    def __init__(self, settings: Settings, topic: Topic, sink: Sink) -> None:
        self._settings, self._topic, self._sink = settings, topic, sink
        self._partitions = partitions_of(settings, topic)
        self._next: dict[int, int] = {}
        self.away = False
        self.caught_up = asyncio.Event()

    async def run(self) -> None:
        """Follow the topic until cancelled."""
        async for pause in backoff():
            consumer = AIOKafkaConsumer(
                **client_options(self._settings), enable_auto_commit=False, auto_offset_reset="none", max_partition_fetch_bytes=1_000_000
            )
            try:
                await started(consumer)
                await wait_well(consumer)
                await self._read(consumer)
            except REFUSALS as exc:
                self.away = True
                log.warning("%s: %r; again in %.1f s", self._topic.name, exc, pause)
            finally:
                await stopped(consumer)

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        consumer.assign(self._partitions)
        ends = await self._seek(consumer)
        self.away = False
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            for partition, records in (await consumer.getmany(timeout_ms=500, max_records=500)).items():
                heard = loop.time()
                self._sink.take(records)
                self._next[partition.partition] = records[-1].offset + 1
                await asyncio.sleep(0)  # others have their turn between two batches
            if not self.caught_up.is_set() and all(self._next[number] >= end for number, end in ends.items()):
                self.caught_up.set()
            if loop.time() - heard > QUIET_SECONDS:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await consumer.end_offsets(self._partitions)
                heard = loop.time()

    async def _seek(self, consumer: AIOKafkaConsumer) -> dict[int, int]:
        """Go on in each partition where it was left, or begin where its records begin; return the ends as they stand."""
        async with asyncio.timeout(4 * ANSWER_SECONDS):
            firsts, ends = await consumer.beginning_offsets(self._partitions), await consumer.end_offsets(self._partitions)
        for partition in self._partitions:
            number, first, end = partition.partition, firsts[partition], ends[partition]
            if number not in self._next or not first <= self._next[number] <= end:
                self._next[number] = first
                self._sink.begin(number, first)
            consumer.seek(partition, self._next[number])
        return {partition.partition: ends[partition] for partition in self._partitions}
