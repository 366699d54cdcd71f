"""This module reads what a page's head says of the article: meta properties and JSON-LD."""

from __future__ import annotations

from typing import Any

from streams.clean.pages.linked import linked_facts, plain

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
_MANY = frozenset({"article:tag", "author", "article:author"})
"""Properties that stand once for each tag or author."""
_LONGEST = 400


def page_facts(tree: Any) -> dict[str, str]:
    """Return facts by our names (headline, published, by, publisher, link, keywords, language), as strings; {} for a bare fragment.

    JSON-LD goes before meta properties, which are often the site's own; a fact that cannot be read is left out.
    """
    meta: dict[str, str] = {}
    told: dict[str, dict[str, None]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if not name or not content or (name in _META["by"] and content.lower().startswith(("http:", "https:"))):
            continue  # an author's page is no name
        if name in _MANY and content not in told.setdefault(name, {}):
            told[name][content] = None
        meta.setdefault(name, content)
    meta |= {name: ", ".join(values) for name, values in told.items()}
    facts = {fact: value for fact, names in _META.items() if (value := _first(meta, names)) is not None}
    if "headline" not in facts and (title := tree.findtext(".//h1") or tree.findtext(".//title")):
        facts["headline"] = " ".join(title.split())
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and (element.get("href") or "").startswith("http"):
            facts["link"] = element.get("href").strip()
            break
    if declared := (tree.get("lang") or "").strip():
        facts["language"] = declared
    facts = {fact: value if fact == "link" else plain(value) for fact, value in facts.items()}
    facts.update(linked_facts(tree))
    return {fact: value for fact, value in facts.items() if value and (fact == "keywords" or len(value) <= _LONGEST)}


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)
