"""The last revisions of `alerts.changes` as events that streams read, each made once for all readers; pure.

A **position** says how far a reader has read: for each partition the offset of the next record. It is the same whatever server tells it,
and whichever partition came first, so a reader goes on at another server, or at one that was started again, without a gap or a repeat.
Events are numbered as they come to this server; a reader keeps the number of the next one, and so nothing is queued for anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streams.messages import Alert
from streams.subscriptions.facts import AlertFacts

MOST_EVENTS = 10_000
"""The largest number of events that are held: a day of a busy wire."""
MOST_BYTES = 64_000_000
"""The most that they may have together, in bytes: 10,000 usual ones have 30 MB, and one alert may have 200 kB."""
_MOST_POSITION = 10_000
"""The longest position in characters: 1,000 partitions of 9 digits."""

Position = tuple[int, ...]
"""The offset of the next record of each partition."""


def write_position(position: Position) -> str:
    """Return a position as the text that is an event's id."""
    return "-".join(map(str, position))


def read_position(text: str) -> Position | None:
    """Return the position that an event's id says; None where it is no id of ours."""
    parts = text.split("-") if len(text) <= _MOST_POSITION else []
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts):
        return None
    return tuple(map(int, parts))


@dataclass(frozen=True, slots=True)
class Event:
    """One revision: where it stands, its facts for filters, and its bytes as a server-sent event, which hold the JSON."""

    partition: int
    offset: int
    facts: AlertFacts
    sent: bytes
    json_at: int

    @property
    def line(self) -> bytes:
        """The alert as a line of JSON."""
        return self.sent[self.json_at : -1]


class Changes:
    """The events in the order in which they came; `first` and `end` are the numbers of the oldest one and of the next one to come."""

    def __init__(self, partitions: int, most: int = MOST_EVENTS, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._events: dict[int, Event] = {}
        self._next = [0] * partitions
        self._floor = [0] * partitions
        self.first = self.end = 0
        self.bytes = 0
        """The bytes of the events that are held."""
        self.total_bytes = 0
        """The bytes of all events that ever came."""

    @property
    def position(self) -> Position:
        """The position behind the newest event."""
        return tuple(self._next)

    def begin(self, partition: int, offset: int) -> None:
        """Set where a partition begins: its oldest record that is kept, or what it begins with when the topic was made anew."""
        if self._events:  # they are of a topic that was there before, or have a gap behind them: nobody may go on through them
            self._events.clear()
            self.first, self.bytes, self._floor = self.end, 0, list(self._next)
        self._next[partition] = self._floor[partition] = offset

    def add(self, partition: int, offset: int, alert: Alert, body: bytes) -> Event:
        """Take in a revision with its JSON; the oldest events fall out where there are too many."""
        self._next[partition] = offset + 1
        head = f"id: {write_position(self.position)}\nevent: {alert.kind}\ndata: ".encode()
        event = Event(partition, offset, AlertFacts(alert), head + body + b"\n\n", len(head))
        self._events[self.end] = event
        self.end += 1
        self.bytes += len(event.sent)
        self.total_bytes += len(event.sent)
        while self.end - self.first > self._most or (self.bytes > self._most_bytes and self.end - self.first > 1):
            gone = self._events.pop(self.first)
            self.first += 1
            self.bytes -= len(gone.sent)
            self._floor[gone.partition] = gone.offset + 1
        return event

    def from_number(self, number: int, most: int, most_bytes: int) -> Sequence[Event]:
        """Return the events from a number on that are held: at most `most` and, but for the first, `most_bytes`."""
        found: list[Event] = []
        size = 0
        for at in range(max(number, self.first), min(self.end, number + most)):
            size += len(self._events[at].sent)
            if found and size > most_bytes:
                break
            found.append(self._events[at])
        return found

    def holds_all_from(self, position: Position) -> bool:
        """Return True if every record from a position on, as far as they have come, is held: a reader may go on there."""
        return len(position) == len(self._next) and all(at >= floor for at, floor in zip(position, self._floor, strict=True))

    def has_reached(self, position: Position) -> bool:
        """Return True if no partition of a position is ahead of what has come."""
        return len(position) == len(self._next) and all(at <= end for at, end in zip(position, self._next, strict=True))
