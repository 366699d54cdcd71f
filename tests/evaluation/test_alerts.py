"""The scorer of single texts' alerts and the pairing of events with happenings, on a text of known answer."""

from __future__ import annotations

from typing import Any

import pytest

from streams.detect.country import NOWHERE
from streams.evaluation.alert.alerts import Outcome, figures, likeness, outcome
from streams.evaluation.corpus.annotated import Annotated
from streams.evaluation.corpus.happenings import Happening, country_cases, happenings_of, news_cases, town_cases
from streams.messages import AnalysedArticle, EventType, Reading
from streams.model.recipe.events.corpus import Text, text_of
from tests.detect.hand import Said, article, verb

KILLED = Said(
    "Gunmen killed nine farmers in Goma.",
    [("Goma", "GPE")],
    [verb("killed", "kill", ("agent", "Gunmen"), ("patient", "nine farmers"), ("oblique", "Goma", "in"))],
)
HELD = Said("Police arrested a baker.", (), [verb("arrested", "arrest", ("agent", "Police"), ("patient", "a baker"))])


def told(**more: Any) -> dict[str, Any]:
    return {"main": True, "st": "news", "t": "ASSAULT", "also": [], "r": "happened", "what": "Gunmen kill nine farmers in Goma", "s": 0,
            "w": "killed", "place": {"name": "Goma", "country": "COD"}, "killed": [9, 9], **more}  # fmt: skip


def annotated(*happenings: dict[str, Any], news: int = 99) -> Annotated:
    """Return two sentences whose predicates are read as surely as can be."""
    whole = article(KILLED, HELD, headline="Nine farmers killed in Goma")
    types: tuple[EventType, ...] = ("ASSAULT", "COERCE")
    read = [Reading(event=99, types={type_: 99}, news=news, realis={"happened": 99}) for type_ in types]
    frames = tuple(frame.with_(reading=one) for frame, one in zip(whole.frames, read, strict=True))
    text = text_of(
        {"id": "a", "source": "", "headline": whole.headline, "published": None, "kind": "news", "sentences": [KILLED.text, HELD.text],
         "events": [{"s": 0, "w": "killed", "t": "ASSAULT", "also": [], "st": "news", "r": "happened"}], "happenings": list(happenings)}
    )  # fmt: skip
    return _paired(text, whole.with_(frames=frames, kinds={"news": 99}))


def _paired(text: Text, whole: AnalysedArticle) -> Annotated:
    starts = tuple(sentence.start for sentence in whole.sentences)
    words = tuple((starts[event.sentence] + text.sentences[event.sentence].index(event.word), event) for event in text.events)
    return Annotated(text, whole, starts, words)


def test_a_happening_is_read_as_it_stands() -> None:
    (happening,) = happenings_of(annotated(told()))
    assert (happening.news, happening.country, happening.town, happening.killed, happening.offset) == (True, "COD", "Goma", (9, 9), 7)


def test_an_event_is_right_where_it_tells_of_news_by_its_type() -> None:
    def right(happening: dict[str, Any]) -> list[bool]:
        return [case.right[1] for case in news_cases([annotated(happening)], {}, {})]

    with_and_without_headline = [True, True, False, False]
    assert right(told()) == with_and_without_headline
    assert right(told(st="background")) == [False] * 4
    assert right(told(t="CRIME")) == [False] * 4
    assert right(told(t="CRIME", also=["ASSAULT"])) == with_and_without_headline


def test_a_country_is_learned_only_where_it_comes_into_question() -> None:
    (case,) = country_cases([annotated(told())])
    assert case.right == tuple("grammar" in features for features in case.classes), "Goma lies in Congo"
    (none,) = country_cases([annotated(told(place={}))])
    assert none.right == tuple("nowhere" in features for features in none.classes)
    assert list(country_cases([annotated(told(place={"country": "PER"}))])) == []
    assert NOWHERE == ""


def test_a_place_is_learned_only_where_one_of_its_names_comes_into_question() -> None:
    countries = {"grammar": 1.0}
    (case,) = town_cases([annotated(told())], countries)
    assert case.right == tuple("grammar" in features for features in case.classes), "Goma is named"
    (whole,) = town_cases([annotated(told(place={"name": "Democratic Republic of the Congo", "country": "COD"}))], countries)
    assert whole.right == tuple("country" in features for features in whole.classes)
    assert list(town_cases([annotated(told(place={"name": "Bukavu", "country": "COD"}))], countries)) == []
    assert list(town_cases([annotated(told(place={"name": "Goma", "country": "PER"}))], countries)) == [], "another country was taken"


def test_figures_count_what_is_true() -> None:
    one = outcome(annotated(told()))
    assert [one.happenings[index].what for index in one.rests if index is not None] == ["Gunmen kill nine farmers in Goma"]
    found: Any = figures([one])
    assert (found["alerts"]["true"], found["alerts"]["town"], found["harm"]["true"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"killed": [8, 8]}, "killed"), ({"place": {"name": "Kano", "country": "NGA"}}, "country"), ({"r": "planned"}, "realis"),
     ({"t": "CRIME"}, "type")],
)  # fmt: skip
def test_an_alert_with_a_wrong_fact_is_not_true(wrong: dict[str, Any], name: str) -> None:
    found: Any = figures([outcome(annotated(told(**wrong)))])
    assert (found["alerts"][name], found["alerts"]["true"], found["alerts"]["onNews"]) == (0, 0, 1)


def test_silence_is_counted_over_texts_without_news() -> None:
    loud, quiet = outcome(annotated(told(st="background"))), Outcome((), (), ())
    assert figures([loud, quiet])["silence"] == 0.5


def test_words_that_are_too_few_are_no_likeness() -> None:
    happening = Happening(
        "Gunmen kill nine farmers in Goma", True, True, frozenset({"ASSAULT"}), "ASSAULT", "happened", 0, "killed", 7, "COD", "Goma", None
    )
    assert likeness("Nine farmers were killed near Goma", "ASSAULT", KILLED.text, happening) > 1
    assert likeness("Parliament passed a budget", "ASSAULT", KILLED.text, happening) == 0
