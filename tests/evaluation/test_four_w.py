"""The scorer of who, what, when and where, on invented articles and answers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from streams.detect import detect
from streams.evaluation.detect.four_w import (
    UNDATED,
    agrees,
    content_words,
    four_w_scores,
    main_happening,
    name_words,
    published_of,
    word_stem,
)
from streams.messages import Actor, AnalysedArticle, Event, Place, When
from tests.detect.hand import PUBLISHED, Said, article, events, verb

RAID = Said(
    "Kivu rebels attacked Goma on Monday.",
    [("Kivu", "GPE"), ("Goma", "GPE")],
    [verb("attacked", "attack", ("agent", "Kivu rebels"), ("patient", "Goma"), ("oblique", "Monday", "on"))],
)
TALKS = Said(
    "Kenya met Uganda in Nairobi.",
    [("Kenya", "GPE"), ("Uganda", "GPE"), ("Nairobi", "GPE")],
    [verb("met", "meet", ("agent", "Kenya"), ("patient", "Uganda"), ("oblique", "Nairobi", "in"))],
)


@pytest.fixture
def raid() -> Event:
    (event,) = events(RAID)
    return event


@pytest.mark.parametrize(
    ("question", "text", "right"),
    [
        ("who", "the rebels", True),
        ("who", "fighters from Kivu", True),
        ("who", "the army", False),
        ("what", "an attack on the town", True),
        ("what", "elections were held on Monday", False),
        ("where", "in Goma", True),
        ("where", "Goma, in the east of the country", True),
        ("where", "the north of Gomasville", False),
    ],
)
def test_an_answer_agrees_by_a_word_that_counts_or_by_a_place_that_holds_the_other(
    raid: Event, question: str, text: str, right: bool
) -> None:
    assert agrees(question, raid, [{"text": "something else"}, {"text": text}]) is right


def test_a_place_agrees_with_its_own_country_but_a_country_not_with_its_towns(raid: Event) -> None:
    town = Place(start=0, end=5, text="Orvik", name="Orvik", admin1="Vestland", country="NOR", country_name="Norway")
    country = Place(start=0, end=6, text="Norway", name="Norway", country="NOR")
    assert agrees("where", raid.with_(place=town), [{"text": "Norway"}])
    assert not agrees("where", raid.with_(place=country), [{"text": "Orvik"}])
    assert not agrees("where", raid.with_(place=None), [{"text": "Orvik"}])


def test_a_time_agrees_with_the_day_that_it_overlaps_or_by_the_same_words(raid: Event) -> None:
    assert agrees("when", raid, [{"parsed": raid.time.start.date().isoformat()}])
    assert not agrees("when", raid, [{"parsed": "2021-01-01", "text": "a while ago"}])
    assert not agrees("when", raid, [{"parsed": raid.time.end.date().isoformat()}])
    month = When(text="that summer", start=datetime(2021, 6, 1, tzinfo=UTC), end=datetime(2021, 9, 1, tzinfo=UTC), precision="month")
    assert agrees("when", raid.with_(time=month), [{"parsed": "2021-08-31"}])
    assert agrees("when", raid.with_(time=month), [{"text": "in that summer"}])


def test_who_is_named_by_capitals_and_the_head_noun_alone() -> None:
    assert name_words("masked members of the Dawn League") == {"member", "dawn", "leagu"}
    assert name_words("the US navy") == {"us", "navy"}
    assert name_words("the striking drivers") == {"driver"}
    assert name_words("") == set()


def test_what_is_told_by_words_that_are_no_stop_words_figures_or_days() -> None:
    assert content_words("On Monday 12 of them were arrested in June") == {"arrest"}
    assert word_stem("crashes") == word_stem("crashed") == word_stem("Crash")
    assert word_stem("red") == "red"


def test_the_main_happening_is_that_of_alert_then_that_of_detect_then_the_first() -> None:
    whole = detect(article(TALKS, RAID))
    talks, raid = sorted(whole.events, key=lambda event: event.evidence.start)
    chosen = main_happening(whole)
    assert chosen is not None
    assert chosen.type == "ASSAULT"
    old = [event.with_(told="background") for event in (raid, talks)]
    first = main_happening(whole.with_(events=tuple(old)))
    assert first is not None
    assert first.id == talks.id
    flagged = main_happening(whole.with_(events=(old[1], old[0].with_(main=True))))
    assert flagged is not None
    assert flagged.id == raid.id
    assert main_happening(whole.with_(events=())) is None


def _row(date: str, **answers: list[dict[str, Any]]) -> dict[str, Any]:
    told = {question: {"label": question, "annotated": given} for question, given in answers.items()}
    return {"title": "Raid", "text": "A raid.", "date_publish": date, "fiveWoneH": told}


def test_an_article_is_asked_what_a_coder_answered_and_one_without_an_event_is_wrong(tmp_path: Path) -> None:
    rows = [
        _row(
            PUBLISHED.isoformat(),
            who=[{"text": "the army"}, {"text": "rebels"}],
            what=[{"text": "elections"}],
            when=[{"parsed": "2021-08-23", "coderPhraseCount": 2}],
            where=[{"coderPhraseCount": 3}],
        ),
        _row("None", who=[{"text": "nobody"}], what=[{"text": "nothing"}]),
    ]
    path = tmp_path / "set.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    asked: list[tuple[str, datetime]] = []

    def articles_of(texts: Sequence[str], published: datetime) -> list[AnalysedArticle]:
        asked.extend((text, published) for text in texts)
        return [article(RAID if len(asked) == 1 else Said("Nothing."))]

    scores = four_w_scores(path, articles_of)
    assert [time for _, time in asked] == [PUBLISHED, UNDATED]
    assert [scores[question] for question in ("who", "what", "when", "where")] == [0.5, 0.0, 1.0, 0.0]
    assert scores["mean"] == 0.375
    assert scores["asked"] == {"who": 2, "what": 2, "when": 1, "where": 0}
    assert scores["unanswered"] == {"who": 1, "what": 1, "when": 0, "where": 0}
    assert scores["withoutEvent"] == 0.5


def test_an_actor_agrees_by_its_fullest_name_too(raid: Event) -> None:
    named = raid.with_(actors=(Actor(start=0, end=3, text="she", name="Ada Holm"),))
    assert agrees("who", named, [{"text": "Holm"}])
    assert not agrees("who", raid.with_(actors=()), [{"text": "rebels"}])


def test_a_date_that_is_none_is_no_error() -> None:
    assert published_of({"date_publish": None}) == UNDATED
    assert published_of({"date_publish": "2021-08-28 12:00:00"}) == PUBLISHED
