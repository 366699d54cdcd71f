"""The account of a run: every record that went in has exactly one counted outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Partition and offset of a record of `articles`."""


@dataclass
class Account:
    """What went in, and what came of each."""

    fed: dict[Place, str] = field(default_factory=dict)
    """Record to the item's name."""
    outcomes: dict[Place, str] = field(default_factory=dict)
    """Record to its outcome: `published`, `repeat`, `dropped: REASON`, `dead letter: ERROR`."""

    def came(self, source: str, outcome: str) -> None:
        """Note an outcome for `articles/partition/offset`; the same outcome twice (at least once) counts once."""
        _, partition, offset = source.rsplit("/", 2)
        self.outcomes[int(partition), int(offset)] = outcome

    @property
    def missing(self) -> list[str]:
        """Names of items without an outcome."""
        return [name for place, name in self.fed.items() if place not in self.outcomes]

    def totals(self) -> Mapping[str, int]:
        """How many records had each outcome, of those fed."""
        return Counter(self.outcomes[place] for place in self.fed if place in self.outcomes)

    def closed(self) -> bool:
        """Whether the counts add up to what went in."""
        return not self.missing and sum(self.totals().values()) == len(self.fed)

    def lines(self) -> list[str]:
        """The account for people: in = published + repeats + dropped (by reason) + dead letters (by error)."""
        totals = self.totals()
        lines = [f"{len(self.fed):>5} articles in"]
        lines += [f"{totals[name]:>5} {name}" for name in sorted(totals, key=lambda name: (":" in name, name))]
        lines.append(f"{sum(totals.values()):>5} accounted for" + ("" if self.closed() else f", MISSING: {', '.join(self.missing[:10])}"))
        return lines


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
