"""Sorted postings of consecutive rows in four bytes each: those bits of a key that a posting's index tells are not written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Packed = npt.NDArray[np.uint64]
"""Postings as key << 32 | row; what `Run.find` returns has instead of the key its index in the keys asked for."""
Keys = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.int64]

# The largest number of rows that a key gives, the latest: a phrase with more is boilerplate, and its list would cost more than it tells.
MOST_ROWS = 64
# A bucket holds about half an article's postings; one of more than this has a key that many rows have.
WIDE = 512
FEWEST_BITS = 9  # the least number of bits of a bucket's number, so that even a short run has a directory of 2^9 buckets
# All that is merged at once is a part of the keys, so that a merge needs little memory beside the runs themselves.
_PARTS = 1 << FEWEST_BITS
_MANY = 1 << 20

_ROW = np.uint64(0xFFFFFFFF)
_KEY = np.uint64(32)


class Run:
    """The postings of the rows from `first` on, sorted by key, then by row; a run is never written to again.

    A directory of twice to four times as many buckets as there are rows tells the first bits of a key. The other bits and the row go
    into 32 bits: that is four bytes a posting, and eight to sixteen a row.
    """

    def __init__(self, first: int, rows: int, starts: Keys, values: Keys) -> None:
        self.first = first
        self.rows = rows
        self.starts = starts
        """The indices in `values` at which the postings of each bucket begin, and the end of all."""
        self.values = values
        """The bits of the key that the bucket does not tell, then the row, counted from `first`."""
        bits = len(starts).bit_length() - 1
        self._bits, self._known = np.uint32(bits - 1), np.uint32(bits)
        self._mask = np.uint32((1 << (bits - 1)) - 1)

    @classmethod
    def of(cls, first: int, rows: int, postings: Packed) -> Run:
        """Return the run of some sorted postings."""
        return cls._filled(first, rows, len(postings), [postings])

    @classmethod
    def merged(cls, one: Run, other: Run) -> Run:
        """Return two runs as one; `other` has the rows behind those of `one`."""
        count = len(one.values) + len(other.values)
        parts = _PARTS if count > _MANY else 1
        return cls._filled(one.first, one.rows + other.rows, count, (_together(one, other, at, parts) for at in range(parts)))

    @classmethod
    def _filled(cls, first: int, rows: int, count: int, parts: Sequence[Packed] | Iterator[Packed]) -> Run:
        """Return a run of `count` postings, given as parts of the keys in order."""
        bits = max(FEWEST_BITS, (rows - 1).bit_length() + 1)
        starts, values = np.zeros((1 << bits) + 1, dtype=np.uint32), np.empty(count, dtype=np.uint32)
        at = 0
        for part in parts:
            keys = (part >> _KEY).astype(np.uint32)
            values[at : at + len(part)] = (keys << np.uint32(bits) >> np.uint32(1)) | ((part & _ROW).astype(np.uint32) - np.uint32(first))
            buckets = keys >> np.uint32(32 - bits)
            if len(part):
                low, high = int(buckets[0]), int(buckets[-1])
                starts[low + 1 : high + 2] += np.bincount(buckets - np.uint32(low)).astype(np.uint32)
            at += len(part)
        np.cumsum(starts, out=starts)
        return cls(first, rows, starts, values)

    def part(self, at: int, parts: int) -> Packed:
        """Return the postings of one of `parts` equal shares of all keys."""
        share = (len(self.starts) - 1) // parts
        edges = self.starts[at * share : (at + 1) * share + 1]
        values = self.values[edges[0] : edges[-1]]
        buckets = np.repeat(np.arange(at * share, (at + 1) * share, dtype=np.uint64), np.diff(edges))
        keys = (buckets << np.uint64(32 - self._known)) | (values >> self._bits)
        return (keys << _KEY) | ((values & self._mask) + np.uint64(self.first))

    def find(self, keys: Keys) -> Packed:
        """Return the rows of some keys, as index << 32 | row, sorted; of a key that many rows have at least the latest MOST_ROWS."""
        buckets = keys >> (np.uint32(32) - self._known)
        least = keys << self._known >> np.uint32(1)
        left, right = self.starts[buckets].astype(np.int64), self.starts[buckets + np.uint32(1)].astype(np.int64)
        widths = right - left
        if len(keys) and widths.max() > WIDE:
            for at in np.flatnonzero(widths > WIDE).tolist():
                bucket, start = self.values[left[at] : right[at]], left[at]
                right[at] = start + np.searchsorted(bucket, least[at] | self._mask, side="right")
                left[at] = max(start + np.searchsorted(bucket, least[at]), right[at] - MOST_ROWS)
            widths = right - left
        indices = np.arange(len(keys)).repeat(widths)
        values = self.values[np.arange(len(indices)) + (right - widths.cumsum())[indices]]
        (hit,) = ((values ^ least[indices]) <= self._mask).nonzero()
        rows: Packed = (indices[hit].astype(np.uint64) << _KEY) | ((values[hit] & self._mask) + np.uint64(self.first))
        return rows


def _together(one: Run, other: Run, at: int, parts: int) -> Packed:
    both = np.concatenate((one.part(at, parts), other.part(at, parts)))
    both.sort(kind="stable")  # Timsort: two sorted runs are merged in one pass
    return both
