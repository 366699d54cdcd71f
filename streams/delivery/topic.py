"""A topic of Kafka: the record of each alert with its headers, and beside them the subscription, the reason and the message's id."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.delivery.message import Delivered, Message, Outcome, Refused, Retry
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
from streams.subscriptions.outgoing import Waiting
from streams.topics import TOPICS
from streams.visible import line

TIMEOUT_SECONDS = 15.0
"""The longest wait for the broker to take a record; as for a webhook."""


class TopicEndpoint:
    """Writes to one topic, which must be there: a client that names one that is not has some brokers make it."""

    host = "kafka"

    def __init__(self, name: str, producer: AIOKafkaProducer, settings: Settings) -> None:
        self._name, self._producer = name, producer
        self._own = name.removeprefix(settings.prefix) in {topic.name for topic in TOPICS}

    async def send(self, message: Message) -> Outcome:
        """Write a record for each alert, and wait until the broker has them; those of a digest have `-1`, `-2` ... behind its id."""
        if self._own:
            return Refused(f"`{line(self._name, 80)}` is a topic of the pipeline itself")
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                cluster = await self._producer.client.fetch_all_metadata()
                if self._name not in cluster.topics():
                    return Retry(f"there is no topic `{line(self._name, 80)}`, or no right to see it")
                sent = [await self._send(message, number, each) for number, each in enumerate(message.entries, 1)]
            # a record that was handed over may be written later than any limit of ours: only the producer knows how it ended
            await asyncio.gather(*sent)
        except TimeoutError:
            return Retry(f"Kafka did not answer within {TIMEOUT_SECONDS:.0f} s")
        except KafkaError as exc:
            return Retry(f"Kafka did not take it: {type(exc).__name__}")
        return Delivered()

    async def _send(self, message: Message, number: int, entry: Waiting) -> asyncio.Future[Any]:
        out, _ = cloud_events(entry.alert)
        id = f"{message.id}-{number}" if message.digest else message.id
        said = [("subscription", message.subscription.encode()), ("reason", entry.reason.encode()), ("message", id.encode())]
        sent: asyncio.Future[Any] = await self._producer.send(self._name, out.value, key=out.key, headers=[*out.headers, *said])
        return sent
