"""The full text of an entry: the page behind its link, if it may be fetched and holds more than the feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import orjson

from streams.clean import Limits, clean
from streams.clean.inputs.decode import decode
from streams.clean.pages.markup import is_page
from streams.clean.pages.sites import NO_SITES, Sites
from streams.errors import Poison
from streams.feeds.answer import Answer
from streams.feeds.article import has_text, with_page, without_page
from streams.feeds.robots import Robots
from streams.feeds.web import Web

LARGEST_PAGE = 5_000_000
"""The bytes of a page that are read; in JSON it must not come to more than a record of 10 MB. scrapinghub's longest has 1.5 MB."""
Reason = Literal[
    "no web address", "robots.txt keeps it closed", "no answer", "no whole answer", "the server refused it", "no page", "no article in it",
    "less text than in the feed",
]  # fmt: skip


class FullText:
    """Fetches pages, one at a time a host, within robots.txt."""

    def __init__(self, web: Web, clock: Callable[[], datetime], sites: Sites = NO_SITES) -> None:
        self._web, self._clock, self._sites = web, clock, sites
        self._robots = Robots(web, clock)

    async def add(self, article: dict[str, Any]) -> tuple[dict[str, Any], Reason | None]:
        """Return the article with the page behind its link; or as it is, with the reason why, which its note tells too."""
        link = article.get("link")
        if not isinstance(link, str) or not link.startswith(("http://", "https://")):
            return without_page(article, "no web address"), "no web address"
        if not await self._robots.allow(link):
            return without_page(article, "robots.txt keeps it closed"), "robots.txt keeps it closed"
        answer = await self._web.get(link, {}, LARGEST_PAGE)
        return await asyncio.to_thread(judged, article, answer, self._clock(), self._sites)


def judged(
    article: dict[str, Any], answer: Answer, now: datetime, sites: Sites = NO_SITES
) -> tuple[dict[str, Any], Reason | None]:  # fmt: skip
    """Return the article with the page that an answer holds, or without it and the reason why.

    Clean itself says whether there is an article in it: a login page or a wall never takes the place of what the feed has.
    """
    page, reason = _page(answer)
    if reason is None:
        whole = with_page(article, page)
        try:
            read = clean(orjson.dumps(whole), source="feeds/0/0", received=now, sites=sites)
        except Poison:
            reason = "no article in it"
        else:
            if read.dropped is not None and read.dropped.reason == "no article":
                reason = "no article in it"
            elif has_text(article) and len(read.text.split()) < _words(article, now):
                reason = "less text than in the feed"
            else:
                return whole, None
    return without_page(article, reason), reason


def _page(answer: Answer) -> tuple[str, Reason | None]:
    if answer.status == 0:
        return "", "no answer"
    if answer.status != 200:
        return "", "the server refused it"
    if answer.fault is not None:
        return "", "no whole answer"
    try:
        text = decode(answer.body, Limits(), answer.charset)
    except Poison:
        return "", "no page"
    return (text, None) if is_page(text) else ("", "no page")


def _words(article: dict[str, Any], now: datetime) -> int:
    try:
        return len(clean(orjson.dumps(article), source="feeds/0/0", received=now).text.split())
    except Poison:
        return 0
