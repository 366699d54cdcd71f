"""This module reads the dead letters from a broker, puts their records back on their topics, or gives them up."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.broker.connection import client_options
from streams.broker.log import Reader, read_back
from streams.broker.patience import started, stopped
from streams.dlq import Box, Letter, Settlement
from streams.dlq.settlement import dropped, redriven
from streams.errors import StreamsError, Usage
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import DEAD_LETTERS


async def read_box(settings: Settings) -> Box:
    """Return all dead letters as they stand now; raise Usage without a broker."""
    box = Box()
    async for record in read_back(settings, DEAD_LETTERS):
        box.note(record)
    return box


class Clerk:
    """Settles dead letters: each write is awaited, the record first and the settlement after it, so that a crash between them repeats and
    never loses. Raises StreamsError for a dead letter that cannot be redriven, Usage without a broker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader = Reader(settings, [DEAD_LETTERS])

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:  # closed again where a later step fails
            await stack.enter_async_context(self._reader)
            self._producer = AIOKafkaProducer(
                **client_options(self._settings),
                enable_idempotence=True,
                acks="all",
                compression_type="gzip",
                max_request_size=DEAD_LETTERS.max_bytes,
            )
            stack.push_async_callback(stopped, self._producer)
            await started(self._producer)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def redrive(self, letter: Letter) -> str:
        """Put the record back on the topic it failed on, as it came; return its new position, `topic/partition/offset`."""
        value = await self.value(letter)
        if (obstacle := self.obstacle(letter)) is not None:
            raise StreamsError(obstacle)
        try:
            partitions = await self._producer.partitions_for(letter.topic)
            written = await self._producer.send_and_wait(
                letter.topic,
                value,
                key=letter.key,
                partition=letter.partition if letter.partition in partitions else None,
                headers=list(letter.redriven_headers()),
            )
        except KafkaError as exc:
            raise StreamsError(f"dead letter {letter.position}: {letter.topic} did not take it: {exc!r}") from None
        position = f"{letter.topic}/{written.partition}/{written.offset}"
        await self._write(letter, redriven(letter, position, datetime.now(UTC)))
        return position

    def obstacle(self, letter: Letter) -> str | None:
        """Return a sentence that says why this pipeline cannot put a dead letter back, None if it can."""
        if letter.topic and letter.topic.removeprefix(self._settings.prefix) not in {topic.name for topic in SOURCES.values()}:
            return f"dead letter {letter.position} came from {letter.topic}, which no stage of this pipeline reads: drop it"
        return letter.obstacle

    async def drop(self, letter: Letter) -> None:
        """Write that nobody will try a dead letter again."""
        await self._write(letter, dropped(letter, datetime.now(UTC)))

    async def value(self, letter: Letter) -> bytes:
        """Return the bytes of a dead letter; raise Usage when they are no longer kept."""
        partition, offset = letter.position.split("/")
        record = await self._reader.at(int(partition), int(offset))
        if record is None:
            raise Usage(f"dead letter {letter.position} is no longer kept")
        return record.value or b""

    async def _write(self, letter: Letter, settlement: Settlement) -> None:
        topic = self._settings.prefix + DEAD_LETTERS.name
        try:
            await self._producer.send_and_wait(topic, b"", key=letter.key, headers=list(settlement.headers()))
        except KafkaError as exc:
            raise StreamsError(f"dead letter {letter.position} is {settlement.state}, but {topic} did not take that: {exc!r}") from None
