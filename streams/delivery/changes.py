"""The records of `deliveries` that a step writes, and the forms of their keys and values.

    leader                                  who delivers: of records by workers before it that come behind it none counts
    position                                {partitions: {"0": offset}, at}: the next record of `alerts.changes` to be read
    alert/INCIDENT/REVISION                 an alert that waits somewhere, once, as it stands on `alerts.changes`
    sent/SUBSCRIPTION/INCIDENT              {sent, ended}: what was last sent of it, and when
    group/SUBSCRIPTION/HASH                 {group, due, last}
    waiting/SUBSCRIPTION/INCIDENT           {group, reason, revision}: a revision that waits in its group
    timing/SUBSCRIPTION                     what else the state of a subscription holds
    outbox/SUBSCRIPTION/TARGET/MESSAGE      {number, reason, at, incident, revision, aside}: a message that its target does not have yet;
                                            of a digest also {digest: [{incident, revision, reason}], more}
    queue/SUBSCRIPTION/TARGET                {attempts, since, nextTry, error, dead, ...}: how a target fares that does not fare well
    command/ID                              {subscription, message}: what `streams deliver retry` asks for

Nothing else is kept: what was delivered has no record but the one of its incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from streams.delivery.message import Message, QueueKey

Record = tuple[str, bytes | None]
"""A key and its value; None deletes what the key had."""
LEADER = "leader"
POSITION = "position"


@dataclass(slots=True)
class Changes:
    """The records that a step writes: `atoms` are lists of records each of which is written whole or not at all, in this order.

    `messages` may be sent when all of it is written.
    """

    atoms: list[list[Record]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    dropped: list[Message] = field(default_factory=list)
    """The messages in whose place a newer revision waits, or that are no longer kept because too many waited."""
    aside: list[Message] = field(default_factory=list)
    """The messages that were set aside."""

    def __bool__(self) -> bool:
        return bool(self.atoms)

    def __iadd__(self, other: Changes) -> Changes:
        self.atoms += other.atoms
        self.messages += other.messages
        self.dropped += other.dropped
        self.aside += other.aside
        return self

    def add(self, records: Iterable[Record]) -> None:
        """Add records that are written together; of one key the last value counts."""
        if found := list(dict(records).items()):
            self.atoms.append(found)

    @property
    def records(self) -> Iterator[Record]:
        """Each record, in order."""
        return (record for atom in self.atoms for record in atom)


def document(value: Any) -> bytes:
    """Return a value as JSON; times as RFC 3339."""
    return orjson.dumps(value)


def alert_key(incident: str, revision: int) -> str:
    """Return the key of an alert's record."""
    return f"alert/{incident}/{revision}"


def sent_key(subscription: str, incident: str) -> str:
    """Return the key of what was last sent of an incident."""
    return f"sent/{subscription}/{incident}"


def waiting_key(subscription: str, incident: str) -> str:
    """Return the key of a revision that waits."""
    return f"waiting/{subscription}/{incident}"


def group_key(subscription: str, group: tuple[str, ...]) -> str:
    """Return the key of a group; its name may have any characters, so the key has a hash."""
    return f"group/{subscription}/{blake2b(orjson.dumps(group), digest_size=8).hexdigest()}"


def timing_key(subscription: str) -> str:
    """Return the key of what else a state holds."""
    return f"timing/{subscription}"


def outbox(message: Message, aside: str | None) -> bytes:
    """Return the value of a message that its target does not have; `aside` is the reason for which it was set aside."""
    value: dict[str, Any] = {
        "id": message.id,
        "subscription": message.queue[0],
        "target": message.queue[1],
        "number": message.number,
        "reason": message.reason,
        "at": message.at,
        "incident": message.alert.id,
        "revision": message.alert.revision,
    }
    if message.digest:
        told = [{"incident": each.alert.id, "revision": each.alert.revision, "reason": each.reason} for each in message.digest]
        value |= {"digest": told, "more": message.more}
    return document(value if aside is None else {**value, "aside": aside})


def queue_key(queue: QueueKey) -> str:
    """Return the key of a queue."""
    return f"queue/{queue[0]}/{queue[1]}"
