"""A trace holds the records of one source on each topic, and notes whether they say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import xxhash

_TIMES = re.compile(rb'"(?:received|published|urgency|confidence)":(?:"[^"]*"|[0-9.]+)|"(?:sketch|time)":\{[^}]*\}')
"""The fields that may differ between two records of one article: its offset in the log of sketches, and what follows from the record's
time, which a redriven record has anew. JSON escapes quotes, so no text of an article can look like a field."""


def fingerprint(value: bytes) -> int:
    """Return a hash of what an article's record says, but for times; cheaper than decoding it (`articles.entities` has 50 KB a record)."""
    return xxhash.xxh3_64_intdigest(_TIMES.sub(b"", value))


@dataclass(slots=True)
class Seen:
    """The records of one source on one topic."""

    positions: tuple[tuple[int, int], ...]
    """The partition and offset of each record, in the order in which they were read."""
    timestamp: int
    """The newest record time, in milliseconds since 1970."""
    print: int
    """The fingerprint of the first record; 0 on `articles`, where records are not compared."""
    differs: bool = False
    """True if a later record says something else than the first."""

    def again(self, position: tuple[int, int], timestamp: int, said: int) -> None:
        """Add another record of the source; `said` is its fingerprint."""
        self.positions += (position,)
        self.timestamp = max(self.timestamp, timestamp)
        self.differs = self.differs or said != self.print


@dataclass(slots=True)
class Trace:
    """The way of one source through the topics; about 1.4 KB of memory."""

    uri: bytes = b""
    outcome: str | None = None
    """The outcome that its record on `articles.events` states; None where it has no such record, or one that cannot be read."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """The records of the source on each topic that a stage reads, named without prefix."""
    beside: tuple[str, ...] = ()
    """The other topics on which the source was seen."""
