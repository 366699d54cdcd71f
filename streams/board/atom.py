"""Alerts as an Atom feed (RFC 4287): an entry for each incident, whose `updated` moves on with each revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from streams import __version__
from streams.board.addresses import alert_path, urn, web_link
from streams.board.markup import child, document
from streams.messages import Alert

CONTENT_TYPE = "application/atom+xml"
STRUCK = {"withdrawn": "Withdrawn: ", "superseded": "Merged into another: "}
"""The words before the title of an incident that no longer stands."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NONE_YET = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of a feed without an entry."""


def atom(alerts: Sequence[Alert], *, id: str, title: str, base: str, own: str, following: str | None) -> bytes:
    """Return the feed: its lasting `id`, its title, our address, and the addresses of the feed itself and of the page behind it."""
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE})
    child(feed, "id", id)
    child(feed, "title", title)
    child(feed, "updated", _time(max((alert.updated for alert in alerts), default=_NONE_YET)))
    child(child(feed, "author"), "name", "Newswire Streams")
    child(feed, "generator", "Newswire Streams", version=__version__)
    child(feed, "link", rel="self", type=CONTENT_TYPE, href=own)
    if following is not None:
        child(feed, "link", rel="next", type=CONTENT_TYPE, href=following)
    for alert in alerts:
        _entry(child(feed, "entry"), alert, base)
    return document(feed)


def _entry(entry: ElementTree.Element, alert: Alert, base: str) -> None:
    child(entry, "id", urn(alert.id))
    child(entry, "title", STRUCK.get(alert.kind, "") + alert.headline, type="text")
    child(entry, "updated", _time(alert.updated))
    child(entry, "published", _time(alert.first_seen))
    child(entry, "link", rel="alternate", type="application/json", href=base + alert_path(alert.id))
    links = dict.fromkeys(link for article in reversed(alert.articles) if (link := web_link(article.link)) is not None)
    for link in list(links)[:10]:
        child(entry, "link", rel="via", href=link)
    for term in filter(None, (alert.type, alert.mode, alert.severity, alert.kind)):
        child(entry, "category", term=term)
    child(entry, "summary", alert.summary or alert.evidence.text, type="text")


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
