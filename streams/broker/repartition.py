"""More partitions for the keyed topics of a pipeline that is empty and whose workers are stopped.

With more partitions a key goes to another partition than before. Nothing of it is left in the old one that a stage has still to read,
because every stage has committed all: so versions of one article stay in order. No state is by partition: screen's index follows
`articles.sketches` and alert's incidents follow `articles.events` and `incidents`, which have one partition and keep it. What the
compacted topics hold of a key in its old partition stays there beside the newer record: readers go by `revision` and `version`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiokafka.admin import NewPartitions
from aiokafka.errors import KafkaError

from streams.broker.admin import admin_client, committed, existing, members
from streams.broker.between import range_since
from streams.errors import Usage
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import TOPICS


@dataclass(frozen=True, slots=True)
class Growth:
    """The topics that get more partitions, each with the number that it has, and what stands in the way."""

    topics: dict[str, int]
    obstacles: tuple[str, ...]
    """A sentence for each thing that is to be done first."""


async def plan(settings: Settings, count: int) -> Growth:
    """Return what it takes to have `count` partitions; raise Usage without a broker, or where a topic is missing or has more already."""
    async with admin_client(settings) as admin:
        there = await existing(admin)
        keyed = [topic.name for topic in TOPICS if topic.partitions is None]
        if missing := [topic.name for topic in TOPICS if settings.prefix + topic.name not in there]:
            raise Usage(f"topics are missing, `streams topics create` makes them: {', '.join(missing)}")
        counts = {name: there[settings.prefix + name] for name in keyed}
        if larger := [f"{name} has {found}" for name, found in counts.items() if found > count]:
            raise Usage(f"partitions cannot be taken away: {', '.join(larger)}")
        obstacles = [f"{len(hosts)} workers of {name} run: stop them" for name, hosts in (await members(admin, settings)).items() if hosts]
        commits = await committed(admin, settings)
    if set(counts.values()) == {settings.partitions}:
        for stage, topic in SOURCES.items():
            firsts, ends = await range_since(settings, topic, None)
            waiting = sum(end - max(commits[stage].get(number, 0), firsts[number]) for number, end in ends.items())
            if waiting > 0:
                obstacles.append(f"{waiting} records wait for {stage}: stop the feeders and let the workers finish first")
    elif not set(counts.values()) <= {settings.partitions, count}:
        obstacles.append(f"STREAMS_PARTITIONS is {settings.partitions}: set it to the number that the topics have now")
    return Growth({name: found for name, found in counts.items() if found < count}, tuple(obstacles))


async def grow(settings: Settings, growth: Growth, count: int, told: Callable[[str], None]) -> None:
    """Give each topic of a plan `count` partitions, and say so of each; a run that is broken off goes on with the next.

    Raise Usage if something stands in the way, or the broker refuses.
    """
    if growth.obstacles:
        raise Usage("; ".join(growth.obstacles))
    async with admin_client(settings) as admin:
        for name, found in growth.topics.items():
            try:
                await admin.create_partitions({settings.prefix + name: NewPartitions(total_count=count)})
            except KafkaError as exc:
                raise Usage(f"topic {name}: {exc}") from None
            told(f"{name}: {found} -> {count} partitions")
