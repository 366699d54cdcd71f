"""Repeats, rates, digests and what suppresses hold messages back, and lose none; nothing holds back a withdrawal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, Timing, next_due, prune, receive
from streams.subscriptions.change import sent_of
from streams.subscriptions.digest import MOST_ENTRIES, Digest
from streams.subscriptions.mute_time import mute
from streams.subscriptions.rate import Rate
from streams.subscriptions.timing_state import KEPT, MOST_INCIDENTS, MOST_WAITING
from tests.subscriptions.build import alert, subscription
from tests.subscriptions.desks import IRAQ, NIGHT, START, Desk, at, paced, played, steps

HOUR = 60


def told_of(message: Outgoing) -> list[Alert]:
    """Return the alerts of a message, those of a digest one by one."""
    return [each.alert for each in message.digest] or [message.alert]


# repeats


def test_an_open_incident_is_sent_again_in_its_newest_words_until_it_ends() -> None:
    desk = Desk("repeat_interval: 4h")
    desk.takes(0)
    assert next_due(desk.state) == at(4 * HOUR)
    assert desk.takes(HOUR, revision=2, kind="updated") == []
    assert desk.waits(4 * HOUR) == ["r2"]
    assert desk.waits(7 * HOUR) == []
    assert desk.waits(8 * HOUR) == ["r2"]
    assert [each.reason for each in desk.sent] == ["new", "repeat", "repeat"]
    assert len({each.id for each in desk.sent}) == 3
    assert desk.takes(9 * HOUR, revision=3, kind="expired") == []
    assert next_due(desk.state) is None


@pytest.mark.parametrize(
    "end", [{"kind": "withdrawn"}, {"kind": "superseded"}, {"kind": "expired"}, {"ended": True}, {"matches": False}], ids=str
)  # fmt: skip
def test_nothing_is_repeated_after_the_end_or_when_it_no_longer_matches(end: dict[str, Any]) -> None:
    desk = Desk("repeat_interval: 1h")
    desk.takes(0)
    desk.takes(30, **{"revision": 2, "kind": "updated", **end})
    assert next_due(desk.state) is None
    assert desk.waits(1000) == []


def test_a_repeat_that_waits_for_the_end_of_a_mute_time_goes_with_the_incident() -> None:
    desk = Desk("repeat_interval: 4h\nmute_time_intervals: [night]", NIGHT)
    desk.takes(7 * HOUR)  # seven in the evening
    assert desk.waits(11 * HOUR) == []
    assert next_due(desk.state) == at(18 * HOUR)
    desk.takes(12 * HOUR, revision=2, kind="expired")
    assert desk.waits(18 * HOUR) == []


def test_a_change_that_is_sent_puts_the_repeat_off() -> None:
    desk = Desk("repeat_interval: 4h\ngroup_interval: 30m")
    desk.takes(0)
    assert desk.takes(2 * HOUR, revision=2, kind="updated", severity="severe") == ["r2"]
    assert next_due(desk.state) == at(6 * HOUR)
    assert desk.takes(2 * HOUR + 10, revision=2, kind="updated", severity="severe") == []
    assert next_due(desk.state) == at(6 * HOUR)


def test_a_repeat_has_the_same_id_when_it_is_decided_again() -> None:
    desk = Desk("repeat_interval: 1h")
    desk.takes(0)
    before = desk.state
    desk.waits(60)
    desk.state = before
    desk.waits(75)
    assert desk.sent[1].id == desk.sent[2].id


# rate


def test_what_is_over_the_rate_waits_in_its_newest_words_and_the_most_severe_goes_first() -> None:
    desk = Desk("rate: {messages: 2, per: 1h}")
    assert desk.takes(0, id="a", headline="a1") == ["a1"]
    assert desk.takes(1, id="b", headline="b1") == ["b1"]
    assert desk.takes(2, id="c", headline="c1") == []
    assert desk.takes(3, id="d", headline="d1", severity="severe") == []
    assert desk.takes(4, id="c", headline="c2", revision=2, kind="updated") == []
    assert next_due(desk.state) == at(30)
    assert desk.waits(30) == ["d1"]
    assert desk.waits(60) == ["c2"]
    assert next_due(desk.state) is None


def test_the_rate_is_120_an_hour_where_none_is_named() -> None:
    desk = Desk()
    for number in range(200):
        desk.takes(0, id=f"inc-{number}")
    assert len(desk.sent) == 120
    assert desk.waits(60) != []
    assert len(desk.sent) == 200


def test_a_clock_that_was_put_back_stops_a_bucket_for_no_longer_than_its_time() -> None:
    rate = Rate(2, timedelta(hours=1))
    empty = rate.taken(None, START + timedelta(days=400), 2)
    assert rate.free(empty, START) == 0
    assert rate.next_free(empty, START) == START + timedelta(minutes=30)
    assert rate.free(empty, START + timedelta(days=401)) == 2


def test_of_more_than_may_wait_the_least_severe_is_dropped_and_counted() -> None:
    desk = Desk("rate: {messages: 1, per: 7d}")
    desk.takes(0, id="first")
    desk.takes(0, id="minor", severity="minor")
    for number in range(MOST_WAITING):
        desk.takes(0, id=f"inc-{number}", severity="severe")
    assert desk.state.dropped == 1
    waiting = [incident for held in desk.state.groups.values() for incident in held.waiting]
    assert len(waiting) == MOST_WAITING
    assert "minor" not in waiting


# digests


def test_a_digest_lists_what_came_the_most_severe_first() -> None:
    desk = Desk("digest: {every: 4h}")
    assert desk.takes(10, id="a", headline="a1") == []
    assert desk.takes(20, id="b", headline="b1", severity="severe") == []
    assert desk.takes(30, id="a", headline="a2", revision=2, kind="updated") == []
    assert next_due(desk.state) == at(4 * HOUR)
    desk.waits(4 * HOUR)
    (found,) = desk.sent
    assert (found.reason, found.group, found.more) == ("digest", (), 0)
    assert [each.alert.headline for each in found.digest] == ["b1", "a2"]
    assert found.alert.headline == "b1"
    assert next_due(desk.state) is None
    assert desk.takes(5 * HOUR, id="b", headline="b2", revision=2, kind="withdrawn") == ["b2"]
    assert desk.sent[-1].digest == ()


def test_the_id_of_a_digest_depends_on_the_subscription_and_its_entries_alone() -> None:
    def listed(*incidents: str, minute: float = 1) -> str:
        desk = Desk("digest: {every: 4h}")
        for incident in incidents:
            desk.takes(minute, id=incident)
        desk.waits(1000)
        return desk.sent[0].id

    assert listed("a") == listed("a", minute=300)
    assert len({listed("a"), listed("b"), listed("a", "b")}) == 3


def test_of_more_than_fifty_the_others_are_counted_and_are_as_if_never_sent() -> None:
    desk = Desk("digest: {every: 4h}")
    for number in range(MOST_ENTRIES + 7):
        desk.takes(number / 10, id=f"inc-{number}", severity="severe" if number < MOST_ENTRIES else "minor")
    desk.waits(4 * HOUR)
    (found,) = desk.sent
    assert (len(found.digest), found.more) == (MOST_ENTRIES, 7)
    assert desk.takes(4 * HOUR, id="inc-56", revision=2, kind="withdrawn") == []
    assert desk.takes(4 * HOUR, id="inc-55", revision=2, kind="updated", severity="minor") == []
    desk.waits(8 * HOUR)
    assert [each.alert.id for each in desk.sent[1].digest] == ["inc-55"]
    assert desk.sent[1].digest[0].reason == "new"


@pytest.mark.parametrize(
    ("digest", "moment", "after"),
    [
        (Digest(every=timedelta(hours=1)), datetime(2026, 3, 14, 12, tzinfo=UTC), datetime(2026, 3, 14, 13, tzinfo=UTC)),
        (Digest(every=timedelta(hours=1)), datetime(2026, 3, 14, 12, 59, tzinfo=UTC), datetime(2026, 3, 14, 13, tzinfo=UTC)),
        (Digest(at=(420, 1080), location="Asia/Baghdad"), datetime(2026, 3, 14, 12, tzinfo=UTC), datetime(2026, 3, 14, 15, tzinfo=UTC)),
        (Digest(at=(420, 1080), location="Asia/Baghdad"), datetime(2026, 3, 14, 15, tzinfo=UTC), datetime(2026, 3, 15, 4, tzinfo=UTC)),
        (Digest(at=(0,), location="America/New_York"), datetime(2026, 3, 14, 12, tzinfo=UTC), datetime(2026, 3, 15, 4, tzinfo=UTC)),
        # half past two is skipped on this day in Berlin
        (Digest(at=(150,), location="Europe/Berlin"), datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_the_next_digest(digest: Digest, moment: datetime, after: datetime) -> None:
    assert digest.after(moment) == after


def test_a_daily_repeat_goes_into_the_digest_of_its_day() -> None:
    desk = Desk("digest: {at: ['07:00']}\nrepeat_interval: 1d")
    desk.takes(0)
    sent: list[datetime] = []
    while len(sent) < 3:
        due = next_due(desk.state)
        assert due is not None
        desk.waits((due - START) / timedelta(minutes=1))
        sent = [each.at for each in desk.sent]
    assert {each.hour for each in sent} == {7}
    assert [each.day for each in sent] == [15, 16, 17]


# what is suppressed


def test_what_is_suppressed_does_not_wait_and_a_later_revision_is_judged_against_what_was_sent() -> None:
    desk = Desk()
    desk.takes(0, severity="moderate")
    assert desk.takes(10, revision=2, kind="updated", severity="severe", suppressed=True) == []
    assert next_due(desk.state) is None
    assert desk.takes(20, revision=3, kind="updated", severity="moderate") == []
    assert desk.takes(30, revision=4, kind="updated", severity="severe") == ["r4"]


def test_what_waits_when_a_silence_begins_is_not_sent() -> None:
    desk = Desk("group_wait: 10m")
    desk.takes(0)
    assert desk.waits(10, suppressed=True) == []
    assert next_due(desk.state) is None
    assert desk.takes(20, revision=2, kind="updated") == []
    assert desk.waits(30) == ["r2"]


def test_of_what_was_only_suppressed_no_withdrawal_is_sent() -> None:
    desk = Desk()
    desk.takes(0, suppressed=True)
    assert desk.takes(10, revision=2, kind="withdrawn") == []


def test_a_withdrawal_of_what_was_told_passes_everything() -> None:
    body = "mute_time_intervals: [night]\nrate: {messages: 1, per: 7d}\ndigest: {every: 4h}\nrepeat_interval: 1h\nchange: [severity]"
    desk = Desk(body, NIGHT)
    desk.takes(0)
    desk.waits(4 * HOUR)
    assert desk.takes(11 * HOUR, revision=2, kind="withdrawn", matches=False, suppressed=True) == ["r2"]
    assert desk.sent[-1].reason == "withdrawn"


def test_a_repeat_that_is_suppressed_comes_again_after_its_interval() -> None:
    desk = Desk("repeat_interval: 4h")
    desk.takes(0)
    assert desk.waits(4 * HOUR, suppressed=True) == []
    assert next_due(desk.state) == at(8 * HOUR)
    assert desk.waits(8 * HOUR) == ["r1"]


# laws

holds = st.sampled_from([lambda alert: False, lambda alert: True, lambda alert: alert.revision % 3 == 0])


@settings(max_examples=300, deadline=None)
@given(paced, steps, holds)
def test_a_withdrawal_of_what_was_told_is_always_sent_at_once(desk: Subscription, found: list[Any], suppressed: Any) -> None:
    messages, came, _ = played(desk, found, suppressed)
    ended: set[str] = set()
    for one, moment, _ in came:
        told = {each.id for message in messages if message.at < moment for each in told_of(message)}
        if one.kind in ("withdrawn", "superseded"):
            if one.id in told and one.id not in ended:
                assert any(each.at == moment and each.alert.id == one.id and each.reason == one.kind for each in messages)
            ended.add(one.id)
    for message in messages:
        assert not any(each.id in ended and message.at > moment for each in told_of(message) for one, moment, _ in came
                       if one.id == each.id and one.kind in ("withdrawn", "superseded"))  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(paced, steps, holds)
def test_no_message_is_sent_twice_over_its_rate_or_in_a_mute_time(desk: Subscription, found: list[Any], suppressed: Any) -> None:
    messages, _, state = played(desk, found, suppressed)
    assert len({each.id for each in messages}) == len(messages)
    once = [
        (each.alert.id, each.alert.revision) for message in messages if message.reason not in ("digest", "repeat") for each in [message]
    ]
    assert len(set(once)) == len(once)
    paid = [each.at for each in messages if each.alert.kind not in ("withdrawn", "superseded")]
    assert not any(mute(desk.mute_times, moment) for moment in paid)
    for moment in paid:
        assert sum(moment <= each < moment + desk.rate.per for each in paid) <= 2 * desk.rate.messages
    assert next_due(state) is None


@settings(max_examples=200, deadline=None)
@given(paced, steps)
def test_each_revision_of_a_digest_was_due_and_none_is_listed_twice_but_as_a_repeat(desk: Subscription, found: list[Any]) -> None:
    messages, came, _ = played(desk, found)
    listed = [each for message in messages for each in message.digest if each.reason != "repeat"]
    assert len({(each.alert.id, each.alert.revision) for each in listed}) == len(listed)
    assert {(each.alert.id, each.alert.revision) for each in listed} <= {(one.id, one.revision) for one, _, _ in came}


# pruning


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 25), st.booleans()), max_size=30))
def test_pruning_never_makes_a_revision_go_twice_within_thirty_days(found: list[Any]) -> None:
    desk, state, now = subscription(IRAQ + "change: all"), Timing(), START
    last: dict[tuple[str, int], datetime] = {}
    for incident, revision, days, pruned in found:
        now += timedelta(days=days)
        if pruned:
            state = prune(state, now)
        one = alert(id=f"inc-{incident}", revision=revision, kind="withdrawn" if revision == 4 else "updated")
        state, sent = receive(desk, state, one, now, matches=True)
        for each in sent:
            key = (each.alert.id, each.alert.revision)
            assert key not in last or now - last[key] > KEPT
            last[key] = now


def test_pruning_forgets_what_is_old_and_keeps_what_waits() -> None:
    desk = Desk("repeat_interval: 7d")
    desk.takes(0, id="old")
    desk.takes(1, id="gone")
    desk.takes(2, id="gone", revision=2, kind="withdrawn")
    assert set(prune(desk.state, at(31 * 24 * HOUR)).sent) == {"old", "gone"}
    later = prune(desk.state, at(32 * 24 * HOUR))
    assert (set(later.sent), later.ended) == ({"old"}, frozenset())  # it is to be sent again


def test_a_state_without_moments_counts_as_new_when_it_is_first_pruned() -> None:
    old = Timing(sent={"inc-1": sent_of(alert())}, ended=frozenset({"inc-2"}))
    once = prune(old, at(0))
    assert (once.sent["inc-1"].at, once.ended) == (at(0), frozenset({"inc-2"}))
    assert prune(once, at(0)) is once
    last = prune(once, at(32 * 24 * HOUR))
    assert (last.sent, last.ended) == ({}, frozenset())


def test_a_bucket_that_is_full_again_leaves_the_state() -> None:
    desk = Desk()
    desk.takes(0)
    assert prune(desk.state, at(0)).full_at is not None
    assert prune(desk.state, at(1)).full_at is None


def test_an_incident_of_which_revisions_come_is_remembered() -> None:
    desk = Desk()
    desk.takes(0)
    for day in range(1, 90):
        desk.takes(day * 24 * HOUR, revision=1 + day, kind="updated")
        desk.state = prune(desk.state, at(day * 24 * HOUR))
    assert desk.takes(90 * 24 * HOUR, revision=99, kind="withdrawn", matches=False) == ["r99"]
    assert len(desk.sent) == 2


def test_pruning_keeps_the_newest_of_too_many() -> None:
    sent = {f"inc-{number}": sent_of(alert(), at(number)) for number in range(MOST_INCIDENTS + 10)}
    kept = prune(Timing(sent=sent, ended=frozenset(sent)), at(0))
    assert len(kept.sent) == len(kept.ended) == MOST_INCIDENTS
    assert "inc-9" not in kept.sent
    assert "inc-10" in kept.sent
