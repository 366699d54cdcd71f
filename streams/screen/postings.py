"""Which rows have a key: a small log-structured table of 32-bit keys, eight bytes a posting."""

from __future__ import annotations

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

    def __init__(self, packed: Packed | None = None) -> None:
        self._runs: list[Packed] = [] if packed is None or not len(packed) else [packed]
        self._recent: dict[int, list[int]] = {}
        self._rows = 0

    def add(self, keys: npt.NDArray[np.uint32], row: int) -> None:
        """Note that a row has these keys; `row` is above all before it, keys stand once each."""
        for key in keys.tolist():
            rows = self._recent.get(key)
            if rows is None:
                self._recent[key] = [row]
            else:
                rows.append(row)
        self._rows += 1
        if self._rows >= RECENT_ROWS:
            self._settle()

    def find(self, keys: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Places in `keys` and rows that have them, sorted by both; of each key the latest MOST_ROWS."""
        found: dict[int, list[int]] = {}
        least = keys.astype(np.uint64) << _KEY
        for run in self._runs:
            left = np.searchsorted(run, least)
            right = np.searchsorted(run, least | _ROW, side="right")
            for at in np.flatnonzero(right > left).tolist():
                start = max(int(left[at]), int(right[at]) - MOST_ROWS)
                found.setdefault(at, []).extend((run[start : right[at]] & _ROW).tolist())
        if self._recent:
            for at, key in enumerate(keys.tolist()):
                recent = self._recent.get(key)
                if recent is not None:
                    found.setdefault(at, []).extend(recent[-MOST_ROWS:])
        places, rows = list[int](), list[int]()
        for at in sorted(found):
            latest = found[at][-MOST_ROWS:]
            places += [at] * len(latest)
            rows += latest
        return np.array(places, dtype=np.int64), np.array(rows, dtype=np.int64)

    def sealed(self) -> Packed:
        """All postings as one sorted array of key << 32 | row; the table keeps it so."""
        self._settle()
        while len(self._runs) > 1:
            self._merge()
        return self._runs[0] if self._runs else np.empty(0, dtype=np.uint64)

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
        # Timsort: two sorted runs are merged in one pass.
        self._runs[-1] = np.sort(np.concatenate((self._runs[-1], last)), kind="stable")
