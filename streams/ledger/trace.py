"""Where one source was seen: its records on each topic, and whether they say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import xxhash

_TIMES = re.compile(rb'"(?:received|published|urgency|confidence)":(?:"[^"]*"|[0-9.]+)|"(?:sketch|time)":\{[^}]*\}')
"""What may differ between two records of one article: its place in the log of sketches, and what follows from the record's time, which a
redriven record has anew. JSON escapes quotes, so no text of an article can look like a field."""


def fingerprint(value: bytes) -> int:
    """A hash of what an article's record says, but for times; cheaper than reading it (a record of `articles.entities` has 50 KB)."""
    return xxhash.xxh3_64_intdigest(_TIMES.sub(b"", value))


@dataclass(slots=True)
class Seen:
    """The records of one source on one topic."""

    places: tuple[tuple[int, int], ...]
    """Partition and offset of each, in order of reading."""
    timestamp: int
    """Newest record time, milliseconds since 1970."""
    print: int
    """Of the first."""
    differs: bool = False
    """Whether one of them says something else."""

    def again(self, place: tuple[int, int], timestamp: int, said: int) -> None:
        """Another record of the source."""
        self.places += (place,)
        self.timestamp = max(self.timestamp, timestamp)
        self.differs = self.differs or said != self.print


@dataclass(slots=True)
class Trace:
    """One source's way; about 1.4 KB."""

    uri: bytes = b""
    outcome: str | None = None
    """What its record on `articles.events` says it ended as."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """By topic that a stage reads, without prefix."""
    beside: tuple[str, ...] = ()
    """The other topics it was seen on."""
