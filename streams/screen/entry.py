"""One article in the index, and its bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import xxhash

from streams.messages import Relation, RelationKind, SignalKind
from streams.screen.overlap import Stored

KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
SIGNALS: tuple[SignalKind | None, ...] = (None, *get_args(SignalKind))
NO_ROW = -1
MOST_WORDS = 0xFFFF  # ranges are kept in 16 bits; a wire text of 65,535 words is a book

# kind signal flags ranges | score copied | like | publisher size bloom | uri version of ofVersion figures names
_HEAD = struct.Struct("<BBBBffqIIIHHHHHH")
_VERSIONED, _REPRINT, _TEXT, _OF, _OF_VERSION = 1, 2, 4, 8, 16


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one article and of the verdict on it; hashes are XXH3-64, 0 where there is nothing."""

    source: int
    order: int
    """Offset of its sketch: of the first one, where it was written again after a crash."""
    uri: str
    version: str
    versioned: bool
    exact: int
    link: int
    publisher: int
    """32 bits."""
    signal: SignalKind | None
    kind: RelationKind
    story: int
    """48 bits."""
    of: str | None
    of_version: str | None
    score: float
    copied: float
    reprint: bool
    ranges: tuple[tuple[int, int], ...]
    """New words, end exclusive."""
    like: int
    """Row whose text is the nearest to this one's: its own where it was inserted, NO_ROW where none was."""
    text: Stored | None
    """Only of an article whose text was inserted."""

    def relation(self) -> Relation:
        """The verdict as it travels, without the changed phrases: those need the text."""
        return Relation(
            kind=self.kind,
            of=self.of,
            of_version=self.of_version,
            story=f"story-{self.story:012x}",
            score=round(self.score, 3),
            copied=round(self.copied, 3),
            reprint=self.reprint,
        )

    def encode(self) -> bytes:
        """Its bytes, less the hashes that the row holds for look-ups."""
        strings = [part.encode()[:0xFFFF] for part in (self.uri, self.version, self.of or "", self.of_version or "")]
        text = self.text
        figures = b"" if text is None else text.figures.astype("<u2").tobytes()
        names = b"" if text is None else text.names.astype("<u4").tobytes()
        bloom = b"" if text is None else text.bloom.tobytes()
        flags = (
            _VERSIONED * self.versioned
            | _REPRINT * self.reprint
            | _TEXT * (text is not None)
            | _OF * (self.of is not None)
            | _OF_VERSION * (self.of_version is not None)
        )
        head = _HEAD.pack(
            KINDS.index(self.kind), SIGNALS.index(self.signal), flags, len(self.ranges), self.score, self.copied,
            self.like, self.publisher, 0 if text is None else text.size, len(bloom), *map(len, strings),
            len(figures) // 2, len(names) // 4,
        )  # fmt: skip
        ranges = np.array(self.ranges, dtype="<u2").tobytes()
        return b"".join((head, *strings, ranges, figures, names, bloom))

    @classmethod
    def decode(cls, row: npt.NDArray[Any], value: bytes) -> Entry:
        """Read an entry from its row (a scalar record of day.ROW) and its bytes."""
        (kind, signal, flags, ranges, score, copied, like, publisher, size, bloom,
         uri, version, of, of_version, figures, names) = _HEAD.unpack_from(value)  # fmt: skip
        at = _HEAD.size
        strings = []
        for length in (uri, version, of, of_version):
            strings.append(value[at : at + length].decode(errors="ignore"))
            at += length
        pairs = np.frombuffer(value, "<u2", ranges * 2, at).reshape(-1, 2).tolist()
        at += ranges * 4
        text = None
        if flags & _TEXT:
            text = Stored(
                size=size,
                figures=np.frombuffer(value, "<u2", figures, at),
                names=np.frombuffer(value, "<u4", names, at + figures * 2),
                bloom=np.frombuffer(value, np.uint8, bloom, at + figures * 2 + names * 4),
            )
        return cls(
            source=int(row["source"]),
            order=int(row["order"]),
            uri=strings[0],
            version=strings[1],
            versioned=bool(flags & _VERSIONED),
            exact=int(row["exact"]),
            link=int(row["link"]),
            publisher=publisher,
            signal=SIGNALS[signal],
            kind=KINDS[kind],
            story=int(row["story"]),
            of=strings[2] if flags & _OF else None,
            of_version=strings[3] if flags & _OF_VERSION else None,
            score=score,
            copied=copied,
            reprint=bool(flags & _REPRINT),
            ranges=tuple((start, end) for start, end in pairs),
            like=like,
            text=text,
        )

    def settled(self, row: int) -> Entry:
        """The entry with the row it got: an inserted text is like itself."""
        return self if self.text is None else replace(self, like=row)


def digest(kind: str, value: str | None) -> int:
    """The hash of a source, uri, link or publisher; the kind keeps equal strings of two kinds apart; 0 for none."""
    return xxhash.xxh3_64_intdigest(f"{kind}:{value}".encode()) if value else 0


def story_of(uri: str) -> int:
    """The story that an article leads: 48 bits of its uri's hash, shown as 12 hex digits."""
    return digest("story", uri) >> 16
