"""The rows that have a key: a small log-structured table of 32-bit keys, about four bytes a posting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from streams.screen.run import MOST_ROWS, Keys, Positions, Run

# Rows gathered in a dictionary before they are sorted: one sort costs about what the dictionary of as many does.
RECENT_ROWS = 256
# A run is merged with the one before it unless that is so many times as long: by simulation of a million rows 3.6 runs to look into,
# each posting written 15 times; with 2 it is 4.8 runs, 11 times.
RATIO = 4

_ROW = np.uint64(0xFFFFFFFF)
_KEY = np.uint64(32)


class Postings:
    """The rows of one day by key; rows are added in order. What `find` returns does not depend on how the postings are laid out."""

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        self._runs = list(runs)
        self._recent: dict[int, list[int]] = {}
        self._settled = sum(run.rows for run in self._runs)
        self._rows = self._settled
        self.count = sum(len(run.values) for run in self._runs)
        """The number of postings."""

    @property
    def size(self) -> int:
        """The largest number of bytes that its runs could take: the same however it is laid out."""
        return 4 * self.count + 16 * self._rows

    def add(self, keys: Keys) -> None:
        """Note that the next row has these keys, of which none stands twice."""
        row, self._rows = self._rows, self._rows + 1
        for key in keys.tolist():
            rows = self._recent.get(key)
            if rows is None:
                self._recent[key] = [row]
            else:
                rows.append(row)
        self.count += len(keys)
        if self._rows - self._settled >= RECENT_ROWS:
            self._settle()

    def find(self, keys: Keys) -> tuple[Positions, Positions]:
        """Return indices into `keys` and the rows that have those keys, sorted by both; of each key only the latest MOST_ROWS."""
        found = [run.find(keys) for run in self._runs]
        known = self._recent
        recent = [(at << 32) | row for at, key in enumerate(keys.tolist()) if key in known for row in known[key]]
        if recent:
            found.append(np.array(recent, dtype=np.uint64))
        found = [part for part in found if len(part)]
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        packed = found[0] if len(found) == 1 else np.sort(np.concatenate(found))
        indices, rows = (packed >> _KEY).astype(np.int64), (packed & _ROW).astype(np.int64)
        counts = np.bincount(indices)
        if counts.max() > MOST_ROWS:
            latest = np.cumsum(counts)[indices] - np.arange(len(indices)) <= MOST_ROWS
            indices, rows = indices[latest], rows[latest]
        return indices, rows

    def runs(self) -> list[Run]:
        """Return all postings as runs, for a snapshot."""
        self._settle()
        return list(self._runs)

    def seal(self) -> None:
        """Merge all postings into one run, since no row will come any more."""
        self._settle()
        while len(self._runs) > 1:
            self._merge()

    def _settle(self) -> None:
        """Sort the recent postings into a run; merge runs of about one size, so that there are few and each is merged seldom."""
        if self._rows == self._settled:
            return
        pairs = ((key << 32) | row for key, rows in self._recent.items() for row in rows)
        postings = np.sort(np.fromiter(pairs, dtype=np.uint64))
        self._runs.append(Run.of(self._settled, self._rows - self._settled, postings))
        self._recent, self._settled = {}, self._rows
        while len(self._runs) > 1 and len(self._runs[-2].values) <= RATIO * len(self._runs[-1].values):
            self._merge()

    def _merge(self) -> None:
        other, one = self._runs.pop(), self._runs.pop()
        self._runs.append(Run.merged(one, other))
