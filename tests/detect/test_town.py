"""Tests of the place that an event has within its country."""

from __future__ import annotations

from streams.detect import detect
from streams.detect.detection import sums, unlocated
from streams.detect.draft import Draft
from streams.detect.reading import Reading as Page
from streams.detect.town import FAR, MOST, Towns
from streams.detect.where import Places
from streams.messages import AnalysedArticle, Place, ReadArgument, Reading
from tests.detect.hand import Said, article, verb

ATTACK = Said("Rebels attacked a post in Congo.", [("Congo", "GPE")],
              [verb("attacked", "attack", ("agent", "Rebels"), ("patient", "a post"), ("oblique", "Congo", "in"))])  # fmt: skip
OCCURRED = Said("The attack occurred in Goma.", [("Goma", "GPE")],
                [verb("occurred", "occur", ("agent", "The attack"), ("oblique", "Goma", "in"))])  # fmt: skip
RAID = Said("Rebels raided Kelmadour, 30 km from Goma in Congo.", [("Kelmadour", "GPE"), ("Goma", "GPE"), ("Congo", "GPE")],
            [verb("raided", "raid", ("agent", "Rebels"), ("patient", "Kelmadour"))])  # fmt: skip
CALM = Said("It was calm elsewhere.")
BUKAVU = Said("Bukavu was calm.", [("Bukavu", "GPE")])


def read(*said: Said, at: str = "", sure: int = 90) -> AnalysedArticle:
    """Return the article as an event reader reads it: each predicate an attack, which took place `at` those words."""
    whole = article(*said)
    start = whole.text.index(at)
    where = (ReadArgument(role="at", start=start, end=start + len(at), sure=sure),) if at else ()
    told = Reading(event=95, types={"ASSAULT": 95}, news=90, realis={"happened": 95}, arguments=where)
    frames = tuple(frame.with_(reading=told) if frame.lemma != "occur" else frame for frame in whole.frames)
    return whole.with_(frames=frames, kinds={"news": 90})


def towns(whole: AnalysedArticle, weights: dict[str, float] | None = None) -> tuple[Towns, Draft]:
    page = Page(whole)
    drafts = unlocated(page, Places(page))
    found = Towns(page, Places(page), drafts) if weights is None else Towns(page, Places(page), drafts, weights)
    return found, drafts[0]


def name(place: Place | None) -> str | None:
    return None if place is None else place.name


def test_a_later_sentence_that_says_where_it_occurred_gives_the_town() -> None:
    (event,) = detect(read(ATTACK, OCCURRED)).events
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Goma", "COD")


def test_a_distance_is_counted_from_a_place_and_a_name_in_no_gazetteer_is_one() -> None:
    found, draft = towns(read(RAID))
    told = {key[0]: features for key, features in found.features(draft, "COD").items() if key is not None}
    assert "an offset" in told["goma"]
    assert "an offset" not in told["kelmadour"]
    assert "is unlisted" in told["kelmadour"]
    assert name(found.likeliest(draft, "COD")) == "Kelmadour"


def test_the_event_readers_place_speaks_as_surely_as_it_is() -> None:
    found, draft = towns(read(RAID, at="Kelmadour", sure=80))
    told = found.features(draft, "COD")
    by_name = {key[0]: features for key, features in told.items() if key is not None}
    assert by_name["kelmadour"]["reader: its place"] == 0.8
    assert by_name["kelmadour"]["reader: first of its place"] == 1.0
    assert "reader: its place" not in by_name["goma"]


def test_the_greatest_sum_decides_and_no_place_is_a_class_of_its_own() -> None:
    whole = read(ATTACK, OCCURRED)
    found, draft = towns(whole, {"sentence behind": 1.0})
    assert name(found.likeliest(draft, "COD")) == "Goma"
    assert towns(whole, {"country": 1.0})[0].likeliest(draft, "COD") is None
    assert dict(found.terms(draft, "COD")[found.key(draft, "COD")])["sentence behind"] == 1.0


def test_what_stands_far_from_the_event_does_not_come_into_question() -> None:
    near, draft = towns(read(ATTACK, *[CALM] * (FAR - 1), BUKAVU))
    assert [key[0] for key in near.candidates(draft, "COD")] == ["bukavu"]
    far, draft = towns(read(ATTACK, *[CALM] * FAR, BUKAVU))
    assert far.candidates(draft, "COD") == {}


def test_the_number_of_places_in_question_is_bounded() -> None:
    names = [f"Kelmadour{chr(97 + n)}" for n in range(MOST + 9)]
    many = Said(f"{', '.join(names)} were calm.", [(each, "GPE") for each in names])
    found, draft = towns(read(ATTACK, many))
    assert len(found.candidates(draft, "COD")) == MOST


def test_the_terms_of_the_place_are_shown() -> None:
    (one,) = sums(read(ATTACK, OCCURRED))
    assert "occurred, sentence behind" in dict(one.place)
