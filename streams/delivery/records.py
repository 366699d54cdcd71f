"""The newest records of `deliveries` by their keys, without those that a worker wrote when another was active already; and commands."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

from streams.delivery.changes import LEADER, document
from streams.delivery.store import TERM, Lost
from streams.errors import Malformed
from streams.headers import header, number
from streams.messages import parse_json

COMMAND = "command/"
log = logging.getLogger(__name__)


class Logged(Protocol):
    """A record as a consumer gives it."""

    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Records:
    """The records up to the `leader` record of one's own term, and then those behind it. `term` None: all that there are, for a view."""

    def __init__(self, term: int | None = None) -> None:
        self._term = term
        self._leader = -1
        self.values: dict[str, bytes] = {}

    def add(self, record: Logged) -> None:
        """Take a record in while the state is read back; one by a worker that another had followed already does not count."""
        key = (record.key or b"").decode("utf-8", "replace")
        if self._term is not None and record.offset > self._term:
            if (found := self.follow(record)) is not None:
                self.values[key] = found[1]
        elif key == LEADER:
            self._leader = record.offset
        elif (by := header(record.headers, TERM)) is not None and number(by) < self._leader:
            log.warning("the record %s at %d was written by a worker that was no longer active: it does not count", key, record.offset)
        elif record.value is None:
            self.values.pop(key, None)
        else:
            self.values[key] = record.value

    def follow(self, record: Logged) -> tuple[str, bytes] | None:
        """Take a record that came after one's own term began; return the key and value of a command. Raise Lost if another worker leads."""
        key = (record.key or b"").decode("utf-8", "replace")
        if key == LEADER and record.offset > (self._term or 0):
            raise Lost(f"the term of another began at {record.offset}")
        if key.startswith(COMMAND) and record.value is not None:
            return key, record.value
        return None

    def commands(self) -> Sequence[tuple[str, bytes]]:
        """Return the commands that nobody has carried out yet."""
        return [(key, value) for key, value in self.values.items() if key.startswith(COMMAND)]


def command(subscription: str | None, message: str | None) -> bytes:
    """Return the value of a command: try again what was set aside of a subscription, of a message, or all."""
    return document({"subscription": subscription, "message": message})


def read_command(value: bytes) -> tuple[str | None, str | None]:
    """Return the subscription and the message that a command names; raise Malformed for another shape."""
    found = parse_json(value)
    if not isinstance(found, Mapping) or not all(isinstance(found.get(name), str | None) for name in ("subscription", "message")):
        raise Malformed("no command of `streams deliver retry`")
    return found.get("subscription"), found.get("message")
