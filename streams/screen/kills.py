"""The story that a kill withdraws if it names that by slug or headline, and the stories that were killed.

A slug is a key of two hashes in the index, so an article that has both has the slug: rows and snapshots stay as they are.
"""

from __future__ import annotations

import re

import numpy as np

from streams.messages import CleanArticle, Relation, RelationKind, Sketch
from streams.screen.day import Ring
from streams.screen.entry import Entry, digest
from streams.screen.match import headline_words, killed_by
from streams.screen.query import Query, own_keys
from streams.screen.text import Words, distinct

_CYCLE = re.compile(r"^(?:bc|am|pm)[\s-]+|^[a-z&]{1,6}--", re.I)
"""The cycle and category before a slug (`BC-AF--Harbour Fire`)."""
_TAKE = re.compile(r"\W*\b(?:kill|urgent|corrective|\d+(?:st|nd|rd|th)\b.*|ld\b.*|writethru\b.*|take \d+|update \d+|insert)\W*$", re.I)
"""The take behind a slug (`Harbour Fire, 2nd Ld-Writethru`)."""


def slug_name(slug: str | None) -> str:
    """Return a slug without cycle, category and take, its words in small letters; an empty string if there is no slug."""
    plain = (slug or "").strip()
    for _ in range(2):
        plain = _CYCLE.sub("", plain)
    plain = _TAKE.sub("", plain)
    return " ".join(re.findall(r"\w+", plain.casefold()))


def all_keys(query: Query, entry: Entry, base: Entry | None) -> Words:
    """Return the keys by which an article is found: its own, its slug's, and, for a kill, those that say that what it kills was killed."""
    own = own_keys(query, entry, base)
    slug = slug_name(query.sketch.slug)
    pairs: tuple[int, ...] = ()
    if entry.kind == "withdrawal":
        pairs = _pair("killed", base.uri) if base is not None else ()
    elif slug and len(own) > 1:  # a repeat that says nothing new is found by its source alone
        pairs = _pair("slug", slug)
    return distinct(np.concatenate((own, np.array(pairs, dtype=np.uint32)))) if pairs else own


def named_by(ring: Ring, sketch: Sketch, publisher: int) -> Entry | None:
    """Return the publisher's latest article with a slug that a kill names, else one with a headline that it names; None if none has."""
    for name in sketch.withdraws:
        if (found := _slugged(ring, name, publisher)) is not None:
            return found
    return next((found for name in sketch.withdraws if (found := killed_by(ring, headline_words(name), publisher)) is not None), None)


def was_killed(ring: Ring, entry: Entry) -> bool:
    """Return True if an article was withdrawn, by itself or by a notice under another uri."""
    return entry.kind == "withdrawal" or len(_rows(ring, _pair("killed", entry.uri))) > 0


def reissued(ring: Ring, sketch: Sketch, base: Entry, kind: RelationKind) -> bool:
    """Return True if a later version of a killed article only repeats it: it is issued anew then, and is no late copy."""
    later = sketch.versioned and base.versioned and sketch.article_version != base.version
    return kind == "exact" and later and was_killed(ring, base)


def with_unmet(relation: Relation, article: CleanArticle) -> Relation:
    """Return the verdict on a kill with all that it names if nothing of that was here; any other verdict as it is."""
    if relation.kind != "withdrawal" or relation.of_version is not None:
        return relation
    return relation.with_(unmet=(*article.refers_to, *article.withdraws) or (article.uri,))


def _slugged(ring: Ring, name: str, publisher: int) -> Entry | None:
    slug = slug_name(name)
    for row in reversed(_rows(ring, _pair("slug", slug)) if slug else []):
        entry = ring.entry(row)
        if entry is not None and entry.kind != "withdrawal" and (not publisher or not entry.publisher or publisher == entry.publisher):
            return entry
    return None


def _pair(kind: str, value: str) -> tuple[int, int]:
    hashed = digest(kind, value)
    return hashed & 0xFFFFFFFF, hashed >> 32


def _rows(ring: Ring, pair: tuple[int, int]) -> list[int]:
    """Return the rows that have both keys, oldest first."""
    indices, rows = ring.find(np.array(pair, dtype=np.uint32))
    both = np.intersect1d(rows[indices == 0], rows[indices == 1])
    return [int(row) for row in both]
