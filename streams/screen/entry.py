"""One article as the index keeps it, and its encoding in bytes."""

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
MOST_WORDS = 0xFFFF  # ranges are kept in 16 bits; a text of 65,535 words is a book, not a wire's story

# kind signal flags ranges figures replaced | score copied | like | publisher size bloom | uri version of ofVersion origin figures names
_HEAD = struct.Struct("<BBBBBBHHqIIIHHHHHHH")
_SHARE = 1000  # a share is kept to three decimal places
_VERSIONED, _REPRINT, _TEXT, _OF, _OF_VERSION, _ORIGIN = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class Entry:
    """The record of one article and of the verdict on it; hashes are 32 bits of XXH3-64, 0 if there is nothing to hash.

    Those of source, uri, exact and link are the upper 32 bits. Their lower 32 bits are the keys by which the article is found, so both
    together are compared. That of the publisher is the lower 32 bits.
    """

    source: int
    order: int
    """Offset of its sketch; of the first one if it was written again after a crash."""
    uri: str
    version: str
    versioned: bool
    exact: int
    link: int
    publisher: int
    origin: str | None
    """The wire origin of the text: the agency that it credits, else that of the text it copies, else its publisher."""
    signal: SignalKind | None
    kind: RelationKind
    leader: int
    """The number of the first of all articles that share its text with each other, of 48 bits."""
    story: int
    """The number of the story that it belongs to by its words, of 48 bits."""
    of: str | None
    of_version: str | None
    score: float
    copied: float
    reprint: bool
    ranges: tuple[tuple[int, int], ...]
    """Stretches of new words, from and to (exclusive)."""
    figures: tuple[tuple[int, str], ...]
    """Indices of new figures and facts, counted in words, each with what stood there; "" if that is not known."""
    like: int
    """The row whose text is the nearest to this one's: its own if it was inserted, NO_ROW without such a text."""
    text: Stored | None
    """The text of an article that was inserted; None for any other."""

    def relation(self) -> Relation:
        """Return the verdict as it travels, without the changed phrases, since those need the text."""
        return Relation(
            kind=self.kind,
            of=self.of,
            of_version=self.of_version,
            story=f"story-{self.story:012x}",
            leader=f"leader-{self.leader:012x}",
            score=round(self.score, 3),
            copied=round(self.copied, 3),
            reprint=self.reprint,
            wire_origin=self.origin,
        )

    def encode(self, row: int) -> bytes:
        """Return its bytes, less the hashes that the row holds; an inserted text is like itself, and `row` is the one that it will have."""
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
        indices = np.array([index for index, _ in self.figures], dtype="<u2").tobytes()
        ranges = np.array(self.ranges, dtype="<u2").tobytes()
        return b"".join((head, figures, names, bloom, *strings, ranges, indices, before))

    @classmethod
    def decode(cls, row: npt.NDArray[Any], value: bytes) -> Entry:
        """Return the entry that its row (a scalar record of day.ROW) and its bytes hold."""
        (kind, signal, flags, ranges, replaced, before, score, copied, like, publisher, _, bloom,
         uri, version, of, of_version, origin, figures, names) = _HEAD.unpack_from(value)  # fmt: skip
        at = _HEAD.size + figures * 2 + names * 2 + bloom
        strings = []
        for length in (uri, version, of, of_version, origin):
            strings.append(value[at : at + length].decode(errors="ignore"))
            at += length
        pairs = np.frombuffer(value, "<u2", ranges * 2, at).reshape(-1, 2).tolist()
        at += ranges * 4
        indices = np.frombuffer(value, "<u2", replaced, at).tolist()
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
            leader=int(row["leader"]),
            story=int(row["story"]),
            of=strings[2] if flags & _OF else None,
            of_version=strings[3] if flags & _OF_VERSION else None,
            score=score / _SHARE,
            copied=copied / _SHARE,
            reprint=bool(flags & _REPRINT),
            ranges=tuple((start, end) for start, end in pairs),
            figures=tuple(zip(indices, values, strict=False)),
            like=like,
            text=stored_text(value),
        )


def stored_text(value: bytes) -> Stored | None:
    """Return the text in an entry's bytes, None if it has none; this is a fifth of the work of reading the entry whole."""
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
    """Return the hash of a source, uri, link or publisher, 0 without one; `kind` keeps equal strings of two kinds apart."""
    return xxhash.xxh3_64_intdigest(f"{kind}:{value}".encode()) if value else 0


def story_of(uri: str) -> int:
    """Return the story that an article opens, and the number of what it leads: 48 bits of its uri's hash, shown as 12 hex digits."""
    return digest("story", uri) >> 16
