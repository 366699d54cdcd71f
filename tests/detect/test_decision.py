"""Detect's decision: rules alone without readings, a sum of rules and readings with them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from streams.detect import decision, detect
from streams.detect.decision import NONE, decide, decisions, features, voices_of
from streams.detect.likeness import Example, shelf_of
from streams.detect.reading import Reading as Page
from streams.detect.topic import topic_of
from streams.messages import AnalysedArticle, ReadArgument, Reading
from tests.detect.hand import Said, article, noun, verb

ATTACK = Said("Gunmen attacked a convoy.", (), [verb("attacked", "attack", ("agent", "Gunmen"), ("patient", "a convoy"))])
SENT = Said("Gunmen delivered a blow.", (), [verb("delivered", "deliver", ("agent", "Gunmen"), ("patient", "a blow"))])
WEIGHTS = {"reader": 1.0, "reader of none": 1.0, "rule": 2.0, "like": 6.0}
SHELF = [Example("hush", "COERCE", "a", "The junta hushed the radio station.")]


@pytest.fixture(autouse=True)
def weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "table", lambda: WEIGHTS)
    monkeypatch.setattr(decision, "shelf", lambda: shelf_of(SHELF))


def read(said: Said, event: int, **more: Any) -> AnalysedArticle:
    """Return the article of a sentence whose one predicate has a reading."""
    whole = article(said)
    plain: dict[str, Any] = {"types": {"ASSAULT": event} if event else {}, "news": 90, "realis": {"happened": 90}}
    told = Reading(event=event, **plain | more)
    return whole.with_(frames=(whole.frames[0].with_(reading=told),), kinds={"news": 90})


def test_without_readings_the_first_sense_that_holds_decides() -> None:
    whole = article(ATTACK)
    assert whole.kinds is None
    assert [event.type for event in detect(whole).events] == ["ASSAULT"]
    assert list(decisions(whole)) == []


def test_a_reading_gives_a_type_to_a_word_that_the_lexicon_has_not() -> None:
    assert detect(article(SENT)).events == ()
    (event,) = detect(read(SENT, 95)).events
    assert (event.type, event.told, event.realis) == ("ASSAULT", "news", "happened")


def test_a_reading_silences_a_word_that_the_lexicon_has() -> None:
    assert detect(read(ATTACK, 1)).events == ()


def test_what_is_read_as_background_or_denied_is_told_so() -> None:
    (event,) = detect(read(ATTACK, 95, news=10, realis={"historical": 80})).events
    assert (event.told, event.realis) == ("background", "historical")


def test_an_argument_that_only_the_reader_sees_is_a_party() -> None:
    bare = Said("Gunmen are said to be behind the attack.", (), [verb("attack", "attack")])
    whole = read(bare, 95, arguments=(ReadArgument(role="who", start=0, end=6, sure=90),))
    (event,) = detect(whole).events
    assert [actor.text for actor in event.actors] == ["Gunmen"]
    assert detect(read(bare, 95, arguments=(ReadArgument(role="who", start=0, end=6, sure=20),))).events[0].actors == ()


def test_each_term_is_shown_and_their_sum_decides() -> None:
    ((index, found),) = decisions(read(ATTACK, 50))
    assert index == 0
    assert found.type == "ASSAULT"
    assert dict(found.terms)["rule"] == 2
    assert dict(found.terms)["reader"] == pytest.approx(math.log(0.5))
    assert found.other == NONE
    assert dict(found.other_terms)["reader of none"] == pytest.approx(math.log(0.5))
    assert found.chance == pytest.approx(1 / (1 + math.exp(-2)))


def test_harm_that_only_the_reader_sees_is_marked() -> None:
    whole = Page(read(SENT, 60))
    told = features(whole, 0, voices_of(whole, topic_of(whole)), topic_of(whole))
    assert told["ASSAULT"]["harm without its word"] == 1
    whole = Page(read(ATTACK, 60))
    told = features(whole, 0, voices_of(whole, topic_of(whole)), topic_of(whole))
    assert "harm without its word" not in told["ASSAULT"]


def test_of_equal_sums_the_first_by_name_is_taken() -> None:
    assert decide({NONE: {}, "CRIME": {"rule": 1.0}, "ASSAULT": {"rule": 1.0}}).type == "ASSAULT"


def test_an_example_of_the_corpus_has_a_say_and_is_shown() -> None:
    said = Said("The junta hushed the press.", (), [verb("hushed", "hush", ("agent", "The junta"), ("patient", "the press"))])
    ((_, found),) = decisions(read(said, 40, types={"REJECT": 30}))
    assert (found.type, found.like) == ("COERCE", SHELF[0].text)
    assert dict(found.terms)["like"] == 6


def test_a_sense_of_none_stands_unless_the_reader_is_surer() -> None:
    said = Said("He suffered a heart attack.", (), [noun("attack", "attack", ("modifier", "heart"))])
    assert detect(read(said, 80)).events == ()
    assert [event.type for event in detect(read(said, 95)).events] == ["ASSAULT"]


def test_what_the_object_makes_stands_where_only_the_object_was_decided() -> None:
    said = Said(
        "Drivers called off the strike in Quito.",
        [("Quito", "GPE")],
        [verb("called off", "call off", ("agent", "Drivers"), ("patient", "the strike")), noun("strike", "strike")],
    )
    whole = article(said).with_(kinds={"news": 90})
    of_strike = Reading(event=95, types={"PROTEST": 95}, news=90, realis={"ongoing": 90}, mode="strike")
    of_verb = Reading(event=20, types={"PROTEST": 20}, news=90, realis={"happened": 90})
    whole = whole.with_(frames=(whole.frames[0].with_(reading=of_verb), whole.frames[1].with_(reading=of_strike)))
    assert [event.type for event in detect(whole).events] == ["RETREAT"]


@pytest.mark.parametrize(
    ("text", "flight", "deed"),
    [
        ("Villagers fled when soldiers shelled Bama.", ("fled", "flee", "Villagers"), ("shelled", "shell", "soldiers", "Bama")),
        ("Pilgrims escaped after militants bombed the shrine.", ("escaped", "escape", "Pilgrims"),
         ("bombed", "bomb", "militants", "the shrine")),
        ("Residents hid while rebels attacked Goma.", ("hid", "hide", "Residents"), ("attacked", "attack", "rebels", "Goma")),
    ],
)  # fmt: skip
def test_who_flees_a_deed_is_not_its_doer_though_the_reader_takes_both_verbs_for_it(
    text: str, flight: tuple[str, str, str], deed: tuple[str, str, str, str]
) -> None:
    fled = verb(flight[0], flight[1], ("agent", flight[2]))
    struck = verb(deed[0], deed[1], ("agent", deed[2]), ("patient", deed[3]))
    whole = article(Said(text, (), [fled, struck])).with_(kinds={"news": 90})
    told = Reading(event=95, types={"ASSAULT": 95}, news=90, realis={"happened": 90})
    found = detect(whole.with_(frames=tuple(frame.with_(reading=told) for frame in whole.frames))).events
    assert [(event.type, [actor.name for actor in event.actors]) for event in found] == [("ASSAULT", [deed[2]])]


def test_a_sentence_that_was_not_read_is_not_taken_for_one_that_tells_nothing() -> None:
    whole = Page(article(ATTACK).with_(kinds={"news": 90}))
    told = features(whole, 0, voices_of(whole, topic_of(whole)), topic_of(whole))
    assert told["ASSAULT"]["unread"] == 1
    assert "reader" not in told["ASSAULT"]
