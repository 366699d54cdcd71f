"""An Item is what came in, whatever its form: the raw text and what the feeder says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from streams.clean.boilerplate.lines import Line
from streams.clean.cuts import without_surrogates
from streams.clean.dates import Moment, place_of, read_moment
from streams.clean.pages.facts import page_facts
from streams.clean.pages.markup import is_markup, is_page
from streams.clean.pages.page import read_page
from streams.clean.pages.sites import Sites
from streams.errors import Malformed
from streams.messages import Note, PubStatus, Signal, Subject


@dataclass(frozen=True, slots=True)
class Item:
    """One item as its feeder gave it, checked; absent facts are None or empty."""

    raw: str = ""
    """The decoded text, or the rendering of HTML (`page.py`)."""
    hints: dict[int, str] = field(default_factory=dict)
    outside: frozenset[int] = frozenset()
    lines: tuple[Line, ...] | None = None
    """The lines of `raw`, where they are read already."""
    page: bool = False
    """True if the body was a whole HTML page."""
    tree: Any = None
    """The parsed body, if it is HTML; the search for walls reads it."""
    uri: str | None = None
    version: str | None = None
    pub_status: PubStatus = "usable"
    publisher: str | None = None
    link: str | None = None
    by: str | None = None
    located: str | None = None
    keywords: tuple[str, ...] = ()
    headline: str | None = None
    slug: str | None = None
    language: str | None = None
    published: Moment | None = None
    page_published: Moment | None = None
    """The time that the page's head states; those of the feeder and of the dateline go before it."""
    embargoed_until: datetime | None = None
    hold: str | None = None
    """The words in the feeder's field for an embargo's end, where they cannot be read as one."""
    urgency: int | None = None
    ed_note: str | None = None
    subjects: tuple[Subject, ...] = ()
    rights: str | None = None
    refers_to: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    notes: tuple[Note, ...] = ()
    """Notes on the fields that were left out, since they could not be read."""


def with_body(item: Item, body: str, *, markup: bool | None = None) -> Item:
    """Return the item with its body: rendered where it has HTML in it (or `markup` says so), and with the head's facts where it is a page.

    What the feeder said goes before what the page says of itself.
    """
    body = without_surrogates(body)
    if not (is_markup(body) if markup is None else markup):
        return replace(item, raw=body)
    page = read_page(body)
    facts = page_facts(page.tree) if page.tree is not None else {}
    keywords = tuple(part.strip() for part in facts.get("keywords", "").split(",") if part.strip())
    return replace(
        item,
        raw=page.raw,
        hints=page.hints,
        outside=page.outside,
        lines=page.lines,
        page=is_page(body),
        tree=page.tree,
        headline=item.headline or _plain(facts.get("headline")),
        by=item.by or _plain(facts.get("by")),
        publisher=item.publisher or _plain(facts.get("publisher")),
        link=item.link or _plain(facts.get("link")),
        keywords=item.keywords or tuple(dict.fromkeys(keywords))[:50],
        language=item.language or facts.get("language"),
        page_published=_moment(facts),
    )


def by_site(item: Item, sites: Sites) -> Item:
    """Return the item as the rule for its page's site reads it; as it is where its body is no page, or there is no rule for it.

    The site is that of the link, else of the uri. What the feeder said of headline and time goes before what the rule finds.
    """
    rule = sites.of(item.link, item.uri) if item.page and item.tree is not None else None
    page = rule.read(item.tree) if rule is not None else None
    if rule is None or page is None:
        return item
    facts = page_facts(item.tree)
    headline, published = rule.fact(rule.headline, item.tree), rule.fact(rule.time, item.tree)
    own = item.headline in (None, _plain(facts.get("headline")))
    time = _moment({**facts, "published": published}) if published is not None else None
    return replace(
        item,
        raw=page.raw,
        hints=page.hints,
        outside=page.outside,
        lines=page.lines,
        headline=_plain(headline) or item.headline if own else item.headline,
        page_published=time or item.page_published,
    )


def _plain(fact: str | None) -> str | None:
    return without_surrogates(fact) if fact else None


def _moment(facts: dict[str, str]) -> Moment | None:
    try:
        place = place_of(facts.get("language"), facts.get("link"))
        return read_moment(facts["published"], "published", place) if "published" in facts else None
    except Malformed:  # a page's head is no contract: what cannot be read there is not there
        return None
