"""The scorer of events and the learner of weights, on values of known answer."""

from __future__ import annotations

import pytest

from streams.detect import detect
from streams.evaluation.corpus.happenings import Case
from streams.evaluation.corpus.weigh import weights_of
from streams.evaluation.detect.case import OTHER, fine_type
from streams.evaluation.detect.detection import main_event, plover_type
from streams.evaluation.detect.events import typed_figures
from streams.evaluation.peers import Row
from streams.messages import EventArticle
from streams.model.recipe.events.corpus import Told
from tests.detect.hand import Said, article, events, noun, verb


def told(type_: str, *also: str) -> Told:
    return Told(0, "w", 1, type_, also, news=True, realis="happened")


def test_a_type_that_the_word_would_accept_is_right_and_found() -> None:
    gold = [[told("ASSAULT", "CRIME")], [told("HAZARD")], []]
    figures = typed_figures(gold, [["CRIME"], [], ["ACCIDENT"]], harm=True)
    assert figures == {"precision": 0.5, "recall": 0.5, "f": 0.5}


def test_words_between_parties_are_no_harm() -> None:
    gold = [[told("CONSULT")], [told("COERCE")]]
    assert typed_figures(gold, [["CONSULT"], ["COERCE"]], harm=False)["f"] == 1
    assert typed_figures(gold, [["ACCUSE"], ["COERCE"]], harm=True) == {"precision": 1, "recall": 1, "f": 1}


def test_weights_follow_what_is_right() -> None:
    trusted = Case(({}, {"rule": 1.0, "is harm": 1.0}), (False, True))
    false = Case(({"no rule": 1.0}, {"is harm": 1.0}), (True, False))
    weights = weights_of([trusted] * 30 + [false] * 30)
    assert weights["rule"] + weights["is harm"] > 0
    assert weights["is harm"] < weights["no rule"]


def test_the_main_event_is_that_of_the_pair_asked_about() -> None:
    found = detect(
        article(
            Said(
                "Kenya accused Uganda of lies and rebels attacked Goma.",
                [("Kenya", "GPE"), ("Uganda", "GPE"), ("Goma", "GPE")],
                [
                    verb("accused", "accuse", ("agent", "Kenya"), ("patient", "Uganda")),
                    verb("attacked", "attack", ("agent", "rebels"), ("patient", "Goma")),
                ],
            )
        )
    )
    assert {event.type for event in found.events} == {"ACCUSE", "ASSAULT"}
    asked = main_event(found, Row("", frozenset(), "Kenya", "Uganda"))
    assert asked is not None
    assert asked.type == "ACCUSE"
    assert main_event(found.with_(events=())) is None


@pytest.mark.parametrize(
    ("said", "ours", "theirs"),
    [
        (verb("signed", "sign", ("agent", "Kenya"), ("patient", "a treaty")), "AGREE", "SUPPORT"),
        (noun("embargo", "embargo", ("agent", "Kenya")), "SANCTION", "COERCE"),
    ],
    ids=["signing", "embargo"],
)
def test_types_are_named_as_a_reader_expects_and_plover_has_its_own(said: dict[str, object], ours: str, theirs: str) -> None:
    (event,) = events(Said("Kenya signed a treaty on the embargo of Uganda.", [("Kenya", "GPE"), ("Uganda", "GPE")], [said]))
    assert (event.type, plover_type(event)) == (ours, theirs)


def test_a_fine_type_of_case_comes_from_the_acled_code_else_from_the_type() -> None:
    whole = EventArticle(**dict(article(Said("Nothing."))))
    (march,) = events(Said("Thousands marched in Goma.", [("Goma", "GPE")], [verb("marched", "march", ("agent", "Thousands"))]))
    assert fine_type(march, whole) == "PEACE_PROTEST"
    (quake,) = events(Said("An earthquake struck Lima.", [("Lima", "GPE")], [noun("earthquake", "earthquake")]))
    assert fine_type(quake, whole) == "NATURAL_DISASTER"
    assert fine_type(None, whole) == OTHER
