"""A topic of Kafka: the record of the alert with its headers, and beside them the subscription, the reason and the message's id."""

from __future__ import annotations

import asyncio

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.delivery.message import Delivered, Message, Outcome, Refused, Retry
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
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
        """Write the record and wait until the broker has it."""
        if self._own:
            return Refused(f"`{line(self._name, 80)}` is a topic of the pipeline itself")
        out, _ = cloud_events(message.alert)
        said = [("subscription", message.subscription.encode()), ("reason", message.reason.encode()), ("message", message.id.encode())]
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                cluster = await self._producer.client.fetch_all_metadata()
                if self._name not in cluster.topics():
                    return Retry(f"there is no topic `{line(self._name, 80)}`, or no right to see it")
                sent = await self._producer.send(self._name, out.value, key=out.key, headers=[*out.headers, *said])
            # a record that was handed over may be written later than any limit of ours: only the producer knows how it ended
            await sent
        except TimeoutError:
            return Retry(f"Kafka did not answer within {TIMEOUT_SECONDS:.0f} s")
        except KafkaError as exc:
            return Retry(f"Kafka did not take it: {type(exc).__name__}")
        return Delivered()
