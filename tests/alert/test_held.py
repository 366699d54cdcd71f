"""Tests of holds: what waits for a person is told once one says so, and each end is written; a story issued anew follows its kill."""

from __future__ import annotations

from datetime import timedelta

import pytest

from streams.alert import IncidentLog, Output
from streams.messages import Alert, EventArticle, HoldEnd, HoldOutcome
from tests.alert.build import DAY, article, event, toll

NOW = DAY + timedelta(days=1)
WORDS = "HOLD FOR RELEASE"


def alerts(outputs: list[Output]) -> list[Alert]:
    return [output.alert for output in outputs if output.alert is not None]


def ends(outputs: list[Output]) -> list[HoldOutcome]:
    return [output.settled.end for output in outputs if output.settled is not None]


def told(held: EventArticle, end: HoldOutcome) -> dict[str, HoldEnd]:
    return {held.source: HoldEnd(source=held.source, uri=held.uri, end=end, at=NOW)}


def restarted(log: IncidentLog, outputs: list[Output]) -> IncidentLog:
    """Return a new worker that reads back what was written."""
    again = IncidentLog()
    for output in outputs:
        again.restore(output.key, output.state)
    again.restored()
    assert set(again.held) == set(log.held)
    return again


@pytest.mark.parametrize("restart", [False, True])
def test_nothing_of_it_goes_out_until_it_is_released_and_then_all_of_it(restart: bool) -> None:
    log, held = IncidentLog(), article("a", event("a", tolls=(toll(17),)), hold=WORDS)
    outputs = log.fold(held, NOW)
    assert alerts(outputs) == []
    log = restarted(log, outputs) if restart else log
    assert log.release(NOW + timedelta(hours=71)) == []
    let_go = log.release(NOW + timedelta(hours=71), told(held, "released"))
    assert [alert.kind for alert in alerts(let_go)] == ["created"]
    assert ends(let_go) == ["released"]
    assert (let_go[-1].key, let_go[-1].state) == ("held/a", None), "what waits is forgotten last"
    assert log.release(NOW, told(held, "released")) == []


def test_a_person_drops_it_and_it_never_comes() -> None:
    log, held = IncidentLog(), article("a", event("a"), hold=WORDS)
    log.fold(held, NOW)
    outputs = log.release(NOW, told(held, "dropped"))
    assert (alerts(outputs), ends(outputs), list(log.held)) == ([], ["dropped"], [])


def test_nobody_says_anything_and_it_is_dropped_at_the_limit_counted_from_when_it_came_to_wait() -> None:
    log, held = IncidentLog(hold=timedelta(hours=5)), article("a", event("a"), hold=WORDS)
    log.fold(held, NOW)
    assert log.release(NOW + timedelta(hours=4, minutes=59)) == []
    outputs = log.release(NOW + timedelta(hours=5))
    assert (alerts(outputs), ends(outputs)) == ([], ["expired"])


def test_a_word_on_an_older_version_is_none_on_the_newer() -> None:
    log, first = IncidentLog(), article("a", event("a"), hold=WORDS)
    log.fold(first, NOW)
    outputs = log.fold(article("a", event("a", tolls=(toll(3),)), kind="update", of="a", hold=WORDS), NOW)
    assert ends(outputs) == ["replaced"]
    assert log.release(NOW, told(first, "released")) == []


def test_a_kill_ends_it() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a"), hold=WORDS), NOW)
    outputs = log.fold(article("k", kind="withdrawal", of="a"), NOW)
    assert (alerts(outputs), ends(outputs), list(log.held)) == ([], ["withdrawn"], [])


def test_its_publisher_sends_it_again_without_the_embargo() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a"), hold=WORDS), NOW)
    stranger = log.fold(article("c", kind="exact", of="a", publisher="The Paper"), NOW)
    assert (alerts(stranger), ends(stranger)) == ([], []), "what another prints is no word of the publisher's"
    outputs = log.fold(article("b", kind="exact", of="a"), NOW)
    assert ([alert.kind for alert in alerts(outputs)], ends(outputs)) == (["created"], ["released"])


def test_a_newer_version_without_the_embargo_replaces_it() -> None:
    log = IncidentLog()
    log.fold(article("a", event("a"), hold=WORDS), NOW)
    outputs = log.fold(article("a", event("a", tolls=(toll(3),)), kind="update", of="a"), NOW)
    assert ([alert.kind for alert in alerts(outputs)], ends(outputs), list(log.held)) == (["created"], ["replaced"], [])


def test_an_embargo_with_an_end_may_be_released_before_it() -> None:
    log, held = IncidentLog(), article("a", event("a"), embargoed_until=NOW + timedelta(days=2))
    log.fold(held, NOW)
    assert [alert.kind for alert in alerts(log.release(NOW, told(held, "released")))] == ["created"]


def test_a_killed_story_issued_anew_goes_on_behind_the_withdrawn_revision_after_a_restart_too() -> None:
    log = IncidentLog()
    written = log.fold(article("a", event("a"), story="s"), NOW)
    written += log.fold(article("k", kind="withdrawal", of="a"), NOW)
    anew = article("a", event("a", tolls=(toll(3),)), kind="update", of="a", story="s", version="3")
    written += log.fold(anew, NOW)
    (first, gone, again) = alerts(written)
    assert {first.id, gone.id, again.id} == {first.id}
    assert [(alert.kind, alert.revision) for alert in (first, gone, again)] == [("created", 1), ("withdrawn", 2), ("created", 3)]
    other = IncidentLog()
    assert [other.restore(output.key, output.state) for output in written] == [None] * 3, "no state is a step back"
    assert other.restored() == ([], [])
    assert other.incidents[first.id].alert.kind == "created"
    assert [other.fold(one, NOW) for one in (anew, article("k", kind="withdrawal", of="a", sketch={"version": 1, "offset": 0}))] == [[], []]
    (later,) = alerts(other.fold(article("b", event("b", tolls=(toll(9),)), publisher="Two"), NOW))
    assert (later.id, later.revision) == (first.id, 4)
