"""This module reads feeds' text constructs: an element's characters, and whether they are HTML.

The forms are those of Atom (RFC 4287, 3.1), the modes of Atom 0.3, and the escaped HTML of RSS.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from lxml import etree

from streams.clean.inputs.decode import decode
from streams.clean.inputs.references import characters, windows_characters
from streams.clean.limits import Limits
from streams.errors import Poison

_TAG = re.compile(r"<[/A-Za-z!][^<>]{0,5000}>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_UNSEEN = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]{0,5000}</\1\s{0,10}>", re.I)
_EMBEDDED = re.compile(r"<(embed|iframe|object|applet)\b[^<>]{0,5000}>", re.I)
_EMBEDDED_END = re.compile(r"</(embed|iframe|object|applet)\b", re.I)
TITLE_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|sub|sup|small|big|a|p|br|font|div|tt|code|q|cite|abbr|s|wbr|img)\b[^<>]{0,1000}>", re.I)
"""Tags with which titles are set; any other `<` in a title is a `<`."""
_HTML = re.compile(r"html|text/html|application/xhtml\+xml|xhtml", re.I)
_TEXT = re.compile(r"(?:text|html|xhtml)|(?:text|message|multipart)/.*|.*[/+]xml|", re.I)


@dataclass(frozen=True, slots=True)
class Construct:
    """The text of an element; `markup` is True for HTML, False for plain text, None where its publisher does not say."""

    value: str
    markup: bool | None

    @property
    def line(self) -> str | None:
        """The words on one line, without the tags of HTML; None without any words."""
        text = self.value if self.markup is False else TITLE_TAG.sub(_instead, _COMMENT.sub("", self.value))
        return " ".join(characters(characters(text)).split()) or None


def construct(node: Any, name: str) -> Construct:
    """Return the text of an element, read by its type and mode; `name` is the element's, for those that are HTML by their definition."""
    told = _construct(node, name)
    return told if told.markup is False or "<" not in told.value else Construct(_opened(told.value), told.markup)


def _construct(node: Any, name: str) -> Construct:
    kind = (node.get("type") or "").strip().lower().partition(";")[0]
    mode = (node.get("mode") or "").strip().lower()
    if any(isinstance(child.tag, str) for child in node):
        return Construct(_inner(node), True)
    text = windows_characters("".join(node.itertext()))
    if mode == "base64" or (not mode and kind and not _TEXT.fullmatch(kind)):
        decoded = _base64(text)
        return Construct(text if decoded is None else decoded, None)
    if kind and _HTML.fullmatch(kind):
        return Construct(text, True)
    if name in ("content:encoded", "xhtml:body"):
        return Construct(text, True)
    if kind:
        return Construct(text, False if mode != "escaped" and not _TAG.search(text) else None)
    return Construct(text, None) if _TAG.search(text) else Construct(characters(text).replace("\xa0", " "), None)


def visible(text: str) -> str:
    """Return the text without tags and white space: what is blank on a page is empty."""
    return "".join(characters(_TAG.sub("", _UNSEEN.sub("", text))).split())


def _opened(markup: str) -> str:
    """Return the markup without embedded objects that are never closed: a page ends within them."""
    closed = {name.lower() for name in _EMBEDDED_END.findall(markup)}
    return _EMBEDDED.sub(lambda found: found[0] if found[1].lower() in closed else "", markup)


def _instead(tag: re.Match[str]) -> str:
    return " " if re.match(r"</?(?:br|p|div)\b", tag[0], re.I) else ""


def _inner(node: Any) -> str:
    """Return the markup within an element, its namespaces left out."""
    for inner in node.iter():
        if isinstance(inner.tag, str):
            local = inner.tag.rpartition("}")[2].rpartition(":")[2]  # QName refuses the name of a broken document, such as "<https:"
            inner.tag = local or "span"
    parts = [node.text or "", *(etree.tostring(child, method="html", encoding="unicode") for child in node if isinstance(child.tag, str))]
    return "".join(parts)


def _base64(text: str) -> str | None:
    try:
        return decode(b64decode("".join(text.split()), validate=True), Limits()).strip()
    except (binascii.Error, ValueError, Poison):
        return None
