"""A target that fails waits alone, is left alone by the table, and is set aside in the end."""

from __future__ import annotations

from datetime import timedelta

from streams.delivery.message import Delivered, Gone, Refused, Retry
from streams.subscriptions import Target
from tests.delivery.build import desk
from tests.delivery.house import House, incident, then


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
