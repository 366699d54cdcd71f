"""Every record that the pipeline wrote, sorted by story and stripped of what the order of arrival decides.

Left out: where a record stands (`source`, `sketch`, `order` and offsets) and when a letter was written. All else must be the same, byte for
byte, in every run of the same wire; a record delivered twice is the same record twice and counts once.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from streams.alert.head import PAGE
from streams.broker.connection import client_options
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, CLEAN, DEAD_LETTERS, DUPLICATES, ENTITIES, EVENTS, INCIDENTS, SCREENED, SKETCHES, Topic
from tests.fields import without

READ = (SKETCHES, CLEAN, SCREENED, DUPLICATES, ENTITIES, EVENTS, ALERTS, CHANGES, INCIDENTS, DEAD_LETTERS)
POSITIONS = frozenset({"source", "sketch", "order", "story", "pages", "whole"})
"""Fields that the order of arrival decides: where a record stands, which of the stories that were open then an article joined, and what an
incident's head says of its pages, whose names and sums are made of positions."""
LETTER_POSITIONS = frozenset({"dlq-time", "dlq-topic", "dlq-partition", "dlq-offset", "source"})
NAME = re.compile(rb"urn:chaos:(\d+):(\w)")

Said = frozenset[tuple[str, bytes]]
"""The records that were written of one story: topic and record."""


def canonical(topic: Topic, record: ConsumerRecord) -> bytes:
    """Return the record as it must be in every run."""
    if topic is DEAD_LETTERS:
        headers = sorted((name, bytes(value)) for name, value in record.headers if name not in LETTER_POSITIONS)
        return repr((record.key, headers, record.value)).encode()
    key = record.key or b""
    if topic is INCIDENTS and key.startswith(PAGE.encode()):
        key = key.rpartition(b"/")[0]  # a page's name is made of what it holds, positions too
    if record.value is None:
        return key + b" none"
    return key + b" " + orjson.dumps(without(orjson.loads(record.value), POSITIONS), option=orjson.OPT_SORT_KEYS)


def _name(uri: str, value: bytes) -> str:
    """Return the name of an article as the wire calls it: a uri, and the version unless it is poison."""
    if uri.endswith(":p"):
        return uri
    return f"{uri}@{orjson.loads(value)['version']}"


class Collector:
    """A reader of all topics of a pipeline; `ended` is told the name of each article or dead letter that came to its end."""

    def __init__(self, settings: Settings, ended: Callable[[str], None]) -> None:
        self._settings, self._ended = settings, ended
        self._topics = {settings.prefix + topic.name: topic for topic in READ}
        self._partitions = [
            TopicPartition(name, n) for name, topic in self._topics.items() for n in range(topic.count(settings.partitions))
        ]
        self._said: dict[int, set[tuple[str, bytes]]] = defaultdict(set)
        self._stories: dict[bytes, int] = {}
        self.records = 0
        self.read: dict[TopicPartition, int] = dict.fromkeys(self._partitions, 0)
        """The next offset of each partition."""

    async def run(self) -> None:
        """Read for ever; a broker that is away is waited for."""
        consumer = self._consumer()
        await consumer.start()
        try:
            consumer.assign(self._partitions)
            await consumer.seek_to_beginning(*self._partitions)
            while True:
                for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                    for record in records:
                        self._take(self._topics[record.topic], record)
                    self.read[partition] = records[-1].offset + 1
        finally:
            await consumer.stop()

    async def caught_up(self) -> None:
        """Return when all that stands in the topics now has been read."""
        consumer = self._consumer()
        await consumer.start()
        try:
            ends = await consumer.end_offsets(self._partitions)
        finally:
            await consumer.stop()
        while any(self.read[partition] < end for partition, end in ends.items()):  # noqa: ASYNC110 - another task reads
            await asyncio.sleep(0.1)

    def said(self, story: int) -> Said:
        """Return the records that were written of a story so far."""
        return frozenset(self._said[story])

    def _consumer(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            **client_options(self._settings),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=4_000_000,
            fetch_max_wait_ms=100,
        )

    def _take(self, topic: Topic, record: ConsumerRecord) -> None:
        self.records += 1
        story = self._story(record)
        self._said[story].add((topic.name, canonical(topic, record)))
        if topic in (EVENTS, DEAD_LETTERS) and (found := NAME.search(record.value)):
            self._ended(_name(found[0].decode(), record.value))

    def _story(self, record: ConsumerRecord) -> int:
        found = NAME.search(record.value or b"")
        if found is None:  # a tombstone: known by its key
            return self._stories.get(record.key or b"", -1)
        self._stories.setdefault(record.key or b"", int(found[1]))
        return int(found[1])
