"""The index: a replica of the log of sketches, and the verdict on each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

import numpy as np

from streams.errors import Malformed
from streams.messages import Relation, RelationKind, Sketch
from streams.screen import snapshot
from streams.screen.day import Ring
from streams.screen.entry import MOST_WORDS, NO_ROW, Entry, digest, story_of
from streams.screen.found import MOST_PHRASES, Found
from streams.screen.history import is_withdrawal, revision, succeed
from streams.screen.match import Match, best_match, compare, fresh_ranges, headline_words, killed_by
from streams.screen.overlap import stored
from streams.screen.postings import Positions
from streams.screen.text import SHINGLE, Mask, Text, Words, distinct, read
from streams.screen.verdict import lifted

WINDOW = timedelta(days=7)  # duplicates.md: 7 days at a million articles a day is 3.8 GB

INSERTED = ("new", "update", "correction", "excerpt")
"""Kinds whose text is stored; all others are aliases of a leader, so that chains do not drift (duplicates.md)."""


@dataclass(frozen=True, slots=True)
class _Query:
    """A sketch with all that is looked up for it."""

    sketch: Sketch
    text: Text
    source: int
    uri: int
    link: int
    publisher: int
    exact: int
    keys: Words
    """Low 32 bits of source, uri, link, exact, refers_to, then the distinct fingerprints of the text."""
    refers_to: tuple[int, ...]

    @property
    def prints(self) -> int:
        """Where the fingerprints begin."""
        return 4 + len(self.refers_to)


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: RelationKind
    base: Entry | None = None
    """The article it relates to."""
    of: str | None = None
    """Its uri, where it is known by name only."""
    score: float = 1.0
    match: Match | None = None
    """How the text compares with the base's, where that was measured already."""


