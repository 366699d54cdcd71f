"""RSS, Atom and JSON Feed documents to our article objects, by fastfeedparser (0.8 ms for 100 items; feedparser takes 81 ms)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from streams.errors import Usage

OPENINGS = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^>]*>\s*)*<(rss|feed|rdf:RDF)\b", re.S
)
JSON_FEED = re.compile(rb'"version"\s*:\s*"https?://jsonfeed\.org/version/')
LARGEST_BYTES = 5_000_000
"""A malformed document costs a parser far more time than its size says (35 times in a trial)."""

LONG_TAG = re.compile(rb"<[^<>]{100000}")
"""libxml2 compares each attribute with all others of its tag: one tag of 300,000 took more than 60 s."""


def is_feed(value: bytes) -> bool:
    """Whether a document is RSS, Atom or JSON Feed, by its opening."""
    head = value[:4096]
    return bool(OPENINGS.match(head)) or (head.lstrip()[:1] == b"{" and bool(JSON_FEED.search(head)))


def entries(value: bytes, name: str) -> Iterator[dict[str, Any]]:
    """The entries of a feed document as article objects, as they stand; raises Usage when it cannot be read."""
    import fastfeedparser

    if len(value) > LARGEST_BYTES:
        raise Usage(f"{name}: a feed document of {len(value)} bytes is over the limit of {LARGEST_BYTES}")
    if LONG_TAG.search(value):
        raise Usage(f"{name}: a tag in it is longer than 100,000 bytes, which no feed has")
    try:
        feed = fastfeedparser.parse(value)
    except Exception as exc:  # the library raises ValueError and lxml's own errors
        raise Usage(f"{name}: not a feed that can be read: {exc}") from None
    publisher = str(feed.feed.get("title") or "") or None
    scope = str(feed.feed.get("link") or name)
    for entry in feed.entries:
        yield _article(dict(entry), publisher, scope)


def _article(entry: dict[str, Any], publisher: str | None, scope: str) -> dict[str, Any]:
    """One entry in the words of our input contract. A guid is unique within its feed only: one that is no address is scoped."""
    content = entry.get("content") or []
    body = next((part.get("value") for part in content if part.get("value")), None) or entry.get("description") or entry.get("summary")
    guid = str(entry.get("id") or entry.get("link") or "")
    article = {
        "uri": guid if "://" in guid or guid.startswith(("urn:", "tag:")) else f"{scope}#{guid}",
        "headline": entry.get("title"),
        "body": body,
        "link": entry.get("link"),
        "by": entry.get("author"),
        "firstCreated": entry.get("published"),
        "versionCreated": entry.get("updated") or entry.get("published"),
        "publisher": publisher,
        "keywords": [tag.get("term") for tag in entry.get("tags") or [] if tag.get("term")] or None,
    }
    return {field: value for field, value in article.items() if value}
