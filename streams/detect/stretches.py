"""Stretches of a text that are asked for many times: whether one of them overlaps or holds a given one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Stretches:
    """A fixed set of (start, end), end exclusive; each question costs a search, not a walk over all of them."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))
        """The furthest end of a stretch and of all that start before it."""

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one shares a character with `start` to `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start

    def holds(self, start: int, end: int) -> bool:
        """Whether one holds all of `start` to `end`."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._ends[before - 1] >= end