class Index:
    """A deterministic function of the log so far: any worker that applied the same records holds the same verdicts.

    Time is that of the articles (`received`), never the wall clock. Days older than `window` are dropped whole.
    About 1.2 KB an article of 400 words, a third of it for a repeat.
    """

    def __init__(self, window: timedelta = WINDOW) -> None:
        self.window = window
        self._ring = Ring(keep=-(-window // timedelta(days=1)))
        self._offset = 0

    @property
    def offset(self) -> int:
        """The next offset to apply."""
        return self._offset

    def apply(self, offset: int, sketch: Sketch) -> Found | None:
        """Take the next record of the log and give its verdict; None where the article was dropped.

        A source that was seen before gets its first verdict again and changes nothing. Raises Malformed for a sketch
        that cannot be read; the log goes on after it.
        """
        late, self._offset = offset < self._offset, max(self._offset, offset + 1)
        if sketch.dropped:
            return None
        query = _query(sketch)
        places, rows = self._ring.find(query.keys)
        seen = self._seen(query.source, rows[places == 0])
        if seen is not None or late:
            return _found(seen) if seen is not None else None
        if self._ring.advance(sketch.received):
            places, rows = self._ring.find(query.keys)
        verdict = self._decide(query, places, rows)
        entry = self._entry(offset, query, verdict)
        self._ring.days[-1].add(entry, _own_keys(query, entry, verdict.base), headline_words(sketch.headline))
        return _found(entry)

    def found(self, source: str) -> Found | None:
        """The verdict found before for a source (`topic/partition/offset`), with the ranges of its new words."""
        key = digest("source", source)
        _, rows = self._ring.find(np.array([key & 0xFFFFFFFF], dtype=np.uint32))
        entry = self._seen(key, rows)
        return _found(entry) if entry is not None else None

    def relation(self, source: str) -> Relation | None:
        """The verdict found before for a source, without its changed words."""
        found = self.found(source)
        return found.relation if found is not None else None

    def snapshot(self) -> bytes:
        """All of it: numpy arrays and the offset, versioned."""
        return snapshot.write(self._ring, self.window, self._offset)

    @classmethod
    def restore(cls, value: bytes) -> Self:
        """The index as it was; raises Malformed where the snapshot is of another version or broken."""
        ring, window, offset = snapshot.read(value)
        index = cls(window)
        index._ring, index._offset = ring, offset
        return index

    @property
    def size(self) -> int:
        """Bytes it holds."""
        return sum(day.size for day in self._ring.days)

    # ------------------------------------------------------------------------------------------ decide

    def _decide(self, query: _Query, places: Positions, rows: Positions) -> _Verdict:
        """By uri, by what it names, by canonical link, by the whole text, by parts of it: in this order."""
        sketch = query.sketch
        past = self._where("uri", query.uri, rows[places == 1])
        if past:
            kind, base = succeed(sketch, query.exact, past)
            return _Verdict(kind, base)
        named = self._named(query, places, rows)
        if is_withdrawal(sketch):
            return self._withdraw(query, named, places, rows)
        if named is not None and sketch.signal in ("update", "correction"):
            return _Verdict(revision(sketch), named)
        linked = [e for e in self._where("link", query.link, rows[places == 2]) if e.publisher == query.publisher]
        if linked:
            same = [entry for entry in linked if entry.exact == query.exact]
            return _Verdict("exact", same[0]) if same else _Verdict(revision(sketch), linked[-1])
        return self._by_text(query, places, rows)

    def _by_text(self, query: _Query, places: Positions, rows: Positions) -> _Verdict:
        if len(query.text.words) >= SHINGLE:
            same = self._where("exact", query.exact, rows[places == 3])
            if same:
                return _Verdict("exact", same[0])
        match = self._best(query, places, rows)
        if match is None:
            return _Verdict("new", score=0.0)
        one = match.entry.publisher == query.publisher
        kind = lifted(match.kind, query.sketch.signal, old_signal=match.entry.signal, same_publisher=one)
        return _Verdict(kind, match.entry, score=max(match.pair.of_new, match.pair.of_old), match=match)

    def _withdraw(self, query: _Query, named: Entry | None, places: Positions, rows: Positions) -> _Verdict:
        """What a kill kills: what it names, else what it quotes, else whose headline it repeats, else nothing known."""
        if named is not None:
            return _Verdict("withdrawal", named)
        if query.sketch.refers_to:
            return _Verdict("withdrawal", of=query.sketch.refers_to[0])
        same = self._where("exact", query.exact, rows[places == 3]) if len(query.text.words) >= SHINGLE else []
        if same:
            return _Verdict("withdrawal", same[0])
        match = self._best(query, places, rows)
        if match is not None:
            return _Verdict("withdrawal", match.entry, score=max(match.pair.of_new, match.pair.of_old), match=match)
        killed = killed_by(self._ring, headline_words(query.sketch.headline), query.publisher)
        return _Verdict("withdrawal", killed, score=0.5 if killed is not None else 0.0)

    def _best(self, query: _Query, places: Positions, rows: Positions) -> Match | None:
        shared = places >= query.prints
        return best_match(self._ring, query.text, places[shared] - query.prints, rows[shared])

    def _named(self, query: _Query, places: Positions, rows: Positions) -> Entry | None:
        """The latest version of the first known article that it refers to."""
        for at, uri in enumerate(query.refers_to):
            entries = self._where("uri", uri, rows[places == 4 + at])
            if entries:
                return entries[-1]
        return None

    def _where(self, name: str, value: int, rows: Positions) -> list[Entry]:
        """The articles among some rows that have a hash: keys are 32 bits of it, so the rest is checked here."""
        if not value or not len(rows):
            return []
        entries = [self._ring.entry(row) for row in rows[self._ring.column(name, rows) == value].tolist()]
        return [entry for entry in entries if entry is not None]

    def _seen(self, source: int, rows: Positions) -> Entry | None:
        entries = self._where("source", source, rows)
        return entries[0] if entries else None

    # ------------------------------------------------------------------------------------------ insert

    def _entry(self, offset: int, query: _Query, verdict: _Verdict) -> Entry:
        """What to keep of an article: a repeat takes the story of its leader, an excerpt only links to it."""
        sketch, base, kind = query.sketch, verdict.base, verdict.kind
        copied = self._copied(query, verdict)
        leads = kind in ("new", "excerpt") or (base is None and verdict.of is None)
        known = verdict.of if base is None else base.uri
        story = story_of(sketch.uri) if leads or known is None else story_of(known) if base is None else base.story
        other = bool(base and base.publisher and query.publisher and base.publisher != query.publisher)
        return Entry(
            source=query.source,
            order=offset,
            uri=sketch.uri,
            version=sketch.article_version,
            versioned=sketch.versioned,
            exact=query.exact,
            link=query.link,
            publisher=query.publisher,
            signal=sketch.signal,
            kind=kind,
            story=story,
            of=known,
            of_version=base.version if base is not None else None,
            score=round(verdict.score, 3),
            copied=1.0 if kind == "exact" else round(float(copied.mean()), 3) if copied is not None else 0.0,
            reprint=other and kind in ("exact", "near", "contained"),
            ranges=fresh_ranges(copied[:MOST_WORDS], MOST_PHRASES) if copied is not None else (),
            like=base.like if base is not None else NO_ROW,
            text=stored(query.text) if kind in INSERTED else None,
        )

    def _copied(self, query: _Query, verdict: _Verdict) -> Mask | None:
        """Which words the base has too; none where that says nothing, or its text is not there any more."""
        if verdict.base is None or verdict.kind in ("exact", "older", "withdrawal") or not len(query.text.words):
            return None
        match = verdict.match or compare(self._ring, query.text, verdict.base.like)
        return match.copied if match is not None else None


def _query(sketch: Sketch) -> _Query:
    text = read(sketch)
    try:
        exact = int(sketch.exact, 16)
    except ValueError:
        raise Malformed("not 16 hex digits", field="exact") from None
    hashes = [digest("source", sketch.source), digest("uri", sketch.uri), _link(sketch.link), exact & (2**64 - 1)]
    refers_to = tuple(digest("uri", uri) for uri in sketch.refers_to)
    low = np.array([value & 0xFFFFFFFF for value in (*hashes, *refers_to)], dtype=np.uint32)
    return _Query(
        sketch=sketch,
        text=text,
        source=hashes[0],
        uri=hashes[1],
        link=hashes[2],
        publisher=digest("publisher", sketch.publisher) & 0xFFFFFFFF,
        exact=hashes[3],
        keys=np.concatenate((low, distinct(text.keys))),
        refers_to=refers_to,
    )


def _link(link: str | None) -> int:
    """The hash of a canonical link; that of a home page is none, since it stands for whatever is there today."""
    if link is None:
        return 0
    try:
        parts = urlsplit(link)
    except ValueError:
        return 0
    return digest("link", link) if parts.path.strip("/") or parts.query else 0


def _own_keys(query: _Query, entry: Entry, base: Entry | None) -> Words:
    """The keys an article is found by: its source always; the rest only where it says something that was not known.

    So a feeder that sends the same version again and again cannot push the versions that count out of the postings.
    """
    repeats = base is not None and (base.uri, base.version, base.exact) == (entry.uri, entry.version, entry.exact)
    if entry.kind == "older" or (entry.kind == "exact" and repeats):
        return query.keys[:1]
    places = [0, 1] + [2] * bool(query.link)
    if entry.text is None:
        return distinct(query.keys[places])
    return distinct(np.concatenate((query.keys[[*places, 3]], query.keys[query.prints :])))


def _found(entry: Entry) -> Found:
    return Found(entry.relation(), entry.ranges, entry.order)
