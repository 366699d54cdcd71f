"""A backup put into a cluster that holds nothing of this pipeline: every record at the offset that it had, wherever offsets mean something.

Articles are named by their offset on `articles`, their order is that on `articles.sketches`, and readers of `alerts.changes` keep their
place by offset. So each partition of a topic that is not compacted is filled up to its first saved record with records that are deleted
at once. (Kafka gives offsets only by counting.) While this lasts, topics are not compacted and keep the record times that they are given.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code

from streams.backup.line import Line, read_line
from streams.backup.manifest import Manifest, Saved, file_of, read_manifest
from streams.backup.save import ORDER
from streams.broker.admin import admin_client, committed, create_topics, delete_topics, demand_topics
from streams.broker.between import range_since
from streams.broker.connection import client_options, connected
from streams.errors import Malformed, StreamsError, Usage
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import TOPICS, Topic

IN_FLIGHT = 200
"""The largest number of records sent and not yet acknowledged."""
FILLER_BATCH_BYTES = 1_000_000
"""The size of a batch of fillers before compression: about 100,000 of them, which are 4 kB on the wire."""
OPEN = {"cleanup.policy": "delete", "retention.ms": "-1", "message.timestamp.type": "CreateTime"}
"""The settings of the topics while records are put into them."""


async def restore(settings: Settings, folder: Path, told: Callable[[str], None]) -> Manifest:
    """Put a backup into the topics of this pipeline, which must be missing or without a record; return its manifest.

    The files are checked before anything is written. On an error the topics are deleted again, so that a second try finds none. Raise
    Usage where the backup, the settings or the topics do not fit, StreamsError where a record did not get its offset.
    """
    manifest = read_manifest(folder)
    if manifest.partitions != settings.partitions:
        raise Usage(f"the backup is of {manifest.partitions} partitions a topic: set STREAMS_PARTITIONS={manifest.partitions}")
    if lacking := [topic.name for topic in TOPICS if topic.name not in manifest.topics]:
        told(f"the backup is of a version without the topics {', '.join(lacking)}: they begin empty")
    for name, saved in manifest.topics.items():
        _check(folder, name, saved)
    await create_topics(settings)
    await demand_topics(settings)
    await _demand_empty(settings)
    try:
        await _configure(settings, OPEN)
        for topic in reversed(ORDER):
            if (saved_as := manifest.topics.get(topic.name)) is not None:
                await _restore(settings, folder, topic, saved_as)
                told(f"{topic.name}: {saved_as.records} records")
        for stage, offsets in manifest.commits.items():
            await _commit(settings, stage, offsets)
        await _configure(settings, {})
    except BaseException:
        await delete_topics(settings)
        raise
    return manifest


def _check(folder: Path, name: str, saved: Saved) -> None:
    path = file_of(folder, name)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise Usage(f"{path} cannot be read: {exc.strerror}") from None
    if digest != saved.sha256:
        raise Usage(f"{path} is not the file that was saved: its SHA-256 differs from that in the manifest")


def _lines(path: Path) -> Iterator[Line]:
    with gzip.open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield read_line(line)
            except Malformed as exc:
                raise Usage(f"{path}, line {number}: {exc}") from None


async def _demand_empty(settings: Settings) -> None:
    for topic in TOPICS:
        _, ends = await range_since(settings, topic, None)
        if any(ends.values()):
            raise Usage(f"topic {settings.prefix}{topic.name} is not empty: restore into another cluster, or under another STREAMS_PREFIX")
    async with admin_client(settings) as admin:
        if any(offsets for offsets in (await committed(admin, settings)).values()):
            raise Usage("the stages have committed already: restore into another cluster, or under another STREAMS_PREFIX")


async def _configure(settings: Settings, changes: dict[str, str]) -> None:
    """Give all topics the settings that they are declared with, but for these changes."""
    topics = {settings.prefix + topic.name: topic.config(settings.replication) | changes for topic in TOPICS}
    async with admin_client(settings) as admin:
        for answer in await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, *each) for each in topics.items()]):
            for code, message, _, name in answer.resources:
                if code:
                    raise Usage(f"the settings of topic {name} cannot be changed: {for_code(code).__name__}: {message}")


async def _restore(settings: Settings, folder: Path, topic: Topic, saved: Saved) -> None:
    name = settings.prefix + topic.name
    options = client_options(settings) | {"enable_idempotence": True, "acks": "all", "compression_type": "gzip"}
    plain = AIOKafkaProducer(**options, max_request_size=topic.max_bytes + 1_000_000, linger_ms=5)
    filling = AIOKafkaProducer(**options, max_batch_size=FILLER_BATCH_BYTES, max_request_size=2 * FILLER_BATCH_BYTES)
    async with connected(plain, settings) as producer, connected(filling, settings) as filler, admin_client(settings) as admin:
        starts = {number: 0 if topic.compact else start for number, start in enumerate(saved.starts)}
        for number, start in starts.items():
            await _fill(filler, name, number, start)
        await _delete(admin, name, starts)
        expected = dict(starts)
        flying: list[tuple[Line, object]] = []
        for line in _lines(file_of(folder, topic.name)):
            if not topic.compact and line.offset > expected[line.partition]:
                raise StreamsError(f"{topic.name}/{line.partition}/{line.offset}: the backup lacks records before it")
            future = await producer.send(
                name, line.value, key=line.key, partition=line.partition, timestamp_ms=line.time, headers=list(line.headers)
            )
            flying.append((line, future))
            expected[line.partition] += 1
            if len(flying) >= IN_FLIGHT:
                await _settled(topic, flying)
        await _settled(topic, flying)


async def _settled(topic: Topic, flying: list[tuple[Line, object]]) -> None:
    """Wait for the broker's word on each record; raise StreamsError where one did not get its offset."""
    for line, future in flying:
        position = f"{topic.name}/{line.partition}/{line.offset}"
        try:
            written = await future  # type: ignore[misc]  # aiokafka carries no types
        except KafkaError as exc:
            raise StreamsError(f"{position}: the broker did not take it: {exc!r}") from None
        if not topic.compact and written.offset != line.offset:
            raise StreamsError(f"{position}: it came to stand at {written.offset}; does another program write there?")
    flying.clear()


async def _fill(producer: AIOKafkaProducer, name: str, partition: int, count: int) -> None:
    """Write so many empty records, so that the next one gets the offset `count`."""
    while count > 0:
        batch = producer.create_batch()
        written = 0
        while written < count and batch.append(timestamp=None, key=None, value=None) is not None:
            written += 1
        await (await producer.send_batch(batch, name, partition=partition))
        count -= written


async def _delete(admin: AIOKafkaAdminClient, name: str, starts: dict[int, int]) -> None:
    """Delete the records before these offsets."""
    wanted = {TopicPartition(name, number): RecordsToDelete(before_offset=start) for number, start in starts.items() if start}
    if wanted:
        await admin.delete_records(wanted)


async def _commit(settings: Settings, stage: str, offsets: dict[int, int]) -> None:
    """Commit these offsets for a stage's group, none of whose workers runs."""
    topic = settings.prefix + SOURCES[stage].name
    consumer = AIOKafkaConsumer(**client_options(settings), group_id=f"{settings.prefix}newswire-{stage}", enable_auto_commit=False)
    async with connected(consumer, settings):
        wanted = {TopicPartition(topic, number): offset for number, offset in offsets.items()}
        if wanted:
            consumer.assign(list(wanted))
            await consumer.commit(wanted)
