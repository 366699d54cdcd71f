"""Tests of the start of clients, and of the time that a fetch waits: long or short as the broker is, and short if that is not known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaConnectionError

from streams import stopping
from streams.broker import patience
from streams.broker.connection import client_options
from streams.broker.patience import EMBEDDED_MS, FOLLOWING_MS, KAFKA_MS, started, stopped, wait_well
from streams.settings import Settings


class Client:
    """A client that answers a question for metadata with a cluster's name, or not at all."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def get_random_node(self) -> int:
        return 1

    async def send(self, node: int, request: Any) -> Any:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (SimpleNamespace(cluster_id="5L6g3nShT-eMCtK--X86sw"), KAFKA_MS),
        (SimpleNamespace(cluster_id="mockCluster15718968133c"), EMBEDDED_MS),
        (SimpleNamespace(cluster_id=None), EMBEDDED_MS),
        (SimpleNamespace(), EMBEDDED_MS),
        (KafkaConnectionError(), EMBEDDED_MS),
    ],
)
async def test_wait_is_long_only_at_a_broker_that_answers_at_once(answer: Any, wait: int) -> None:
    consumer: Any = SimpleNamespace(_client=Client(answer), _fetcher=SimpleNamespace(_fetch_max_wait_ms=0))
    await wait_well(consumer)
    assert consumer._fetcher._fetch_max_wait_ms == wait


@pytest.mark.parametrize(("name", "wait"), [("5L6g3nShT-eMCtK--X86sw", FOLLOWING_MS), ("mockCluster15718968133c", EMBEDDED_MS)])
async def test_reader_of_one_topic_waits_longer_at_kafka_alone(name: str, wait: int) -> None:
    consumer: Any = SimpleNamespace(_client=Client(SimpleNamespace(cluster_id=name)), _fetcher=SimpleNamespace(_fetch_max_wait_ms=0))
    await wait_well(consumer, FOLLOWING_MS)
    assert consumer._fetcher._fetch_max_wait_ms == wait


async def test_embedded_broker_is_known_by_its_name(pipeline: Callable[..., Settings]) -> None:
    consumer = AIOKafkaConsumer(**client_options(pipeline()))
    await consumer.start()
    try:
        await wait_well(consumer)
        assert consumer._fetcher._fetch_max_wait_ms == EMBEDDED_MS
    finally:
        await consumer.stop()


class Slow:
    """A client whose start takes until it is let go."""

    def __init__(self) -> None:
        self.let_go, self.up = asyncio.Event(), False

    async def start(self) -> None:
        await self.let_go.wait()
        self.up = True


async def test_a_client_that_is_being_started_is_not_broken_off() -> None:
    client = Slow()
    task = asyncio.create_task(started(client))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    client.let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert client.up


async def test_a_client_that_never_starts_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "LAST_SECONDS", 0.01)
    client = Slow()
    task = asyncio.create_task(started(client))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not client.up


async def test_an_error_of_the_start_is_told() -> None:
    class Broken:
        async def start(self) -> None:
            raise KafkaConnectionError("away")

    with pytest.raises(KafkaConnectionError):
        await started(Broken())


class Stops:
    """A client whose stop ends as it is told to; `closed` once its connections are."""

    def __init__(self, stop: Callable[[], Awaitable[None]]) -> None:
        self.stop, self.closed = stop, False
        self._client = self

    async def close(self) -> None:
        self.closed = True


async def test_a_stop_that_breaks_off_or_never_ends_still_closes_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STOP_SECONDS", 0.01)

    async def breaks_off() -> None:
        raise asyncio.CancelledError

    async def never_ends() -> None:
        await asyncio.Event().wait()

    async def fails() -> None:
        raise KafkaConnectionError("away")

    for stop in (breaks_off, never_ends, fails):
        client = Stops(stop)
        await stopped(client)
        assert client.closed


async def test_a_cancellation_of_a_stop_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STOP_SECONDS", 0.01)

    async def never_ends() -> None:
        await asyncio.Event().wait()

    client = Stops(never_ends)
    stopping = asyncio.create_task(stopped(client))
    await asyncio.sleep(0)
    stopping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopping


class Swallowing:
    """A client that takes a cancellation of its stop for that of a task of its own."""

    def __init__(self) -> None:
        self.let_go, self.closed = asyncio.Event(), False

    async def stop(self) -> None:
        with suppress(asyncio.CancelledError):
            await self.let_go.wait()
        self.closed = True


async def test_a_client_that_is_being_stopped_swallows_no_cancellation() -> None:
    client = Swallowing()
    task = asyncio.create_task(stopped(client))
    await asyncio.sleep(0)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)
        assert not client.closed
    client.let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert client.closed
