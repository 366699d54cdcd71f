"""Kafka for tests, over plain aiokafka: put records on a topic, wait for records of a topic."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import IO

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from streams.broker.connection import client_options
from streams.broker.log import tail
from streams.headers import Headers
from streams.settings import Settings
from streams.topics import ARTICLES, Topic

PATIENCE_SECONDS = 60.0
"""A deadline, not a time that is asserted: a crowded machine may take that long to start a worker."""


async def put(
    settings: Settings,
    values: Sequence[bytes | None],
    topic: Topic = ARTICLES,
    keys: Sequence[bytes | None] | None = None,
    headers: Headers = (),
    timestamp_ms: int | None = None,
) -> list[str]:
    """Write values, keyed by themselves unless told, and wait for the broker's word on each; gives where they stand, `topic/P/O`."""
    places: list[str] = []
    producer = AIOKafkaProducer(**client_options(settings), compression_type="gzip", max_request_size=12_000_000)
    await producer.start()
    try:
        for number, value in enumerate(values):
            key = keys[number] if keys else (value or b"")[:50]
            name = settings.prefix + topic.name
            done = await producer.send_and_wait(name, value, key=key, headers=list(headers), timestamp_ms=timestamp_ms)
            places.append(f"{topic.name}/{done.partition}/{done.offset}")
    finally:
        await producer.stop()
    return places


async def commit(settings: Settings, stage: str, place: str) -> None:
    """Have a stage's group, none of whose workers runs, stand behind the record at `topic/P/O`."""
    topic, partition, offset = place.split("/")
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=f"{settings.prefix}newswire-{stage}", enable_auto_commit=False)
    await consumer.start()
    try:
        lane = TopicPartition(settings.prefix + topic, int(partition))
        consumer.assign([lane])
        await consumer.commit({lane: int(offset) + 1})
    finally:
        await consumer.stop()


async def take(settings: Settings, topic: Topic, enough: Callable[[list[ConsumerRecord]], bool]) -> list[ConsumerRecord]:
    """Records of a topic from its start until there are enough; fails after PATIENCE_SECONDS."""
    found: list[ConsumerRecord] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async with aclosing(tail(settings, [topic])) as records:
                async for record in records:
                    found.append(record)
                    if enough(found):
                        return found
    except TimeoutError:
        raise AssertionError(f"{topic.name}: only {len(found)} records came: {[r.value for r in found[-3:]]}") from None
    raise AssertionError("tail never ends")


async def committed(settings: Settings, stage: str, topic: Topic) -> dict[int, int]:
    """What a stage's group has committed, by partition."""
    lanes = [TopicPartition(settings.prefix + topic.name, lane) for lane in range(topic.lanes(settings.partitions))]
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=f"{settings.prefix}newswire-{stage}", enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(lanes)
        return {lane.partition: await consumer.committed(lane) or 0 for lane in lanes}
    finally:
        await consumer.stop()


def toy(settings: Settings, mode: str = "plain", said: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """A real clean worker around a toy step (tests/flow/toy.py); what it says goes to a file, if one is given."""
    environment = {**os.environ, **settings.environment(), "TOY": mode}
    return subprocess.Popen([sys.executable, "-m", "tests.flow.toy"], env=environment, stdout=said, stderr=said)
