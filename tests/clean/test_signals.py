"""Tests of what the wire says of an item: updates, corrections, kills, tests, advisories, and languages that we do not read."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from streams.clean.signals import read_headline
from streams.errors import Empty
from streams.messages import CleanArticle
from tests.clean import articles
from tests.clean.articles import REBELS
from tests.operations import operations


def read(**item: Any) -> CleanArticle:
    return articles.read({"uri": "urn:wire:9", **item})


@pytest.mark.parametrize(
    ("headline", "kind", "number", "rest"),
    [
        ("UPDATE 2-Rebels take bridge", "update", 2, "Rebels take bridge"),
        ("Update 11: Rebels take bridge", "update", 11, "Rebels take bridge"),
        ("WRAPUP 1-Rebels take bridge", "update", 1, "Rebels take bridge"),
        ("WRAP-Rebels take bridge", "update", None, "Rebels take bridge"),
        ("2nd LD-Writethru: Rebels take bridge", "update", 2, "Rebels take bridge"),
        ("LIVE: Rebels take bridge", "update", None, "Rebels take bridge"),
        ("Live updates - Rebels take bridge", "update", None, "Rebels take bridge"),
        ("CORRECTED-Rebels take bridge", "correction", None, "Rebels take bridge"),
        ("CORRECTED-UPDATE 3-Rebels take bridge", "correction", None, "Rebels take bridge"),
        ("REFILE-Rebels take bridge", "correction", None, "Rebels take bridge"),
        ("RPT-Rebels take bridge", "repeat", None, "Rebels take bridge"),
        ("REPEAT - Rebels take bridge", "repeat", None, "Rebels take bridge"),
        ("WITHDRAWN: Rebels take bridge", "withdrawal", None, "Rebels take bridge"),
        ("KILL-Rebels take bridge", "withdrawal", None, "Rebels take bridge"),
        ("KILL KILL KILL", "withdrawal", None, "KILL KILL KILL"),
        ("ADVISORY-Interview at noon", "advisory", None, "Interview at noon"),
    ],
)
def test_prefix(headline: str, kind: str, number: int | None, rest: str) -> None:
    article = read(headline=headline, text=REBELS)
    assert article.signal is not None
    assert (article.signal.kind, article.signal.number, article.headline) == (kind, number, rest)


@pytest.mark.parametrize(
    "headline",
    [
        "LIVE-FIRE drills at Arlen",
        "Live from Arlen",
        "Kill switch fails at Arlen",
        "Updated law divides Arlen",
        "Update on talks",
        "Killings in Arlen",
        "Test of strength",
    ],
)
def test_no_prefix(headline: str) -> None:
    article = read(headline=headline, text=REBELS)
    assert (article.signal, article.headline, article.dropped) == (None, headline, None)


def test_flash_prefix_is_no_signal_and_its_headline_the_message() -> None:
    article = read(headline="FLASH - Rebels take the bridge at Arlen")
    assert (article.headline, article.text, article.signal) == (
        "Rebels take the bridge at Arlen", "FLASH - Rebels take the bridge at Arlen", None,
    )  # fmt: skip
    with pytest.raises(Empty):
        read(headline="Rebels take the bridge at Arlen", text=" ")


def test_kill_names_what_it_kills() -> None:
    article = read(headline="KILL: Bridge", text="KILL KILL KILL. Please kill urn:wire:7, and https://wire.example/7. It was wrong.")
    assert article.signal is not None
    assert (article.signal.kind, article.refers_to, article.dropped) == ("withdrawal", ("urn:wire:7", "https://wire.example/7"), None)


def test_story_withdrawn_in_the_first_line() -> None:
    article = read(headline="Rebels take bridge", text=f"STORY WITHDRAWN: This story was wrong.\n\n{REBELS}")
    assert article.signal is not None
    assert article.signal.kind == "withdrawal"


def test_canceled_may_be_empty() -> None:
    for item in ({}, {"text": ""}, {"text": REBELS}):
        article = read(pubStatus="canceled", **item)
        assert article.signal is not None
        assert (article.pub_status, article.signal.kind, article.dropped) == ("canceled", "withdrawal", None)


def test_withheld() -> None:
    article = read(pubStatus="withheld", text=REBELS)
    assert article.dropped is not None
    assert (article.dropped.reason, article.dropped.field) == ("withheld", "pubStatus")


@pytest.mark.parametrize(
    "item",
    [
        {"headline": "TEST - please ignore"}, {"headline": "TEST"}, {"headline": "TEST MESSAGE from the wire"},
        {"headline": "Test message, please disregard"}, {"slugline": "TEST-MESSAGE"}, {"edNote": "This is a test"},
    ],
)  # fmt: skip
def test_test_messages(item: dict[str, str]) -> None:
    article = read(text=REBELS, **item)
    assert article.dropped is not None
    assert article.dropped.reason == "test"


@pytest.mark.parametrize(
    "headline",
    ["Test: India bat first at Arlen", "Testing times for the governor", "TEST-FIRING OF MISSILE SEEN", "N. Korea test fires missile"],
)
def test_what_is_no_test_message(headline: str) -> None:
    assert read(headline=headline, text=REBELS).dropped is None


def test_advisory_is_dropped() -> None:
    article = read(headline="MEDIA ADVISORY: Governor to speak", text=REBELS)
    assert article.dropped is not None
    assert article.dropped.reason == "advisory"


@pytest.mark.parametrize(
    "text",
    [
        "Les rebelles ont pris le pont lundi après une semaine de combats, a déclaré le gouverneur de la province.",
        "Die Rebellen haben am Montag nach einer Woche die Brücke eingenommen, sagte der Gouverneur der Provinz.",
        "Los rebeldes tomaron el puente el lunes después de una semana de combates, dijo el gobernador.",
        "Повстанцы захватили мост в понедельник после недели боёв, заявил губернатор провинции.",
        "استولى المتمردون على الجسر يوم الاثنين بعد أسبوع من القتال",
        "叛军周一经过一周的战斗后占领了这座桥，该省省长说。",
    ],
)
def test_other_languages_are_dropped(text: str) -> None:
    article = read(text=text)
    assert article.dropped is not None
    assert article.dropped.reason == "language"
    assert article.language != "en"


def test_prefixes_far_behind_the_start_of_a_headline_are_its_words() -> None:
    told = read_headline("RPT-" * 200 + "Rebels take bridge")
    assert told.signal is not None
    assert told.signal.kind == "repeat"
    assert told.text == "RPT-" * 75 + "Rebels take bridge"


def test_a_headline_of_many_prefixes_takes_no_more_steps_than_one_of_some() -> None:
    for prefix in ("UPDATE 2-", "RPT-", "KILL ", "LIVE: ", "CORRECTED ("):
        some, many = prefix * (1_000 // len(prefix)), prefix * (1_000_000 // len(prefix))
        read_headline(some)  # what is made at the first call only is no step of the second
        assert operations(partial(read_headline, many)) <= operations(partial(read_headline, some)) * 1.1


@pytest.mark.parametrize(
    "text",
    [
        "Explosion near Kabul airport kills at least six, police official says.",
        "Houthi drones hit Saudi Aramco Jeddah oil depot, Al Arabiya reports Wednesday.",
        "Bomb kills 12 in Quetta",
        "Magnitude 6.1 earthquake strikes Sulawesi, Indonesia",
        "Burundi President Pierre Nkurunziza dies aged 55",
        "TALIBAN SEIZE MAZAR-I-SHARIF",
    ],
)
def test_short_english_flash_is_read(text: str) -> None:
    article = read(text=text)
    assert (article.dropped, article.language) == (None, "en")
