"""This module asks a broker, before a client names them, whether topics are there with their partitions, and who leads these.

A client that names a topic which is not there waits for it for ever, or has the broker make it with a partition count of its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka.errors import TopicAuthorizationFailedError
from aiokafka.protocol.metadata import MetadataRequest

from streams.broker.patience import EMBEDDED_CLUSTER
from streams.errors import Usage
from streams.settings import Settings
from streams.topics import Topic

LEADER_SECONDS = 60.0
"""The longest wait for leaders: a cluster that starts elects them within seconds, one that has lost a broker within its session."""
PAUSE_SECONDS = 0.5
_NAMES = 4
"""The largest number of topics that a sentence names."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """The state of a topic by a broker: the number of its partitions (0: it is not there), and of those that nobody leads."""

    name: str
    partitions: int
    leaderless: int = 0


async def demand(client: Any, settings: Settings, topics: Sequence[Topic], *, exact: bool) -> None:
    """Return when the topics are there and every partition has a leader; `client` is an AIOKafkaClient that has started.

    Raise Usage if a topic is missing, if partitions are without a leader for LEADER_SECONDS, or, where `exact`, if a topic has another
    number of partitions than the settings say: whoever reads must not pass over one. Raise TopicAuthorizationFailedError without the right.
    """
    loop = asyncio.get_running_loop()
    began, told = loop.time(), False
    while True:
        found, embedded = await _asked(client, [settings.prefix + topic.name for topic in topics])
        if missing := [each.name for each in found if not each.partitions]:
            raise Usage(_missing(settings, missing, embedded))
        declared = [topic.count(settings.partitions) for topic in topics]
        for each, count in zip(found, declared, strict=True):
            if exact and each.partitions != count:
                raise Usage(
                    f"topic {each.name} has {each.partitions} partitions at {settings.bootstrap}, declared are {count}: set "
                    "STREAMS_PARTITIONS or STREAMS_PREFIX as the workers have them"
                )
        leaderless = [each for each in found if each.leaderless]
        if not leaderless:
            return
        waits = f"{sum(each.leaderless for each in leaderless)} partitions have no leader ({_some(each.name for each in leaderless)})"
        if loop.time() - began > LEADER_SECONDS:
            raise Usage(f"Kafka at {settings.bootstrap} is not ready after {LEADER_SECONDS:.0f} s: {waits}; are all its brokers up?")
        if not told:
            log.warning(
                "Kafka at %s is starting, or has lost a broker: %s; waiting up to %.0f s", settings.bootstrap, waits, LEADER_SECONDS
            )
            told = True
        await asyncio.sleep(PAUSE_SECONDS)


def demand_brokers(settings: Settings, cluster: Mapping[str, Any]) -> None:
    """Raise Usage unless a cluster, as `describe_cluster` gives it, can make topics with the copies of the settings."""
    if str(cluster.get("cluster_id") or "").startswith(EMBEDDED_CLUSTER):
        under = f"STREAMS_PREFIX {settings.prefix}" if settings.prefix else "no STREAMS_PREFIX"
        raise Usage(f"the embedded broker at {settings.bootstrap} makes its topics when it starts: start it again with {under}")
    if (brokers := len(cluster["brokers"])) < settings.replication:
        raise Usage(
            f"STREAMS_REPLICATION is {settings.replication} and Kafka at {settings.bootstrap} has {brokers} broker{'s' * (brokers != 1)}: "
            f"set STREAMS_REPLICATION to {brokers} at most, or start more brokers"
        )


async def _asked(client: Any, names: Sequence[str]) -> tuple[list[Found], bool]:
    """Return the state of each topic, in the order of the names, and True if the broker is the embedded one."""
    said = await client.send(client.get_random_node(), MetadataRequest(list(names), allow_auto_topic_creation=False))
    topics = {name: (code, partitions) for code, name, _, partitions in said.topics}
    if denied := [name for name, (code, _) in topics.items() if code == TopicAuthorizationFailedError.errno]:
        raise TopicAuthorizationFailedError(*denied)
    # of a partition: error code, number, leader ...
    found = [
        Found(name, len(topics[name][1]), sum(part[0] != 0 and part[2] < 0 for part in topics[name][1]))
        if name in topics
        else Found(name, 0)
        for name in names
    ]
    return found, str(getattr(said, "cluster_id", None) or "").startswith(EMBEDDED_CLUSTER)


def _missing(settings: Settings, names: Sequence[str], embedded: bool) -> str:
    what = f"topic {names[0]} is missing" if len(names) == 1 else f"{len(names)} topics are missing ({_some(names)})"
    where, prefix = f"{what} at {settings.bootstrap}", f"STREAMS_PREFIX ({settings.prefix or 'unset'})"
    if embedded:
        return f"{where}: the embedded broker makes its topics when it starts; is {prefix} as it was then?"
    return f"{where}: run `streams topics create`, or is it another {prefix} or STREAMS_BROKER?"


def _some(names: Sequence[str] | Iterator[str]) -> str:
    listed = list(names)
    rest = len(listed) - _NAMES
    return ", ".join(listed[:_NAMES]) + (f" and {rest} more" if rest > 0 else "")
