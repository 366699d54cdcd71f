"""One look at a source, told in full: what it is, what it holds, what clean makes of it, when it would be polled. Nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from lxml import etree

from streams.clean import clean
from streams.clean.inputs.construct import visible
from streams.clean.inputs.decode import decode
from streams.clean.limits import Limits
from streams.clean.pages.markup import is_page
from streams.clean.pages.sites import NO_SITES, Sites
from streams.errors import Poison, Usage
from streams.feeds.answer import Answer
from streams.feeds.article import article_of
from streams.feeds.decide import decide, request
from streams.feeds.document import Entry, read_document
from streams.feeds.full_text import FullText
from streams.feeds.rhythm import rhythm
from streams.feeds.seen import BODIES, Fresh, Seen
from streams.feeds.source import Source
from streams.feeds.state import State
from streams.feeds.web import Web

SHORT = 400
"""The number of characters of text below which an entry is a teaser: a lead and no story."""
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Checkup:
    """The findings; `entries` are `(time, characters of text, headline)`, the newest first."""

    status: int
    kind: str | None
    title: str | None = None
    language: str | None = None
    charset: str | None = None
    """The charset that the server names."""
    validators: Mapping[str, str] = field(default_factory=dict)
    moved: str | None = None
    entries: tuple[tuple[datetime | None, int, str], ...] = ()
    fresh: int = 0
    """The number of entries that a first poll would send."""
    interval: timedelta = timedelta(0)
    full_text_needed: bool = False
    outcome: str | None = None
    """The outcome at clean of the newest entry, as it would be sent."""
    problems: tuple[str, ...] = ()


async def check_up(source: Source, web: Web, now: datetime, first: timedelta, sites: Sites = NO_SITES) -> Checkup:
    """Ask a source once, and return what was found; a failure is a problem in words."""
    address, _ = request(source, State(), now)
    answer = await web.get(address, {})
    decision = decide(source, State(), answer, now, first=first)
    facts: dict[str, Any] = {"status": answer.status, "charset": answer.charset, "moved": answer.moved, "interval": decision.state.interval}
    problems = [decision.state.error] if decision.state.error is not None else []
    try:
        document = read_document(answer, source.address) if answer.status == 200 else None
    except Usage:  # `decide` has said so
        document = None
    if document is None:
        problems += [f"the page names these feeds: {', '.join(found)}"] if (found := feeds_of(answer)) else []
        return Checkup(kind=None, problems=tuple(problems), **facts)
    names = {"etag": "ETag", "last-modified": "Last-Modified"}
    validators = {name: answer.headers[header] for header, name in names.items() if header in answer.headers}
    entries = sorted(document.entries, key=lambda entry: (entry.time is not None, entry.time or now), reverse=True)
    problems += [said for said in document.said if said not in problems]
    problems += _problems(source, entries, validators, now)
    if document.parts:
        problems.append(f"an index: the newest of its sitemaps is {document.parts[0]}")
    short = [entry for entry in entries if _length(entry) < SHORT]
    return Checkup(
        kind=document.kind,
        title=document.title,
        language=document.language,
        validators=validators,
        entries=tuple((entry.time, _length(entry), str(entry.article.get("headline", ""))) for entry in entries),
        fresh=len(decision.fresh),
        full_text_needed=2 * len(short) > len(entries),
        outcome=await _outcome(source, web, entries[0], now, sites) if entries else None,
        problems=tuple(problems),
        **{**facts, "interval": rhythm([entry.time for entry in entries if entry.time], now, source.at_least, source.at_most)},
    )


def feeds_of(answer: Answer) -> list[str]:
    """Return the addresses of the feeds that an HTML page names in its head (`link rel=alternate`)."""
    try:
        text = decode(answer.body, Limits(), answer.charset)
        if not is_page(text):
            return []
        root = etree.fromstring(text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", no_network=True))
    except (Poison, etree.XMLSyntaxError):
        return []
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    nodes = root.iter("link") if root is not None else ()
    links = [str(node.get("href")) for node in nodes if (node.get("type") or "").lower() in kinds and node.get("href")]
    return list(dict.fromkeys(links))[:MOST_FOUND]


def _problems(source: Source, entries: list[Entry], validators: Mapping[str, str], now: datetime) -> list[str]:
    found = []
    if not validators:
        found.append("no ETag and no Last-Modified: each poll transfers the whole document")
    undated = sum(entry.time is None for entry in entries)
    if undated:
        found.append(f"{undated} of {len(entries)} entries tell no time that can be read: a first poll takes them as old")
    if ahead := sum(entry.time is not None and entry.time > now + timedelta(hours=1) for entry in entries):
        found.append(f"{ahead} entries are of the future")
    times = [entry.time for entry in entries if entry.time is not None]
    if times and now - max(times) > timedelta(days=30):
        found.append(f"the newest entry is {(now - max(times)).days} days old")
    if not entries:
        found.append("it holds no entry")
    uris = [entry.article.get("uri") for entry in entries]
    if repeated := len(uris) - len(set(uris)):
        found.append(f"{repeated} entries have the id of another")
    if source.kind == "sitemap" and not source.full_text:
        found.append("a sitemap has no text: only headlines would be sent")
    return found


def _length(entry: Entry) -> int:
    return max((len(visible(entry.article[name])) for name in BODIES if isinstance(entry.article.get(name), str)), default=0)


async def _outcome(source: Source, web: Web, entry: Entry, now: datetime, sites: Sites) -> str:
    article = article_of(source, Fresh("", Seen("", "", 1), entry.article, entry.time, False))
    if article is None:
        return "not sent: it has neither a text nor a headline"
    reason = None
    if source.full_text:
        article, reason = await FullText(web, lambda: now, sites).add(article)
    page = "" if not source.full_text else f" (full text not fetched: {reason})" if reason is not None else " (with the full text)"
    try:
        read = clean(orjson.dumps(article), source="articles/0/0", received=now, sites=sites)
    except Poison as exc:
        return f"dead letter: {type(exc).__name__}: {exc}{page}"
    if read.dropped is not None:
        return f"dropped: {read.dropped.reason}: {read.dropped.detail}{page}"
    return f"published: {len(read.text.split())} words, language {read.language or 'unknown'}{page}"
