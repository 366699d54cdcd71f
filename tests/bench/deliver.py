"""Delivery: how long an alert takes to its webhook on the embedded broker, and how many alerts a second 10,000 subscriptions take."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from aiokafka import AIOKafkaProducer

from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.worker import DeliveryWorker
from streams.percentile import percentile
from streams.pipeline.alert import cloud_events
from streams.settings import Settings
from streams.subscriptions import Target
from streams.subscriptions.in_force import InForce
from tests.bench.figure import Part
from tests.bench.subscriptions import COUNT, QUICK_COUNT, TARGET, written
from tests.delivery.build import desk, force
from tests.delivery.receiver import SECRET, receiver
from tests.subscriptions.build import alert, demo_alerts, place

ALERTS, QUICK_ALERTS = 300, 50
RATE = "rate: {messages: 10000, per: 1h}\n"
"""More than the default rate: the alerts of this measurement come within a minute."""
PAUSE_SECONDS = 0.1
"""Between two alerts, so that none waits for another."""


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures of delivery."""
    part = Part("deliver")
    count = QUICK_COUNT if quick else COUNT
    tell(f"{count:,} subscriptions")
    rate, messages, size = _rate(count)
    part.add("match, timing and records", rate, "alerts/s", TARGET, floor=True)
    part.notes.append(f"{messages:,.1f} messages and {size:,.0f} bytes of records an alert; CPU time of one core")
    tell("from the record to the webhook, on the embedded broker")
    taken = sorted(asyncio.run(_latency(QUICK_ALERTS if quick else ALERTS)))
    part.add("record to webhook, p50", 1_000 * percentile(taken, 0.5), "ms")
    part.add("record to webhook, p95", 1_000 * percentile(taken, 0.95), "ms")
    return part


def _rate(count: int) -> tuple[float, float, float]:
    """Return alerts a second, messages and bytes of an alert."""
    now = datetime.now(UTC)
    target = (Target("webhook", "https://a.example"),)
    state = DeliveryLog(random.Random(1))
    state.use(force(*(replace(each, deliver=target) for each in written(count))), now)
    alerts, messages, size = demo_alerts(), 0, 0
    began = time.process_time()
    for turn in range(5):
        for number, each in enumerate(alerts):
            changes, _ = state.take(replace(each, id=f"{turn}-{each.id}"), now, offset=turn * len(alerts) + number)
            messages += len(changes.messages)
            size += sum(len(key) + len(value or b"") for key, value in changes.records)
            state.written(changes, now)
    taken = 5 * len(alerts)
    return taken / (time.process_time() - began), messages / taken, size / taken


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
