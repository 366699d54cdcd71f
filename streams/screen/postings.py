"""Which rows have a key: a small log-structured table of 32-bit keys, eight bytes a posting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Packed = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]

# Rows a key gives at most, the latest: a phrase with more is boilerplate, and its list would cost more than it tells.
MOST_ROWS = 64
# Rows gathered in a dictionary before they are sorted: one sort costs about what the dictionary of as many does.
RECENT_ROWS = 256

_ROW = np.uint64(0xFFFFFFFF)
_KEY = np.uint64(32)


class Postings:
    """Keys to rows of one day; rows are added in order. What it finds does not depend on how it is laid out."""

    def __init__(self, runs: Sequence[Packed] = ()) -> None:
        self._runs = [run for run in runs if len(run)]
        self._recent: dict[int, list[int]] = {}
        self._rows = 0
        self.count = sum(map(len, self._runs))
        """Postings, of eight bytes each."""

    def add(self, keys: npt.NDArray[np.uint32], row: int) -> None:
        """Note that a row has these keys; `row` is above all before it, keys stand once each."""
        for key in keys.tolist():
            rows = self._recent.get(key)
            if rows is None:
                self._recent[key] = [row]
            else:
                rows.append(row)
        self._rows += 1
        self.count += len(keys)
        if self._rows >= RECENT_ROWS:
            self._settle()

    def find(self, keys: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Places in `keys` and rows that have them, sorted by both; of each key the latest MOST_ROWS."""
        least = keys.astype(np.uint64) << _KEY
        found = [_in_run(run, least) for run in self._runs]
        recent = [(at << 32) | row for at, key in enumerate(keys.tolist()) for row in self._recent.get(key, ())[-MOST_ROWS:]]
        if recent:
            found.append(np.array(recent, dtype=np.uint64))
        found = [part for part in found if len(part)]
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        packed = found[0] if len(found) == 1 else np.sort(np.concatenate(found))
        places, rows = (packed >> _KEY).astype(np.int64), (packed & _ROW).astype(np.int64)
        counts = np.bincount(places)
        if len(found) > 1 and counts.max() > MOST_ROWS:
            latest = np.cumsum(counts)[places] - np.arange(len(places)) <= MOST_ROWS
            places, rows = places[latest], rows[latest]
        return places, rows

    def runs(self) -> list[Packed]:
        """All postings as sorted arrays of key << 32 | row, never written to again: for a snapshot."""
        self._settle()
        return list(self._runs)

    def seal(self) -> None:
        """Merge all of it into one run: no row will come any more."""
        self._settle()
        while len(self._runs) > 1:
            self._merge()

    def _settle(self) -> None:
        """Sort what is recent; merge runs of about a size, so that there are few and each is merged seldom."""
        self._rows = 0
        if not self._recent:
            return
        pairs = ((key << 32) | row for key, rows in self._recent.items() for row in rows)
        self._runs.append(np.sort(np.fromiter(pairs, dtype=np.uint64)))
        self._recent = {}
        while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
            self._merge()

    def _merge(self) -> None:
        last = self._runs.pop()
        merged = np.concatenate((self._runs[-1], last))
        merged.sort(kind="stable")  # Timsort: two sorted runs are merged in one pass
        self._runs[-1] = merged


def _in_run(run: Packed, least: Packed) -> Packed:
    """The rows of some keys in one run, as place << 32 | row; `least` is the lowest posting that each key could have."""
    left = np.searchsorted(run, least)
    there = run[np.minimum(left, len(run) - 1)] >> _KEY == least >> _KEY
    hit = np.flatnonzero(there & (left < len(run)))
    if not len(hit):
        return np.empty(0, dtype=np.uint64)
    right = np.searchsorted(run, least[hit] | _ROW, side="right")
    counts = np.minimum(right - left[hit], MOST_ROWS)
    ends = np.cumsum(counts)
    at = np.arange(ends[-1]) + np.repeat(right - ends, counts)
    rows: Packed = np.repeat(hit.astype(np.uint64) << _KEY, counts) | (run[at] & _ROW)
    return rows
