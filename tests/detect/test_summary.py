"""The summary: one sentence of an event's facts, as the Associated Press writes numbers and days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detect import detect
from streams.detect.summary import summary_of
from streams.detect.when import published_when
from streams.messages import Actor, Casualty, CasualtyKind, Event, Place, When
from tests.detect.hand import PUBLISHED, Said, article, verb

RIGASA = Place(start=0, end=6, text="Rigasa", name="Rigasa", admin1="Kaduna", country="NGA", country_name="Nigeria", precision="city")
NIGERIA = Place(start=0, end=7, text="Nigeria", name="Nigeria", country="NGA", precision="country")
STATES = Place(start=0, end=4, text="U.S.", name="United States", country="USA", precision="country")
WHOLE = Said(
    "Gunmen killed nine farmers in Goma on Friday.",
    [("Goma", "GPE"), ("Friday", "DATE")],
    [verb("killed", "kill", ("agent", "Gunmen"), ("patient", "nine farmers"), ("oblique", "Goma", "in"), ("oblique", "Friday", "on"))],
)


def party(name: str) -> Actor:
    return Actor(start=0, end=len(name), text=name, name=name)


def count(kind: CasualtyKind, low: int, high: int | None, of: str | None = None, **more: Any) -> Casualty:
    return Casualty(kind=kind, min=low, max=high, of=of, start=0, end=1, **more)


def event(type_: str, **more: Any) -> Event:
    (made,) = detect(article(WHOLE)).events
    bare: dict[str, Any] = {"mode": None, "actors": (), "recipients": (), "victims": (), "casualties": (), "place": None}
    return made.with_(**{"type": type_, "time": published_when(PUBLISHED), **bare, **more})


def day(start: str) -> When:
    begin = datetime.fromisoformat(start + "T00:00:00+00:00")
    return When(start=begin, end=begin + timedelta(days=1), precision="day")


GUNMEN = {"actors": (party("Gunmen"),)}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (event("ASSAULT", casualties=(count("killed", 9, None, "farmers", attributed_to="Police"), count("abducted", 3, 3)),
               place=RIGASA, time=day("2021-08-24"), **GUNMEN),
         "Gunmen killed at least nine farmers in Rigasa, Kaduna, Nigeria, on Tuesday, police said; three abducted."),
        (event("ASSAULT", mode="explosives", casualties=(count("killed", 12, 12),), place=NIGERIA),
         "A bombing killed 12 people in Nigeria."),
        (event("ASSAULT", casualties=(count("killed", 90, 100, "soldiers", qualifier="nearly", attributed_to="9"),), place=NIGERIA),
         "An attack killed nearly 100 soldiers in Nigeria."),
        (event("COERCE", mode="arrest", casualties=(count("detained", 24, 99, "people", qualifier="dozens"),), place=NIGERIA,
               actors=(party("Police"),)),
         "Police arrested dozens of people in Nigeria."),
        (event("ACCIDENT", mode="crash", casualties=(count("killed", 15, 15, "on-board"),), place=NIGERIA),
         "A crash killed 15 people on board in Nigeria."),
        (event("ASSAULT", casualties=(count("killed", 3, 9, "farmers", qualifier="several"),), place=NIGERIA),
         "An attack killed several farmers in Nigeria."),
        (event("HAZARD", mode="flood", casualties=(count("killed", 36, 44, qualifier="about"),), place=NIGERIA),
         "Flooding killed about 40 people in Nigeria."),
        (event("ASSAULT", casualties=(count("killed", 2, 2),), actors=(party("Governor of"), party("Gunmen"))),
         "Gunmen killed two people."),
        (event("ASSAULT", mode="abduct", casualties=(count("abducted", 45, 45, "schoolgirls"),), **GUNMEN),
         "Gunmen abducted 45 schoolgirls."),
        (event("HAZARD", mode="earthquake", casualties=(count("killed", 1200, None),), place=STATES, time=day("2021-03-10")),
         "An earthquake killed at least 1,200 people in the United States on March 10."),
        (event("PROTEST", mode="demo", casualties=(count("killed", 2, 2),), actors=(party("Albanians"),)),
         "Albanians protested; two killed."),
        (event("COERCE", mode="arrest", casualties=(count("detained", 3, None, "men", qualifier="several"),), actors=(party("Police"),)),
         "Police arrested several men."),
        (event("CONSULT", actors=(party("Chad"),), recipients=(party("Mali"),)), "Chad held talks with Mali."),
        (event("DISRUPTION", mode="outage", place=RIGASA), "An outage in Rigasa, Kaduna, Nigeria."),
        (event("ASSAULT", realis="threatened", **GUNMEN), "Threatened: an attack by gunmen."),
        (event("ASSAULT", casualties=(count("killed", 0, 0, qualifier="no"),), **GUNMEN), "Gunmen attacked; no one killed."),
    ],
)  # fmt: skip
def test_it_reads_as_a_desk_would_write_it(said: Event, wanted: str) -> None:
    assert summary_of(said, PUBLISHED) == wanted


def test_every_event_carries_its_own() -> None:
    (made,) = detect(article(WHOLE)).events
    assert made.summary == "Gunmen killed nine farmers in Goma, North Kivu, Democratic Republic of the Congo, on Friday."


@given(
    st.sampled_from(["ASSAULT", "ACCIDENT", "PROTEST", "COERCE", "ACCUSE", "HEALTH", "AGREE"]),
    st.lists(st.text(max_size=90), max_size=6),
    st.integers(0, 10**6),
)
def test_whatever_the_facts_it_is_one_bounded_sentence(type_: str, names: list[str], killed: int) -> None:
    said = summary_of(event(type_, actors=tuple(map(party, names)), casualties=(count("killed", killed, None),)), PUBLISHED)
    assert said.endswith(".")
    assert len(said) < 600
    assert "  " not in said
