"""Topics made and checked: never by chance, always from streams.topics."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from streams.backoff import backoff
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import TOPICS


class NoBroker(Usage):
    """Nobody answers: for a command the end, for a worker something to wait for."""


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


@asynccontextmanager
async def _admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    logging.getLogger("aiokafka").setLevel("CRITICAL")  # it says of a closed port what Usage says better
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    try:
        await admin.start()
    except KafkaError:
        await admin.close()
        raise NoBroker(
            f"no Kafka answers at {settings.bootstrap}: start one (`streams up --embedded`, `make kafka`) or set STREAMS_BROKER"
        ) from None
    try:
        yield admin
    finally:
        await admin.close()


async def check_topics(settings: Settings) -> list[Made]:
    """How each declared topic stands: `there`, `missing` or `wrong: ...`; raises Usage when no broker answers."""
    async with _admin(settings) as admin:
        there = await existing(admin)
    found = [_state(settings.prefix + topic.name, topic.lanes(settings.partitions), there) for topic in TOPICS]
    return [Made(topic.name, topic.partitions, "missing") if topic.state == "made" else topic for topic in found]


async def await_topics(settings: Settings, say: Callable[[str], None]) -> None:
    """Return when every declared topic is there; told what is waited for; raises Usage when one has other partitions than declared."""
    async for _ in backoff():
        try:
            topics = await check_topics(settings)
        except (NoBroker, KafkaError) as exc:
            say(str(exc))
            continue
        if wrong := [f"{topic.name} is {topic.state}" for topic in topics if topic.state.startswith("wrong")]:
            said = "; ".join(wrong)
            raise Usage(f"{said}: set STREAMS_PARTITIONS to what there is, or make the topics anew under another STREAMS_PREFIX")
        missing = [topic.name for topic in topics if topic.state == "missing"]
        if not missing:
            return
        say(f"topics are missing, `streams topics create` makes them: {', '.join(missing)}")


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
