"""A table of small whole numbers by the hashes of words: a fixed number of rows of a few slots each, the newest number last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from streams.screen.text import Words, distinct
from streams.screen.vector import among

BITS = 17
"""The bits of a hash that choose its row: words of one row share its slots."""
SLOTS = 64
"""The number of slots of a row, of which the number added last keeps its slot longest; a word of more numbers tells no two apart."""

_Numbers = npt.NDArray[np.int32]
_Counts = npt.NDArray[np.int64]
_EACH = np.arange(SLOTS)


class Shelf:
    """Numbers by word; it takes 32 MiB at the most, however much is added."""

    def __init__(self) -> None:
        self._table: _Numbers = np.zeros((1 << BITS, SLOTS), dtype=np.int32)
        """Each number and one, 0 for a free slot; free slots come first."""

    def add(self, words: Words, number: int) -> None:
        """Put a number last in the rows of some words, and the first number of a full row away."""
        rows = _rows(words)
        table = self._table[rows]
        there = table == number + 1
        left = np.where(there.any(axis=1), there.argmax(axis=1), 0)[:, None]  # the slot that is left by what moves to the end
        table = table[np.arange(len(rows))[:, None], np.minimum(_EACH + (left <= _EACH), SLOTS - 1)]
        table[:, -1] = number + 1
        self._table[rows] = table

    def remove(self, words: Words, number: int, kept: Words) -> None:
        """Take a number out of the rows of some words, but for those that are rows of `kept` too."""
        rows = _rows(words)
        rows = rows[~among(rows, _rows(kept))]
        table = self._table[rows]
        there = table == number + 1
        (found,) = there.any(axis=1).nonzero()
        left = there[found].argmax(axis=1)[:, None]
        table = table[found[:, None], np.maximum(_EACH - (left >= _EACH), 0)]
        table[:, 0] = 0
        self._table[rows[found]] = table

    def find(self, words: Words) -> tuple[_Counts, _Counts]:
        """Return the numbers in the rows of some words, each once, and what they share with these: SLOTS for a row that they have alone,
        less for a row of more numbers, 1 for a full one.
        """
        table = self._table[_rows(words)]
        taken = table > 0
        numbers = table[taken]
        counts = np.count_nonzero(taken, axis=1)
        shares = np.repeat(SLOTS // np.maximum(counts, 1), counts)
        order = np.argsort(numbers)
        numbers = numbers[order]
        first = np.flatnonzero(np.diff(numbers, prepend=0))
        if not len(first):
            return first, first
        return numbers[first].astype(np.int64) - 1, np.add.reduceat(shares[order], first)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all of it as arrays, for a snapshot: the rows that are used, how many numbers each has, and these in order."""
        used = np.flatnonzero(self._table[:, -1])
        table = self._table[used]
        taken = table > 0
        return {"used": used.astype(np.uint32), "taken": taken.sum(axis=1).astype(np.uint8), "numbers": table[taken]}

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Shelf:
        """Return the table that was written as these arrays."""
        shelf = cls()
        taken = arrays["taken"].astype(np.int64)[:, None]
        table = np.zeros((len(taken), SLOTS), dtype=np.int32)
        table[SLOTS - taken <= _EACH] = arrays["numbers"]
        shelf._table[arrays["used"]] = table
        return shelf


def _rows(words: Words) -> Words:
    return distinct(words >> np.uint32(32 - BITS))
