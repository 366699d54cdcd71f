"""Tests of realis (happened, goes on, planned, threatened, denied, long past), and of severity, urgency and certainty."""

from __future__ import annotations

from typing import Any

import pytest

from streams.messages import Event, Reading, Realis
from tests.detect.hand import Named, Said, events, noun, verb

MALI: Named = ("Mali", "GPE")


def attack(text: str, word: str = "attacked", **more: Any) -> Event:
    """Return the only event of a sentence in which rebels attack a town in Mali."""
    (event,) = events(
        Said(text, [MALI], [verb(word, "attack", ("agent", "ebels"), ("patient", "town"), ("oblique", "Mali", "in"), **more)])
    )
    return event


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("Rebels attacked a town in Mali.", {}, "happened"),
        ("Rebels are attacked a town in Mali.", {"tense": "present", "aspect": "progressive"}, "ongoing"),
        ("Rebels will have attacked a town in Mali.", {"tense": "future"}, "planned"),
        ("Rebels warned: attacked a town in Mali.", {"modality": "threaten"}, "threatened"),
        ("Rebels attacked a town in Mali in 2015.", {}, "historical"),
        ("Rebels attacked a town in Mali on Thursday.", {}, "happened"),
    ],
)
def test_realis(text: str, more: dict[str, Any], expected: str) -> None:
    assert attack(text, **more).realis == expected


@pytest.mark.parametrize(
    ("day", "read", "expected"),
    [(" on Thursday", "historical", "happened"), ("", "historical", "historical"), (" in 2015", "happened", "historical"),
     (" on Thursday", "denied", "denied"), (" in July", "historical", "historical")],
)  # fmt: skip
def test_a_day_of_the_week_before_is_no_history_and_an_old_one_is_whatever_is_read(day: str, read: Realis, expected: str) -> None:
    reading = Reading(event=90, types={"ASSAULT": 90}, news=50, realis={read: 90})
    assert attack(f"Rebels attacked a town in Mali{day}.", reading=reading).realis == expected


def test_what_is_denied_is_kept_as_denied() -> None:
    said = Said(
        "Ghana denied that rebels attacked a town in Mali.",
        [("Ghana", "GPE"), MALI],
        [verb("denied", "deny", ("agent", "Ghana")), verb("attacked", "attack", ("agent", "rebels"), ("patient", "a town"), parent=0)],
    )
    (event,) = [e for e in events(said) if e.type == "ASSAULT"]
    assert (event.realis, event.certainty, event.urgency) == ("denied", "unlikely", "unknown")


def test_what_did_not_happen_is_no_event() -> None:
    assert (
        events(
            Said(
                "Rebels did not attack a town in Mali.",
                [MALI],
                [verb("attack", "attack", ("agent", "Rebels"), ("patient", "a town"), negated=True)],
            )
        )
        == ()
    )


@pytest.mark.parametrize("modality", ["would", "could"])
@pytest.mark.parametrize("reading", [None, Reading(event=99, types={"ASSAULT": 99}, news=99, realis={"happened": 99})])
def test_what_would_have_been_is_no_event_whatever_is_read(modality: str, reading: Reading | None) -> None:
    frame = verb("attacked", "attack", ("agent", "Rebels"), ("patient", "a town"), modality=modality, aspect="perfect", reading=reading)
    assert events(Said("Rebels would have attacked a town in Mali.", [MALI], [frame]), kinds={} if reading is None else {"news": 90}) == ()


@pytest.mark.parametrize("lemma", ["simulate", "imagine", "pretend"])
def test_what_is_only_imagined_is_no_event(lemma: str) -> None:
    said = Said("The drill imagined that rebels attacked a town in Mali.", [MALI], [
        verb("imagined", lemma, ("agent", "The drill")),
        verb("attacked", "attack", ("agent", "rebels"), ("patient", "a town"), parent=0),
    ])  # fmt: skip
    assert [event for event in events(said) if event.type == "ASSAULT"] == []


