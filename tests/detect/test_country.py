"""Tests of the country in which an event took place."""

from __future__ import annotations

import pytest

from streams.detect import detect
from streams.detect.country import NOWHERE, Countries
from streams.detect.detection import unlocated
from streams.detect.draft import Draft
from streams.detect.reading import Reading as Page
from streams.detect.scene import set_in
from streams.detect.town import Towns
from streams.detect.where import Places
from streams.messages import AnalysedArticle, EventType, Reading
from tests.detect.hand import Said, article, verb

STRIKE = Said(
    "Russian warplanes struck a silo at Kelmadour.",
    [("Russian", "NORP"), ("Kelmadour", "GPE")],
    [verb("struck", "strike", ("agent", "Russian warplanes"), ("patient", "a silo"), ("oblique", "Kelmadour", "at"))],
)
POLICE = Said(
    "Georgian police arrested two men.",
    [("Georgian", "NORP")],
    [verb("arrested", "arrest", ("agent", "Georgian police"), ("patient", "two men"))],
)
AFTER = Said("Soldiers attacked a market.", (), [verb("attacked", "attack", ("agent", "Soldiers"), ("patient", "a market"))])
TOWN = Said("Fighting reached Goma, a city in Congo.", [("Goma", "GPE"), ("Congo", "GPE")])


def read(*said: Said, type_: EventType) -> AnalysedArticle:
    whole = article(*said)
    told = Reading(event=95, types={type_: 95}, news=90, realis={"happened": 95})
    return whole.with_(frames=tuple(frame.with_(reading=told) for frame in whole.frames), kinds={"news": 90})


def drafts_of(page: Page) -> list[Draft]:
    return unlocated(page, Places(page))


def scene(page: Page, countries: Countries, draft: Draft) -> Draft:
    return set_in(page, Places(page), countries, Towns(page, Places(page), [draft]), draft)


def test_whose_the_parties_are_is_not_where_harm_was_done() -> None:
    page = Page(read(STRIKE, type_="ASSAULT"))
    (draft,) = drafts_of(page)
    assert set(Countries(page).features(draft)) == {NOWHERE}
    (event,) = detect(page.article).events
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Kelmadour", None)


def test_a_country_that_the_article_names_besides_comes_into_question() -> None:
    page = Page(read(STRIKE, Said("Rebels hold most of Syria.", [("Syria", "GPE")]), type_="ASSAULT"))
    (draft,) = drafts_of(page)
    assert set(Countries(page).features(draft)) == {NOWHERE, "SYR"}
    placed = scene(page, Countries(page, {"in the sentence behind": 5.0}), draft)
    assert [(place.name, place.country) for place in placed.places] == [("Kelmadour", "SYR")], "an unknown name lies in the country"


def test_police_act_in_their_own_country() -> None:
    (event,) = detect(read(POLICE, type_="COERCE")).events
    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.precision, event.place.text) == ("Georgia", "GEO", "country", "Georgian")
    assert event.place.lat is not None


def test_an_incident_without_a_place_has_the_town_of_the_sentence_before() -> None:
    (event,) = detect(read(TOWN, AFTER, type_="ASSAULT")).events
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Goma", "COD")
    assert [span.text for span in event.linked] == [TOWN.text]


def test_an_event_of_which_no_country_is_told_has_no_place() -> None:
    page = Page(read(AFTER, type_="ASSAULT"))
    (draft,) = drafts_of(page)
    assert scene(page, Countries(page), draft).places == ()


def test_the_greatest_sum_decides_and_of_equal_ones_the_first_by_name() -> None:
    page = Page(read(Said("Peru and Chile lie beside each other.", [("Peru", "GPE"), ("Chile", "GPE")]), AFTER, type_="ASSAULT"))
    (draft,) = drafts_of(page)
    assert Countries(page, {"named in the sentence": 1.0, "in the sentence before": 1.0}).likeliest(draft) == "CHL"
    assert Countries(page, {"named first": 1.0}).likeliest(draft) == "PER"
    assert Countries(page, {"nowhere": 1.0}).likeliest(draft) is None
    terms = Countries(page, {"named first": 1.5}).terms(draft)
    assert dict(terms["PER"])["named first"] == 1.5


@pytest.mark.parametrize("type_", ["ASSAULT", "COERCE"])
def test_without_an_event_reader_grammar_alone_gives_the_place(type_: str) -> None:
    assert article(POLICE if type_ == "COERCE" else STRIKE).kinds is None
    (event,) = detect(article(POLICE if type_ == "COERCE" else STRIKE)).events
    assert event.place is None or event.place.country is None
