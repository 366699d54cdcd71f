"""This module reads news sitemaps (https://www.google.com/schemas/sitemap-news/0.9) and sitemap indexes as article objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from streams.clean.cuts import without_surrogates
from streams.errors import Malformed

ROOTS = frozenset({"urlset", "sitemapindex"})
MOST_PARTS = 10
"""The number of sitemaps of an index that are read, those with the newest `lastmod`: a publisher's archive has thousands."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap: its news as article objects without a text, or an index' sitemaps, the newest first."""

    entries: tuple[dict[str, Any], ...] = ()
    parts: tuple[str, ...] = ()
    others: int = 0
    """The number of its addresses that are no news."""


def read_sitemap(text: str) -> Sitemap:
    """Read a sitemap or a sitemap index; what is broken is read as far as it can be. Raises Malformed where there is no element."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        encoding="utf-8",
    )  # fmt: skip
    body = text[text.index("?>") + 2 :] if text.lstrip("\ufeff \t\r\n").startswith("<?xml") and "?>" in text[:500] else text
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as exc:
        raise Malformed(f"not XML: {str(exc.msg)[:150]}") from None
    if root is None:
        raise Malformed("no element that can be read")
    if _local(root) == "sitemapindex":
        listed = [(_text(node, "lastmod") or "", address) for node in root if (address := _text(node, "loc"))]
        newest = sorted(listed, key=lambda pair: pair[0], reverse=True)[:MOST_PARTS]  # ISO 8601 of one publisher sorts as text
        return Sitemap(parts=tuple(address for _, address in newest))
    nodes = [node for node in root if isinstance(node.tag, str) and _local(node) == "url"]
    found = [entry for node in nodes if (entry := _entry(node)) is not None]
    return Sitemap(entries=tuple(found), others=len(nodes) - len(found))


def _entry(node: Any) -> dict[str, Any] | None:
    news = next((child for child in node if isinstance(child.tag, str) and _local(child) == "news"), None)
    address = _text(node, "loc")
    if news is None or not address:
        return None
    publication = next((child for child in news if isinstance(child.tag, str) and _local(child) == "publication"), None)
    keywords = [word.strip() for word in (_text(news, "keywords") or "").split(",") if word.strip()]
    published = _text(news, "publication_date")
    article = {
        "uri": address,
        "headline": _text(news, "title"),
        "link": address,
        "firstCreated": published,
        "versionCreated": published,
        "publisher": _text(publication, "name") if publication is not None else None,
        "language": _text(publication, "language") if publication is not None else None,
        "keywords": keywords,
    }
    return {field: value for field, value in article.items() if value}


def _text(node: Any, name: str) -> str | None:
    if not isinstance(node.tag, str):
        return None
    found = next((child for child in node if isinstance(child.tag, str) and _local(child) == name), None)
    return without_surrogates(" ".join("".join(found.itertext()).split())) or None if found is not None else None


def _local(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].rpartition(":")[2]
