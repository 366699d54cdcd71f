"""This module cuts a line of words into windows, the stretches that the encoder reads at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORDS, PIECES = 100, 254
"""Most words and pieces of a window: trained on windows of at most 110 words; attention grows with the square."""
SHORTEST = 30
"""A window ends after the last sentence end past this many words."""
OVERLAP = 16
"""Words that two windows share where no sentence end parts them; each answers for its own half."""
_ENDS = frozenset([".", "!", "?", "…", "..."])
_CLOSERS = frozenset(['"', "'", "”", "’", "''", ")", "]"])


@dataclass(frozen=True, slots=True)
class Window:
    """A window: the encoder reads the words `start` to `end`, and its scores of `first` to `last` are used."""

    start: int
    end: int
    first: int
    last: int

    @property
    def own(self) -> slice:
        """The words whose scores are used, as indices within the window."""
        return slice(self.first - self.start, self.last - self.start)


def windows(words: Sequence[str], sizes: Sequence[int]) -> Iterator[Window]:
    """Yield windows that answer for every word once, in order; `sizes` are the words' numbers of pieces."""
    start = first = 0
    while first < len(words):
        reach = _reach(sizes, start)
        if reach == len(words):
            yield Window(start, reach, first, reach)
            return
        cut = _sentence_end(words, first + SHORTEST, reach)
        if cut:
            yield Window(start, cut, first, cut)
            start = first = cut
        else:
            overlap = min(OVERLAP, (reach - first) // 4)
            last = reach - overlap // 2
            yield Window(start, reach, first, last)
            start, first = reach - overlap, last


def _reach(sizes: Sequence[int], start: int) -> int:
    """Return the end of the longest window from `start`; it holds one word at least."""
    pieces, end = sizes[start], start + 1
    while end < len(sizes) and end - start < WORDS and pieces + sizes[end] <= PIECES:
        pieces += sizes[end]
        end += 1
    return end


def _sentence_end(words: Sequence[str], lowest: int, highest: int) -> int:
    """Return the index behind the last sentence end, closing quotes with it, at or past `lowest`; 0 without one."""
    for index in range(highest - 1, lowest - 1, -1):
        if words[index] in _ENDS and words[index + 1] not in _CLOSERS:
            return index + 1
        if words[index] in _CLOSERS and words[index - 1] in _ENDS and words[index + 1] not in _CLOSERS:
            return index + 1
    return 0
