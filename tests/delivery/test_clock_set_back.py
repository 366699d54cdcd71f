"""A clock that is set back moves what waits, and neither stalls nor floods."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.delivery.build import NOON, desk
from tests.delivery.house import House, holding, incident, ruled
from tests.subscriptions.build import alert, place


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
    assert holding(house.state) == {"desk": replace(after, groups={})}
