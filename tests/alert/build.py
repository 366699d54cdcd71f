"""Articles with events, made by hand: only what a test is about is said, the rest is plain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from streams.alert.incident import Report
from streams.alert.record import report_of
from streams.messages import Actor, Casualty, Event, EventArticle, Place, Relation, SketchPlace, Span, When

DAY = datetime(2026, 3, 14, tzinfo=UTC)
_order = count()

KIRKUK = Place(start=0, end=6, text="Kirkuk", name="Kirkuk", admin1="Kirkuk", country="IRQ", lat=35.47, lon=44.39, precision="city")
RAMADI = Place(start=0, end=6, text="Ramadi", name="Ramadi", admin1="Anbar", country="IRQ", lat=33.42, lon=43.30, precision="city")
IRAQ = Place(start=0, end=4, text="Iraq", name="Iraq", country="IRQ", lat=33.0, lon=44.0, precision="country")
MARKET = "A van bomb tore through a vegetable market and a fruit seller lost his stall, officers said after counting the crates."
AGAIN = "The van bomb at the vegetable market was built by two brothers, said officers who found a receipt for crates in the stall."
"""The text of another report, which tells of it in other words, without its town."""
KIRKUK_MARKET = "A van bomb tore through a vegetable market in Kirkuk and a fruit seller lost his stall, police said."


def toll(number: int, kind: str = "killed", *, at_least: bool = False, of: str | None = None) -> Casualty:
    return Casualty.check({"kind": kind, "min": number, "max": None if at_least else number, "of": of, "start": 0, "end": 2})


def actor(name: str, kind: str = "group") -> Actor:
    return Actor.check({"start": 0, "end": len(name), "text": name, "name": name, "kind": kind})


def event(
    uri: str, type: str = "ASSAULT", *, place: Place | None = KIRKUK, tolls: tuple[Casualty, ...] = (), at: int = 0, **more: object
) -> Event:  # fmt: skip
    plain = {
        "id": f"evt-{uri}-{type}-{at}",
        "type": type,
        "realis": "happened",
        "place": place,
        "time": When(start=DAY, end=DAY + timedelta(days=1), precision="day"),
        "casualties": tolls,
        "severity": "severe" if sum(t.min for t in tolls if t.kind == "killed") >= 10 else "moderate",
        "urgency": "past",
        "certainty": "likely",
        "evidence": Span(start=at, end=at + 30, text=f"What happened, at {at}."),
        "confidence": 0.8,
    }
    return Event.check({**plain, **more})


def article(
    uri: str, *events: Event, kind: str = "new", story: str | None = None, of: str | None = None, publisher: str = "Agency", **more: object
) -> EventArticle:
    order = next(_order)
    plain = {
        "source": f"articles/0/{order}",
        "uri": uri,
        "publisher": publisher,
        "headline": f"Headline of {uri}",
        "text": "Text.",
        "published": DAY + timedelta(minutes=order),
        "received": DAY + timedelta(minutes=order),
        "sketch": SketchPlace(version=1, offset=order),
        "relation": Relation.check({"kind": kind, "of": of, "story": story or f"story-{uri}"}),
        "events": events,
    }
    return EventArticle.check({**plain, **more})


def report(uri: str, *events: Event, main: bool = True, **more: object) -> Report:
    """Return the report that an article makes; each is newer than those made before, and by a publisher of its own unless one is named."""
    told = article(uri, *events, **{"publisher": f"Publisher of {uri}", **more})  # type: ignore[arg-type]
    return report_of(told, told.events, main=main)
