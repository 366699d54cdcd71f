"""The courier: what fails waits in its own queue, nothing is sent twice, and nothing without the office."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.delivery.courier import AT_ONCE_A_HOST, Courier, Incoming
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Delivered, Gone, Message, Outcome, Refused, Retry
from streams.delivery.open_sources import open_sources
from streams.delivery.restored import restored
from streams.messages import Alert
from streams.settings import Settings
from streams.subscriptions import Match, Subscription, Target, Timing
from streams.subscriptions.silence import Silence
from streams.topics import ALERTS
from tests.delivery.build import NOON, Clock, Fake, Kept, desk, force
from tests.subscriptions.build import alert, killed, place, subscription


@dataclass
class House:
    """A courier with its fakes; offsets of what comes in are counted."""

    subscriptions: Sequence[Subscription]
    fakes: dict[Target, Fake] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    clock: Clock = field(default_factory=Clock)
    holds: bool = True
    offset: int = 0

    def __post_init__(self) -> None:
        for each in self.subscriptions:
            for target in each.deliver:
                self.fakes.setdefault(target, Fake(target.address))
        self.open()

    def open(self) -> None:
        """Begin a term from what is kept."""
        state = restored(self.kept.values, random.Random(1), self.clock()).state
        self.courier = Courier(state, self.kept, lambda target: self.fakes[target], self.clock, lambda: self.holds, timedelta(hours=24))
        self.courier.use(force(*self.subscriptions))

    @property
    def state(self) -> DeliveryLog:
        return self.courier.state

    async def comes(self, *alerts: Alert, time: datetime | None = None, headers: Any = ()) -> None:
        """Take alerts in, and send what may go out."""
        records = []
        for each in alerts:
            records.append(Incoming(0, self.offset, each.encode(), time or self.clock(), headers))
            self.offset += 1
        await self.courier.take(records)
        await self.settles()

    async def settles(self) -> None:
        """Send until nothing is left to do now, but for what a fake holds."""
        while True:
            await self.courier.turn()
            before = set(self.courier._under_way)
            for _ in range(50):
                await asyncio.sleep(0)
            if set(self.courier._under_way) == before:
                return

    def got(self, address: str = "https://a.example") -> list[tuple[str, int]]:
        sent = (each for target, fake in self.fakes.items() if target.address == address for each in fake.got)
        return [(each.alert.id, each.alert.revision) for each in sent]


def _holding(state: DeliveryLog) -> dict[str, Timing]:
    """Return the states without the groups that hold nothing back: those have no records."""
    return {
        name: replace(timing, groups={group: held for group, held in timing.groups.items() if held.waiting})
        for name, timing in state.timings.items()
    }


def incident(id: str = "inc-1", revision: int = 1, **fields: Any) -> Alert:
    return alert(**{"id": id, "revision": revision, "place": place(), "casualties": killed(10 * revision), **fields})


def then(*outcomes: Outcome) -> Callable[[Message], Outcome]:
    """Return an answer that gives these one after the other, the last again and again."""
    left = list(outcomes)
    return lambda message: left.pop(0) if len(left) > 1 else left[0]


async def test_a_target_that_fails_is_left_alone_by_the_table_and_others_are_not_delayed() -> None:
    bad, good = Target("webhook", "https://bad.example"), Target("webhook", "https://good.example")
    house = House([desk("desk", bad, good)])
    house.fakes[bad].answer = then(Retry("HTTP 500"), Retry("HTTP 500"), Delivered())
    await house.comes(incident())
    assert len(house.got("https://bad.example")) == len(house.got("https://good.example")) == 1
    house.clock.passes(seconds=4)
    await house.settles()
    assert len(house.got("https://bad.example")) == 1
    house.clock.passes(seconds=2)
    await house.settles()
    assert len(house.got("https://bad.example")) == 2
    house.clock.passes(minutes=4)
    await house.settles()
    assert len(house.got("https://bad.example")) == 2
    house.clock.passes(minutes=2)
    await house.settles()
    assert len(house.got("https://bad.example")) == 3
    assert house.kept.of("outbox") == house.kept.of("queue") == []


async def test_of_an_incident_the_newest_revision_waits_alone_and_in_the_place_of_the_first() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Retry("HTTP 500"), Delivered())
    await house.comes(incident("inc-1", 1), incident("inc-2", 1))
    await house.comes(incident("inc-1", 2), incident("inc-1", 3, kind="corrected"))
    house.clock.passes(seconds=7)
    await house.settles()
    assert house.got() == [("inc-1", 1), ("inc-1", 3), ("inc-2", 1)]
    assert house.kept.of("alert") == []


async def test_what_is_under_way_is_not_replaced() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.held = asyncio.Event()
    await house.comes(incident(revision=1))
    await house.comes(incident(revision=2))
    fake.held.set()
    await house.settles()
    assert house.got() == [("inc-1", 1), ("inc-1", 2)]


async def test_410_sets_aside_what_waits_and_what_comes_and_a_probe_an_hour_later_revives() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Gone("HTTP 410"), Gone("HTTP 410"), Delivered())
    await house.comes(incident("inc-1"))
    await house.comes(incident("inc-2"))
    (queue,) = house.state.queues.values()
    assert house.got() == [("inc-1", 1)]
    assert queue.dead
    assert len(queue.aside) == 2
    house.clock.passes(minutes=61)
    await house.comes(incident("inc-3"))  # still gone
    await house.comes(incident("inc-4"))
    assert house.got() == [("inc-1", 1), ("inc-3", 1)]
    house.clock.passes(minutes=61)
    await house.comes(incident("inc-5"), incident("inc-6"))
    assert house.got()[2:] == [("inc-5", 1)]  # inc-6 came while the probe waited
    assert not queue.dead
    await house.comes(incident("inc-7"))
    assert house.got()[3:] == [("inc-7", 1)]
    assert [each.alert.id for each, _ in queue.aside.values()] == ["inc-1", "inc-2", "inc-3", "inc-4", "inc-6"]


async def test_three_days_of_failures_set_all_aside_and_a_retry_sends_it() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = lambda message: Retry("HTTP 500")
    await house.comes(incident("inc-1"), incident("inc-2"))
    began = house.clock()
    while not (queue := next(iter(house.state.queues.values()))).dead:
        house.clock.now = max(house.clock() + timedelta(seconds=1), house.state.next_wake() or house.clock())
        await house.settles()
    assert timedelta(days=3) <= house.clock() - began < timedelta(days=5)
    assert len(fake.got) == 10
    assert len(queue.aside) == 2
    fake.answer = lambda message: Delivered()
    await house.courier.retry("desk", None, "command/1")
    await house.settles()
    assert house.got()[-2:] == [("inc-1", 1), ("inc-2", 1)]
    assert house.kept.of("outbox") == house.kept.of("queue") == house.kept.of("alert") == []


async def test_what_a_target_refuses_is_set_aside_and_the_next_goes_on() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Refused("HTTP 400"), Delivered())
    await house.comes(incident("inc-1"), incident("inc-2"))
    assert house.got() == [("inc-1", 1), ("inc-2", 1)]
    assert [reason for _, reason in next(iter(house.state.queues.values())).aside.values()] == ["HTTP 400"]


async def test_the_pause_that_a_target_asks_for_is_kept_within_bounds() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Retry("HTTP 429", 60.0), Retry("HTTP 429", 10.0**9), Delivered())
    await house.comes(incident())
    house.clock.passes(seconds=59)
    await house.settles()
    assert len(fake.got) == 1
    house.clock.passes(seconds=2)
    await house.settles()
    assert len(fake.got) == 2
    house.clock.passes(hours=2)
    await house.settles()
    assert len(fake.got) == 3


async def test_over_its_rate_a_subscription_waits_and_nothing_is_dropped() -> None:
    house = House([desk(body="rate: {messages: 60, per: 1h}\n")])
    await house.comes(*(incident(f"inc-{n}") for n in range(100)))
    assert len(house.got()) == 60
    house.clock.passes(minutes=10)
    await house.settles()
    assert len(house.got()) == 70
    house.open()  # a worker that is started anew does not begin a new hour
    await house.settles()
    assert len(house.got()) == 70
    house.clock.passes(hours=1)
    await house.settles()
    assert len(house.got()) == 100


async def test_over_a_thousand_the_oldest_goes_but_no_withdrawal() -> None:
    house = House([desk(body="rate: {messages: 10000, per: 1h}\n")])  # or they would wait for the rate, not in the queue
    (fake,) = house.fakes.values()
    fake.answer = lambda message: Retry("HTTP 500")
    await house.comes(incident("inc-0"))
    await house.comes(incident("inc-0", 2, kind="withdrawn"))
    await house.comes(*(incident(f"inc-{n}") for n in range(1, 1_011)))
    (queue,) = house.state.queues.values()
    assert queue.dropped == 10
    waits = [each.alert.id for each in queue.waiting.values()]
    assert len(waits) == 1_001
    assert waits[:2] == ["inc-0", "inc-11"]
    assert len(house.kept.of("outbox")) == 1_001


async def test_no_more_than_four_are_under_way_to_one_host() -> None:
    targets = [Target("webhook", f"https://a.example/{n}") for n in range(9)]
    house = House([desk("desk", *targets)])
    held = asyncio.Event()
    for target in targets:
        house.fakes[target] = Fake("a.example", held=held)
    await house.comes(incident())
    assert sum(len(fake.got) for fake in house.fakes.values()) == AT_ONCE_A_HOST
    held.set()
    await house.settles()
    assert sum(len(fake.got) for fake in house.fakes.values()) == 9


async def test_without_the_office_nothing_goes_out() -> None:
    house = House([desk()])
    house.holds = False
    await house.comes(incident())
    assert house.got() == []
    house.holds = True
    await house.settles()
    assert house.got() == [("inc-1", 1)]


async def test_a_worker_that_lost_the_office_while_a_slot_was_awaited_does_not_send() -> None:
    targets = [Target("webhook", f"https://a.example/{n}") for n in range(5)]
    house = House([desk("desk", *targets)])
    held = asyncio.Event()
    for target in targets:
        house.fakes[target] = Fake("a.example", held=held)
    await house.comes(incident())
    house.holds = False
    held.set()
    await house.settles()
    assert sum(len(fake.got) for fake in house.fakes.values()) == AT_ONCE_A_HOST


async def test_what_is_old_or_replayed_is_not_sent_but_a_withdrawal_of_what_was_told_is() -> None:
    house = House([desk()])
    await house.comes(incident("inc-1"))
    old = house.clock() - timedelta(hours=25)
    await house.comes(incident("inc-2"), time=old)
    await house.comes(incident("inc-3"), headers=[("replay", b"1")])
    await house.comes(incident("inc-4", kind="withdrawn"), time=old)
    await house.comes(incident("inc-1", 2, kind="withdrawn"), time=old)
    assert house.got() == [("inc-1", 1), ("inc-1", 2)]


async def test_a_record_that_cannot_be_read_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    house = House([desk()])
    await house.courier.take([Incoming(0, 0, b"{", house.clock()), Incoming(0, 1, None, None), Incoming(0, 2, incident().encode(), None)])
    await house.settles()
    assert house.got() == [("inc-1", 1)]
    assert house.state.positions == {0: 3}
    assert "alerts.changes/0/0 cannot be read" in caplog.text


async def test_a_bug_of_an_endpoint_holds_up_its_queue_alone(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = Target("webhook", "https://bad.example"), Target("webhook", "https://good.example")
    house = House([desk("desk", bad, good)])

    def breaks(message: Message) -> Outcome:
        raise RuntimeError("a bug")

    house.fakes[bad].answer = breaks
    await house.comes(incident())
    assert len(house.got("https://good.example")) == 1
    assert next(queue for queue in house.state.queues.values() if queue.waiting).error == "an error of ours: RuntimeError"


async def test_a_clock_that_is_set_back_neither_stalls_nor_floods() -> None:
    house = House([desk(body="group_wait: 10m\n")])
    await house.comes(incident("inc-1"))
    house.clock.passes(minutes=5)
    await house.settles()
    house.clock.passes(hours=-3)
    await house.settles()
    house.clock.passes(minutes=4)
    await house.settles()
    assert house.got() == []
    house.clock.passes(minutes=2)
    await house.settles()
    assert house.got() == [("inc-1", 1)]
    house.clock.passes(days=400)
    await house.settles()
    assert house.got() == [("inc-1", 1)]


async def test_what_was_told_is_forgotten_a_month_after_the_last_revision() -> None:
    house = House([desk()])
    await house.comes(incident("inc-1"))
    assert house.kept.of("timing") == ["timing/desk"]  # the rate: one message of 120 is used
    house.clock.passes(days=20)
    await house.comes(incident("inc-1", 2, casualties=killed(10)))  # nothing to tell
    house.clock.passes(days=20)
    await house.settles()
    assert house.kept.of("sent") == ["sent/desk/inc-1"]
    assert house.kept.of("timing") == []
    house.clock.passes(days=11, hours=1)  # thirty days, and one for the note of the last revision
    await house.settles()
    assert house.kept.of("sent") == []
    assert house.state.timings == {}
    assert house.state.followers == {}
    assert house.kept.values.keys() == {"position"}


async def test_a_clock_that_is_set_back_moves_the_rate_what_was_sent_and_the_open_alerts() -> None:
    house = House([ruled()])
    await house.comes(alert(id="source", severity="severe", place=place()))
    before = house.state.timings["desk"]
    (heard,) = house.state.sources.places.values()
    house.clock.passes(hours=-3)
    await house.settles()
    after = house.state.timings["desk"]
    (moved,) = house.state.sources.places.values()
    back = timedelta(hours=3)
    assert before.full_at is not None
    assert after.full_at == before.full_at - back
    assert after.sent["source"].at == NOON - back
    assert moved == {"source": heard["source"] - back}
    house.open()
    assert _holding(house.state) == {"desk": replace(after, groups={})}


async def test_a_subscription_that_is_gone_and_comes_back_gets_what_waited() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Retry("HTTP 500"), Delivered())
    await house.comes(incident())
    house.courier.use(force())
    house.clock.passes(minutes=1)
    await house.settles()
    assert len(fake.got) == 1
    house.courier.use(force(*house.subscriptions))
    await house.settles()
    assert len(fake.got) == 2


async def test_the_state_that_is_read_back_is_the_state_that_was() -> None:
    house = House([desk("a", body="group_by: [country]\ngroup_wait: 10m\n"), desk("b")])
    (fake,) = house.fakes.values()
    fake.answer = then(Delivered(), Retry("HTTP 500"), Refused("HTTP 400"))
    await house.comes(incident("inc-1"), incident("inc-2"), incident("inc-3"))
    before = house.state
    house.open()
    assert _holding(house.state) == _holding(before)
    assert house.state.followers == before.followers
    assert {key: (queue.waiting, queue.aside, queue.dump()) for key, queue in house.state.queues.items() if list(queue.messages)} == {
        key: (queue.waiting, queue.aside, queue.dump()) for key, queue in before.queues.items() if list(queue.messages)
    }
    assert house.state.positions == before.positions
    assert house.state.references == before.references
    assert house.state.kept == before.kept


RULE = "inhibit_rules:\n  - {source: {types: [ASSAULT], min_severity: severe, told: any}, target: {types: [PROTEST]}, equal: [country]}\n"


def ruled() -> Subscription:
    """Return a subscription to all of Iraq whose file has an inhibit rule: an assault holds back protests."""
    return replace(subscription("match: {countries: [IRQ]}", head=RULE), name="desk")


async def test_a_digest_waits_as_it_is_through_failures_and_a_new_worker() -> None:
    house = House([desk(body="digest: {every: 1h}\n")])
    (fake,) = house.fakes.values()
    fake.answer = then(Retry("HTTP 500"), Delivered())
    house.clock.passes(minutes=10)
    await house.comes(incident("inc-1", severity="minor"), incident("inc-2", severity="extreme"))
    assert fake.got == []
    house.clock.passes(minutes=50)
    await house.settles()
    (first,) = fake.got
    assert (first.reason, [each.alert.id for each in first.entries]) == ("digest", ["inc-2", "inc-1"])
    assert house.kept.of("alert") == ["alert/inc-1/1", "alert/inc-2/1"]
    await house.comes(incident("inc-2", 2, kind="withdrawn"))  # at once, and behind the digest that told of it
    house.open()
    house.clock.passes(minutes=1)
    await house.settles()
    assert [(each.id, each.reason) for each in fake.got[1:]] == [(first.id, "digest"), (fake.got[2].id, "withdrawn")]
    assert fake.got[1] == first
    assert house.kept.of("alert") == house.kept.of("outbox") == []


async def test_what_is_silenced_is_not_sent_and_after_the_silence_a_change_is() -> None:
    house = House([desk()])
    start = house.clock()
    match = Match(countries=frozenset(["IRQ"]), told="any")
    silence = Silence(id="a1", match=match, start=start, end=start + timedelta(hours=1), creator="a", comment="b")
    house.courier.use(force(desk(), silences=(silence,)))
    await house.comes(incident("inc-1"))
    assert house.got() == []
    house.clock.passes(hours=1)
    await house.comes(incident("inc-1", 2))
    assert house.got() == [("inc-1", 2)]


async def test_an_open_alert_holds_back_others_until_it_ends_even_if_its_end_is_too_old_to_be_sent() -> None:
    house = House([ruled()])
    source = {"severity": "severe", "place": place(), "told": "background"}  # told to nobody
    await house.comes(alert(id="source", **source))
    await house.comes(incident("inc-1", type="PROTEST"))
    assert house.got("https://desk.example") == []
    await house.comes(alert(id="source", revision=2, kind="expired", **source), time=house.clock() - timedelta(hours=25))
    await house.comes(incident("inc-1", 2, type="PROTEST"))
    assert house.got("https://desk.example") == [("inc-1", 2)]


async def test_open_alerts_are_read_from_the_topic_alerts_as_they_stand(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    opened = alert(id="open", severity="severe", place=place())
    ended = alert(id="ended", severity="severe", place=place())
    last = alert(id="ended", severity="severe", place=place(), revision=2, kind="expired")
    old = alert(id="old", severity="severe", place=place(), updated="2026-03-01T12:00:00Z")
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        for each in (opened, ended, last, old):
            await producer.send_and_wait(settings.prefix + ALERTS.name, each.encode(), key=each.id.encode())
        await producer.send_and_wait(settings.prefix + ALERTS.name, b"{", key=b"broken")
    found = force(ruled())
    sources = await open_sources(settings, found.suppression(), NOON)
    assert sources.incidents.keys() == {"open"}
    house = House([ruled()])
    house.courier.use(found, sources)
    await house.comes(incident("inc-1", type="PROTEST"))
    assert house.got("https://desk.example") == []
