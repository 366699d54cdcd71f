"""This module reads what a page's JSON-LD (https://schema.org/NewsArticle) says of its article."""

from __future__ import annotations

import html
import json
import re
from typing import Any

_KINDS = frozenset(
    {
        "advertisercontentarticle", "analysisnewsarticle", "article", "askpublicnewsarticle", "backgroundnewsarticle", "blogposting",
        "liveblogposting", "medicalscholarlyarticle", "newsarticle", "opinionnewsarticle", "report", "reportagenewsarticle",
        "reviewnewsarticle", "satiricalarticle", "scholarlyarticle", "socialmediaposting", "techarticle",
    }
)  # fmt: skip
"""schema.org's Article and its subtypes, in small letters."""
_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
"""Properties in which the page's article may stand; `itemListElement` and `hasPart` hold other stories."""
_NODES = 1_000
"""The most nodes of one script that are looked at, and the most values of one list."""
_OPEN = re.compile(r"(?:\s|//|/\*|\*/|<!--|<!\[CDATA\[)*+", re.I)
"""Wrappings that hid a script from readers of HTML 3 and XHTML."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_TAG = re.compile(r"</?(?:a|b|br|em|i|p|span|strong|sub|sup|u)\b[^<>]{0,300}>", re.I)


def linked_facts(tree: Any) -> dict[str, str]:
    """Return headline, published, by and publisher of the first article that any script of the page describes; {} for none."""
    nodes: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        if (element.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            nodes += _nodes(_document(element.text or ""))
    named = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str) and node.get("name")}
    for node in nodes:
        if _is_article(node):
            facts = {
                "headline": _names(node.get("headline") or node.get("name"), named),
                "published": _names(node.get("datePublished"), named),
                "by": _names(node.get("author") or node.get("creator"), named),
                "publisher": _names(node.get("publisher"), named),
            }
            if found := {fact: value for fact, value in facts.items() if value}:
                return found
    return {}


def plain(text: str) -> str:
    """Return the text with entities (escaped once or twice) as characters, without inline tags, white space as one blank."""
    for _ in range(2):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return " ".join(_TAG.sub("", text).split())


def _document(text: str) -> Any:
    """Return the script's JSON without its wrapping, what follows it ignored; None for a script that is no JSON."""
    for told in (text, html.unescape(text)):
        start = _OPEN.match(told)
        try:
            return json.JSONDecoder(strict=False).raw_decode(told, start.end() if start else 0)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(document: Any) -> list[dict[str, Any]]:
    queue, found = [document], []
    for value in queue:
        if isinstance(value, list):
            queue += value[:_NODES]
        elif isinstance(value, dict):
            found.append(value)
            queue += [value[name] for name in _WITHIN if isinstance(value.get(name), list | dict)]
        if len(queue) > _NODES:
            break
    return found


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and re.split(r"[/#:]", kind)[-1].strip().lower() in _KINDS
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _names(value: Any, named: dict[str, dict[str, Any]]) -> str | None:
    """Return a string, the name of an object or of the node that its `@id` names, or all of a list; an address is no name."""
    values = value[:20] if isinstance(value, list) else [value]
    found = []
    for told in values:
        if isinstance(told, dict):
            told = told.get("name") or named.get(str(told.get("@id")), {}).get("name")
        for name in told[:20] if isinstance(told, list) else [told]:
            if isinstance(name, str) and (text := plain(name)) and not text.lower().startswith(("http:", "https:")):
                found.append(text)
    return ", ".join(dict.fromkeys(found)) or None
