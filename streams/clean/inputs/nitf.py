"""NITF 3 (https://iptc.org/standards/nitf/): `head/docdata` says what it is, `body.head` who and where, `body.content` the story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from streams.clean.dates import place_of
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.marks import STATUS, embargo_of, hold_of, kind_of, name_of, note_of, subjects_of, texts_of, urgency_of, words_of
from streams.clean.inputs.reading import FieldReader
from streams.errors import Empty, Malformed
from streams.messages import Signal

_INLINE_LIST = (
    "person org location city state region country sublocation money num numer denom frac event function object.title virtloc "
    "chron pronounce copyrite lang postaddr classifier alt-code"
)
_INLINE = frozenset(_INLINE_LIST.split())
_RENAMED = {
    "media": "figure", "media-caption": "figcaption", "media-producer": "figcaption", "hl1": "h1", "hl2": "h2", "block": "div",
    "body.content": "div", "fn": "div", "note": "p",
}  # fmt: skip
_UNTOLD = frozenset({"media-metadata", "media-reference", "media-object", "ds", "nitf-table-metadata", "custom-table"})
_SPOKEN = re.compile(r"^\s*by\s+", re.I)


def read_nitf(root: Any, *, bare: bool = False) -> Item:
    """Read a document of NITF; `bare` if it is the content of another envelope, whose own facts go before.

    Raises Empty without text, Malformed for an unknown status.
    """
    data = root.find("{*}head/{*}docdata")
    data = etree.Element("docdata") if data is None else data
    head = root.find("{*}body/{*}body.head")
    head = etree.Element("body.head") if head is None else head
    status = (data.get("management-status") or "usable").strip().lower()
    if status not in STATUS:
        raise Malformed(f"{status[:40]!r} is not one of usable, embargoed, withheld, canceled", field="docdata.management-status")
    key = data.find("{*}du-key")
    messages = [node.get("info") or "" for node in data.findall("{*}ed-msg")]
    titles = root.find("{*}head/{*}title")
    release = _got(data, "date.release", "norm")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    told = FieldReader(place_of(language))
    ends, hold = embargo_of(release, "date.release", told.place) if release is not None else (None, None)
    hold = hold_of(status, ends, hold, "management-status")
    item = Item(
        uri=_got(data, "doc-id", "id-string"),
        version=key.get("version") if key is not None else None,
        pub_status=STATUS[status],
        publisher=name_of(head.find("{*}distributor")) or _got(data, "doc-id", "regsrc") or _got(data, "doc.copyright", "holder"),
        by=_byline(head.findall("{*}byline")),
        located=_located(head.find("{*}dateline")),
        keywords=texts_of(data.findall("{*}key-list/{*}keyword"), "key"),
        headline=name_of(head.find("{*}hedline/{*}hl1")) or name_of(titles),
        slug=_got(data, "fixture", "fix-id") or (key.get("key") if key is not None else None),
        language=language,
        published=told.moment(_got(data, "date.issue", "norm"), "date.issue"),
        embargoed_until=ends,
        hold=hold,
        urgency=told.read(urgency_of, _got(data, "urgency", "ed-urg"), "urgency"),
        ed_note=" ".join(part for part in (*messages, note_of(head.findall("{*}note"))) if part) or None,
        rights=name_of(head.find("{*}rights")) or _got(data, "doc.rights", "owner"),
        subjects=subjects_of(_subjects(root)),
        refers_to=tuple(filter(None, (data.get("management-doc-idref"),))),
        signals=tuple(Signal(kind=kind, text=said) for said in messages if (kind := kind_of(said.split(" ")[0])) is not None),
        notes=tuple(told.notes),
    )
    content = root.find("{*}body/{*}body.content")
    text = "" if content is None else _html(content, root.find("{*}body/{*}body.end/{*}tagline"))
    item = with_body(item, text, markup=True)
    if not item.raw.strip() and not bare and item.pub_status != "canceled":
        raise Empty("nothing in it", field="body.content")
    return item


def _html(content: Any, tagline: Any) -> str:
    for element in list(content.iter()):
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].rpartition(":")[2] or "span"  # as in construct.py
        if name in _UNTOLD and element.getparent() is not None:
            element.text = None
            for child in list(element):
                element.remove(child)
        element.tag = "span" if name in _INLINE or name in _UNTOLD else _RENAMED.get(name, name)
        if element.tag == "br":
            element.text = None
    parts = [content] if tagline is None else [content, tagline]
    if tagline is not None:
        tagline.tag = "p"
    return "".join(str(etree.tostring(part, method="html", encoding="unicode", with_tail=False)) for part in parts)


def _byline(nodes: list[Any]) -> str | None:
    """Return all authors of all bylines; what stands in elements of its own (name and title) is told apart by commas."""
    said = [_SPOKEN.sub("", words) for node in nodes for part in _authors(node) if (words := words_of(part))]
    return ", ".join(dict.fromkeys(part for part in said if part)) or None


def _authors(node: Any) -> list[Any]:
    persons = node.findall(".//{*}person")
    return persons or (node.findall("{*}bytag") if not (node.text or "").strip() else []) or [node]


def _located(node: Any) -> str | None:
    if node is None:
        return None
    place = node.find("{*}location")
    parts = [words for part in place if (words := words_of(part))] if place is not None and not (place.text or "").strip() else []
    said = ", ".join(parts) or words_of(place if place is not None else node)
    return said.split("  ")[0].strip(" -,") or None if said else None


def _subjects(root: Any) -> Iterator[tuple[str | None, str | None]]:
    for node in root.iterfind(".//{*}tobject.subject"):
        code = node.get("tobject.subject.refnum")
        yield code, node.get("tobject.subject.detail") or node.get("tobject.subject.matter") or node.get("tobject.subject.type")
    for node in root.iterfind("{*}head/{*}docdata/{*}identified-content/{*}classifier"):
        yield node.get("idsrc"), node.get("value")


def _got(data: Any, name: str, attribute: str) -> str | None:
    node = data.find(f"{{*}}{name}")
    return (node.get(attribute) or "").strip() or None if node is not None else None
