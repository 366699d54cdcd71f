"""A worker that is killed between any two writes loses nothing, and doubles no more than the message that was under way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.delivery.changes import Changes
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Delivered, Message, Outcome, QueueKey, Retry
from streams.delivery.restored import restored
from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, Target, Timing, advance, matches, next_due, receive
from streams.subscriptions.outgoing import Waiting
from tests.delivery.build import force
from tests.subscriptions.build import alert, killed, place, subscription

START = datetime(2026, 3, 14, 12, tzinfo=UTC)
TWO = (Target("webhook", "https://a.example"), Target("topic", "desk"))
BODIES = (
    "",
    "group_by: [country]\ngroup_wait: 5m\ngroup_interval: 15m\n",
    "change: [all]\n",
    "group_by: [story]\ngroup_interval: 1h\n",
    "digest: {every: 20m}\n",
)
DESKS = [
    replace(subscription(f"match: {{countries: [IRQ]}}\n{body}"), name=f"desk-{number}", deliver=TWO[: 1 + number % 2])
    for number, body in enumerate(BODIES)
]
ALERTS = st.lists(
    st.tuples(
        st.sampled_from(["inc-1", "inc-2", "inc-3"]),
        st.sampled_from(["updated", "updated", "updated", "corrected", "withdrawn", "expired"]),
        st.sampled_from(["minor", "severe", "extreme"]),
        st.integers(0, 40),
        st.sampled_from(["IRQ", "IRQ", "UKR"]),
    ),
    min_size=1,
    max_size=12,
).map(lambda found: wire(found))


def wire(found: list[tuple[str, str, str, int, str]]) -> list[Alert]:
    """Return revisions as alert writes them: nothing comes of an incident behind its end, so a name that comes again is another one."""
    ended: Counter[str] = Counter()
    alerts = []
    for revision, (name, kind, severity, toll, country) in enumerate(found, 1):
        id = f"{name}-{ended[name]}"
        ended[name] += kind in ("withdrawn", "expired")
        more = {"severity": severity, "casualties": killed(toll), "place": place(country=country), "story": name}
        alerts.append(alert(id=id, revision=revision, kind=kind, **more))
    return alerts


FAILURES = 5
"""The most failures in a row of one queue: after ten its messages are set aside, and a third to the tenth power has been drawn."""


class Killed(Exception):
    """The process ends here."""


class Run:
    """A worker on a log that keeps atoms, with endpoints that fail `failing` of the time; it is killed after some numbers of steps."""

    def __init__(self, alerts: list[Alert], kills: list[int], failing: float, seed: int) -> None:
        self.alerts, self.kills, self.failing = alerts, list(kills), failing
        self.chance = random.Random(seed)
        self.kept: dict[str, bytes] = {}
        self.accepted: list[tuple[QueueKey, str, tuple[tuple[str, int], ...]]] = []
        """The messages that the targets took: of each its id, and the incident and revision of each alert."""
        self.recorded: list[tuple[QueueKey, str]] = []
        self.unrecorded = 0
        """The messages that a target took, and whose worker was killed before it wrote that."""
        self.now = START
        self.failed: Counter[QueueKey] = Counter()
        """The failures in a row of each queue."""

    def step(self) -> None:
        if self.kills:
            self.kills[0] -= 1
            if self.kills[0] <= 0:
                self.kills.pop(0)
                raise Killed

    def write(self, state: DeliveryLog, changes: Changes) -> None:
        for atom in changes.atoms:
            self.step()
            for key, value in atom:
                if value is None:
                    self.kept.pop(key, None)
                else:
                    self.kept[key] = value
        state.written(changes, self.now)

    def run(self) -> None:
        while True:
            try:
                return self.live()
            except Killed:
                continue

    def live(self) -> None:
        """Work from what is kept, until all alerts are read and nothing waits."""
        found = restored(self.kept, self.chance, self.now)
        state = found.state
        orphans = Changes()
        orphans.add(found.orphans)
        self.write(state, orphans)
        state.use(force(*DESKS), self.now)
        while True:
            read = state.positions.get(0, 0)
            if read < len(self.alerts):
                while (due := state.next_wake()) is not None and due <= START + timedelta(minutes=7 * read):
                    self.now = max(self.now, due)
                    self.write(state, state.advance(self.now))
                    self.deliver(state)
                self.now = max(self.now, START + timedelta(minutes=7 * read))
                changes, failed = state.take(self.alerts[read], self.now, offset=read)
                assert not failed
                self.write(state, changes)
            self.deliver(state)
            due = state.next_wake()
            if read >= len(self.alerts) - 1:
                if due is None:
                    return
                self.now = max(self.now, due)
            self.write(state, state.advance(self.now))

    def deliver(self, state: DeliveryLog) -> None:
        while ready := list(state.begin(self.now)):
            for _, message in ready:
                self.step()
                outcome = self.tried(message)
                try:
                    self.step()
                    changes = state.end(message, outcome, self.now)
                    self.write(state, changes)
                except Killed:
                    self.unrecorded += isinstance(outcome, Delivered)
                    raise
                if isinstance(outcome, Delivered):
                    self.recorded.append((message.queue, message.id))

    def tried(self, message: Message) -> Outcome:
        if self.chance.random() < self.failing and self.failed[message.queue] < FAILURES:
            self.failed[message.queue] += 1
            return Retry("HTTP 500")
        self.failed[message.queue] = 0
        told = tuple((each.alert.id, each.alert.revision) for each in message.entries)
        self.accepted.append((message.queue, message.id, told))
        return Delivered()


def expected(desk: Subscription, alerts: list[Alert]) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
    """Return the messages of a subscription by its timing alone: of each its id, and the incident and revision of each alert."""
    state, now = Timing(), START
    found: list[Outgoing] = []
    followed: set[str] = set()
    for number, one in enumerate(alerts):
        now = START + timedelta(minutes=7 * number)
        while (due := next_due(state)) is not None and due <= now:
            state, sent = advance(desk, state, due)
            found += sent
        if matches(desk, one):
            followed.add(one.id)
        if one.id in followed:
            state, sent = receive(desk, state, one, now, matches=matches(desk, one))
            found += sent
    while (due := next_due(state)) is not None:
        state, sent = advance(desk, state, due)
        found += sent
    listed = (each.digest or (Waiting(each.alert, each.reason),) for each in found)
    return [(each.id, tuple((one.alert.id, one.alert.revision) for one in told)) for each, told in zip(found, listed, strict=True)]


KILLS = st.lists(st.integers(1, 30), max_size=8)


@given(ALERTS, KILLS, st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_kills_alone_lose_nothing_and_double_only_what_was_under_way(alerts: list[Alert], kills: list[int], seed: int) -> None:
    run = Run(alerts, kills, 0.0, seed)
    run.run()
    wanted = {(desk.name, id) for desk in DESKS for id, _ in expected(desk, alerts)}
    assert {(queue[0], id) for queue, id, _ in run.accepted} == wanted
    assert len(run.accepted) - len({(queue, id) for queue, id, _ in run.accepted}) <= run.unrecorded
    assert len(run.recorded) == len(set(run.recorded))


@given(ALERTS, KILLS, st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_with_a_third_of_failures_the_newest_revision_arrives(alerts: list[Alert], kills: list[int], seed: int) -> None:
    run = Run(alerts, kills, 1 / 3, seed)
    run.run()
    for desk in DESKS:
        last = {incident: revision for _, told in expected(desk, alerts) for incident, revision in told}
        for key in {queue for queue, *_ in run.accepted if queue[0] == desk.name}:
            got: dict[str, int] = {}
            for incident, revision in (each for queue, _, told in run.accepted if queue == key for each in told):
                assert revision >= got.get(incident, 0), "a revision overtook a newer one"
                got[incident] = revision
            assert got == last
    assert len(run.recorded) == len(set(run.recorded))


@given(ALERTS, KILLS, st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_what_was_delivered_leaves_no_records_but_of_its_incident_and_the_rate(alerts: list[Alert], kills: list[int], seed: int) -> None:
    run = Run(alerts, kills, 1 / 3, seed)
    run.run()
    assert {key.partition("/")[0] for key in run.kept} <= {"position", "sent", "group", "queue", "timing"}
    for key, value in run.kept.items():
        if key.startswith("timing/"):  # nothing but how much of the rate is used, until it is whole again
            assert orjson.loads(value).keys() == {"subscription", "full_at"}
