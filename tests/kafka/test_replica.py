"""Screen's index on Apache Kafka: workers killed and started again, from a snapshot and from zero, write what an undisturbed one writes."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics
from streams.screen import Index
from streams.settings import Settings
from tests.flow.test_replica import SNAPSHOT, articles, done, screened, workers, written
from tests.wire import PATIENCE_SECONDS

pytestmark = pytest.mark.kafka


async def test_killed_and_restored_workers_write_the_same_bytes(kafka: Cluster, tmp_path: Path) -> None:
    given, half = articles(60), 30
    one, two = (
        Settings(broker=kafka.bootstrap, prefix=prefix, partitions=4, state=tmp_path, commit_seconds=0.2) for prefix in ("once-", "twice-")
    )
    for settings in (one, two):
        await create_topics(settings)
    await screened(one, given)
    with workers(one, 1):
        await done(one, len(given))
    await screened(two, given[:half])
    with workers(two, 1) as (only,):
        await done(two, half)
        only.send_signal(signal.SIGTERM)
        assert only.wait(PATIENCE_SECONDS) == 0
    assert Index.load(two.state / f"{two.prefix}{SNAPSHOT}").offset == half
    with workers(two, 2) as (first, _):
        await screened(two, given[half:])
        first.kill()
        await done(two, len(given))
    assert await written(two) == await written(one)
