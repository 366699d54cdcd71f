"""Invented sentences through the bundled model, where its weights are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

import streams.model
from streams.detect import detect
from streams.extract import analyse
from streams.messages import Event, Relation, ScreenedArticle
from tests.detect.hand import PUBLISHED

WEIGHTS = Path(streams.model.__file__).parent / "weights" / "config.cfg"
pytestmark = pytest.mark.skipif(not WEIGHTS.exists(), reason="the model is not trained yet")

Read = Callable[[str], tuple[Event, ...]]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    def run(text: str) -> tuple[Event, ...]:
        article = ScreenedArticle(
            source="a/0/0",
            uri="urn:test:whole",
            published=PUBLISHED,
            received=PUBLISHED,
            text=text,
            language="en",
            relation=Relation(kind="new", story="s"),
        )
        (found,) = analyse(nlp, [article])
        assert not isinstance(found, Exception)
        return detect(found).events

    return run


def test_a_bomb_with_its_dead(read: Read) -> None:
    found = read(
        "At least 14 people were killed and dozens injured when a car bomb exploded near a bus stop in Mogadishu on Thursday, police said."
    )
    (event,) = [e for e in found if e.type == "ASSAULT"]
    assert event.mode == "explosives"
    assert [(c.kind, c.min, c.max) for c in event.casualties] == [("killed", 14, None), ("injured", 24, 99)]
    assert event.place is not None
    assert event.place.country == "SOM"
    assert (event.severity, f"{event.time.start:%F}") == ("severe", "2021-08-26")


def test_a_quake(read: Read) -> None:
    (event,) = [
        e
        for e in read("A magnitude 7.1 earthquake struck central Peru early on Friday, killing 23 people and flattening villages.")
        if e.type == "HAZARD"
    ]
    assert (event.mode, [c.min for c in event.casualties], event.severity) == ("earthquake", [23], "severe")


def test_a_meeting(read: Read) -> None:
    (event,) = [
        e
        for e in read("Kenyan President William Ruto met Ugandan President Yoweri Museveni in Nairobi on Monday to discuss trade.")
        if e.type == "CONSULT"
    ]
    assert event.place is not None
    assert event.place.name == "Nairobi"


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Town won the battle for market share as its shares rose 4 percent and analysts raised their forecasts for the quarter.",
        "The striker fired home from close range to kill off the match, and the goalkeeper blasted the referee after the league game.",
        "The singer's new album is an explosion of colour, and the film that inspired it was a box-office bomb, critics said in reviews.",
    ],
)
def test_figures_of_speech(read: Read, text: str) -> None:
    assert not [e for e in read(text) if e.type in ("ASSAULT", "CRIME", "ACCIDENT", "HAZARD")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("At least 17 people were killed when a bomb exploded at a market in Kirkuk on Monday, police said.", "people"),
        ("Gunmen shot dead at least nine policemen at a checkpoint near Quetta on Monday.", "policemen"),
        ("At least six soldiers were killed by a roadside bomb near Mopti in Mali on Monday.", "soldiers"),
    ],
)
def test_a_bound_is_no_part_of_a_name(read: Read, text: str, name: str) -> None:
    assert {party.name for event in read(text) for party in (*event.recipients, *event.victims)} == {name}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Gunmen attacked an army post near Gao in Mali on Monday.", "ASSAULT"),
        ("Militants attacked a border post in Kunar province on Tuesday.", "ASSAULT"),
        ("Fighters attacked a police post on the road to Kitgum on Monday.", "ASSAULT"),
        ("The minister attacked a post on social media on Monday.", "ACCUSE"),
    ],
)
def test_a_post_with_guards_is_attacked_by_arms(read: Read, text: str, type_: str) -> None:
    assert [event.type for event in read(text)] == [type_]
