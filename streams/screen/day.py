"""The articles of one day (or of a part of it if a day is too much for the memory), and the ring of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count, takewhile
from typing import Any

import numpy as np
import numpy.typing as npt

from streams.screen.blob import Blob
from streams.screen.entry import Entry, digest, stored_text
from streams.screen.overlap import Stored
from streams.screen.postings import Postings
from streams.screen.run import Positions, Run

ROW = np.dtype(
    [(name, "<u4") for name in ("source", "uri", "exact", "link", "at", "heads")] + [(name, "<u8") for name in ("leader", "story", "order")]
)
"""The fields of a row: the hashes that look-ups compare, the starts of its bytes and headline words, its leader, story and offset."""
_FIRST_ROWS = 256

MOST_BYTES = (1 << 32) - (1 << 28)
"""The largest number of bytes of the articles of one part of a day, some six million articles.

Offsets in these bytes are written in 32 bits, and no record of a log is as long as the 256 MiB that are left.
"""

# An article that claims to be more than a day ahead of all before it has a wrong clock, or the wire was silent: three
# in a row are believed. Else one bad clock would empty the index.
WITNESSES = 3
# The parts of the memory limit: a part is what is let go at once, and what its postings may need twice while they are merged.
PARTS = 4


class Day:
    """The rows, bytes, headlines and postings of one day; a day grows at its end and is dropped whole."""

    def __init__(self, number: int, base: int) -> None:
        self.number = number
        """The proleptic Gregorian ordinal of the UTC day."""
        self.base = base
        """The number of rows of all days before it; row numbers go on for ever."""
        self.count = 0
        self.postings = Postings()
        self._rows = np.zeros(_FIRST_ROWS, dtype=ROW)
        self._blob = Blob()
        self._heads = bytearray()

    def add(self, entry: Entry, keys: npt.NDArray[np.uint32], headline: npt.NDArray[np.uint32]) -> None:
        """Append an article with the keys by which it is to be found and the words of its headline."""
        if self.count == len(self._rows):
            self._rows = np.concatenate((self._rows, np.zeros(self.count // 4, dtype=ROW)))
        at, heads = len(self._blob), len(self._heads) // 4
        uri = digest("uri", entry.uri) >> 32
        self._rows[self.count] = (entry.source, uri, entry.exact, entry.link, at, heads, entry.leader, entry.story, entry.order)
        self._blob.add(entry.encode(self.base + self.count))
        self._heads += headline.astype("<u4").tobytes()
        self.postings.add(keys)
        self.count += 1

    def column(self, name: str) -> npt.NDArray[np.uint64]:
        """Return one field of all rows."""
        column: npt.NDArray[np.uint64] = self._rows[name][: self.count]
        return column

    def entry(self, row: int) -> Entry:
        """Return the article in a row of this day, counted from 0."""
        return Entry.decode(self._rows[row], self._bytes(row))

    def text(self, row: int) -> Stored | None:
        """Return the text alone of the article in a row; None if it was not inserted."""
        return stored_text(self._bytes(row))

    def _bytes(self, row: int) -> bytes:
        end = int(self._rows[row + 1]["at"]) if row + 1 < self.count else len(self._blob)
        return self._blob.read(int(self._rows[row]["at"]), end)

    def headlines(self, words: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Return for each row how many of these words its headline has, and how many words its headline has at all."""
        heads = np.frombuffer(bytes(self._heads), dtype="<u4")
        edges = np.append(self._rows["heads"][: self.count].astype(np.int64), len(heads))
        sums = np.append(0, np.cumsum(np.isin(heads, words)))
        return np.diff(sums[edges]), np.diff(edges)

    def headline(self, row: int) -> npt.NDArray[np.uint32]:
        """Return the hashes that are kept of one row's headline and dateline."""
        start = int(self._rows["heads"][row])
        end = int(self._rows["heads"][row + 1]) if row + 1 < self.count else len(self._heads) // 4
        return np.frombuffer(bytes(self._heads[start * 4 : end * 4]), dtype="<u4").astype(np.uint32)

    @property
    def full(self) -> bool:
        """True if its rows could not tell where further bytes begin."""
        return len(self._blob) >= MOST_BYTES

    @property
    def size(self) -> int:
        """The bytes that it holds, without room to grow: the same number for every replica, however its postings are laid out."""
        return self.count * ROW.itemsize + len(self._blob) + len(self._heads) + self.postings.size

    def arrays(self, *, closed: bool) -> dict[str, npt.NDArray[Any]]:
        """Return all of it as arrays, for a snapshot; rows and headlines are copied unless it is `closed` and will not grow any more."""
        rows, heads = self._rows[: self.count], self._heads
        if not closed:
            rows, heads = rows.copy(), heads[:]
        runs = self.postings.runs()
        arrays = {"rows": rows, "heads": np.frombuffer(heads, dtype=np.uint8), "runs": np.array([run.rows for run in runs], dtype=np.int64)}
        arrays |= {f"blob.{at}": np.frombuffer(chunk, dtype=np.uint8) for at, chunk in enumerate(self._blob.chunks())}
        for at, run in enumerate(runs):
            arrays |= {f"starts.{at}": run.starts, f"postings.{at}": run.values}
        return arrays

    @classmethod
    def of(cls, number: int, base: int, arrays: Mapping[str, npt.NDArray[Any]]) -> Day:
        """Return the day that was written as these arrays."""
        day = cls(number, base)
        day.count = len(arrays["rows"])
        day._rows = np.concatenate((arrays["rows"].astype(ROW, copy=False), np.zeros(_FIRST_ROWS, dtype=ROW)))
        day._blob = Blob([chunk.tobytes() for chunk in _numbered(arrays, "blob")])
        day._heads = bytearray(arrays["heads"])
        first, runs = 0, []
        for rows, starts, values in zip(arrays["runs"].tolist(), _numbered(arrays, "starts"), _numbered(arrays, "postings"), strict=True):
            runs.append(Run(first, rows, starts, values))
            first += rows
        day.postings = Postings(runs)
        return day


