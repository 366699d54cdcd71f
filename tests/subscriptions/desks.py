"""Subscriptions in time for tests: one that is told what comes, and strategies for any and for what comes to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, Timing, advance, next_due, receive
from streams.subscriptions.digest import Digest
from streams.subscriptions.mute_time import MuteTime
from streams.subscriptions.rate import DEFAULT, Rate
from streams.subscriptions.timing import Suppressed, never
from tests.subscriptions.build import alert, killed, subscription

START = datetime(2026, 3, 14, 12, tzinfo=UTC)
NIGHT = """time_intervals:
  - name: night
    time_intervals:
      - times: [{start_time: '22:00', end_time: '24:00'}, {start_time: '00:00', end_time: '06:00'}]
"""
IRAQ = "match: {countries: [IRQ]}\n"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


class Desk:
    """A subscription in time: alerts come in, messages go out."""

    def __init__(self, body: str = "", head: str = "") -> None:
        self.subscription = subscription(IRAQ + body, head)
        self.state = Timing()
        self.sent: list[Outgoing] = []

    def takes(self, minutes: float, *, matches: bool = True, suppressed: bool = False, **fields: Any) -> list[str]:
        """Receive a revision; return the headlines that are sent now. `suppressed` holds back all that is not a withdrawal."""
        now = at(minutes)
        one = alert(**{"headline": f"r{fields.get('revision', 1)}", "updated": now.isoformat(), **fields})
        self.state, sent = receive(self.subscription, self.state, one, now, matches=matches, suppressed=lambda _: suppressed)
        self.sent += sent
        return [each.alert.headline for each in sent]

    def waits(self, minutes: float, *, suppressed: bool = False) -> list[str]:
        """Let time pass; return the headlines that are sent at that moment."""
        self.state, sent = advance(self.subscription, self.state, at(minutes), suppressed=lambda _: suppressed)
        self.sent += sent
        return [each.alert.headline for each in sent]


steps = st.lists(
    st.tuples(
        st.sampled_from(("inc-1", "inc-2", "inc-3")),
        st.booleans(),
        st.sampled_from(("created", "updated", "updated", "updated", "corrected", "withdrawn", "superseded", "expired")),
        st.sampled_from(("minor", "moderate", "severe", "extreme")),
        st.sampled_from((1, 10, 50)),
        st.sampled_from(("story-1", "story-2")),
        st.booleans(),
        st.integers(0, 400),
    ),
    max_size=25,
)
waits = st.sampled_from([timedelta(0), timedelta(minutes=7), timedelta(hours=3)])
mutes = st.sampled_from(
    [(), (MuteTime(times=((22 * 60, 1440), (0, 360))),), (MuteTime(weekdays=frozenset({5, 6}), location="Europe/Berlin"),)]
)
desks = st.builds(
    Subscription,
    name=st.just("desk"),
    group_by=st.sampled_from([("incident",), ("story",), ("type", "severity")]),
    group_wait=waits,
    group_interval=waits,
    mute_times=mutes,
)
paced = st.builds(
    Subscription,
    name=st.just("desk"),
    group_by=st.sampled_from([("incident",), ("story",)]),
    group_wait=waits,
    group_interval=waits,
    mute_times=mutes,
    repeat_interval=st.sampled_from([None, timedelta(hours=1), timedelta(hours=5)]),
    rate=st.sampled_from([DEFAULT, Rate(1, timedelta(days=7)), Rate(2, timedelta(hours=1))]),
    digest=st.sampled_from([None, Digest(every=timedelta(hours=4)), Digest(at=(420, 1080), location="Asia/Baghdad")]),
)
"""Subscriptions that use everything that holds messages back."""


def played(
    desk: Subscription, found: list[Any], suppressed: Suppressed = never
) -> tuple[list[Outgoing], list[tuple[Alert, datetime, bool]], Timing]:
    """Play revisions in time; return the messages, what came, and the last state, when nothing waits any more and is not repeated."""
    state, now = Timing(), START
    messages: list[Outgoing] = []
    came: list[tuple[Alert, datetime, bool]] = []
    for revision, (incident, again, kind, severity, toll, story, match, minutes) in enumerate(found, 1):
        end = now + timedelta(minutes=minutes)
        while (due := next_due(state)) is not None and due < end:
            state, sent = advance(desk, state, due, suppressed=suppressed)
            messages += sent
        now = end
        one = alert(
            id=incident, revision=revision, kind=kind, severity=severity, casualties=killed(toll), story=story, updated=now.isoformat()
        )
        if again and came:
            one, _, match = came[-1]  # the record comes again
        state, sent = receive(desk, state, one, now, matches=match, suppressed=suppressed)
        messages += sent
        came.append((one, now, match))
    desk = replace(desk, repeat_interval=None)
    while (due := next_due(state)) is not None:
        state, sent = advance(desk, state, due)
        messages += sent
    return messages, came, state
