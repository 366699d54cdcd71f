"""This module reads what a source's address served: a feed or a news sitemap, whole or as much of it as came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from streams.clean import Limits
from streams.clean.dates import place_of, read_moment
from streams.clean.inputs.decode import decode
from streams.clean.inputs.xml import xml_root
from streams.errors import Malformed, Poison, Usage
from streams.feeds.answer import Answer
from streams.feeds.asked import fresh_for
from streams.feeds.sitemap import ROOTS as SITEMAPS
from streams.feeds.sitemap import read_sitemap
from streams.feeds.syndication import LARGEST_BYTES, feed_of

MOST_ENTRIES = 2_000
"""The number of a document's newest entries that are looked at, which is the number whose content is remembered."""
MOST_WORDS = 500
"""The largest number of characters of an error in words; it may quote the document."""
_LAST_ENTRY = re.compile(r".*</(?:[\w-]{1,40}:)?(?:item|entry|url|sitemap)\s{0,20}>", re.S | re.I)
_END = re.compile(r"</\s{0,5}(?:[\w-]{1,40}:)?(?:rss|feed|RDF|urlset|sitemapindex)\s{0,20}>\s*(?:<!--.{0,2000}-->\s*)*\Z", re.S | re.I)
_ROOT = re.compile(r"<((?:[\w-]{1,40}:)?(?:rss|feed|RDF|urlset|sitemapindex))[\s>]")
_TAIL = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its article object, and its time as far as it can be read."""

    article: dict[str, Any]
    time: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read; `entries` stand in its own order, the newest 2,000 of them."""

    kind: str
    """`feed`, `sitemap` or `sitemapindex`."""
    title: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    parts: tuple[str, ...] = ()
    """The addresses of an index' sitemaps."""
    fresh: timedelta = timedelta(0)
    """The time for which the publisher says that there is nothing new."""
    said: tuple[str, ...] = ()
    """Its problems, in words."""
    whole: bool = True
    text: str = ""
    """The document itself, decoded; its hub is read of it (`websub.py`)."""


def read_document(answer: Answer, address: str) -> Document:
    """Read the body of an answer. `address` is the source's own: ids that are unique in their feed only follow it, relative links too.

    Raises Usage, in words, for what is no feed or sitemap, and for one that cannot be read.
    """
    try:
        text = decode(answer.body, Limits(value_bytes=LARGEST_BYTES), answer.charset).replace("\0", "")
        said: list[str] = []
        whole = answer.fault is None
        if xml_root(text) is not None or not whole:
            cut = _whole_entries(text)
            if cut != text and whole:
                said.append("the document ends in the middle: its whole entries are read")
            text, whole = cut, whole and cut == text
        document = _read(text, address)
    except Poison as exc:
        raise Usage(f"not a feed that can be read: {exc}"[:MOST_WORDS]) from None
    except Usage as exc:
        raise Usage(str(exc).removeprefix(f"{address}: ")[:MOST_WORDS]) from None
    if answer.fault is not None:
        said.append(f"{answer.fault}; the {len(document.entries)} whole entries of what came are read")
    if len(document.entries) > MOST_ENTRIES:
        said.append(f"{len(document.entries):,} entries: the newest {MOST_ENTRIES:,} are read")
    return Document(
        kind=document.kind,
        title=document.title,
        language=document.language,
        entries=tuple(newest(document.entries)),
        parts=document.parts,
        fresh=fresh_for(answer.headers, text),
        said=(*document.said, *said),
        whole=whole,
        text=text,
    )


def newest(entries: Sequence[Entry], most: int = MOST_ENTRIES) -> list[Entry]:
    """Return the newest entries in the order in which they stand; those without a time count as the oldest, the first of them first."""
    if len(entries) <= most:
        return list(entries)
    ranked = sorted(range(len(entries)), key=lambda at: (entries[at].time is None, -_seconds(entries[at].time), at))
    return [entries[at] for at in sorted(ranked[:most])]


def _seconds(time: datetime | None) -> float:
    return 0.0 if time is None else time.timestamp()


def _read(text: str, address: str) -> Document:
    if xml_root(text) in SITEMAPS:
        found = read_sitemap(text)
        said = (f"{found.others:,} addresses in it are no news and are passed over",) if found.others else ()
        kind = "sitemapindex" if found.parts else "sitemap"
        return Document(kind, entries=tuple(_entries(found.entries)), parts=found.parts, said=said)
    feed = feed_of(text, address, address=address)
    return Document("feed", feed.title, feed.language, tuple(_entries(feed.entries)))


def _entries(articles: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    for article in articles:
        yield Entry(article, _time(article))


def _time(article: dict[str, Any]) -> datetime | None:
    place = place_of(article.get("language"), article.get("link"))
    for field in ("versionCreated", "firstCreated"):
        try:
            return read_moment(article[field], field, place).time if field in article else None
        except Malformed:
            continue
    return None


def _whole_entries(text: str) -> str:
    """Return an XML document up to the end of its last whole entry, where it does not end as it should; JSON and others as they stand."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<") or _END.search(text[-_TAIL:]):
        return text
    last, root = _LAST_ENTRY.match(text), _ROOT.search(text[:_TAIL])
    if last is None or root is None:
        return text
    # closed, for a reader that finds a document in order reads it once, and one that does not several times
    return f"{last[0]}{'</channel>' if root[1] == 'rss' else ''}</{root[1]}>"
