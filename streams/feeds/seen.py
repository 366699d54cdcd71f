"""This module compares a document with what its source has brought before: which entries are new, changed, or the same again.

A publisher's ids are not to be relied on: they change from poll to poll, or several entries share one. So an entry is known by its id, and
also by its content together with its link; an id that stands on two entries with different links names the older, and the other gets an id
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson
from xxhash import xxh3_64_hexdigest

from streams.clean.identity import canonical_link
from streams.clean.inputs.construct import visible
from streams.feeds.document import MOST_ENTRIES, Entry

_FEWEST = 300
BODIES = ("body", "body_text", "body_html")
_SCRIPTS = re.compile(r"<(script|style)\b.*?</\1\s*>", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry as it was last sent: hashes of its content and of its link (XXH3-64, hexadecimal), and its version."""

    content: str
    link: str
    version: int


Memory = Mapping[str, Seen]
"""Entries that were seen, by the hash of the uri; in order of when the entry last stood in the document, the longest ago first."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry that is new or changed: the article to be sent, and what is remembered once it was."""

    id: str
    seen: Seen
    article: dict[str, Any]
    time: datetime | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The entries of one document against the memory: `memory` is without those that are `fresh`, until they were sent."""

    fresh: tuple[Fresh, ...]
    memory: Memory
    same: int
    """The number of entries that were known with this content."""
    old: int
    """The number of entries that a first poll takes as known, since they are old or tell no time."""


def compare(entries: Sequence[Entry], memory: Memory, sending: Memory, *, since: datetime | None = None) -> Comparison:
    """Return which entries are new or changed, the oldest first.

    `sending` are those that were about to be sent when a poll began to send: they may have been, so with the same content they have the
    same version, and with another a higher one. `since` says that this is a first poll: only the entries from then on are fresh, the others
    count as known.
    """
    known = dict(memory)
    twins = {(seen.content, seen.link): identity for identity, seen in known.items()}
    fresh: list[Fresh] = []
    same = old = 0
    for uri, entry in _in_order(_named(entries, memory)):
        content, link = content_hash(entry.article), _link_hash(entry.article)
        identity = _hash(uri)
        before = known.get(identity)
        twin = twins.get((content, link))
        if before is None and twin is not None:
            identity, before = twin, known.get(twin)
            if before is None:  # it stands in this document a second time, and the first is fresh
                same += 1
                continue
        promised = sending.get(identity)
        if before is not None and before.content == content and (promised is None or promised.version <= before.version):
            known[identity] = known.pop(identity)  # it comes last in the order of what was seen
            same += 1
            continue
        version = 1 + max(before.version if before is not None else 0, promised.version if promised is not None else 0)
        seen = promised if promised is not None and promised.content == content else Seen(content, link, version)
        twins[content, link] = identity
        if before is None and promised is None and since is not None and (entry.time is None or entry.time < since):
            known[identity] = seen
            old += 1
            continue
        fresh.append(Fresh(identity, seen, {**entry.article, "uri": uri}, entry.time, before is not None))
    return Comparison(tuple(fresh), bounded(known, len(entries)), same, old)


def remembered(memory: Memory, sent: Sequence[Fresh]) -> Memory:
    """Return the memory with entries that were sent, which come last."""
    new = {each.id: each.seen for each in sent}
    return {**{identity: seen for identity, seen in memory.items() if identity not in new}, **new}


def bounded(memory: Memory, entries: int) -> Memory:
    """Return the memory without those that have stood in no document for the longest time, if there are too many.

    300 are kept, or three times the entries of the document if that is more, and 2,000 at most: an entry that left its feed hardly ever
    comes back, and each takes 350 bytes.
    """
    most = min(MOST_ENTRIES, max(_FEWEST, 3 * entries))
    return dict(islice(memory.items(), max(0, len(memory) - most), None))


def content_hash(article: Mapping[str, Any]) -> str:
    """Return the hash of what a reader of the article sees: headline, words of the text, status, and note.

    Tags, blanks, dates, keywords and rights are not part of it: publishers change these without a word of news.
    """
    body = next((article[field] for field in BODIES if field in article), "")
    words = visible(_SCRIPTS.sub("", body)) if isinstance(body, str) else ""
    headline = " ".join(str(article.get("headline", "")).split())
    return _hash(orjson.dumps([headline, words, article.get("pubStatus"), article.get("edNote")]))


def _named(entries: Sequence[Entry], memory: Memory) -> Iterator[tuple[str, Entry]]:
    """Yield the entries with a uri that is each one's own; of several versions of one entry the newest alone."""
    groups: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        links = groups.setdefault(str(entry.article.get("uri") or content_hash(entry.article)), {})
        link = _link_hash(entry.article)
        if link not in links or _after(entry, links[link]):
            links[link] = entry
    for uri, links in groups.items():
        before = memory.get(_hash(uri))
        others = {link: f"{uri}#{link}" for link in links}
        apart = {link for link, other in others.items() if _hash(other) in memory}
        rest = [link for link in links if link not in apart]
        owner = before.link if before is not None and before.link in rest else None
        if owner is None and before is not None and len(rest) > 1:
            owner = next((link for link in rest if content_hash(links[link].article) == before.content), None)
        if owner is None and rest:
            owner = next(link for _, link in sorted(((_age(links[link]), -at), link) for at, link in enumerate(rest)))
        for link, entry in links.items():
            yield (uri if link == owner else others[link]), entry


def _after(entry: Entry, other: Entry) -> bool:
    return entry.time is not None and (other.time is None or entry.time > other.time)


def _age(entry: Entry) -> float:
    return entry.time.timestamp() if entry.time is not None else float("inf")


def _in_order(named: Iterator[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
    """Return the oldest first: publishers list the newest first, so of two with one time, or without, the one that stands below."""
    listed = list(named)
    last = max((entry.time for _, entry in listed if entry.time is not None), default=datetime.min.replace(tzinfo=UTC))
    return [listed[at] for at in sorted(range(len(listed)), key=lambda at: (listed[at][1].time or last, -at))]


def _link_hash(article: Mapping[str, Any]) -> str:
    link = article.get("link")
    plain = canonical_link(link) or link if isinstance(link, str) else None
    return _hash(plain or str(article.get("firstCreated", "")))


def _hash(value: str | bytes) -> str:
    return xxh3_64_hexdigest(value.encode("utf-8", "replace") if isinstance(value, str) else value)
