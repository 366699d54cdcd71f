"""One article in the index, and its bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
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

# kind signal flags ranges figures replaced | score copied | like | publisher size bloom | uri version of ofVersion origin figures names
_HEAD = struct.Struct("<BBBBBBHHqIIIHHHHHHH")
_SHARE = 1000  # three digits of a share are told
_VERSIONED, _REPRINT, _TEXT, _OF, _OF_VERSION, _ORIGIN = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one article and of the verdict on it; hashes are the upper 32 bits of XXH3-64, 0 where there is nothing.

    The lower 32 bits of source, uri, exact and link are the keys by which it is found, so both together are compared.
    """

    source: int
    order: int
    """Offset of its sketch: of the first one, where it was written again after a crash."""
    uri: str
    version: str
    versioned: bool
    exact: int
    link: int
    publisher: int
    origin: str | None
    """Whose text it is: the agency that it credits, else that of the text it copies, else its publisher."""
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
    figures: tuple[tuple[int, str], ...]
    """Where a new figure stands, counted in words, and what stood there; empty where that is not known."""
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
            wire_origin=self.origin,
        )

    def encode(self, row: int) -> bytes:
        """Its bytes, less the hashes that the row holds for look-ups; an inserted text is like itself, and `row` is where it will be."""
        said = (self.uri, self.version, self.of or "", self.of_version or "", self.origin or "")
        strings = [part.encode()[:0xFFFF] for part in said]
        text = self.text
        figures = b"" if text is None else text.figures.astype("<u2").tobytes()
        names = b"" if text is None else text.names.astype("<u2").tobytes()
        bloom = b"" if text is None else text.bloom.tobytes()
        before = "\n".join(value for _, value in self.figures).encode()[:0xFF]
        flags = (
            _VERSIONED * self.versioned
            | _REPRINT * self.reprint
            | _TEXT * (text is not None)
            | _OF * (self.of is not None)
            | _OF_VERSION * (self.of_version is not None)
            | _ORIGIN * (self.origin is not None)
        )
        head = _HEAD.pack(
            KINDS.index(self.kind), SIGNALS.index(self.signal), flags, len(self.ranges), len(self.figures), len(before),
            round(self.score * _SHARE), round(self.copied * _SHARE), self.like if text is None else row, self.publisher,
            0 if text is None else text.size, len(bloom), *map(len, strings), len(figures) // 2, len(names) // 2,
        )  # fmt: skip
        # What the comparison of texts needs comes first.
        places = np.array([place for place, _ in self.figures], dtype="<u2").tobytes()
        ranges = np.array(self.ranges, dtype="<u2").tobytes()
        return b"".join((head, figures, names, bloom, *strings, ranges, places, before))

    @classmethod
    def decode(cls, row: npt.NDArray[Any], value: bytes) -> Entry:
        """Read an entry from its row (a scalar record of day.ROW) and its bytes."""
        (kind, signal, flags, ranges, replaced, before, score, copied, like, publisher, _, bloom,
         uri, version, of, of_version, origin, figures, names) = _HEAD.unpack_from(value)  # fmt: skip
        at = _HEAD.size + figures * 2 + names * 2 + bloom
        strings = []
        for length in (uri, version, of, of_version, origin):
            strings.append(value[at : at + length].decode(errors="ignore"))
            at += length
        pairs = np.frombuffer(value, "<u2", ranges * 2, at).reshape(-1, 2).tolist()
        at += ranges * 4
        places = np.frombuffer(value, "<u2", replaced, at).tolist()
        at += replaced * 2
        values = value[at : at + before].decode(errors="ignore").split("\n") if replaced else []
        return cls(
            source=int(row["source"]),
            order=int(row["order"]),
            uri=strings[0],
            version=strings[1],
            versioned=bool(flags & _VERSIONED),
            exact=int(row["exact"]),
            link=int(row["link"]),
            publisher=publisher,
            origin=strings[4] if flags & _ORIGIN else None,
            signal=SIGNALS[signal],
            kind=KINDS[kind],
            story=int(row["story"]),
            of=strings[2] if flags & _OF else None,
            of_version=strings[3] if flags & _OF_VERSION else None,
            score=score / _SHARE,
            copied=copied / _SHARE,
            reprint=bool(flags & _REPRINT),
            ranges=tuple((start, end) for start, end in pairs),
            figures=tuple(zip(places, values, strict=False)),
            like=like,
            text=stored_text(value),
        )


def stored_text(value: bytes) -> Stored | None:
    """The text in an entry's bytes, None where it has none; a fifth of the work of reading it whole."""
    head = _HEAD.unpack_from(value)
    if not head[2] & _TEXT:
        return None
    size, bloom, figures, names = head[10], head[11], head[-2], head[-1]
    at = _HEAD.size
    return Stored(
        size=size,
        figures=np.frombuffer(value, "<u2", figures, at),
        names=np.frombuffer(value, "<u2", names, at + figures * 2),
        bloom=np.frombuffer(value, np.uint8, bloom, at + figures * 2 + names * 2),
    )


def digest(kind: str, value: str | None) -> int:
    """The hash of a source, uri, link or publisher; the kind keeps equal strings of two kinds apart; 0 for none."""
    return xxhash.xxh3_64_intdigest(f"{kind}:{value}".encode()) if value else 0


def story_of(uri: str) -> int:
    """The story that an article leads: 48 bits of its uri's hash, shown as 12 hex digits."""
    return digest("story", uri) >> 16
