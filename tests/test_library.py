"""The package as a library: its examples run, importing it costs nothing, and its alerts are those of the pipeline."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import streams
from streams import Incidents, Index, clean_article, detect_events, read_article
from streams.errors import Empty, Undecodable
from streams.library import Document
from streams.messages import Alert, ScreenedArticle
from streams.pipeline.runner import AlertedArticle, Runner
from streams.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples" / "articles.jsonl"
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
BUS = "A bus overturned near the old market in Lagos on Friday, killing three people and injuring nine, police said."


class Wire:
    """Articles through all entry points, as a program would call them."""

    def __init__(self) -> None:
        self.index, self.incidents = Index(), Incidents()

    def screened(self, document: Document) -> ScreenedArticle:
        return self.index.screen(clean_article(document, received=NOW))

    def alerts(self, document: Document, now: datetime = NOW) -> list[Alert]:
        return self.incidents.add(detect_events(read_article(self.screened(document))), now)


@pytest.mark.parametrize("name", ["streams", "streams.library", "streams.screen.index"])
def test_the_examples_of_a_public_module_hold(name: str) -> None:
    ran = doctest.testmod(importlib.import_module(name))
    assert ran.attempted >= 4
    assert ran.failed == 0


@pytest.mark.parametrize("name", list(streams.__all__))
def test_every_public_name_says_what_it_does_with_an_example(name: str) -> None:
    said = inspect.getdoc(getattr(streams, name))
    assert said is not None
    assert said.split("\n")[0][-1] in ".:,", "a sentence first"
    assert doctest.DocTestParser().get_examples(said)


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import streams; dir(streams); print(*set(sys.modules) - before)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in said if name.partition(".")[0] not in sys.stdlib_module_names] == ["streams"]


def test_who_only_cleans_and_screens_loads_no_language_model_and_no_kafka() -> None:
    code = f"import sys, streams; streams.Index().screen(streams.clean_article({BUS!r})); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"spacy", "onnxruntime", "faust", "aiokafka", "pydantic_settings", "streams.detect", "streams.alert"} & set(said.split())


def test_only_public_names_are_given() -> None:
    assert set(streams.__all__) <= set(dir(streams))
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        getattr(streams, "summarise")  # noqa: B009 - a type checker knows that it is not there


def test_alerts_are_those_of_the_pipeline() -> None:
    values = EXAMPLES.read_bytes().splitlines()
    wire, told = Wire(), []
    for value in values:
        told += wire.alerts(value)
    ran = [message for message in Runner(Settings(window_hours=168)).run(values, NOW) if isinstance(message, AlertedArticle)]
    assert [alert.encode() for alert in told] == [alert.encode() for message in ran for alert in message.alerts]
    assert len(told) >= 3


def test_a_repeat_is_a_source_and_no_alert_and_a_kill_takes_the_alert_back() -> None:
    wire = Wire()
    [created] = wire.alerts({"uri": "urn:a", "publisher": "Agency", "text": BUS})
    assert wire.alerts({"uri": "urn:b", "publisher": "The Paper", "text": BUS}) == []
    assert [(alert.id, alert.publisher_count) for alert in wire.incidents.open] == [(created.id, 2)]
    [withdrawn] = wire.alerts({"uri": "urn:a", "version": "2", "publisher": "Agency", "text": BUS, "pubStatus": "canceled"})
    assert (withdrawn.id, withdrawn.kind, withdrawn.revision) == (created.id, "withdrawn", 2)
    assert wire.incidents.open == []


def test_an_embargo_holds_until_a_later_article_shows_that_it_has_ended() -> None:
    wire = Wire()
    later = {"uri": "urn:a", "text": BUS, "embargoed": (NOW + timedelta(hours=2)).isoformat()}
    assert wire.alerts(later) == []
    assert wire.alerts("Nothing happened in the town of Ada today, the mayor said.", NOW + timedelta(hours=1)) == []
    [released] = wire.alerts("Nothing happened in the town of Obi today, the mayor said.", NOW + timedelta(hours=3))
    assert (released.kind, released.type) == ("created", "ACCIDENT")


def test_an_article_that_nobody_screened_is_read_as_new() -> None:
    by_hand = read_article(clean_article(BUS, received=NOW))
    assert [entity.text for entity in by_hand.entities if entity.shown == "GPE"] == ["Lagos"]
    assert by_hand.relation is not None
    assert (by_hand.relation.kind, by_hand.outcome) == ("new", "published")
    assert len(Incidents().add(detect_events(by_hand), NOW)) == 1


def test_what_is_dropped_or_repeated_goes_through_unread() -> None:
    wire = Wire()
    german = wire.screened(
        "Gestern kamen bei einem Unfall in der Nähe von Köln drei Menschen ums Leben, wie die Polizei am Montag mitteilte."
    )
    wire.screened(BUS)
    repeat = wire.screened(BUS)
    assert (german.outcome, repeat.outcome) == ("dropped: language", "repeat")
    for article in (german, repeat):
        events = detect_events(read_article(article))
        assert (events.sentences, events.events, wire.incidents.add(events, NOW)) == ((), (), [])


def test_times_without_a_zone_are_utc() -> None:
    assert clean_article(BUS, received=NOW.replace(tzinfo=None)) == clean_article(BUS, received=NOW)
    local = NOW.astimezone(datetime.strptime("+0530", "%z").tzinfo)
    assert clean_article(BUS, received=local).received == NOW


@pytest.mark.parametrize(
    ("document", "error"),
    [("", Empty), ({"text": " "}, Empty), ("a\ud800", Undecodable), ({"text": object()}, TypeError), ({"text": "a\ud800"}, TypeError)],
)
def test_what_is_no_article_is_refused(document: Document, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_article(document)
