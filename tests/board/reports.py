"""Incidents as alert keeps them, for tests: an article whose event has each role once, its report, and the incident of reports."""

from __future__ import annotations

from typing import Any

from streams.alert import Incident
from streams.alert.facts import facts
from streams.alert.incident import Report
from streams.alert.record import alert_of, report_of
from streams.messages import Actor, Casualty, EventArticle, Place, Span, When
from tests.alert.build import DAY, article, event

TEXT = "Gunmen killed 12 farmers near Kirkuk on Friday, police said. A bridge was hit, too."
SENTENCE = Span(start=0, end=60, text=TEXT[:60])
LINKED = Span(start=61, end=83, text=TEXT[61:])


def stretch(words: str) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"start": at, "end": at + len(words), "text": words}


def telling(uri: str = "urn:a", **more: Any) -> EventArticle:
    """Return an article whose event has each role once."""
    found = event(
        uri,
        place=Place(**stretch("Kirkuk"), name="Kirkuk", country="IRQ"),
        tolls=(Casualty(kind="killed", min=12, max=12, of="farmers", start=14, end=24),),
        actors=(Actor(**stretch("Gunmen"), name="Gunmen", kind="group"),),
        victims=(Actor(**stretch("farmers"), name="farmers", kind="people"),),
        targets=(Span(**stretch("A bridge")),),
        predicate=Span(**stretch("killed")),
        time=When(text="Friday", start=DAY, end=DAY, precision="day"),
        evidence=SENTENCE,
        linked=(LINKED,),
        codes=({"scheme": "PLOVER", "code": "ASSAULT"}, {"scheme": "CAMEO", "code": "190"}),
    )
    return article(uri, found, **more)


def reported(read: EventArticle, **more: Any) -> Report:
    return report_of(read, read.events, main=True).with_(**more)


def incident_of(*reports: Report, id: str = "inc-1") -> Incident:
    said = facts(reports)
    assert said is not None
    return Incident(alert=alert_of(id, 1, "created", said, reports, (), 1.0, reports[-1]), reports=reports)
