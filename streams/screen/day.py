"""The articles of one day, and the ring of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from streams.screen.entry import Entry, digest
from streams.screen.postings import Positions, Postings

ROW = np.dtype([(hashed, "<u8") for hashed in ("source", "uri", "exact", "link", "story", "order")] + [("at", "<u8"), ("heads", "<u4")])
"""Hashes that look-ups compare whole, the offset of the sketch, and where the row's bytes and headline words begin."""
_FIRST_ROWS = 256

# An article that claims to be more than a day ahead of all before it has a wrong clock, or the wire was silent: three
# in a row are believed. Else one bad clock would empty the index.
WITNESSES = 3


class Day:
    """Rows, bytes, headlines and postings of one day; grows at the end, is dropped whole."""

    def __init__(self, number: int, base: int) -> None:
        self.number = number
        """Proleptic Gregorian ordinal of the UTC day."""
        self.base = base
        """Rows of all days before it: row numbers go on for ever."""
        self.count = 0
        self.postings = Postings()
        self._rows = np.zeros(_FIRST_ROWS, dtype=ROW)
        self._blob = bytearray()
        self._heads = bytearray()

    def add(self, entry: Entry, keys: npt.NDArray[np.uint32], headline: npt.NDArray[np.uint32]) -> None:
        """Append an article with the keys it is to be found by and its headline's words."""
        if self.count == len(self._rows):
            self._rows = np.concatenate((self._rows, np.zeros(self.count // 2, dtype=ROW)))
        at, heads = len(self._blob), len(self._heads) // 4
        uri = digest("uri", entry.uri)
        self._rows[self.count] = (entry.source, uri, entry.exact, entry.link, entry.story, entry.order, at, heads)
        self._blob += entry.settled(self.base + self.count).encode()
        self._heads += headline.astype("<u4").tobytes()
        self.postings.add(keys, self.count)
        self.count += 1

    def column(self, name: str) -> npt.NDArray[np.uint64]:
        """One field of all rows."""
        column: npt.NDArray[np.uint64] = self._rows[name][: self.count]
        return column

    def entry(self, row: int) -> Entry:
        """The article in a row of this day, counted from 0."""
        record = self._rows[row]
        end = int(self._rows[row + 1]["at"]) if row + 1 < self.count else len(self._blob)
        return Entry.decode(record, bytes(self._blob[int(record["at"]) : end]))

    def headlines(self, words: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Of each row: how many of these words its headline has, and how many words it has at all."""
        heads = np.frombuffer(bytes(self._heads), dtype="<u4")
        edges = np.append(self._rows["heads"][: self.count].astype(np.int64), len(heads))
        sums = np.append(0, np.cumsum(np.isin(heads, words)))
        return np.diff(sums[edges]), np.diff(edges)

    @property
    def size(self) -> int:
        """Bytes it holds, without room to grow."""
        return self.count * ROW.itemsize + len(self._blob) + len(self._heads) + self.postings.sealed().nbytes

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All of it as arrays, for a snapshot."""
        return {
            "rows": self._rows[: self.count],
            "blob": np.frombuffer(bytes(self._blob), dtype=np.uint8),
            "heads": np.frombuffer(bytes(self._heads), dtype=np.uint8),
            "postings": self.postings.sealed(),
        }

    @classmethod
    def of(cls, number: int, base: int, arrays: dict[str, npt.NDArray[Any]]) -> Day:
        """A day from its arrays."""
        day = cls(number, base)
        day.count = len(arrays["rows"])
        day._rows = np.concatenate((arrays["rows"].astype(ROW), np.zeros(_FIRST_ROWS, dtype=ROW)))
        day._blob = bytearray(arrays["blob"].tobytes())
        day._heads = bytearray(arrays["heads"].tobytes())
        day.postings = Postings(arrays["postings"].astype(np.uint64))
        return day


class Ring:
    """The days of the window, oldest first; time is that of the articles."""

    def __init__(self, keep: int, days: list[Day] | None = None, ahead: int = 0) -> None:
        self.keep = keep
        """Full days kept beside the newest."""
        self.days = days or []
        self.ahead = ahead
        """Articles in a row that claimed a day further on."""

    def advance(self, received: datetime) -> bool:
        """Move the clock to an article's time, never back; true where days fell out of the window."""
        number = received.toordinal()
        if not self.days:
            self.days.append(Day(number, 0))
            return False
        newest = self.days[-1]
        self.ahead = self.ahead + 1 if number > newest.number + 1 else 0
        if number <= newest.number or 0 < self.ahead < WITNESSES:
            return False
        self.ahead = 0
        newest.postings.sealed()
        self.days.append(Day(number, newest.base + newest.count))
        kept = [day for day in self.days if day.number >= number - self.keep]
        fell = len(kept) < len(self.days)
        self.days = kept
        return fell

    def find(self, keys: npt.NDArray[np.uint32]) -> tuple[Positions, Positions]:
        """Places in `keys` and rows that have them."""
        found = [(day.base, day.postings.find(keys)) for day in self.days]
        places = [places for _, (places, _) in found]
        rows = [rows + base for base, (_, rows) in found]
        if not places:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return np.concatenate(places), np.concatenate(rows)

    def column(self, name: str, rows: Positions) -> npt.NDArray[np.uint64]:
        """One field of some rows."""
        values = np.zeros(len(rows), dtype=np.uint64)
        for day in self.days:
            here = (rows >= day.base) & (rows < day.base + day.count)
            if here.any():
                values[here] = day.column(name)[rows[here] - day.base]
        return values

    def entry(self, row: int) -> Entry | None:
        """The article in a row; none where its day was dropped."""
        for day in reversed(self.days):
            if day.base <= row:
                return day.entry(row - day.base) if row < day.base + day.count else None
        return None

    def latest(self) -> Iterator[Day]:
        """The days, newest first."""
        return reversed(self.days)
