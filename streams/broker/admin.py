"""Topics made and checked: never by chance, always from streams.topics."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from streams.backoff import backoff
from streams.broker.connection import NoBroker, client_options, connected
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import STAGES, TOPICS


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


def admin_client(settings: Settings) -> AbstractAsyncContextManager[AIOKafkaAdminClient]:
    """An admin client; raises Usage when no broker answers, or none lets us in."""
    return connected(AIOKafkaAdminClient(**client_options(settings)), settings)


async def check_topics(settings: Settings) -> list[Made]:
    """How each declared topic stands: `there`, `missing` or `wrong: ...`; raises Usage when no broker answers."""
    async with admin_client(settings) as admin:
        there = await existing(admin)
    found = [_state(settings.prefix + topic.name, topic.lanes(settings.partitions), there) for topic in TOPICS]
    return [Made(topic.name, topic.partitions, "missing") if topic.state == "made" else topic for topic in found]


async def demand_topics(settings: Settings) -> None:
    """Raise Usage unless every topic is there as declared: whoever counts must not pass over a lane."""
    for topic in await check_topics(settings):
        if topic.state != "there":
            raise Usage(
                f"topic {topic.name} is {topic.state}; `streams topics create` makes it, STREAMS_PREFIX and STREAMS_PARTITIONS name it"
            )


async def committed(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, dict[int, int]]:
    """What the group of each stage has committed, by partition of the topic it reads; lanes without a commit are left out."""
    found: dict[str, dict[int, int]] = {}
    for stage, topic in STAGES.items():
        lanes = [TopicPartition(settings.prefix + topic.name, lane) for lane in range(topic.lanes(settings.partitions))]
        # the lanes by name: the embedded broker has no answer to "all"
        offsets = await admin.list_consumer_group_offsets(f"{settings.prefix}newswire-{stage}", partitions=lanes)
        found[stage] = {lane.partition: said.offset for lane, said in offsets.items() if said.offset >= 0}
    return found


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
    async with admin_client(settings) as admin:
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
    async with admin_client(settings) as admin:
        there = await existing(admin)
        await admin.delete_topics([name for topic in TOPICS if (name := settings.prefix + topic.name) in there])
