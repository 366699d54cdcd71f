"""This module turns RSS, Atom and JSON Feed documents into article objects, by clean's decoder and feed reader (`clean/inputs/feed.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from streams.clean import Limits
from streams.clean.cuts import without_surrogates
from streams.clean.inputs.construct import visible
from streams.clean.inputs.decode import decode, parse_object
from streams.clean.inputs.feed import ROOTS, Feed, joined, read_feed, uri_of
from streams.clean.inputs.references import characters
from streams.clean.inputs.xml import xml_root
from streams.errors import Poison, Usage

_JSON_FEED = re.compile(r'"version"\s{0,20}:\s{0,20}"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')
_HEAD = 40_000
LARGEST_BYTES = 10_000_000
"""The largest document in bytes, as for a record: reading takes time in proportion (`python -m tests.bench --part hostile --kind feed`)."""
_DECLARATION = re.compile(r"<\?xml\s")
_WARNING = 4000
_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")


def is_feed(value: bytes) -> bool:
    """Return True if a document is RSS, Atom or JSON Feed, judged by its opening."""
    try:
        head = decode(value[:_HEAD], Limits(value_bytes=_HEAD))
    except Poison:
        return False
    return xml_root(_opened(head)) in ROOTS or (head.lstrip("\ufeff \t\r\n")[:1] == "{" and bool(_JSON_FEED.search(head)))


def entries(value: bytes, name: str, *, address: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the entries of a feed document as article objects; `address` is where it was fetched.

    Raises Usage when it cannot be read, which says what it is instead (`an HTML page`, `nitf`).
    """
    yield from _feed(value, name, address).entries


def feed_facts(value: bytes, name: str, *, address: str | None = None) -> dict[str, str | None]:
    """Return the feed's title, link, language and rights, as it states them; raises Usage when it cannot be read."""
    feed = _feed(value, name, address)
    return {"title": feed.title, "link": feed.link, "language": feed.language, "rights": feed.rights}


def _feed(value: bytes, name: str, address: str | None) -> Feed:
    try:
        return feed_of(decode(value, Limits(value_bytes=LARGEST_BYTES)), name, address=address)
    except Poison as exc:
        raise Usage(f"{name}: not a feed that can be read: {exc}") from None


def feed_of(text: str, name: str, *, address: str | None = None) -> Feed:
    """Return the feed that a decoded document is; raise Usage when it cannot be read, which says what it is instead."""
    text = _opened(text)
    try:
        if xml_root(text) in ROOTS:
            return read_feed(text, name=name, address=address)
        if text.lstrip("\ufeff \t\r\n")[:1] == "{":
            document = parse_object(text.lstrip("\ufeff"), Limits(value_bytes=LARGEST_BYTES))
            return _json(document, name, address)
    except Poison as exc:
        raise Usage(f"{name}: not a feed that can be read: {exc}") from None
    raise Usage(f"{name}: no feed but {kind_of(text)}")


def _opened(text: str) -> str:
    """Return the document from its XML declaration on, where a feed's server has put out a warning of its own before it."""
    found = _DECLARATION.search(text, 1, _WARNING)
    return text[found.start() :] if found is not None and xml_root(text[found.start() :]) in ROOTS else text


def kind_of(text: str) -> str:
    """Return the kind of a document that is no feed, in words: `a text`, `an HTML page`, `a document of nitf`."""
    if text.lstrip("\ufeff \t\r\n")[:1] != "<":
        return "a text"
    name = next((found[1] for found in _ELEMENT.finditer(text[:_HEAD])), None)
    if name is None:
        return "a document without an element"
    return "an HTML page" if name.lower() == "html" else f"a document of {name}"


def _json(document: dict[str, Any], name: str, address: str | None) -> Feed:
    """Read JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/); raises Usage without a list of items."""
    items = document.get("items")
    if not isinstance(items, list):
        raise Usage(f"{name}: no feed but a JSON object without items")
    title, link = _said(document.get("title")), _said(document.get("home_page_url")) or _said(document.get("feed_url"))
    feed = Feed(title, link, _said(document.get("language")), None, ())
    scope, people = link or title or name, _people(document)
    found = (_json_entry(item, feed, scope, link or address, people) for item in items if isinstance(item, dict))
    return replace(feed, entries=tuple(found))


def _json_entry(item: dict[str, Any], feed: Feed, scope: str, base: str | None, people: list[str]) -> dict[str, Any]:
    link = _said(item.get("url")) or _said(item.get("external_url"))
    title, published = _said(item.get("title")), _said(item.get("date_published"))
    html, plain = (item[field] if isinstance(item.get(field), str) else "" for field in ("content_html", "content_text"))
    identity = str(item["id"]) if isinstance(item.get("id"), str | int | float) else None
    body = html if visible(html) else plain if plain.strip() else _said(item.get("summary"))
    article = {
        "uri": uri_of(identity or link, scope, f"{title or ''} {published or body or ''}"),
        "headline": characters(title) if title else None,
        "body_html" if body and body == html else "body_text": body,
        "link": joined(base, link) if link else None,
        "by": ", ".join(_people(item) or people),
        "firstCreated": published,
        "versionCreated": _said(item.get("date_modified")) or published,
        "publisher": feed.title,
        "language": _said(item.get("language")) or feed.language,
        "keywords": [tag for tag in tags if isinstance(tag, str)] if isinstance(tags := item.get("tags"), list) else None,
    }
    return {field: _whole(value) for field, value in article.items() if value}


def _whole(value: Any) -> Any:
    return [without_surrogates(part) for part in value] if isinstance(value, list) else without_surrogates(value)


def _people(item: dict[str, Any]) -> list[str]:
    given = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    named = (_said(part.get("name")) for part in given or () if isinstance(part, dict))
    return list(dict.fromkeys(name for name in named if name))


def _said(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
