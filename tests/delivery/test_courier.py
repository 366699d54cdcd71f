"""The courier: nothing is sent twice, nothing without the office, the newest revision waits alone, and no host is flooded."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from streams.delivery.courier import AT_ONCE_A_HOST, Incoming
from streams.delivery.message import Delivered, Message, Outcome, Retry
from streams.logs import PLAIN, Lines
from streams.subscriptions import Target
from tests.delivery.build import Fake, desk
from tests.delivery.house import House, incident, then


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
    lines = (Lines(PLAIN).format(record) for record in caplog.records)
    told = next(line for line in lines if line.startswith("unreadable and passed over: "))
    assert told.endswith(" [alerts.changes/0/0]")


async def test_a_bug_of_an_endpoint_holds_up_its_queue_alone(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = Target("webhook", "https://bad.example"), Target("webhook", "https://good.example")
    house = House([desk("desk", bad, good)])

    def breaks(message: Message) -> Outcome:
        raise RuntimeError("a bug")

    house.fakes[bad].answer = breaks
    await house.comes(incident())
    assert len(house.got("https://good.example")) == 1
    assert next(queue for queue in house.state.queues.values() if queue.waiting).error == "an error of ours: RuntimeError"
