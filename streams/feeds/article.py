"""The record that becomes of an entry: the article object of its reader with the source's facts, its version, and a text."""

from __future__ import annotations

from typing import Any

import orjson

from streams.clean.inputs.construct import visible
from streams.feeds.documents import Item
from streams.feeds.seen import BODIES, Fresh
from streams.feeds.source import Source


def article_of(source: Source, fresh: Fresh) -> dict[str, Any] | None:
    """Return the article object of an entry; None for one that has neither a text nor a headline, of which clean could make nothing.

    An entry that has only a headline gets it as its text. A changed one has a higher version.
    """
    article = {**fresh.article, "version": str(fresh.seen.version)}
    if source.publisher is not None:
        article["publisher"] = source.publisher
    if source.language is not None and not article.get("language"):
        article["language"] = source.language
    if article.get("pubStatus") == "canceled" or has_text(article):
        return article
    if not article.get("headline"):
        return None
    return {**{field: value for field, value in article.items() if field not in BODIES}, "body_text": article["headline"]}


def has_text(article: dict[str, Any]) -> bool:
    """Return True if a body of the article has words."""
    return any(isinstance(article.get(field), str) and visible(article[field]) for field in BODIES)


def with_page(article: dict[str, Any], page: str) -> dict[str, Any]:
    """Return the article with a whole page as its body: clean finds the story in it, and the feed's own facts go before the page's."""
    return {**{field: value for field, value in article.items() if field not in BODIES}, "body_html": page}


def without_page(article: dict[str, Any], why: str) -> dict[str, Any]:
    """Return the article with its feed's text, and a note that says why it is not the full text."""
    return {**article, "edNote": " ".join(part for part in (article.get("edNote"), f"Full text not fetched: {why}.") if part)}


def record_of(source: Source, article: dict[str, Any]) -> Item:
    """Return the record of an article; its key is its uri."""
    return Item(orjson.dumps(article), f"{source.address}: {article['uri']}")
