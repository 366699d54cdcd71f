"""Tests of the time that a fetch waits: long or short as the broker is, and short if that is not known."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaConnectionError

from streams.broker.connection import client_options
from streams.broker.patience import EMBEDDED_MS, KAFKA_MS, wait_well
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


async def test_embedded_broker_is_known_by_its_name(pipeline: Callable[..., Settings]) -> None:
    consumer = AIOKafkaConsumer(**client_options(pipeline()))
    await consumer.start()
    try:
        await wait_well(consumer)
        assert consumer._fetcher._fetch_max_wait_ms == EMBEDDED_MS
    finally:
        await consumer.stop()