@pytest.mark.parametrize(("lemma", "marker"), [("practise", "for"), ("train", "for"), ("rehearse", "to")])
def test_what_others_train_for_is_no_event(lemma: str, marker: str) -> None:
    said = Said("Crews in Mali worked for a day on which rebels attacked a town.", [MALI], [
        verb("worked", lemma, ("agent", "Crews in Mali"), ("oblique", "a day on which rebels attacked a town", marker)),
        verb("attacked", "attack", ("agent", "rebels"), ("patient", "a town")),
    ])  # fmt: skip
    assert [event for event in events(said) if event.type == "ASSAULT"] == []


@pytest.mark.parametrize(("text", "realis"), [
    ("Nurses called off Thursday's strike in Mali.", ["denied"]),
    ("Nurses did not call off Thursday's strike in Mali.", []),
])  # fmt: skip
def test_what_is_called_off_will_not_be(text: str, realis: list[str]) -> None:
    off = verb("call", "call off", ("agent", "Nurses"), ("patient", "Thursday's strike"), negated="not" in text)
    said = Said(text, [MALI], [off, noun("strike", "strike", ("agent", "Thursday"), ("oblique", "Mali", "in"))])
    assert [event.realis for event in events(said) if event.type == "PROTEST"] == realis


def test_what_a_work_tells_is_no_event() -> None:
    words = {"tense": "present"}
    told = verb("raid", "raid", ("agent", "rebels"), ("patient", "a town"), ("oblique", "the new novel", "in"), **words)
    assert events(Said("In the new novel rebels raid a town in Mali.", [MALI], [told])) == ()
    shown = Said("The film shows how rebels raid a town in Mali.", [MALI], [
        verb("shows", "show", ("agent", "The film"), **words),
        verb("raid", "raid", ("agent", "rebels"), ("patient", "a town"), parent=0, **words),
    ])  # fmt: skip
    assert events(shown) == ()


@pytest.mark.parametrize("span", ["a year", "every month", "each day"])
def test_what_happens_so_often_is_told_of_no_day(span: str) -> None:
    frame = verb("attack", "attack", ("agent", "Rebels"), ("patient", "nine towns"), ("oblique", span), tense="present")
    (event,) = events(Said(f"Rebels attack nine towns {span} in Mali.", [MALI], [frame]))
    assert event.realis == "historical"


def test_what_a_survey_found_is_told_of_no_day() -> None:
    said = Said("A survey found that rebels attacked a town in Mali.", [MALI], [
        verb("found", "find", ("agent", "A survey")),
        verb("attacked", "attack", ("agent", "rebels"), ("patient", "a town"), parent=0),
    ])  # fmt: skip
    assert [event.realis for event in events(said)] == ["historical"]


def test_an_event_names_the_words_that_tell_it() -> None:
    event = attack("Rebels attacked a town in Mali.")
    assert event.predicate is not None
    assert (event.predicate.start, event.predicate.end, event.predicate.text) == (7, 15, "attacked")


def test_what_one_will_not_do_is_a_refusal() -> None:
    said = Said(
        "Ghana will not release the prisoners.",
        [("Ghana", "GPE")],
        [verb("release", "release", ("agent", "Ghana"), ("patient", "the prisoners"), tense="future", negated=True)],
    )
    assert [(e.type, e.realis) for e in events(said)] == [("REJECT", "happened")]


def test_hedges_make_it_only_possible() -> None:
    assert attack("Rebels attacked a town in Mali.").certainty == "likely"
    assert attack("Rebels reportedly attacked a town in Mali.").certainty == "possible"


def test_urgency_follows_the_date() -> None:
    assert attack("Rebels attacked a town in Mali on Friday.").urgency == "immediate"
    assert attack("Rebels attacked a town in Mali on August 2.").urgency == "past"


@pytest.mark.parametrize(("killed", "severity"), [("3", "moderate"), ("12", "severe"), ("at least 140", "extreme")])
def test_severity_follows_the_dead(killed: str, severity: str) -> None:
    assert attack(f"Rebels attacked a town in Mali, killing {killed} people.").severity == severity
