"""Which letters are meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from streams.letters.letter import Letter, State


@dataclass(frozen=True, slots=True)
class Query:
    """What is not said does not matter."""

    stage: str | None = None
    error: str | None = None
    kind: str | None = None
    topic: str | None = None
    """Without the prefix, or with it."""
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    match: str | None = None
    """Part of the message, whatever its case."""
    places: frozenset[str] = frozenset()
    states: frozenset[State] = frozenset({"open"})
    limit: int | None = None

    def wants(self, letter: Letter) -> bool:
        """Whether one letter is meant, the limit apart."""
        return (
            (not self.stage or letter.stage == self.stage)
            and (not self.error or letter.error == self.error)
            and (not self.kind or letter.kind == self.kind)
            and (not self.topic or letter.topic.endswith(self.topic))
            and (self.since is None or letter.time >= self.since)
            and (self.until is None or letter.time < self.until)
            and (not self.match or self.match.casefold() in letter.message.casefold())
            and (not self.places or letter.place in self.places)
            and letter.state in self.states
        )

    def of(self, letters: Iterable[Letter]) -> Iterator[Letter]:
        """Those meant, in order, up to the limit."""
        return islice((letter for letter in letters if self.wants(letter)), self.limit)
