"""Silences and inhibit rules hold alerts back when they are delivered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.delivery.open_sources import open_sources
from streams.settings import Settings
from streams.subscriptions import Match
from streams.subscriptions.silence import Silence
from streams.topics import ALERTS
from tests.delivery.build import NOON, desk, force
from tests.delivery.house import House, incident, ruled
from tests.subscriptions.build import alert, place


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
