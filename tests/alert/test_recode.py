"""Events that were made again: an alert that changes gets a revision, which is a replay; what is over stays over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from streams.alert import IncidentLog, Output
from streams.demo.wire import wire
from streams.messages import Event, EventArticle, Recoding
from streams.pipeline.runner import Runner
from streams.settings import Settings
from tests.alert.build import DAY, article, event, toll

NOW = DAY + timedelta(days=1)
RUN = NOW + timedelta(minutes=1)


def again(told: EventArticle, *events: Event, at: datetime = RUN, newest: datetime = NOW) -> EventArticle:
    """Return an article whose events were made again."""
    return told.with_(events=events, recoding=Recoding(at=at, newest=newest))


def alerts(outputs: Sequence[Output]) -> list[tuple[int, str]]:
    return [(output.alert.revision, output.alert.kind) for output in outputs if output.alert is not None]


@pytest.fixture
def log() -> IncidentLog:
    return IncidentLog()


def told(log: IncidentLog, uri: str = "urn:a", killed: int = 12, **more: Any) -> EventArticle:
    """Return an article whose alert stands."""
    found = article(uri, event(uri, tolls=(toll(killed),)), **more)
    assert alerts(log.fold(found, NOW)) == [(1, "created")]
    return found


def test_the_same_events_again_change_nothing(log: IncidentLog) -> None:
    first = told(log)
    assert alerts(log.fold(again(first, *first.events), NOW)) == []


def test_another_toll_is_a_corrected_revision_and_a_replay(log: IncidentLog) -> None:
    first = told(log)
    outputs = log.fold(again(first, event("urn:a", tolls=(toll(2),))), NOW)
    assert alerts(outputs) == [(2, "corrected")]
    assert all(output.replay for output in outputs)
    assert outputs[0].alert is not None
    assert outputs[0].alert.casualties[0].min == 2


def test_the_same_run_again_after_a_crash_changes_nothing(log: IncidentLog) -> None:
    first = told(log)
    coded = again(first, event("urn:a", tolls=(toll(2),)))
    states = [output for output in log.fold(coded, NOW) if output.state is not None]
    restored = IncidentLog()
    for output in states:
        assert restored.restore(output.key, output.state) is None
    restored.restored()
    assert restored.fold(coded, NOW) == []


def test_an_alert_that_is_no_longer_told_is_withdrawn_and_comes_back_with_a_later_run(log: IncidentLog) -> None:
    first = told(log)
    outputs = log.fold(again(first), NOW)
    assert alerts(outputs) == [(2, "withdrawn")]
    assert all(output.replay for output in outputs)
    assert log.fold(again(first), NOW) == []
    back = log.fold(again(first, *first.events, at=RUN + timedelta(hours=1)), NOW)
    assert alerts(back) == [(3, "corrected")]
    assert back[0].alert is not None
    assert [(change.field, change.after) for change in back[0].alert.changes] == [("withdrawn", False)]


def test_repeats_of_what_is_no_longer_told_are_no_sources_of_it(log: IncidentLog) -> None:
    first = told(log)
    log.fold(article("urn:b", kind="near", of="urn:a", publisher="Other"), NOW)
    repeat = article("urn:c", kind="near", of="urn:a", publisher="Third")
    log.fold(repeat, NOW)
    assert alerts(log.fold(again(first), NOW)) == [(2, "withdrawn")]
    assert log.fold(again(repeat), NOW) == []
    log.fold(again(first, *first.events, at=RUN + timedelta(hours=1)), NOW)
    outputs = log.fold(again(repeat, at=RUN + timedelta(hours=1)), NOW)
    (incident,) = log.incidents.values()
    assert [report.article.uri for report in incident.live] == ["urn:a", "urn:c"]
    assert outputs


def test_what_another_article_tells_stays(log: IncidentLog) -> None:
    first = told(log)
    log.fold(article("urn:b", event("urn:b", tolls=(toll(12),)), story="story-urn:a", publisher="Other"), NOW)
    (incident,) = log.incidents.values()
    assert incident.alert.article_count == 2
    log.fold(again(first), NOW)
    (incident,) = log.incidents.values()
    assert incident.alert.kind != "withdrawn"
    assert [report.article.uri for report in incident.live] == ["urn:b"]


def test_what_was_not_told_before_opens_an_incident_as_a_replay(log: IncidentLog) -> None:
    quiet = article("urn:q")
    assert log.fold(quiet, NOW) == []
    outputs = log.fold(again(quiet, event("urn:q", tolls=(toll(12),))), NOW)
    assert alerts(outputs) == [(1, "created")]
    assert all(output.replay for output in outputs)


def test_articles_whose_incidents_may_be_closed_are_passed_over(log: IncidentLog) -> None:
    first = told(log)
    late = again(first, event("urn:a", tolls=(toll(2),)), newest=first.received + timedelta(hours=73))
    assert log.fold(late, NOW) == []
    log.fold(article("urn:z", received=first.received + timedelta(hours=80)), NOW)
    assert log.fold(again(first, event("urn:a", tolls=(toll(2),)), newest=first.received), NOW) == []


def test_a_killed_article_and_an_older_version_do_not_come_back(log: IncidentLog) -> None:
    first = told(log)
    log.fold(article("urn:a", kind="withdrawal", of="urn:a", version="2"), NOW)
    assert log.fold(again(first, event("urn:a", tolls=(toll(30),))), NOW) == []
    other = article("urn:o", event("urn:o", "ACCIDENT", tolls=(toll(40),)))
    log.fold(other, NOW)
    log.fold(article("urn:o", event("urn:o", "ACCIDENT", tolls=(toll(41),)), kind="update", of="urn:o", story="story-urn:o"), NOW)
    assert log.fold(again(other, event("urn:o", "ACCIDENT", tolls=(toll(90),))), NOW) == []


def test_articles_that_wait_are_passed_over(log: IncidentLog) -> None:
    waits = article("urn:w", event("urn:w", tolls=(toll(12),)), embargoed_until=NOW + timedelta(days=1))
    log.fold(waits, NOW)
    assert log.fold(again(waits, *waits.events), NOW) == []
    assert [output.alert is not None for output in log.release(NOW + timedelta(days=2))].count(True) == 1


def test_the_demo_wire_coded_again_with_the_same_rules_changes_no_alert() -> None:
    runner = Runner(Settings(), until="detect")
    coded = [each for item in wire() for each in runner.run([item.raw], item.at) if isinstance(each, EventArticle)]
    log = IncidentLog()
    last = max(each.received for each in coded)
    for each in coded:
        log.fold(each, last)
    before = {id: incident.alert for id, incident in log.incidents.items()}
    assert len(before) > 20
    found = [output for each in coded for output in log.fold(again(each, *each.events, at=RUN, newest=last), last)]
    assert [output.alert for output in found if output.alert is not None] == []
    assert {id: incident.alert for id, incident in log.incidents.items()} == before
