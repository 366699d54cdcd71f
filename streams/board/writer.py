"""Records onto a topic, each acknowledged before it is claimed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError

from streams.broker.connection import REFUSALS, client_options
from streams.broker.patience import started, stopped
from streams.errors import Refused, Transient
from streams.settings import Settings
from streams.topics import Topic

ANSWER_MS = 10_000
"""The longest wait in milliseconds for the broker's word on a record; then its sender is told to come again."""


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a record that the broker has; the topic's name is without the prefix."""

    topic: str
    partition: int
    offset: int


class TopicWriter:
    """Writes onto one topic by an idempotent producer, which is started at the first record, and anew when it is refused."""

    def __init__(self, settings: Settings, topic: Topic) -> None:
        self._settings, self._topic = settings, topic
        self._producer: AIOKafkaProducer | None = None
        self._lock = asyncio.Lock()

    async def write(self, records: Sequence[tuple[str, bytes]]) -> list[Position]:
        """Write pairs of key and value and return where they stand, in order.

        Raise Transient where the broker does not answer for all of them: then some may have been written. Raise Refused for one that is
        larger than the topic takes.
        """
        try:
            async with asyncio.timeout(3 * ANSWER_MS / 1000):
                producer = await self._started()
                topic = self._settings.prefix + self._topic.name
                sent = [await producer.send(topic, value, key=key.encode("utf-8", "replace")) for key, value in records]
                await asyncio.wait(sent)
                done = [each.result() for each in sent]
        except MessageSizeTooLargeError:
            raise Refused("a record is larger than the topic takes") from None
        except (TimeoutError, KafkaTimeoutError) as exc:  # the producer goes on with what waits, and its buffer is bounded
            raise Transient(f"the broker does not answer: {type(exc).__name__}") from None
        except REFUSALS as exc:
            await self.close()
            raise Transient(f"the broker does not answer: {type(exc).__name__}") from None
        return [Position(self._topic.name, at.partition, at.offset) for at in done]

    async def close(self) -> None:
        """Stop the producer."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await stopped(producer)

    async def _started(self) -> AIOKafkaProducer:
        async with self._lock:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    **client_options(self._settings), enable_idempotence=True, acks="all", compression_type="gzip",
                    max_request_size=self._topic.max_bytes, request_timeout_ms=ANSWER_MS,
                )  # fmt: skip
                try:
                    await started(producer)
                except BaseException:
                    await stopped(producer)
                    raise
                self._producer = producer
            return self._producer
