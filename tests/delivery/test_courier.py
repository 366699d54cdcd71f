"""The courier: what fails waits in its own queue, nothing is sent twice, and nothing without the office."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from streams.delivery.courier import AT_ONCE_A_HOST, Courier, Incoming
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Delivered, Gone, Message, Outcome, Refused, Retry
from streams.delivery.restored import restored
from streams.messages import Alert
from streams.subscriptions import Subscription, Target, Timing
from tests.delivery.build import Clock, Fake, Kept, desk
from tests.subscriptions.build import alert, killed, place


@dataclass
class House:
    """A courier with its fakes; offsets of what comes in are counted."""

    subscriptions: Sequence[Subscription]
    fakes: dict[Target, Fake] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    clock: Clock = field(default_factory=Clock)
    holds: bool = True
    per_hour: int = 1_000
    offset: int = 0

    def __post_init__(self) -> None:
        for each in self.subscriptions:
            for target in each.deliver:
                self.fakes.setdefault(target, Fake(target.address))
        self.open()

    def open(self) -> None:
        """Begin a term from what is kept."""
        state = restored(self.kept.values, self.per_hour, random.Random(1), self.clock()).state
        self.courier = Courier(state, self.kept, lambda target: self.fakes[target], self.clock, lambda: self.holds, timedelta(hours=24))
        self.courier.use(self.subscriptions)

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


async def test_over_its_rate_a_queue_waits_and_nothing_is_dropped() -> None:
    house = House([desk()], per_hour=60)
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
    house = House([desk()])
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


async def test_what_was_told_is_forgotten_thirty_days_after_the_last_revision() -> None:
    house = House([desk()])
    await house.comes(incident("inc-1"))
    house.clock.passes(days=20)
    await house.comes(incident("inc-1", 2, casualties=killed(10)))  # nothing to tell
    house.clock.passes(days=20)
    await house.settles()
    assert house.kept.of("sent") == ["sent/desk/inc-1"]
    house.clock.passes(days=11)
    await house.settles()
    assert house.kept.of("sent") == []
    assert house.state.timings == {}
    assert house.state.followers == {}


async def test_a_subscription_that_is_gone_and_comes_back_gets_what_waited() -> None:
    house = House([desk()])
    (fake,) = house.fakes.values()
    fake.answer = then(Retry("HTTP 500"), Delivered())
    await house.comes(incident())
    house.courier.use([])
    house.clock.passes(minutes=1)
    await house.settles()
    assert len(fake.got) == 1
    house.courier.use(house.subscriptions)
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
