"""The five stages in one process: the seed article gives what a careful reader finds, and what cannot pass comes out in its position."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from streams.demo.expectations import seed_alert
from streams.evaluation.clean.pages import failed_expectations
from streams.evaluation.detect.detection import seed_scores
from streams.messages import AnalysedArticle, CleanArticle, ScreenedArticle, Wire
from streams.pipeline.runner import Failed, Runner
from streams.settings import Settings

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
BODY = (
    "LYON, March 14 - Three people were killed on Saturday when a bomb went off outside a police station in Lyon, officials said. "
    "The blast broke windows in a dozen shops near the market square, and firemen carried eleven wounded to two hospitals. "
    "Nobody claimed the attack, and the mayor asked residents to stay at home until the streets had been searched."
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state=tmp_path)


def item(uri: str, text: str = BODY) -> bytes:
    return orjson.dumps({"uri": uri, "headline": "Three killed in Lyon blast", "text": text, "publisher": "Rhone Wire"})


def test_the_seed_article_is_cleaned_as_expected(data: Path) -> None:
    assert failed_expectations(data / "seed") == []


def test_the_seed_article_gives_every_event_that_it_must_and_none_that_it_must_not(data: Path, settings: Settings) -> None:
    def through(texts: Sequence[str], published: datetime) -> list[AnalysedArticle]:
        articles = list(Runner(settings).run([text.encode() for text in texts], published))
        assert all(isinstance(article, AnalysedArticle) for article in articles)
        return [article for article in articles if isinstance(article, AnalysedArticle)]

    scores = seed_scores(data / "seed", through)
    assert (scores["must"], scores["mustNot"]) == (1.0, 1.0), scores["failed"]


def test_the_seed_article_gives_the_alerts_expected(data: Path, settings: Settings) -> None:
    assert seed_alert(settings, data / "seed")


def line_or_uri(message: Wire) -> int | str:
    if isinstance(message, Failed):
        return message.line
    assert isinstance(message, CleanArticle)
    return message.uri


@pytest.mark.parametrize("batch", [1, 2, 32])
def test_one_comes_out_for_each_that_goes_in_and_in_order(settings: Settings, batch: int) -> None:
    values = [item("urn:a"), b"{broken", item("urn:b"), b"", item("urn:a")]
    cleaned = list(Runner(settings, until="clean", batch=batch).run(values, NOON))
    assert [line_or_uri(message) for message in cleaned] == ["urn:a", 2, "urn:b", 4, "urn:a"]
    assert isinstance(cleaned[1], Failed)
    assert cleaned[1].error == "Malformed"


def test_the_same_text_under_another_uri_is_a_repeat(settings: Settings) -> None:
    first, second = Runner(settings, until="screen").run([item("urn:a"), item("urn:b")], NOON)
    assert isinstance(first, ScreenedArticle)
    assert isinstance(second, ScreenedArticle)
    assert (first.outcome, second.outcome) == ("published", "repeat")
    assert second.relation is not None
    assert second.relation.of == "urn:a"


def test_a_chain_may_start_at_what_another_wrote(settings: Settings) -> None:
    cleaned = [message.encode() for message in Runner(settings, until="clean").run([item("urn:a")], NOON)]
    (screened,) = Runner(settings, "screen", "screen").run(cleaned)
    (whole,) = Runner(settings, until="screen").run([item("urn:a")], NOON)
    assert screened == whole


def test_what_another_wrote_is_checked(settings: Settings) -> None:
    (failed,) = Runner(settings, "screen", "screen").run([b'{"uri":"urn:a"}'])
    assert failed == Failed(line=1, error="Malformed", message="source: Field required", field="source")


def test_the_record_time_stands_in_for_a_time_of_its_own(settings: Settings) -> None:
    (article,) = Runner(settings, until="clean").run([b"The bridge at Arlen fell into the river, the police said."], NOON)
    assert isinstance(article, CleanArticle)
    assert article.received == article.published == NOON
    assert article.published_from == "received"
