"""The spots where a new text differs from the stored one, and what stood there: the filter is asked word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from streams.clean.sketch import word_hashes
from streams.screen.overlap import Stored
from streams.screen.text import Mask, Words, known, stands

EDIT_WORDS = 6  # own choice: a longer stretch of new words is a passage, not an edit
CONTEXT_PAIRS = 2
"""The least number of copied pairs of words on either side of an edit, that is three words: what stood between two words that
both texts have by chance, such as `of` and `people`, says nothing of this spot.
"""
LOPSIDED_PAIRS = 5
"""The least number of copied pairs on both sides together if one side has a single pair, as between two edits a few words apart."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of new words between copied ones."""

    start: int
    """The index of the first new word, or of the word behind the seam if words are only gone."""
    end: int
    """The index behind the last new word."""
    left: int
    """The number of copied pairs directly before it, at least CONTEXT_PAIRS at the start of the text; `right` is that behind it."""
    right: int

    @property
    def sure(self) -> bool:
        """True if the words on both sides are those of the stored text at one spot."""
        return _enough(self.left, self.right)


def is_framed(passed: Mask, at: int) -> bool:
    """Return True if the words on both sides of a single word are those of the stored text; `passed` as in Context."""
    left, right, size = 0, 0, len(passed)
    while left < LOPSIDED_PAIRS and at - 2 - left >= 0 and passed[at - 2 - left]:
        left += 1
    while right < LOPSIDED_PAIRS and at + 1 + right < size and passed[at + 1 + right]:
        right += 1
    # The text may begin or end there.
    return _enough(CONTEXT_PAIRS if at - 1 == left else left, CONTEXT_PAIRS if size - 1 - at == right else right)


def _enough(left: int, right: int) -> bool:
    return min(left, right) >= CONTEXT_PAIRS or (min(left, right) >= 1 and left + right >= LOPSIDED_PAIRS)


class Context:
    """The words of a new text, asked of the filter of the stored one."""

    def __init__(self, words: Words, bigrams: npt.NDArray[np.uint64], old: Stored) -> None:
        self.words = words
        self.old = old
        self.passed: Mask = known(old.bloom, bigrams) if len(words) > 1 else np.zeros(0, dtype=np.bool_)
        """A mask of the pairs of neighbours that the stored text has."""
        self._edges = np.flatnonzero(np.diff(np.concatenate(([True], self.passed, [True])).astype(np.int8)))

    def edits(self) -> list[Edit]:
        """Return all short edits, of up to EDIT_WORDS words, in order."""
        size, found = len(self.words), list[Edit]()
        edges = self._edges.tolist()
        stretches = list(zip(edges[::2], edges[1::2], strict=True))
        for at, (first, last) in enumerate(stretches):
            before = stretches[at - 1][1] if at else 0
            behind = stretches[at + 1][0] if at + 1 < len(stretches) else size - 1
            left, right = first - before, behind - last
            start, end = (first + 1, last) if last < size - 1 or first == 0 else (first + 1, last + 1)
            if first == 0:
                start, left = (0 if last > 1 else 1), CONTEXT_PAIRS
            elif not at and left < CONTEXT_PAIRS:
                left = CONTEXT_PAIRS
            if behind == size - 1 and right < CONTEXT_PAIRS:
                right = CONTEXT_PAIRS
            if end - start <= EDIT_WORDS:
                found.append(Edit(start, end, left, right))
        return found

    def chain(self, *words: int) -> bool:
        """Return True if the stored text has these words in a row, as far as pairs tell."""
        return in_row(words, self.old)

    def between(self, start: int, end: int, middles: Sequence[Sequence[int]]) -> list[int]:
        """Return the indices of the `middles` that stood in the stored text between the word before `start` and the one at `end`, if any.

        What the new text itself has between the same words elsewhere is left out.
        """
        if start < 1 or not middles:
            return []
        behind = self.words[end : end + 1].tolist()
        rows = [(int(self.words[start - 1]), *middle, *behind) for middle in middles]
        stood = [at for at, row in enumerate(rows) if in_row(row, self.old)]
        if not stood:
            return []
        own = set(pairwise(self.words.tolist()))  # what the new text has between the same words elsewhere is not gone
        return [at for at in stood if not own.issuperset(pairwise(rows[at]))]


def in_row(words: Sequence[int], old: Stored) -> bool:
    """Return True if the stored text has some words side by side, as far as pairs tell."""
    return all(stands(old.bloom, first, second) for first, second in pairwise(words))


def hashed(*words: str) -> tuple[int, ...]:
    """Return the hashes of some words."""
    return tuple(word_hashes(words).tolist())
