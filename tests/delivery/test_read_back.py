"""The state that a new worker reads back is the state that was, and old entries are forgotten."""

from __future__ import annotations

from streams.delivery.message import Delivered, Refused, Retry
from tests.delivery.build import desk, force
from tests.delivery.house import House, holding, incident, then
from tests.subscriptions.build import killed


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
    assert holding(house.state) == holding(before)
    assert house.state.followers == before.followers
    assert {key: (queue.waiting, queue.aside, queue.dump()) for key, queue in house.state.queues.items() if list(queue.messages)} == {
        key: (queue.waiting, queue.aside, queue.dump()) for key, queue in before.queues.items() if list(queue.messages)
    }
    assert house.state.positions == before.positions
    assert house.state.keys.references == before.keys.references
    assert house.state.keys.kept == before.keys.kept


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
