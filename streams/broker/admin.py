"""This module makes and checks topics: never by chance, always as streams.topics declares them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    TopicAlreadyExistsError,
    for_code,
)  # fmt: skip

from streams.backoff import backoff
from streams.broker.connection import client_options, connected, partitions_of
from streams.broker.demand import demand_brokers
from streams.broker.probe import NoBroker
from streams.errors import Usage
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import TOPICS

TOPIC_SOURCE = 1
"""The number by which Kafka says of a setting that it stands at the topic itself (DYNAMIC_TOPIC_CONFIG in its protocol)."""
COORDINATOR_SECONDS = 15.0
"""The longest wait for the leader of a consumer group: Kafka makes the topic of the groups when it is first asked for one."""
DOOR_GROUPS = ("deliver", "feeds")
"""The names of the consumer groups of the workers that are no stage: of deliver, and of the poller of feeds."""


@dataclass(frozen=True, slots=True)
class Made:
    """The state of one topic: `made`, `there`, `missing` (when only checked), or `wrong: ...` where it differs from its declaration."""

    name: str
    partitions: int
    state: str


async def existing(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """Return the partition count of each topic of the broker, by name."""
    names = await admin.list_topics()
    if not names:
        return {}
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics(names)}


def admin_client(settings: Settings) -> AbstractAsyncContextManager[AIOKafkaAdminClient]:
    """Return an admin client; entering it raises Usage when no broker answers, or none lets us in."""
    return connected(AIOKafkaAdminClient(**client_options(settings)), settings)


async def check_topics(settings: Settings) -> list[Made]:
    """Return the state of each declared topic, `there`, `missing` or `wrong: ...`; raise Usage when no broker answers."""
    async with admin_client(settings) as admin:
        there = await existing(admin)
    found = [_state(settings.prefix + topic.name, topic.count(settings.partitions), there) for topic in TOPICS]
    return [Made(topic.name, topic.partitions, "missing") if topic.state == "made" else topic for topic in found]


async def demand_topics(settings: Settings) -> None:
    """Raise Usage unless every topic is there as declared: what is saved, restored or coded again must not pass over a partition."""
    for topic in await check_topics(settings):
        if topic.state != "there":
            raise Usage(
                f"topic {topic.name} is {topic.state}; `streams topics create` makes it, STREAMS_PREFIX and STREAMS_PARTITIONS name it"
            )


async def committed(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, dict[int, int]]:
    """Return the offsets that each stage's consumer group has committed, by stage and by partition of the topic that it reads.

    Partitions without a commit are left out.
    """
    found: dict[str, dict[int, int]] = {}
    for stage, topic in SOURCES.items():
        partitions = partitions_of(settings, topic)
        group = f"{settings.prefix}newswire-{stage}"
        leader = await _coordinator(admin, group)
        # the partitions by name: the embedded broker has no answer to "all"
        offsets = await admin.list_consumer_group_offsets(group, leader, partitions)
        found[stage] = {partition.partition: said.offset for partition, said in offsets.items() if said.offset >= 0}
    return found


async def members(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the hosts of the members of each consumer group of this pipeline: of the five stages, of deliver and of feeds, by name."""
    groups = {f"{settings.prefix}newswire-{name}": name for name in (*SOURCES, *DOOR_GROUPS)}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(groups.values(), ())
    for group, name in groups.items():
        # one at a time: aiokafka 0.14 reads the answer of version 3 as one of version 2, which goes wrong from the second group on
        for answer in await admin.describe_consumer_groups([group], await _coordinator(admin, group)):
            for code, _, _, _, _, clients, *_ in answer.groups:
                if code:
                    raise for_code(code)(group)
                found[name] = tuple(client[2] for client in clients)
    return found


async def _coordinator(admin: AIOKafkaAdminClient, group: str) -> int:
    """Return the broker that leads a group; a cluster that never had a group needs seconds to name one."""
    loop = asyncio.get_running_loop()
    until = loop.time() + COORDINATOR_SECONDS
    async for _ in backoff():
        try:
            return int(await admin.find_coordinator(group))
        except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError):
            if loop.time() > until:
                raise
    raise AssertionError("backoff never ends")


async def await_topics(settings: Settings, say: Callable[[str], None]) -> None:
    """Return when every declared topic is there, and tell `say` what is missing; raise Usage if one has other partitions than declared."""
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
    """Make the topics that are missing, in any order, any number of times.

    Raise Usage when the broker does not answer or refuses, or when there are fewer brokers than STREAMS_REPLICATION copies.
    """
    async with admin_client(settings) as admin:
        there = await existing(admin)
        missing = [
            NewTopic(name, topic.count(settings.partitions), settings.replication, topic_configs=topic.config(settings.replication))
            for topic in TOPICS
            if (name := settings.prefix + topic.name) not in there
        ]
        if missing:
            demand_brokers(settings, await admin.describe_cluster())
            answer = await admin.create_topics(missing)
            for name, code, message, *_ in answer.topic_errors:
                if code not in (0, TopicAlreadyExistsError.errno):
                    raise Usage(f"topic {name}: {for_code(code).__name__}: {message}")
    return [_state(settings.prefix + topic.name, topic.count(settings.partitions), there) for topic in TOPICS]


async def retention(settings: Settings, topic: str, length: timedelta | None) -> str:
    """Return for how long a topic keeps its records, in words, and have it keep them for `length` from now on unless that is None.

    Its other settings stay as they are. Raise Usage without a broker, or where the topic is not there or the broker refuses.
    """
    name = settings.prefix + topic
    async with admin_client(settings) as admin:
        (found,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
        ((code, message, _, _, entries),) = found.resources
        if code:
            raise Usage(f"topic {name}: {for_code(code).__name__}: {message or 'its settings cannot be read'}")
        # name, value, read only, source, ...: what stands at the topic itself is sent again, or this kind of request would reset it
        own = {entry[0]: entry[1] for entry in entries if entry[3] == TOPIC_SOURCE}
        milliseconds = int(next(entry[1] for entry in entries if entry[0] == "retention.ms"))
        if length is not None:
            changed = own | {"retention.ms": str(int(length.total_seconds() * 1_000))}
            (answer,) = await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, changed)])
            for code, message, *_ in answer.resources:
                if code:
                    raise Usage(f"topic {name}: {for_code(code).__name__}: {message}")
    return "ever" if milliseconds < 0 else str(timedelta(milliseconds=milliseconds))


def _state(name: str, partitions: int, there: dict[str, int]) -> Made:
    found = there.get(name)
    if found is None:
        return Made(name, partitions, "made")
    return Made(name, partitions, "there" if found == partitions else f"wrong: {found} partitions, declared {partitions}")


async def delete_topics(settings: Settings) -> None:
    """Delete this pipeline's topics (the demo's and the tests' own, under their prefix)."""
    async with admin_client(settings) as admin:
        there = await existing(admin)
        await admin.delete_topics([name for topic in TOPICS if (name := settings.prefix + topic.name) in there])
