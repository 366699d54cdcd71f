"""A `Query` selects dead letters by stage, error, kind, topic, time, message, position and state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from streams.dlq.letter import Letter, State


@dataclass(frozen=True, slots=True)
class Query:
    """The conditions that a letter must meet, all of them; one that is None or empty does not count."""

    stage: str | None = None
    error: str | None = None
    kind: str | None = None
    topic: str | None = None
    """The topic on which the record failed, with or without the prefix."""
    since: datetime | None = None
    until: datetime | None = None
    """The moment before which the letter was written; that moment is excluded."""
    match: str | None = None
    """A part of the message, in capitals or not."""
    positions: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset({"open"})
    limit: int | None = None

    def wants(self, letter: Letter) -> bool:
        """Return True if a letter meets all conditions; `limit` does not count here."""
        return (
            (not self.stage or letter.stage == self.stage)
            and (not self.error or letter.error == self.error)
            and (not self.kind or letter.kind == self.kind)
            and (not self.topic or letter.topic.endswith(self.topic))
            and (self.since is None or letter.time >= self.since)
            and (self.until is None or letter.time < self.until)
            and (not self.match or self.match.casefold() in letter.message.casefold())
            and (not self.positions or letter.position in self.positions)
            and letter.state in self.states
        )

    def of(self, letters: Iterable[Letter]) -> Iterator[Letter]:
        """Yield the letters that meet all conditions, in order, up to `limit` of them."""
        return islice((letter for letter in letters if self.wants(letter)), self.limit)
