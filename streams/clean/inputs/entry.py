"""One entry of a feed: RSS 2.0 and 1.0 `item`, Atom `entry` (RFC 4287), Atom's `deleted-entry` (RFC 6721), alone or in its feed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from streams.clean.dates import place_of
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.marks import name_of, subjects_of, texts_of
from streams.clean.inputs.reading import FieldReader
from streams.errors import Empty, Malformed

_ENTRIES = frozenset({"item", "entry", "deleted-entry"})


def read_entries(root: Any) -> Item:
    """Read the one entry; raises Malformed for none or several (a record is one article: `streams feed` splits feeds)."""
    kind = etree.QName(root).localname
    found = [root] if kind in _ENTRIES else [node for node in root.iter() if isinstance(node.tag, str) and _kind(node) in _ENTRIES]
    if len(found) != 1:
        raise Malformed(f"a feed of {len(found)} entries where a record is one article", field=kind)
    feed = root if kind == "feed" else root.find("{*}channel")
    title = name_of(feed.find("{*}title")) if feed is not None and feed is not found[0] else None
    return {"item": _rss, "entry": _atom, "deleted-entry": _deleted}[_kind(found[0])](found[0], title)


def _rss(node: Any, feed: str | None) -> Item:
    guid, link = name_of(node.find("{*}guid")), name_of(node.find("{*}link"))
    language = name_of(node.find("{*}language"))
    told = FieldReader(place_of(language, link))
    item = Item(
        uri=guid if guid and ("://" in guid or guid.startswith(("urn:", "tag:"))) else None,  # others are unique in their feed only
        publisher=name_of(node.find("{*}source")) or feed,
        link=link,
        by=name_of(node.find("{*}creator")) or name_of(node.find("{*}author")),
        keywords=texts_of(node.findall("{*}category")),
        subjects=subjects_of((part.get("domain"), name_of(part)) for part in node.findall("{*}category") if part.get("domain")),
        headline=name_of(node.find("{*}title")),
        published=told.moment_of(node.find("{*}pubDate"), node.find("{*}date"), node.find("{*}modified")),
        language=language,
        rights=name_of(node.find("{*}rights")),
        notes=tuple(told.notes),
    )
    body = node.find("{http://purl.org/rss/1.0/modules/content/}encoded")
    for part in (body, node.find("{*}description"), node.find("{*}summary")):
        if part is not None and (text := "".join(part.itertext())).strip():
            return with_body(item, text)
    raise Empty("no content, no description", field="item")


def _atom(node: Any, feed: str | None) -> Item:
    links = {link.get("rel") or "alternate": link.get("href") for link in reversed(node.findall("{*}link"))}
    people = texts_of(node.findall("{*}author/{*}name"))
    language = node.get("{http://www.w3.org/XML/1998/namespace}lang")
    told = FieldReader(place_of(language, links.get("alternate")))
    item = Item(
        uri=name_of(node.find("{*}id")),
        publisher=name_of(node.find("{*}source/{*}title")) or feed,
        link=links.get("alternate"),
        by=", ".join(people) or None,
        keywords=tuple(dict.fromkeys(part.get("label") or part.get("term") or "" for part in node.findall("{*}category"))),
        subjects=subjects_of((part.get("term"), part.get("label")) for part in node.findall("{*}category")),
        headline=name_of(node.find("{*}title")),
        published=told.moment_of(node.find("{*}published"), node.find("{*}updated"), node.find("{*}issued")),
        language=language,
        rights=name_of(node.find("{*}rights")),
        notes=tuple(told.notes),
    )
    for part in (node.find("{*}content"), node.find("{*}summary")):
        if part is None:
            continue
        kind = part.get("type") or "text"
        text = _markup(part) if kind == "xhtml" or len(part) else part.text or ""
        if text.strip():
            return with_body(item, text, markup=True if "html" in kind else None)
    raise Empty("no content, no summary", field="entry")


def _deleted(node: Any, feed: str | None) -> Item:
    item = Item(uri=node.get("ref") or None, publisher=feed, pub_status="canceled", refers_to=tuple(filter(None, (node.get("ref"),))))
    told = FieldReader()
    return replace(item, published=told.moment(node.get("when"), "when"), ed_note=name_of(node.find("{*}comment")), notes=tuple(told.notes))


def _kind(node: Any) -> str:
    return str(etree.QName(node).localname)


def _markup(part: Any) -> str:
    for element in part.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return str(etree.tostring(part, method="html", encoding="unicode", with_tail=False))
