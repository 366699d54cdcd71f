"""Silence, counted: what a reader of a topic sees of each partition, and when.

One consumer reads the stage's input and its output and notes when each record came to it, partition by partition (a record's key sends it
to the same partition of both). A silence is the time between two records of one partition. Where a broker dies, the feeder cannot write to
its partitions either, so of an output's silence that part is taken off in which the same partition's input was silent too (more than
QUIET seconds without a record): what is left is the stage's own. Arrival counts, not the broker's time of writing: a record that is
written and not yet replicated is seen by nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

QUIET = 0.5
"""Seconds without a record after which a partition counts as silent; it is fed 30 to 60 times a second."""
Gap = tuple[float, float]


@dataclass
class Partitions:
    """The records that came, and when, on the partitions of one topic."""

    came: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    seen: Counter[int] = field(default_factory=Counter)
    """The number of times that each record, by its number, came."""

    def note(self, partition: int, number: int, now: float) -> None:
        """Note that a record came."""
        self.came[partition].append(now)
        self.seen[number] += 1

    def gaps(self, partition: int, start: float, end: float) -> list[Gap]:
        """Return the silences of one partition that reach into a stretch of time; it is silent to the end where nothing came any more."""
        return [(a, b) for a, b in pairwise([start, *(t for t in self.came[partition] if start < t < end), end]) if b > a]


@dataclass(frozen=True, slots=True)
class Silence:
    """The longest silences of one stretch of time, in seconds."""

    over_all: float
    """The longest time without a record on any partition."""
    partition: float
    """The longest time without a record on one partition."""
    fed: float
    """The longest time without a record on one partition of the input."""
    own: float
    """The longest time on one partition, less the part in which its input was silent."""
    when: Gap
    """The start and end of the silence behind `own`, in seconds since the stretch began."""


def silence(fed: Partitions, out: Partitions, partitions: Sequence[int], start: float, end: float) -> Silence:
    """Return the longest silences of the output between two moments."""
    whole = Partitions()
    for partition in partitions:
        whole.came[0] += out.came[partition]
    whole.came[0].sort()
    own, gap = max((_own(gap, fed.gaps(partition, start, end)), gap) for partition in partitions for gap in out.gaps(partition, start, end))
    return Silence(
        over_all=_longest(whole.gaps(0, start, end)),
        partition=max(_longest(out.gaps(partition, start, end)) for partition in partitions),
        fed=max(_longest(fed.gaps(partition, start, end)) for partition in partitions),
        own=own,
        when=(gap[0] - start, gap[1] - start),
    )


def _longest(gaps: Iterable[Gap]) -> float:
    return max(b - a for a, b in gaps)


def _own(gap: Gap, fed: Iterable[Gap]) -> float:
    """Return the seconds of a silence less the parts of it in which nothing was fed."""
    shared = (min(gap[1], b) - max(gap[0], a) for a, b in fed if b - a > QUIET)
    return gap[1] - gap[0] - sum(part for part in shared if part > 0)
