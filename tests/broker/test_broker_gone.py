"""A broker that dies under its clients: commands end with a sentence, and what is stopped ends, though it never answers again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from subprocess import Popen

import pytest
from aiokafka import AIOKafkaProducer

from streams.broker import patience
from streams.broker.admin import admin_client, existing
from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.broker.log import Reader, follow_all
from streams.broker.patience import started, stopped
from streams.broker.probe import NoBroker
from streams.delivery import worker
from streams.delivery.worker import DeliveryWorker
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES
from tests.wire import PATIENCE_SECONDS, until

Broker = tuple[Settings, Popen[str]]


@pytest.fixture
def broker(tmp_path: Path, bare: None) -> Iterator[Broker]:
    """Yield the settings of a pipeline on a broker of its own, and its process."""
    settings = Settings(partitions=1, state=tmp_path)
    with embedded(settings) as (address, process):
        yield settings.model_copy(update={"broker": address}), process


def kill(process: Popen[str]) -> None:
    process.kill()
    process.wait()


def pauses(task: asyncio.Task[object]) -> bool:
    """Return True for a fetch that has failed and waits before it says so: cancelled then, it ends with the CancelledError."""
    coroutine = task.get_coro()
    return "_proc_fetch_request" in repr(coroutine) and "sleep" in repr(getattr(coroutine, "cr_await", None))


def clients_tasks(before: set[asyncio.Task[object]]) -> list[asyncio.Task[object]]:
    """Return the tasks of clients that were begun since and still run, but for one that waits for records, and uses nothing."""
    return [each for each in asyncio.all_tasks() - before if "aiokafka" in repr(each) and "MessageAccumulator" not in repr(each)]


async def test_a_command_whose_broker_dies_ends_with_a_sentence(broker: Broker) -> None:
    settings, process = broker

    async def command() -> None:
        async with admin_client(settings) as admin:
            assert await existing(admin)
            kill(process)
            await existing(admin)

    with pytest.raises(NoBroker, match=f"^Kafka at {settings.broker} broke off: .*; call this again when it is back$"):
        await command()


async def test_a_reader_whose_broker_dies_ends_with_a_sentence(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, process = broker

    async def command() -> None:
        async with Reader(settings, [ALERTS]) as reader:
            kill(process)
            monkeypatch.setattr(reader._consumer, "_request_timeout_ms", 500)  # of 40 s
            async for _ in reader.read():
                pass

    with pytest.raises(NoBroker, match="broke off"):
        await command()


async def test_a_producer_with_a_record_that_nobody_takes_is_stopped(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STOP_SECONDS", 0.1)
    settings, process = broker
    before = asyncio.all_tasks()
    producer = AIOKafkaProducer(**client_options(settings), enable_idempotence=True)
    await started(producer)
    await producer.send_and_wait(ALERTS.name, b"one")
    kill(process)
    await producer.send(ALERTS.name, b"two")
    await stopped(producer)
    assert not clients_tasks(before)


async def test_a_follower_is_cancelled_while_its_broker_is_away(broker: Broker) -> None:
    settings, process = broker
    before = asyncio.all_tasks()

    async def follow() -> None:
        async with aclosing(follow_all(settings, CHANGES, {0: 0})) as batches:  # type: ignore[type-var]
            async for _ in batches:
                pass

    following = asyncio.create_task(follow())
    await until(lambda: any("Fetcher" in repr(task) for task in asyncio.all_tasks()))
    kill(process)
    await until(lambda: any(pauses(task) for task in asyncio.all_tasks()))
    following.cancel()
    with pytest.raises(asyncio.CancelledError):
        await following
    assert not clients_tasks(before)


async def test_deliver_ends_though_it_cannot_write_where_it_was(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.2)
    settings, process = broker
    working = DeliveryWorker(settings)
    running = asyncio.create_task(working.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await working.delivering.wait()
        kill(process)
        working.stop()
        await running
