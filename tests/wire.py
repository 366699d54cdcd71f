"""Kafka for tests, over plain aiokafka: put records on a topic, wait for records of a topic."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress
from typing import IO

from aiohttp import ClientError, ClientSession
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError

from streams.backoff import backoff
from streams.broker.connection import client_options, partitions_of
from streams.broker.log import read_back, tail
from streams.headers import Headers
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import ARTICLES, Topic

PATIENCE_SECONDS = float(os.environ.get("NEWSWIRE_PATIENCE", "60"))
"""A deadline, not a time that is asserted: a crowded machine may take that long to start a worker."""
NOT_DELETED = {"log.retention.check.interval.ms": "86400000", "log.initial.task.delay.ms": "86400000"}
"""Settings of a broker whose records have times long past: it would delete them while they are read (after 30 s, then every 5 min)."""


async def put(
    settings: Settings,
    values: Sequence[bytes | None],
    topic: Topic = ARTICLES,
    keys: Sequence[bytes | None] | None = None,
    headers: Headers = (),
    timestamp_ms: int | None = None,
) -> list[str]:
    """Write values, keyed by themselves unless told, and wait for the broker's word on each; return where they stand, `topic/P/O`."""
    positions: list[str] = []
    producer = AIOKafkaProducer(**client_options(settings), compression_type="gzip", max_request_size=12_000_000)
    await producer.start()
    try:
        for number, value in enumerate(values):
            key = keys[number] if keys else (value or b"")[:50]
            name = settings.prefix + topic.name
            done = await producer.send_and_wait(name, value, key=key, headers=list(headers), timestamp_ms=timestamp_ms)
            positions.append(f"{topic.name}/{done.partition}/{done.offset}")
    finally:
        await producer.stop()
    return positions


async def commit(settings: Settings, stage: str, position: str) -> None:
    """Commit the record at `topic/P/O` for a stage's group, none of whose workers runs, so that it goes on behind it."""
    topic, partition, offset = position.split("/")
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=f"{settings.prefix}newswire-{stage}", enable_auto_commit=False)
    await consumer.start()
    try:
        partition = TopicPartition(settings.prefix + topic, int(partition))
        consumer.assign([partition])
        await consumer.commit({partition: int(offset) + 1})
    finally:
        await consumer.stop()


async def set_back(settings: Settings, stage: str) -> None:
    """Have a stage, none of whose workers runs, read its whole topic again, as `kafka-consumer-groups --reset-offsets` does."""
    partitions = partitions_of(settings, SOURCES[stage])
    group = f"{settings.prefix}newswire-{stage}"
    async with AIOKafkaConsumer(**client_options(settings), group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign(partitions)
        firsts = await consumer.beginning_offsets(partitions)
        async for _ in backoff():  # a worker that ended while its group met counts as there for the rest of its session
            with suppress(CommitFailedError):
                await consumer.commit(firsts)
                return


async def take(settings: Settings, topic: Topic, enough: Callable[[list[ConsumerRecord]], bool]) -> list[ConsumerRecord]:
    """Return the records of a topic from its start until there are enough; fail after PATIENCE_SECONDS."""
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
    """Return the offset that a stage's group has committed in each partition; 0 where it has committed none."""
    partitions = partitions_of(settings, topic)
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=f"{settings.prefix}newswire-{stage}", enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(partitions)
        return {partition.partition: await consumer.committed(partition) or 0 for partition in partitions}
    finally:
        await consumer.stop()


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    """Return when something is true; fail after PATIENCE_SECONDS."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (await said if isinstance(said := true(), Awaitable) else said):  # noqa: ASYNC110 (another process makes it true)
            await asyncio.sleep(0.05)


async def reaches(settings: Settings, count: int, stage: str = "clean", source: Topic = ARTICLES) -> None:
    """Return when a stage has committed that many records of its source."""

    async def there() -> bool:
        return sum((await committed(settings, stage, source)).values()) >= count

    await until(there)


async def values(settings: Settings, *topics: Topic) -> list[bytes]:
    """Return the values of all records of some topics now, sorted."""
    return sorted([record.value for topic in topics async for record in read_back(settings, topic)])


async def lacks(settings: Settings) -> str:
    """Return what the worker waits for, as its /readyz says; empty while nobody answers or nothing is missing."""
    try:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{settings.http_port}/readyz") as answer:
            return (await answer.json())["missing"] or ""
    except ClientError:
        return ""


def all_of(*wanted: bytes) -> Callable[[list[ConsumerRecord]], bool]:
    """Return a condition for `take`: all of these values have come."""
    return lambda records: set(wanted) <= {record.value for record in records}


@contextmanager
def toy(settings: Settings, *words: str, said: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a real clean worker around a toy step (tests/guards/toy.py) with some switches; kill it on leaving. Its output goes to `said`."""
    environment = {**os.environ, **settings.environment(), "TOY": ",".join(words)}
    process = subprocess.Popen([sys.executable, "-m", "tests.guards.toy"], env=environment, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
