"""A stretch of text with a label, and what may be done with sets of them. Offsets are characters of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streams.messages import EntityLabel

NAMES: frozenset[EntityLabel] = frozenset({"PERSON", "ORG", "LOC", "GPE", "NORP", "FAC", "MISC", "PRODUCT"})
"""Labels of things; the others are dates and figures."""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One name, date or figure as it stands."""

    start: int
    end: int
    label: EntityLabel

    def text(self, whole: str) -> str:
        """Its words."""
        return whole[self.start : self.end]

    def overlaps(self, other: Mention) -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Mention) -> bool:
        """Whether the other lies wholly in it."""
        return self.start <= other.start and other.end <= self.end


def add(kept: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """Both, in order; of those that overlap the kept ones stay."""
    taken = [False] * (max((mention.end for mention in kept), default=0) + 1)
    for mention in kept:
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    result = list(kept)
    for mention in more:
        if mention.end > len(taken):
            taken.extend([False] * (mention.end - len(taken) + 1))
        if not any(taken[mention.start : mention.end]):
            result.append(mention)
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return sorted(result)


def override(kept: list[Mention], stronger: Iterable[Mention]) -> list[Mention]:
    """Both, in order; of those that overlap the stronger ones stay."""
    return add(sorted(set(stronger)), kept)
