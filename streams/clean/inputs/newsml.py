"""This module reads NewsML-G2 (https://iptc.org/standards/newsml-g2/): a `newsItem`, or a `newsMessage` with one item of text in it.

Codes are read by what stands behind their colon (`stat:usable`, `sig:correction`), whatever the alias before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from streams.clean.dates import place_of
from streams.clean.inputs.item import Item, with_body
from streams.clean.inputs.marks import STATUS, embargo, hold_of, kind_of, name_of, note_of, subjects_of, texts_of
from streams.clean.inputs.nitf import read_nitf
from streams.clean.inputs.reading import FieldReader
from streams.errors import Empty, Malformed
from streams.messages import Signal

_TEXT = re.compile(r"text|composite", re.I)
_REFERS = re.compile(r"correct|evolv|deriv|previous|replac|supersed|update|kill|withdraw|refer|translat", re.I)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(root: Any) -> Item:
    """Read the item of text; raises Malformed for none or several (a record is one article: `streams feed` splits messages)."""
    if root.tag.rpartition("}")[2] == "newsItem":
        return _item(root)
    items = root.findall(".//{*}newsItem")
    told = [item for item in items if _TEXT.search(_code(item.find("{*}itemMeta/{*}itemClass")) or "text")]
    if len(told) != 1:
        raise Malformed(f"a message of {len(told)} items of text where a record is one article", field="newsMessage.itemSet")
    return _item(told[0])


def split_newsml(root: Any) -> list[bytes]:
    """Return the items of text of a message, each as a document of its own."""
    items = [root] if root.tag.rpartition("}")[2] == "newsItem" else root.findall(".//{*}newsItem")
    told = [item for item in items if _TEXT.search(_code(item.find("{*}itemMeta/{*}itemClass")) or "text")]
    return [etree.tostring(item, encoding="utf-8", with_tail=False) for item in told]


def _item(root: Any) -> Item:
    meta, content = (_part(root, name) for name in ("itemMeta", "contentMeta"))
    status = _code(meta.find("{*}pubStatus")) or "usable"
    if status not in STATUS:
        raise Malformed(f"{status[:40]!r} is not one of usable, withheld, canceled", field="itemMeta.pubStatus")
    signals = [_code(node) or "" for node in meta.findall("{*}signal")]
    dateline = name_of(content.find("{*}dateline"))
    language = _language(root, content)
    told = FieldReader(place_of(language))
    ends, hold = embargo(meta.find("{*}embargoed"))
    hold = hold_of(status, ends, hold, "pubStatus")
    item = Item(
        uri=root.get("guid") or None,
        version=root.get("version") or None,
        pub_status=STATUS[status],
        publisher=_said(meta.find("{*}provider")) or name_of(content.find("{*}infoSource/{*}name")),
        by=name_of(content.find("{*}by")) or name_of(content.find("{*}creator/{*}name")),
        located=name_of(content.find("{*}located/{*}name")) or (dateline or "").split(",")[0].strip() or None,
        keywords=texts_of(content.findall("{*}keyword")),
        headline=name_of(content.find("{*}headline")),
        slug=name_of(content.find("{*}slugline")),
        language=language,
        published=told.moment_of(meta.find("{*}versionCreated"), content.find("{*}contentCreated"), meta.find("{*}firstCreated")),
        embargoed_until=ends,
        hold=hold,
        urgency=told.urgency_of(content.find("{*}urgency"), meta.find("{*}urgency")),
        ed_note=note_of(meta.findall("{*}edNote")),
        rights=note_of(root.findall("{*}rightsInfo/{*}copyrightNotice") + root.findall("{*}rightsInfo/{*}usageTerms")),
        subjects=subjects_of((node.get("qcode") or node.get("uri"), _said(node)) for node in content.findall("{*}subject")),
        refers_to=tuple(_referred(meta)),
        signals=tuple(Signal(kind=kind, text=code) for code in signals if (kind := kind_of(code)) is not None),
        notes=tuple(told.notes),
    )
    return _with_content(item, root)


def _with_content(item: Item, root: Any) -> Item:
    for node in root.findall("{*}contentSet/{*}inlineXML"):
        inner = next((child for child in node if isinstance(child.tag, str)), None)
        if inner is None:
            continue
        if inner.tag.rpartition("}")[2] == "nitf":
            told = read_nitf(inner, bare=True)
            return replace(
                item, raw=told.raw, hints=told.hints, headline=item.headline or told.headline, by=item.by or told.by,
                located=item.located or told.located,
            )  # fmt: skip
        body = inner.find(".//{*}body")
        return with_body(item, _html(inner if body is None else body), markup=True)
    for node in root.findall("{*}contentSet/{*}inlineData"):
        if node.text and node.text.strip():
            return with_body(item, node.text, markup=True if "html" in (node.get("contenttype") or "") else None)
    if item.pub_status == "canceled" or any(signal.kind == "withdrawal" for signal in item.signals):
        return with_body(item, item.headline or "", markup=False)
    if root.find("{*}contentSet/{*}remoteContent") is not None:
        raise Empty("only content that is elsewhere (remoteContent)", field="contentSet")
    raise Empty("no inline content", field="contentSet")


def _html(node: Any) -> str:
    for element in node.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2].rpartition(":")[2] or "span"  # "<https:" of a broken document has a prefix alone
    etree.cleanup_namespaces(node)
    return str(etree.tostring(node, method="html", encoding="unicode", with_tail=False))


def _part(root: Any, name: str) -> Any:
    found = root.find(f"{{*}}{name}")
    return etree.Element(name) if found is None else found


def _code(node: Any) -> str | None:
    if node is None:
        return None
    code = node.get("qcode") or node.get("uri") or node.get("literal") or node.text or ""
    return re.split(r"[:/#]", code.strip())[-1].lower() or None


def _said(node: Any) -> str | None:
    if node is None:
        return None
    return name_of(node.find("{*}name")) or node.get("literal") or (node.get("qcode") or "").rsplit(":", 1)[-1] or name_of(node)


def _language(root: Any, content: Any) -> str | None:
    node = content.find("{*}language")
    declared = None if node is None else node.get("tag")
    return str(declared or root.get(_LANG) or "") or None


def _referred(meta: Any) -> Iterator[str]:
    for link in meta.findall("{*}link"):
        if _REFERS.search(link.get("rel") or "") and (uri := link.get("residref") or link.get("href")):
            yield uri