class Ring:
    """The days of the window, oldest first; time is that of the articles.

    `limit` is the largest number of bytes to hold: past it the oldest part goes before its time. A day that takes more than a quarter of it
    goes on in a new part, so that there is always a part to let go. Both follow from the log alone, so all replicas do them at once.
    """

    def __init__(self, keep: int, limit: int | None = None) -> None:
        self.keep = keep
        """The number of full days that are kept beside the newest."""
        self.limit = limit
        self.days: list[Day] = []
        self.ahead = 0
        """The number of articles in a row that claimed to be more than a day ahead of the newest day."""
        self.let_go = 0
        """The number of parts that went before their time."""

    @property
    def size(self) -> int:
        """The bytes that all days hold."""
        return sum(day.size for day in self.days)

    def advance(self, received: datetime) -> bool:
        """Move the clock to an article's time, never back; return True if days fell out of the window or the limit."""
        number = received.toordinal()
        if not self.days:
            self.days.append(Day(number, 0))
            return False
        newest = self.days[-1]
        self.ahead = self.ahead + 1 if number > newest.number + 1 else 0
        if number <= newest.number or 0 < self.ahead < WITNESSES:
            number = newest.number
        full = newest.full or (self.limit is not None and newest.size >= self.limit / PARTS)
        if number > newest.number or full:
            self.ahead = 0 if number > newest.number else self.ahead
            newest.postings.seal()
            self.days.append(Day(number, newest.base + newest.count))
        return self._drop(number)

    def _drop(self, number: int) -> bool:
        kept = [day for day in self.days if day.number >= number - self.keep]
        if self.limit is not None:
            size = sum(day.size for day in kept)
            while len(kept) > 1 and size > self.limit:
                size -= kept.pop(0).size
                self.let_go += 1
        fell = len(kept) < len(self.days)
        self.days = kept
        return fell

    def find(self, keys: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Return the indices in `keys`, and for each of them a row that has that key."""
        found = [(day.base, day.postings.find(keys)) for day in self.days]
        indices = [indices for _, (indices, _) in found]
        rows = [rows + base for base, (_, rows) in found]
        if not indices:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return np.concatenate(indices), np.concatenate(rows)

    def column(self, name: str, rows: Positions) -> npt.NDArray[np.uint64]:
        """Return one field of some rows; it is 0 for a row whose day was dropped."""
        values = np.zeros(len(rows), dtype=np.uint64)
        for day in self.days:
            here = (rows >= day.base) & (rows < day.base + day.count)
            if here.any():
                values[here] = day.column(name)[rows[here] - day.base]
        return values

    def entry(self, row: int) -> Entry | None:
        """Return the article in a row; None if its day was dropped."""
        day = self._day_of(row)
        return day.entry(row - day.base) if day is not None else None

    def text(self, row: int) -> Stored | None:
        """Return the text in a row; None if it was not inserted, or if its day was dropped."""
        day = self._day_of(row)
        return day.text(row - day.base) if day is not None else None

    def headline(self, row: int) -> npt.NDArray[np.uint32]:
        """Return the hashes that are kept of a row's headline and dateline; an empty array if its day was dropped."""
        day = self._day_of(row)
        return day.headline(row - day.base) if day is not None else np.empty(0, dtype=np.uint32)

    def publisher(self, row: int) -> int:
        """Return the hash of the publisher of the article in a row; 0 if it has none, or if its day was dropped."""
        entry = self.entry(row)
        return entry.publisher if entry is not None else 0

    def latest(self) -> Iterator[Day]:
        """Return an iterator over the days, newest first."""
        return reversed(self.days)

    def _day_of(self, row: int) -> Day | None:
        """Return the day that holds a row; None if it was dropped."""
        for day in reversed(self.days):
            if day.base <= row:
                return day if row < day.base + day.count else None
        return None


def _numbered(arrays: Mapping[str, npt.NDArray[Any]], name: str) -> list[npt.NDArray[Any]]:
    """Return the arrays `name.0`, `name.1` and so on."""
    return [arrays[key] for key in takewhile(arrays.__contains__, (f"{name}.{at}" for at in count()))]
