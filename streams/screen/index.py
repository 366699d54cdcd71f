"""The index: a replica of the log of sketches, and the verdict on each of them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
import xxhash

from streams.clean.signals import read_headline
from streams.clean.sketch import sketch as sketch_of
from streams.messages import CleanArticle, Relation, ScreenedArticle, Sketch, SketchPlace
from streams.screen import snapshot
from streams.screen.day import Ring
from streams.screen.decide import Decider, Decision
from streams.screen.entry import MOST_WORDS, NO_ROW, Entry, digest, story_of
from streams.screen.facts import changes
from streams.screen.figures import kept_figures
from streams.screen.found import MOST_PHRASES, Found, screened
from streams.screen.headlines import kept_words
from streams.screen.kills import all_keys
from streams.screen.match import compare, fresh_ranges
from streams.screen.overlap import Runs, length, stored
from streams.screen.query import Query, read_query
from streams.screen.stories import Stories
from streams.screen.vector import Vector, vector_of

WINDOW = timedelta(days=7)  # at a million articles a day of 823 bytes (`--part million`) that is 5.8 GB

INSERTED = ("new", "update", "correction", "excerpt")
"""The kinds whose text is stored; all others are aliases of a leader, so that chains do not drift (docs/duplicates.md)."""
OWN_TEXT = 0.5
"""The least share of a text that is copied for it to count as the other's text, reprinted: verdict.py's HALF."""


class Index:
    """A deterministic function of the log so far: any worker that applied the same records holds the same verdicts.

    Time is that of the articles (`received`), never the wall clock. Days older than `window` are dropped whole, and before their
    time if all of them take more than `limit` bytes. An article of 400 words takes about 0.9 KB, a repeat a quarter of that.

    The index can be used without a log, as a library:

    >>> index = Index()
    >>> text = "Police in Lagos said on Monday that three people had died when a bus overturned near the old market."
    >>> index.add("urn:a", text, publisher="Agency").kind
    'new'
    >>> index.query(text.upper(), publisher="The Paper").of
    'urn:a'
    """

    def __init__(self, window: timedelta = WINDOW, limit: int | None = None) -> None:
        self.window = window
        self._ring = Ring(keep=-(-window // timedelta(days=1)), limit=limit)
        self._stories = Stories()
        self._offset = 0
        self._last = 0

    @property
    def offset(self) -> int:
        """The next offset to apply."""
        return self._offset

    @property
    def last(self) -> int:
        """The hash of the record before that, as `mark` makes it; 0 without one."""
        return self._last

    @property
    def limit(self) -> int | None:
        """The largest number of bytes to hold; None if there is no limit."""
        return self._ring.limit

    @property
    def size(self) -> int:
        """The bytes that it holds, without those of the open stories, which have a bound of their own (stories.MOST_STORIES)."""
        return self._ring.size

    @property
    def let_go(self) -> int:
        """The number of parts of days that went before their time, because of the limit."""
        return self._ring.let_go

    @property
    def oldest(self) -> date | None:
        """The first day (UTC) that is still there; None in an empty index."""
        return date.fromordinal(self._ring.days[0].number) if self._ring.days else None

    @property
    def count(self) -> int:
        """The number of articles in it, repeats too."""
        return sum(day.count for day in self._ring.days)

    @property
    def stories(self) -> int:
        """The number of open stories that are known by their words."""
        return len(self._stories)

    # ------------------------------------------------------------------------------------------ the log

    def apply(self, offset: int, sketch: Sketch) -> Found | None:
        """Take the next record of the log and return its verdict; None if the article was dropped.

        A source that was seen before gets its first verdict again and changes nothing. A record that was applied before, but of a
        source that is not there any more, gets None. Raises Malformed for a sketch that cannot be read; the log goes on after it.
        """
        late = offset < self._offset
        if not late:
            self._offset, self._last = offset + 1, mark(sketch)
        if sketch.dropped:
            return None
        query = read_query(sketch)
        decider = self._decider(query)
        seen = decider.seen()
        if seen is not None or late:
            return _found(seen) if seen is not None else None
        if self._ring.advance(sketch.received):
            decider = self._decider(query)
        decision = decider.decide()
        day = self._ring.days[-1]
        self._stories.forget(day.number - self._ring.keep)
        words = self._words(query, decision)
        entry = self._entry(offset, query, decision, words)
        self._stories.tell(entry.story, day.number, words)
        day.add(entry, all_keys(query, entry, decision.base), kept_words(sketch.headline, sketch.located))
        return _found(entry)

    def look(self, sketch: Sketch) -> Found:
        """Return the verdict that a record would get now; nothing changes. Raises Malformed for a sketch that cannot be read."""
        query = read_query(sketch)
        decision = self._decider(query).decide()
        return _found(self._entry(self._offset, query, decision, self._words(query, decision)))

    def decide(self, sketch: Sketch) -> Decision:
        """Return the decision behind the verdict of `look`, with its reason. Raises Malformed for a sketch that cannot be read."""
        return self._decider(read_query(sketch)).decide()

    def found(self, source: str) -> Found | None:
        """Return the verdict found before for a source (`topic/partition/offset`), with the ranges of its new words, or None."""
        key = digest("source", source)
        _, rows = self._ring.find(np.array([key & 0xFFFFFFFF], dtype=np.uint32))
        for row in rows[self._ring.column("source", rows) == key >> 32].tolist():
            entry = self._ring.entry(row)
            return _found(entry) if entry is not None else None
        return None

    # ------------------------------------------------------------------------------------------ without a log

    def add(
        self, uri: str, text: str, *, headline: str | None = None, publisher: str | None = None, link: str | None = None,
        version: str | None = None, received: datetime | None = None,
    ) -> Relation:  # fmt: skip
        """Take an article and return what it is to those before; `received` is now by default.

        An article of a known uri is the next version of that.
        """
        relation = self.screen(_article(uri, text, headline, publisher, link, version, received)).relation
        assert relation is not None
        return relation

    def screen(self, article: CleanArticle) -> ScreenedArticle:
        """Take a cleaned article and return it with its relation to those before; `source` and `sketch` are its position in this index.

        One that clean dropped gets no relation.
        """
        placed = article.with_(source=f"articles/0/{self._offset}")
        drawing = sketch_of(placed)
        placed = placed.with_(sketch=SketchPlace(version=drawing.version, offset=self._offset))
        return screened(placed, self.apply(self._offset, drawing))

    def query(
        self, text: str, *, uri: str = "", headline: str | None = None, publisher: str | None = None, link: str | None = None,
        version: str | None = None,
    ) -> Relation:  # fmt: skip
        """Return what an article would be to those in the index; nothing changes."""
        article = _article(uri, text, headline, publisher, link, version, None)
        relation = screened(article, self.look(sketch_of(article))).relation
        assert relation is not None
        return relation

    def save(self, path: Path | str) -> None:
        """Write the whole index to a file, which is there whole or not at all. Raises OSError."""
        snapshot.save(self.image(), Path(path))

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Return the index of a file. Raises OSError if it is not there, Malformed if it is damaged or of another version."""
        with Path(path).open("rb") as source:
            return cls._of(source)

    def image(self) -> snapshot.Image:
        """Return all of it as arrays, for snapshot.save in another thread."""
        return snapshot.image(self._ring, self._stories, snapshot.State(self.window, self._offset, self._last))

    def snapshot(self) -> bytes:
        """Return all of it as bytes: numpy arrays and the offset, versioned."""
        out = io.BytesIO()
        snapshot.write(self.image(), out)
        return out.getvalue()

    @classmethod
    def restore(cls, value: bytes) -> Self:
        """Return the index as it was. Raises Malformed if the snapshot is of another version or broken."""
        return cls._of(io.BytesIO(value))

    @classmethod
    def _of(cls, source: BinaryIO) -> Self:
        ring, stories, state = snapshot.read(source)
        index = cls(state.window)
        index._ring, index._stories, index._offset, index._last = ring, stories, state.offset, state.last
        return index

    # ------------------------------------------------------------------------------------------ insert

    def _decider(self, query: Query) -> Decider:
        return Decider(self._ring, query, *self._ring.find(query.keys))

    def _entry(self, offset: int, query: Query, decision: Decision, words: Vector | None) -> Entry:
        """Return the entry to keep of an article: a repeat takes the leader and the story of its base, an excerpt only links to it."""
        sketch, base, kind = query.sketch, decision.base, decision.kind
        copies = self._copies(query, decision)
        size = len(query.text.words)
        copied = 1.0 if kind == "exact" else length(copies) / size if copies is not None else 0.0
        leads = kind in ("new", "excerpt") or (base is None and decision.of is None)
        known = decision.of if base is None else base.uri
        leader = story_of(sketch.uri) if leads or known is None else story_of(known) if base is None else base.leader
        story = self._story(decision, words, leader)
        other = bool(base and base.publisher and query.publisher and base.publisher != query.publisher)
        like = base.like if base is not None else NO_ROW
        figures = decision.figures if copies is not None and size <= MOST_WORDS else ()
        if figures is None and copies is not None:
            old = self._ring.text(like) if kind != "excerpt" and like != NO_ROW else None
            numbers, facts = changes(query.text, old, copies) if old is not None else ((), ())
            figures = (*numbers, *facts)
        counted = [(start, min(end, MOST_WORDS)) for start, end in copies or () if start < MOST_WORDS]  # what ranges can count
        return Entry(
            source=query.source,
            order=offset,
            uri=sketch.uri,
            version=sketch.article_version,
            versioned=sketch.versioned,
            exact=query.exact,
            link=query.link,
            publisher=query.publisher,
            origin=sketch.wire or (base.origin if base is not None and copied >= OWN_TEXT else None) or sketch.publisher,
            signal=sketch.signal,
            kind=kind,
            leader=leader,
            story=story,
            of=known,
            of_version=base.version if base is not None else None,
            score=round(decision.score, 3),
            copied=round(copied, 3),
            reprint=other and kind in ("exact", "near", "contained"),
            ranges=fresh_ranges(counted, min(size, MOST_WORDS), MOST_PHRASES) if copies is not None else (),
            figures=kept_figures((*(figures or ()), *decision.above), size),
            like=like,
            text=stored(query.text) if kind in INSERTED else None,
        )

    def _words(self, query: Query, decision: Decision) -> Vector | None:
        """Return the words by which an article tells its story; None if it has no text of its own."""
        return vector_of(query.sketch.headline, query.text, self._stories.seen) if decision.kind in INSERTED else None

    def _story(self, decision: Decision, words: Vector | None, own: int) -> int:
        """Return the story of an article: that of its base; of a new one or an excerpt the one that its words are like, else its own."""
        if decision.kind in ("new", "excerpt"):
            found = self._stories.nearest(words) if words is not None else None
            return own if found is None else found
        return decision.base.story if decision.base is not None else own

    def _copies(self, query: Query, decision: Decision) -> Runs | None:
        """Return the words that the base has too; None if that says nothing, or if the base's text is not there any more."""
        if decision.base is None or decision.kind in ("exact", "older", "withdrawal") or not len(query.text.words):
            return None
        match = decision.match or compare(self._ring, query.text, decision.base.like)
        return match.copies if match is not None else None


def mark(sketch: Sketch) -> int:
    """Return the hash by which the record before a snapshot's offset is known again."""
    said = (sketch.source, sketch.uri, sketch.exact, sketch.received.isoformat())
    return xxhash.xxh3_64_intdigest("\n".join(said).encode())


def _found(entry: Entry) -> Found:
    return Found(entry.relation(), entry.ranges, entry.order, entry.figures)


def _article(
    uri: str, text: str, headline: str | None, publisher: str | None, link: str | None, version: str | None, received: datetime | None
) -> CleanArticle:  # fmt: skip
    said = read_headline(headline) if headline else None
    received = received or datetime.now(UTC)
    return CleanArticle(
        source="", uri=uri, version=version or "1", versioned=version is not None, publisher=publisher, link=link,
        headline=said.text if said else None, signal=said.signal if said else None, text=text, published=received, received=received,
    )  # fmt: skip
