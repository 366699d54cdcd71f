"""Tests of events that the headline alone tells: they are taken if the text tells nothing that an editor would take."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from streams.detect import detect
from streams.extract import analyse
from streams.messages import AnalysedArticle, EventArticle
from tests.extract.docs import screened

DAY = datetime(2026, 11, 27, 8, tzinfo=UTC)


def detected(nlp: Language, headline: str | None, text: str) -> EventArticle:
    (article,) = analyse(nlp, [screened(text, headline=headline, published=DAY)])
    assert isinstance(article, AnalysedArticle)
    return detect(article)


@pytest.mark.parametrize(
    ("headline", "type_", "country", "killed"),
    [
        ("Blast kills nine at market in Kirkuk", "ASSAULT", "IRQ", 9),
        ("Ferry sinks off Samar in Philippines, 14 dead", "ACCIDENT", "PHL", 14),
        ("Flood kills six in Kinshasa", "HAZARD", "COD", 6),
    ],
)
def test_a_deed_that_only_the_headline_tells_is_an_event(nlp: Language, headline: str, type_: str, country: str, killed: int) -> None:
    article = detected(nlp, headline, "Our reporter is on the way. More follows soon on this page.")
    (event, *_) = article.events
    assert (event.type, event.in_headline, event.told) == (type_, True, "news")
    assert event.place is not None
    assert event.place.country == country
    assert [(one.kind, one.min) for one in event.casualties] == [("killed", killed)]
    assert event.evidence.text == headline


def test_what_the_text_tells_is_not_told_again_by_the_headline(nlp: Language) -> None:
    article = detected(nlp, "Blast kills nine at market in Kirkuk", "A bomb exploded in a market in Kirkuk on Friday, killing nine people.")
    assert article.events
    assert not any(event.in_headline for event in article.events)


def test_a_headline_that_tells_of_no_deed_brings_none(nlp: Language) -> None:
    assert not detected(nlp, "What to do in Kirkuk this weekend", "Our reporter has been to the bazaar.").events


def test_the_ids_of_headline_and_text_differ(nlp: Language) -> None:
    headline = "Gunmen kill nine farmers in Rigasa"
    alone = detected(nlp, None, headline).events
    above = detected(nlp, headline, "Our reporter is on the way.").events
    assert alone
    assert above
    assert {event.id for event in alone}.isdisjoint(event.id for event in above)
