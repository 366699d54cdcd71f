"""The members of a consumer group, as the broker knows them: the workers of a stage, their versions and their partitions."""

from __future__ import annotations

from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from aiokafka.errors import IncompatibleBrokerVersion, for_code

from streams.broker.connection import CLIENT_ID
from streams.visible import line

STABLE = "Stable"
"""The state of a group that has members and is in no rebalance."""
NAME = CLIENT_ID.partition("-")[0] + "-"
VERSION = 30
"""The largest number of characters of a version that is shown: any client may call itself anything."""


@dataclass(frozen=True, slots=True)
class Member:
    """One process; `version` is None where it is no client of ours, `partitions` are those of the topic that was asked about."""

    version: str | None
    host: str
    partitions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """A group; `state` is Kafka's own word: Stable, Empty, Dead, PreparingRebalance, CompletingRebalance."""

    state: str
    members: tuple[Member, ...]

    @property
    def partitions(self) -> frozenset[int]:
        """The partitions that a member has."""
        return frozenset[int]().union(*(member.partitions for member in self.members))

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of all members, each once, in order."""
        return tuple(sorted({member.version for member in self.members if member.version is not None}))


async def read_group(admin: AIOKafkaAdminClient, name: str, topic: str) -> Group | None:
    """Return a consumer group as it stands, with its members' partitions of a topic; None where the broker does not tell (the embedded).

    Raise KafkaError where it cannot say, or may not.
    """
    try:
        # One group a question: aiokafka 0.14 reads an answer of version 3 by the form of version 2, and is out of step behind the first.
        (answer,) = await admin.describe_consumer_groups([name])
    except IncompatibleBrokerVersion:
        return None
    code, _, state, _, _, members = answer.groups[0][:6]
    if code:
        raise for_code(code)(name)
    return Group(state, tuple(_member(client, host, assigned, topic) for _, client, host, _, assigned in members))


def _member(client: str, host: str, assigned: bytes, topic: str) -> Member:
    version = line(client.removeprefix(NAME), VERSION) if client.startswith(NAME) else None
    return Member(version, line(host.removeprefix("/"), 100), _partitions(assigned, topic))


def _partitions(assigned: bytes, topic: str) -> frozenset[int]:
    if not assigned:  # it has not been told yet
        return frozenset()
    try:
        found = ConsumerProtocolMemberAssignment.decode(assigned).assignment
    except ValueError:  # a client of another kind has joined the group
        return frozenset()
    return frozenset(number for name, numbers in found if name == topic for number in numbers)
