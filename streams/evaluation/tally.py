"""This module compares the spans found with gold spans: one counts as right if both its ends and its label are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Spans = set[tuple[int, int, str]]
"""(start, end, label), in characters or in words, as long as both sides count alike."""
Row = dict[str, float]
"""`p`, `r`, `f` from 0 to 1, and the number of `gold` spans."""


@dataclass(slots=True)
class Tally:
    """The numbers of right, found and gold spans, by label."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, found: Spans, gold: Spans) -> None:
        """Count one text."""
        self.right.update(label for _, _, label in found & gold)
        self.found.update(label for _, _, label in found)
        self.gold.update(label for _, _, label in gold)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.gold + other.gold)

    def rows(self) -> dict[str, Row]:
        """Return the scores of all labels together (`all`), of all without dates (`all but DATE`), and of each label."""
        without = (tally.total() - tally["DATE"] for tally in (self.right, self.found, self.gold))
        return {
            "all": prf(self.right.total(), self.found.total(), self.gold.total()),
            "all but DATE": prf(*without),
            **{label: prf(self.right[label], self.found[label], self.gold[label]) for label, _ in self.gold.most_common()},
        }


def prf(right: int = 0, found: int = 0, gold: int = 0) -> Row:
    """Return precision, recall, and F, their harmonic mean."""
    return {
        "p": round(right / found, 4) if found else 0.0,
        "r": round(right / gold, 4) if gold else 0.0,
        "f": round(2 * right / (found + gold), 4) if found + gold else 0.0,
        "gold": gold,
    }
