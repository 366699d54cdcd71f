"""Tests of the date of an event: its own, not that of a thing, and the one that a sentence leans on."""

from __future__ import annotations

from datetime import datetime

import pytest

from streams.messages import Attribution
from tests.detect.hand import Said, events, noun, verb


def day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def test_a_date_of_a_participle_is_that_of_its_thing() -> None:
    said = Said(
        "A bomb damaged the mosque, built in 1903, in Kano on Thursday.",
        [("Kano", "GPE")],
        [
            noun("bomb", "bomb"),
            verb("damaged", "damage", ("agent", "A bomb"), ("patient", "the mosque")),
            verb("built", "build", ("patient", "the mosque"), ("oblique", "1903", "in"), voice="passive"),
        ],
    )
    (event,) = events(said)
    assert (day(event.time.start), event.realis) == ("2021-08-26", "happened")


def test_a_year_before_the_noun_dates_it() -> None:
    (event,) = events(Said("The 2019 bombing in Kano was recalled.", [("Kano", "GPE")], [noun("bombing", "bombing")]))
    assert (event.time.precision, event.realis) == ("year", "historical")


def test_since_when_is_no_date_of_an_event() -> None:
    text = "A blast in Kano was the worst since 2013."
    (event,) = events(Said(text, [("Kano", "GPE")], [noun("blast", "blast", ("oblique", "Kano", "in"))]))
    assert event.time.precision == "published"


@pytest.mark.parametrize(("first", "expected"), [("On Tuesday the river rose.", "2021-08-24"), ("In 2017 the river rose.", "2021-08-28")])
def test_a_sentence_leans_on_a_recent_day_only(first: str, expected: str) -> None:
    (event,) = events(Said(first), Said("A flood hit Kano.", [("Kano", "GPE")], [noun("flood", "flood"), verb("hit", "hit")]))
    assert day(event.time.start) == expected


def test_what_ended_a_month_ago_is_history() -> None:
    frames = [verb("exploded", "explode", ("agent", "A bomb"))]
    (old,) = events(Said("A bomb exploded in Kano on July 2.", [("Kano", "GPE")], frames))
    (new,) = events(Said("A bomb exploded in Kano on August 2.", [("Kano", "GPE")], frames))
    assert (old.realis, new.realis) == ("historical", "happened")


def test_the_day_that_owns_a_noun_dates_it() -> None:
    text = "A trader hurt in Thursday's bombing in Kano died on Friday."
    told = [
        noun("bombing", "bombing", ("agent", "Thursday"), ("oblique", "Kano", "in")),
        verb("died", "die", ("agent", "A trader"), ("oblique", "Friday", "on")),
    ]
    found = {event.predicate.text: day(event.time.start) for event in events(Said(text, [("Kano", "GPE")], told)) if event.predicate}
    assert found["bombing"] == "2021-08-26"


@pytest.mark.parametrize("link", ["when", "after"])
def test_a_clause_has_the_date_of_what_governs_it(link: str) -> None:
    clause = f"{link} a bomb exploded"
    told = [
        verb("died", "die", ("agent", "nine people"), ("modifier", "Four years ago"), ("clause", clause)),
        verb("exploded", "explode", ("agent", "a bomb")),
    ]
    first = Said("On Thursday the market in Kano opened.", [("Kano", "GPE")])
    found = events(first, Said(f"Four years ago nine people died there {clause}.", [], told))
    assert {(event.time.precision, event.realis) for event in found} == {("year", "historical")}


@pytest.mark.parametrize(
    ("text", "owner", "noun_", "date"),
    [
        ("Nine have died since Tuesday's crash in Kano.", "Tuesday", "crash", "2021-08-24"),
        ("Two more fell ill since Thursday's blast in Kano.", "Thursday", "blast", "2021-08-26"),
        ("Roads have been shut since Friday’s earthquake in Kano.", "Friday", "earthquake", "2021-08-27"),
    ],
)
def test_since_a_days_blast_tells_the_day_of_the_blast(text: str, owner: str, noun_: str, date: str) -> None:
    found = events(Said(text, [("Kano", "GPE")], [noun(noun_, noun_, ("agent", owner), ("oblique", "Kano", "in"))]))
    assert [day(event.time.start) for event in found] == [date]


def test_the_day_of_saying_is_that_of_the_deed_only_where_no_other_is_named() -> None:
    text = "Tuesday's blast in Kano hurt 9 people, police said on Friday."
    said = Attribution(start=text.index("police"), end=text.index("police") + 6, text="police", entity=None, verb="say")
    blast = noun("blast", "blast", ("agent", "Tuesday"), ("oblique", "Kano", "in"), attribution=said)
    hurt = verb("hurt", "hurt", ("agent", "blast"), ("patient", "9 people"), attribution=said)
    found = events(Said(text, [("Kano", "GPE")], [blast, hurt]))
    assert {day(event.time.start) for event in found} == {"2021-08-24"}
    alone = "A bomb exploded in the town of Kano, and police said on Friday."
    spoken = said.with_(start=alone.index("police"), end=alone.index("police") + 6)
    (event,) = events(Said(alone, [("Kano", "GPE")], [verb("exploded", "explode", ("agent", "A bomb"), attribution=spoken)]))
    assert day(event.time.start) == "2021-08-27"
