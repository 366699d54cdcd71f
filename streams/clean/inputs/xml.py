"""This module turns an XML document into an Item: NewsML-G2 or NITF (feeds have `feed.py`), by the name of its root element.

Entities are not resolved, nothing is fetched, huge trees are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from streams.clean.inputs.item import Item
from streams.clean.inputs.newsml import read_newsml
from streams.clean.inputs.nitf import read_nitf
from streams.errors import Malformed

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,300}\?>\s*")
_ROOT = re.compile(
    # possessive: blanks behind a comment that nothing follows would else be tried in all ways to split them, for ever
    r"^(?:\s++|<\?[^>]{0,500}\?>|<!--.{0,5000}?-->|<!DOCTYPE[^>\[]{0,500}(?:\[.{0,20000}?\])?\s*+>)*+"
    r"<(?:[\w-]+:)?([\w-]+)[\s/>]",
    re.S,
)
READERS: dict[str, Callable[[Any], Item]] = {
    "newsItem": read_newsml,
    "newsMessage": read_newsml,
    "nitf": read_nitf,
}
FEEDS = frozenset({"rss", "RDF", "item", "feed", "entry", "deleted-entry"})
"""The root elements of documents that `feed.py` reads."""
_OTHERS_LIST = "packageItem conceptItem knowledgeItem planningItem catalogItem NewsML opml urlset sitemapindex"
_OTHERS = frozenset(_OTHERS_LIST.split())
"""The root elements of documents that wires send on the same channels; none has a story's text in it, or (NewsML 1) not in a form that we
read."""


def xml_root(text: str) -> str | None:
    """Return the root element's name where the text is a document that we read as XML, or refuse by name; else None."""
    found = _ROOT.match(text[:40_000]) if text.lstrip("\ufeff \t\r\n")[:1] == "<" else None
    return found[1] if found is not None and (found[1] in READERS or found[1] in _OTHERS or found[1] in FEEDS) else None


def read_xml(text: str, root: str) -> Item:
    """Read the one item in the document.

    Raises Malformed for XML that is broken (with its line), of a kind without text, or with more than one item.
    """
    if root in _OTHERS:
        raise Malformed("a document without a story's text in a form that we read", field=root)
    return READERS[root](parse_xml(text))


def parse_xml(text: str) -> Any:
    """Return the root element; raises Malformed with the line where the XML breaks."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    body = _DECLARATION.sub("", text.lstrip("\ufeff")).replace("\0", "")
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        raise Malformed(f"not XML: {str(exc.msg)[:150]} (line {exc.lineno})") from None
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root
