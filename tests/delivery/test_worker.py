"""From the record on `alerts.changes` to the webhook, on the embedded broker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web
from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.log import read_back
from streams.broker.subscriptions import write as put_in_force
from streams.delivery.changes import LEADER
from streams.delivery.records import COMMAND, Records, command
from streams.delivery.store import TERM
from streams.delivery.worker import DeliveryWorker
from streams.messages import Alert
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
from streams.subscriptions import Subscription, Target
from streams.subscriptions.in_force import InForce
from streams.supervisor import free_port
from streams.topics import DELIVERIES
from tests.delivery.build import desk, force
from tests.delivery.kills import trial
from tests.delivery.receiver import SECRET, receiver
from tests.subscriptions.build import alert, place
from tests.wire import PATIENCE_SECONDS

LOOPBACK = "127.0.0.0/8"


def hooked(url: str) -> Subscription:
    return desk("desk", Target("webhook", url))


async def write(settings: Settings, *alerts: Alert) -> None:
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        for each in alerts:
            out, _ = cloud_events(each)
            await producer.send_and_wait(settings.prefix + out.topic.name, out.value, key=out.key, headers=list(out.headers))


async def tell(settings: Settings, key: str, value: bytes, *headers: tuple[str, bytes]) -> None:
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        await producer.send_and_wait(settings.prefix + DELIVERIES.name, value, key=key.encode(), headers=list(headers))


async def kept(settings: Settings) -> dict[str, bytes]:
    records = Records()
    async for each in read_back(settings, DELIVERIES):
        records.add(each)
    return records.values


@asynccontextmanager
async def working(settings: Settings, *subscriptions: Subscription) -> AsyncIterator[DeliveryWorker]:
    """Run a worker, and stop it at the end."""

    async def source(settings: Settings) -> AsyncGenerator[InForce, None]:
        try:
            yield force(*subscriptions)
            await asyncio.Event().wait()
        finally:
            for _ in range(50):  # what follows a topic takes a while to end
                await asyncio.sleep(0)

    worker = DeliveryWorker(settings, source)
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await running


async def delivers(worker: DeliveryWorker) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        await worker.delivering.wait()


async def test_an_alert_reaches_its_webhook_signed_and_leaves_what_was_told(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(webhook_secret=SECRET, private_addresses=LOOPBACK)
    await write(settings, alert(id="inc-0", place=place()))  # before the first start: history is not news
    async with receiver() as got, working(settings, hooked(got.url)) as worker:
        await delivers(worker)
        await write(settings, alert(place=place()), alert(id="inc-2", place=place(country="UKR")))
        await got.has(1)
    (only,) = got.accepted
    assert only.signed_by(SECRET)
    assert only.event["type"] == "alert.created"
    assert only.event["data"]["subscription"] == "desk"
    assert only.event["data"]["alert"]["id"] == "inc-1"
    assert sorted(await kept(settings)) == ["position", "sent/desk/inc-1", "timing/desk"]  # the last holds the rate


async def test_what_stands_on_the_topic_is_in_force_and_what_is_added_too(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(private_addresses=LOOPBACK)
    async with receiver() as got:
        file = "subscriptions:\n  - name: {}\n    match: {{countries: [{}]}}\n    deliver: [{{webhook: '{}'}}]\n"
        await put_in_force(settings, {"iraq": file.format("iraq", "IRQ", got.url).encode()})
        worker = DeliveryWorker(settings)
        running = asyncio.create_task(worker.run())
        await delivers(worker)
        assert worker.courier is not None
        await write(settings, alert(id="inc-1", place=place()))
        await got.has(1, seconds=PATIENCE_SECONDS)
        await put_in_force(settings, {"ukraine": file.format("ukraine", "UKR", got.url).encode()})
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "ukraine" not in worker.courier.state.subscriptions:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await write(settings, alert(id="inc-2", place=place(country="UKR")))
        await got.has(2, seconds=PATIENCE_SECONDS)
        worker.stop()
        await running
    assert [each.event["data"]["subscription"] for each in got.accepted] == ["iraq", "ukraine"]


async def test_a_command_sends_what_was_set_aside_and_is_deleted(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(private_addresses=LOOPBACK)

    def answer(request: web.Request, number: int) -> web.StreamResponse:
        return web.Response(status=204 if number else 400)

    async with receiver(answer) as got, working(settings, hooked(got.url)) as worker:
        await delivers(worker)
        await write(settings, alert(place=place()))
        async with asyncio.timeout(PATIENCE_SECONDS), got.came:
            while not any(key.startswith("outbox/") and b"aside" in value for key, value in (await kept(settings)).items()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await tell(settings, f"{COMMAND}broken", b"{")
        await tell(settings, f"{COMMAND}1", command("desk", None))
        await got.has(1, seconds=PATIENCE_SECONDS)
    assert len({each.id for each in got.got}) == 1
    assert sorted(await kept(settings)) == ["command/broken", "position", "sent/desk/inc-1", "timing/desk"]


async def test_a_worker_that_sees_another_lead_stops_and_is_elected_anew(
    pipeline: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    settings = pipeline(private_addresses=LOOPBACK)
    async with receiver() as got, working(settings, hooked(got.url)) as worker:
        await delivers(worker)
        await tell(settings, LEADER, b"another")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "no longer the active worker" not in caplog.text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await delivers(worker)
        await write(settings, alert(place=place()))
        await got.has(1, seconds=PATIENCE_SECONDS)


async def test_what_a_worker_writes_when_another_leads_does_not_count(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    await tell(settings, LEADER, b"first")
    await tell(settings, "sent/a/inc-1", b"{}", (TERM, b"0"))
    await tell(settings, LEADER, b"second")
    await tell(settings, "sent/a/inc-2", b"{}", (TERM, b"0"))
    await tell(settings, "sent/a/inc-3", b"{}", (TERM, b"2"))
    assert sorted(await kept(settings)) == ["sent/a/inc-1", "sent/a/inc-3"]


async def test_it_says_how_it_is_on_the_pages_of_all_workers(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline(private_addresses=LOOPBACK, http_port=free_port())
    async with receiver() as got, working(settings, hooked(got.url)) as worker, ClientSession() as session:
        await delivers(worker)
        at = f"http://127.0.0.1:{settings.http_port}"
        for page, name, expected in (("livez", "alive", True), ("readyz", "ready", True), ("version", "stage", "deliver")):
            answer = await session.get(f"{at}/{page}")
            assert (await answer.json())[name] == expected
        shown = await (await session.get(f"{at}/metrics")).text()
    for name in (
        'newswire_deliveries_total{outcome="delivered",target="webhook"}',
        'newswire_delivery_records_total{outcome="too old"}',
        "newswire_delivery_targets_waiting ",
        "newswire_delivery_set_aside_messages ",
        "newswire_delivery_oldest_waiting_seconds ",
        "newswire_delivery_age_seconds_count",
    ):
        assert name in shown


@pytest.mark.slow
async def test_four_kills_lose_nothing() -> None:
    account = await trial(4, seed=7)
    assert account.sound, account
    assert account.messages > 0
