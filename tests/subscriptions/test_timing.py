"""No message is sent twice, none before its time or in a mute time; a withdrawal always is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from streams.subscriptions import Subscription, next_due
from streams.subscriptions.mute_time import mute
from streams.subscriptions.timing import message_id
from tests.subscriptions.build import killed, place
from tests.subscriptions.desks import NIGHT, Desk, at, desks, played, steps


def test_with_no_waits_a_new_incident_is_sent_at_once_and_a_repeat_of_the_record_never() -> None:
    desk = Desk()
    assert desk.takes(0) == ["r1"]
    assert desk.takes(1) == []
    assert [each.reason for each in desk.sent] == ["new"]
    assert desk.sent[0].id == message_id("desk", "inc-1", 1)
    assert next_due(desk.state) is None


def test_ids_depend_on_subscription_incident_and_revision_alone() -> None:
    assert len({message_id(name, id, n) for name in "ab" for id in ("inc-1", "inc-2") for n in (1, 2)}) == 8
    assert message_id("desk", "inc-1", 1) == "453ba524801a4f41a760d7c4"


@pytest.mark.parametrize(
    ("change", "fields", "reason"),
    [
        ("", {"severity": "severe"}, "severity"),
        ("", {"severity": "minor"}, None),
        ("", {"casualties": killed(12)}, "toll"),
        ("", {"casualties": killed(11)}, None),
        ("", {"place": place("Umm Qasr", lat=30.03, lon=47.93)}, "place"),
        ("", {"place": place("Ashar market", precision="facility")}, None),
        ("", {"place": place("Basra", country="USA")}, "place"),
        ("", {"place": place("Iraq", lat=33.0, lon=44.0, precision="country")}, None),
        ("", {"certainty": "possible"}, "certainty"),
        ("", {"certainty": "observed"}, None),
        ("", {"kind": "corrected"}, "corrected"),
        ("", {"mode": "explosives"}, None),
        ("change: [{toll: 5}]", {"casualties": killed(14)}, None),
        ("change: [{toll: 5}]", {"casualties": killed(15)}, "toll"),
        ("change: [{toll: 50%}]", {"casualties": killed(15)}, "toll"),
        ("change: [toll]", {"severity": "severe"}, None),
        ("change: [severity]", {"kind": "corrected"}, None),
        ("change: [severity]", {"kind": "withdrawn"}, "withdrawn"),
        ("change: [severity]", {"kind": "superseded"}, "superseded"),
        ("change: all", {"mode": "explosives"}, "every change"),
        ("change: all", {"kind": "expired"}, "every change"),
        ("", {"kind": "expired"}, None),
    ],
)
def test_a_revision_is_sent_if_it_changed_what_the_subscription_names(change: str, fields: dict[str, Any], reason: str | None) -> None:
    desk = Desk(change)
    first = {"casualties": killed(10), "place": place()}
    desk.takes(0, **first)
    desk.takes(5, **{**first, "revision": 2, "kind": "updated", **fields})
    assert [each.reason for each in desk.sent] == (["new", reason] if reason else ["new"])


def test_small_steps_add_up_to_a_change() -> None:
    desk = Desk()
    tolls = [100, 110, 119, 120, 130, 144]
    sent = [toll for n, toll in enumerate(tolls) if desk.takes(n, revision=n + 1, kind="updated", casualties=killed(toll))]
    assert sent == [100, 120, 144]


def test_a_correction_reaches_whom_the_wrong_facts_were_told_though_the_alert_no_longer_matches() -> None:
    desk = Desk()
    desk.takes(0)
    assert desk.takes(1, revision=2, kind="updated", matches=False) == []
    assert desk.takes(2, revision=3, kind="corrected", matches=False) == ["r3"]
    assert Desk().takes(0, kind="corrected", matches=False) == []


def test_a_group_waits_and_then_sends_the_newest_of_each_incident_together() -> None:
    desk = Desk("group_by: [story]\ngroup_wait: 5m\ngroup_interval: 30m")
    assert desk.takes(0, headline="a1") == []
    assert desk.takes(2, headline="a2", revision=2, kind="updated") == []
    assert desk.takes(3, headline="b1", id="inc-2") == []
    assert next_due(desk.state) == at(5)
    assert desk.waits(4.9) == []
    assert desk.waits(5) == ["a2", "b1"]
    assert desk.takes(6, headline="c1", id="inc-3") == []
    assert next_due(desk.state) == at(35)
    assert desk.takes(34, headline="d1", id="inc-4", story="story-2") == []
    assert desk.waits(35) == ["c1"]
    assert desk.takes(90, headline="e1", id="inc-5") == ["d1"]  # the group was quiet for longer than its interval
    assert desk.waits(95) == ["e1"]
    assert desk.sent[-1].group == ("story-1",)


def test_what_no_longer_matches_while_it_waits_is_not_sent() -> None:
    desk = Desk("group_wait: 5m")
    desk.takes(0)
    desk.takes(1, revision=2, kind="updated", matches=False)
    assert desk.waits(60) == []
    assert next_due(desk.state) is None


def test_a_group_that_an_incident_leaves_keeps_the_others() -> None:
    desk = Desk("group_by: [severity]\ngroup_wait: 5m")
    desk.takes(0, headline="a1")
    desk.takes(0, headline="b1", id="inc-2")
    desk.takes(1, headline="a2", revision=2, kind="updated", severity="severe")
    assert desk.waits(5) == ["b1"]
    assert desk.waits(6) == ["a2"]


def test_what_comes_in_a_mute_time_is_sent_when_it_ends() -> None:
    desk = Desk("mute_time_intervals: [night]", NIGHT)
    late = 10.5 * 60  # half past ten at night
    assert desk.takes(late) == []
    assert desk.takes(late + 60, revision=2, kind="updated", severity="severe") == []
    assert next_due(desk.state) == at(18 * 60)
    assert desk.waits(18 * 60) == ["r2"]
    assert len(desk.sent) == 1


def test_a_withdrawal_waits_for_no_mute_time_and_ends_the_incident() -> None:
    desk = Desk("mute_time_intervals: [night]\ngroup_wait: 1h\ngroup_interval: 1d", NIGHT)
    desk.takes(0)
    desk.waits(60)
    desk.takes(120, revision=2, kind="updated", severity="severe")
    assert desk.takes(11 * 60, revision=3, kind="withdrawn", matches=False) == ["r3"]
    assert desk.takes(11 * 60, revision=3, kind="withdrawn", matches=False) == []
    assert desk.waits(10_000) == []
    assert [each.reason for each in desk.sent] == ["new", "withdrawn"]


def test_of_what_was_never_sent_no_withdrawal_is_sent_either() -> None:
    desk = Desk("group_wait: 10m")
    desk.takes(0)
    assert desk.takes(1, revision=2, kind="withdrawn") == []
    assert desk.waits(60) == []


def test_a_withdrawal_that_matches_is_sent_where_the_state_was_lost() -> None:
    assert Desk().takes(0, revision=2, kind="withdrawn") == ["r2"]
    assert Desk().takes(0, revision=2, kind="withdrawn", matches=False) == []


@settings(max_examples=300, deadline=None)
@given(desks, steps)
def test_no_revision_goes_twice_and_none_goes_before_it_came_or_in_a_mute_time(desk: Subscription, found: list[Any]) -> None:
    messages, came, state = played(desk, found)
    assert len({each.id for each in messages}) == len(messages)
    first = {(one.id, one.revision): moment for one, moment, _ in reversed(came)}
    for each in messages:
        assert each.at >= first[each.alert.id, each.alert.revision]
        assert each.alert.kind in ("withdrawn", "superseded", "expired") or not mute(desk.mute_times, each.at)
    assert next_due(state) is None
    assert not any(held.waiting for held in state.groups.values())


@settings(max_examples=300, deadline=None)
@given(desks, steps)
def test_nothing_new_is_sent_before_group_wait_and_groups_keep_their_interval(desk: Subscription, found: list[Any]) -> None:
    messages, came, _ = played(desk, found)
    ordinary = [each for each in messages if each.alert.kind not in ("withdrawn", "superseded", "expired")]
    seen: dict[tuple[str, ...], datetime] = {}
    for each in ordinary:
        if each.group not in seen:
            earliest = min(moment for one, moment, match in came if one.id == each.alert.id)
            assert each.at >= earliest + desk.group_wait
        elif each.at != seen[each.group]:
            assert each.at >= seen[each.group] + desk.group_interval
        seen[each.group] = each.at


@settings(max_examples=300, deadline=None)
@given(desks, steps)
def test_a_withdrawal_of_what_was_sent_is_always_sent_at_once(desk: Subscription, found: list[Any]) -> None:
    messages, came, _ = played(desk, found)
    told: set[str] = set()
    ended: set[str] = set()
    for one, moment, _ in came:
        told |= {each.alert.id for each in messages if each.at < moment}
        if one.kind in ("withdrawn", "superseded"):
            if one.id in told and one.id not in ended:
                assert any(each.at == moment and each.alert.id == one.id and each.reason == one.kind for each in messages)
            ended.add(one.id)
