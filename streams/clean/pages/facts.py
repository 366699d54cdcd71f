"""What a page's head says of the article: meta properties and JSON-LD."""

from __future__ import annotations

import json
from typing import Any

_META = {
    "headline": ("og:title", "twitter:title", "dc.title", "title"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date", "dc.date.issued", "pubdate", "publishdate",
        "parsely-pub-date", "sailthru.date",
    ),
    "by": ("author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author"),
    "publisher": ("og:site_name", "publisher", "dc.publisher", "application-name"),
    "link": ("og:url",),
    "keywords": ("news_keywords", "article:tag", "parsely-tags", "keywords"),
    "language": ("og:locale", "language"),
}  # fmt: skip
_ARTICLES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "LiveBlogPosting", "AnalysisNewsArticle")
_LONGEST = 400


def page_facts(tree: Any) -> dict[str, str]:
    """Facts by our names (headline, published, by, publisher, link, keywords, language), as strings, {} for a bare fragment.

    JSON-LD goes before meta properties, which are often the site's own; a fact that cannot be read is left out.
    """
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            meta[name] = f"{meta[name]}, {content}" if name == "article:tag" and name in meta else meta.get(name, content)
    facts = {fact: value for fact, names in _META.items() if (value := _first(meta, names)) is not None}
    if "headline" not in facts and (title := tree.findtext(".//h1") or tree.findtext(".//title")):
        facts["headline"] = " ".join(title.split())
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (element.get("href") or "").startswith("http"):
            facts["link"] = element.get("href").strip()
            break
    if declared := (tree.get("lang") or "").strip():
        facts["language"] = declared
    facts.update(_json_ld(tree))
    if facts.get("by", "").startswith("http"):
        del facts["by"]
    return {fact: value for fact, value in facts.items() if value and (fact == "keywords" or len(value) <= _LONGEST)}


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _json_ld(tree: Any) -> dict[str, str]:
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            document = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(document):
            kinds = node.get("@type")
            if any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                facts = {
                    "headline": node.get("headline"),
                    "published": node.get("datePublished"),
                    "by": _names(node.get("author")),
                    "publisher": _names(node.get("publisher")),
                }
                return {fact: " ".join(value.split()) for fact, value in facts.items() if isinstance(value, str) and value.strip()}
    return {}


def _nodes(document: Any) -> list[dict[str, Any]]:
    found = document if isinstance(document, list) else [document]
    nodes = [node for node in found if isinstance(node, dict)]
    for node in list(nodes):
        graph = node.get("@graph")
        if isinstance(graph, list):
            nodes += [inner for inner in graph if isinstance(inner, dict)]
    return nodes


def _names(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        names = [name for name in (_names(item) for item in value[:10]) if name]
        return ", ".join(names) or None
    return value if isinstance(value, str) else None
