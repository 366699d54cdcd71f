"""The audit on Apache Kafka: a broker that goes away in the middle is waited for, and nothing is said that it could not see."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from streams.audit import Account
from streams.broker.admin import create_topics
from streams.broker.auditor import Auditor
from streams.settings import Settings
from tests.kafka.conftest import running
from tests.wire import PATIENCE_SECONDS, commit, put

pytestmark = pytest.mark.kafka


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Cluster]:
    """Yield one node of one's own, to break."""
    yield from running(tmp_path / "kafka", brokers=1)


async def test_an_audit_outlives_its_broker(own: Cluster, tmp_path: Path) -> None:
    settings = Settings(broker=own.bootstrap, prefix="audit-", partitions=4, state=tmp_path)
    await create_topics(settings)
    lost, waiting = await put(settings, [b"lost", b"waiting"])
    await commit(settings, "clean", lost)
    looked = asyncio.Event()

    def told(account: Account) -> None:
        looked.set()

    async with asyncio.timeout(4 * PATIENCE_SECONDS), Auditor(settings) as auditor:
        audit = asyncio.create_task(auditor.settle(5, told))
        await looked.wait()
        await asyncio.to_thread(own.kill)
        await asyncio.to_thread(own.start)
        await asyncio.to_thread(own.wait)
        account = await audit
        (more,) = await put(settings, [b"more"])
        assert {entry.source for entry in (await auditor.look()).open} == {lost, waiting, more}
    assert {entry.source: entry.state for entry in account.open} == {lost: "missing", waiting: "stuck"}
