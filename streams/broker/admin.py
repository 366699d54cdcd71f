"""Topics made and checked: never by chance, always from streams.topics."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from streams.broker.connection import client_options, connected
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import TOPICS


@dataclass(frozen=True, slots=True)
class Made:
    """What was done for one topic: `made`, `there`, or `wrong: ...` where it differs from its declaration."""

    name: str
    partitions: int
    state: str


async def existing(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """Topics of the broker and their partition counts."""
    names = await admin.list_topics()
    if not names:
        return {}
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics(names)}


def _admin(settings: Settings) -> AbstractAsyncContextManager[AIOKafkaAdminClient]:
    return connected(AIOKafkaAdminClient(**client_options(settings)), settings)


async def check_topics(settings: Settings) -> list[Made]:
    """How each declared topic stands: `there`, `missing` or `wrong: ...`; raises Usage when no broker answers."""
    async with _admin(settings) as admin:
        there = await existing(admin)
    found = [_state(settings.prefix + topic.name, topic.lanes(settings.partitions), there) for topic in TOPICS]
    return [Made(topic.name, topic.partitions, "missing") if topic.state == "made" else topic for topic in found]


async def create_topics(settings: Settings) -> list[Made]:
    """Make what is missing, in any order, any number of times; raises Usage when the broker does not answer or refuses."""
    async with _admin(settings) as admin:
        there = await existing(admin)
        missing = [
            NewTopic(name, topic.lanes(settings.partitions), settings.replication, topic_configs=topic.config(settings.replication))
            for topic in TOPICS
            if (name := settings.prefix + topic.name) not in there
        ]
        if missing:
            answer = await admin.create_topics(missing)
            for name, code, message, *_ in answer.topic_errors:
                if code not in (0, TopicAlreadyExistsError.errno):
                    raise Usage(f"topic {name}: {for_code(code).__name__}: {message}")
    return [_state(settings.prefix + topic.name, topic.lanes(settings.partitions), there) for topic in TOPICS]


def _state(name: str, partitions: int, there: dict[str, int]) -> Made:
    found = there.get(name)
    if found is None:
        return Made(name, partitions, "made")
    return Made(name, partitions, "there" if found == partitions else f"wrong: {found} partitions, declared {partitions}")


async def delete_topics(settings: Settings) -> None:
    """Take this pipeline's topics away (the demo's and the tests' own, under their prefix)."""
    async with _admin(settings) as admin:
        there = await existing(admin)
        await admin.delete_topics([name for topic in TOPICS if (name := settings.prefix + topic.name) in there])
