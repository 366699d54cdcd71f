"""A stretch of text with a label, and functions on lists of these. Offsets are characters of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
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
        """Return its words, cut from the `whole` text."""
        return whole[self.start : self.end]

    def overlaps(self, other: Mention) -> bool:
        """Return True if the two mentions share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Mention) -> bool:
        """Return True if the other mention lies wholly in this one; the same stretch does."""
        return self.start <= other.start and other.end <= self.end


def add(kept: list[Mention], more: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of both, in order; of those that overlap the kept ones stay, and of `more` the first."""
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
    """Return the mentions of both, in order; of those that overlap the stronger ones stay."""
    return add(sorted(set(stronger)), kept)


class Lookup:
    """Mentions by where they stand, so that those around a stretch are found without a walk over all of them."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
        self._starts = [mentions[index].start for index in self._order]
        self._longest = max((mention.end - mention.start for mention in mentions), default=0)

    def around(self, mention: Mention) -> list[Mention]:
        """Return those that overlap a mention, in the order in which they were given."""
        first, last = bisect_left(self._starts, mention.start - self._longest), bisect_left(self._starts, mention.end)
        near = (self._mentions[index] for index in sorted(self._order[first:last]))
        return [other for other in near if other.overlaps(mention)]
