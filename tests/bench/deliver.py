"""Delivery: how long an alert takes to its webhook on the embedded broker, and how many alerts a second 10,000 subscriptions take."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.worker import DeliveryWorker
from streams.messages import Alert
from streams.percentile import percentile
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
from streams.subscriptions import Subscription, SubscriptionIndex, Target
from streams.subscriptions.in_force import InForce
from tests.bench import event_to_webhook
from tests.bench.figure import Part
from tests.bench.subscriptions import COUNT, QUICK_COUNT, TARGET, written
from tests.delivery.build import desk, force
from tests.delivery.receiver import SECRET, receiver
from tests.subscriptions.build import alert, demo_alerts, place

ALERTS, QUICK_ALERTS = 300, 50
SHARES = (20 / 70, 5 / 70)
"""The shares of the subscriptions that match something which are kept: of all, 70 match an alert; of a newsroom's, few do."""
TURNS = 5
RATE = "rate: {messages: 10000, per: 1h}\n"
"""More than the default rate: the alerts of this measurement come within a minute."""
TARGET_MS = 300.0
PAUSE_SECONDS = 0.1
"""Between two alerts, so that none waits for another."""


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures of delivery."""
    part = Part("deliver")
    count = QUICK_COUNT if quick else COUNT
    tell(f"{count:,} subscriptions")
    subscriptions, alerts = written(count), demo_alerts()
    for share in (1.0, *SHARES):
        rate, messages, size = _rate(rarer(subscriptions, alerts, share))
        part.add(f"match, timing and records, {messages:.0f} messages an alert", rate, "alerts/s", TARGET, floor=True)
        part.notes.append(f"{messages:,.1f} messages and {size:,.0f} bytes of records an alert; CPU time of one core")
    tell("from the record to the webhook, on the embedded broker")
    taken = sorted(asyncio.run(_latency(QUICK_ALERTS if quick else ALERTS)))
    part.add("record to webhook, p50", 1_000 * percentile(taken, 0.5), "ms")
    part.add("record to webhook, p95", 1_000 * percentile(taken, 0.95), "ms")
    tell(f"from articles.events to the webhook, alert and deliver as processes, {event_to_webhook.PER_SECOND:g} a second")
    taken = sorted(asyncio.run(event_to_webhook.seconds(QUICK_ALERTS if quick else ALERTS)))
    part.add("event to webhook, p50", 1_000 * percentile(taken, 0.5), "ms")
    part.add("event to webhook, p95", 1_000 * percentile(taken, 0.95), "ms", TARGET_MS)
    return part


def rarer(subscriptions: Sequence[Subscription], alerts: Sequence[Alert], share: float) -> list[Subscription]:
    """Return as many subscriptions, with only a share of those that match any of the alerts; copies of others stand in their places."""
    index, chance = SubscriptionIndex(subscriptions), random.Random(2)
    matching = {each.name for alert in alerts for each in index.matching(alert)}
    others = cycle([each for each in subscriptions if each.name not in matching])
    return [
        each if each.name not in matching or chance.random() < share else replace(next(others), name=each.name) for each in subscriptions
    ]


def _rate(subscriptions: Sequence[Subscription]) -> tuple[float, float, float]:
    """Return alerts a second of the best of `TURNS` passes over the demo's alerts, and the messages and bytes of an alert.

    Each pass has incidents of its own. The best one counts, for the machine may have other work, which costs CPU time too.
    """
    now = datetime.now(UTC)
    target = (Target("webhook", "https://a.example"),)
    state = DeliveryLog(random.Random(1))
    state.use(force(*(replace(each, deliver=target) for each in subscriptions)), now)
    alerts, best, found = demo_alerts(), 0.0, []
    for turn in range(TURNS):
        came = [replace(each, id=f"{turn}-{each.id}") for each in alerts]
        began = time.process_time()
        for number, each in enumerate(came):
            changes, _ = state.take(each, now, offset=turn * len(alerts) + number)
            state.written(changes, now)
            found.append(changes)
        best = max(best, len(alerts) / (time.process_time() - began))
    messages = sum(len(changes.messages) for changes in found)
    size = sum(len(key) + len(value or b"") for changes in found for key, value in changes.records)
    return best, messages / len(found), size / len(found)


async def _latency(count: int) -> list[float]:
    """Return the seconds from before an alert is written to the arrival at the receiver."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Settings(state=Path(folder), partitions=2)
        with embedded(plain) as (address, _):
            settings = Settings(**{
                **plain.model_dump(exclude_unset=True),
                "broker": address, "webhook_secret": SECRET, "private_addresses": "127.0.0.1",
            })  # fmt: skip
            async with receiver() as got, AIOKafkaProducer(**client_options(settings)) as producer:

                async def source(settings: Settings) -> AsyncGenerator[InForce, None]:
                    yield force(desk("desk", Target("webhook", got.url), body=RATE))

                worker = DeliveryWorker(settings, source)
                running = asyncio.create_task(worker.run())
                await worker.delivering.wait()
                found = []
                for number in range(count):
                    out, _ = cloud_events(alert(id=f"inc-{number}", place=place()))
                    began = time.perf_counter()
                    await producer.send_and_wait(out.topic.name, out.value, key=out.key, headers=list(out.headers))
                    await got.has(number + 1)
                    found.append(time.perf_counter() - began)
                    await asyncio.sleep(PAUSE_SECONDS)
                worker.stop()
                await running
                return found
