"""Screen's index on Apache Kafka: one, two and four workers, killed and started again, from a snapshot and from zero, write the same bytes.

Not on the embedded broker, which calls a group whole as soon as its leader has synced: a member that syncs after it is refused with
InvalidRequestError and stays without partitions (rdkafka_mock_cgrp.c, sync_check; seen with two consumers and nothing else).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics
from streams.broker.log import read_back
from streams.messages import CleanArticle, SketchPlace
from streams.screen import Index
from streams.settings import Settings
from streams.topics import CLEAN, DUPLICATES, SCREENED, SKETCHES
from tests.flow.test_replica import SNAPSHOT, articles, drawn
from tests.wire import PATIENCE_SECONDS, put, reaches

pytestmark = pytest.mark.kafka


@contextmanager
def workers(settings: Settings, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run `count` screen workers of one group; kill them on leaving."""
    environment = {**os.environ, **settings.environment()}
    started = [subprocess.Popen([sys.executable, "-m", "streams", "worker", "screen"], env=environment) for _ in range(count)]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


async def screened(settings: Settings, given: Sequence[CleanArticle]) -> None:
    """Put articles and their sketches on the wire, as clean does."""
    positions = await put(settings, drawn(given), SKETCHES, [one.uri.encode() for one in given])
    placed = [
        one.with_(sketch=SketchPlace(version=1, offset=int(position.split("/")[2]))) for one, position in zip(given, positions, strict=True)
    ]
    await put(settings, [one.encode() for one in placed], CLEAN, [one.uri.encode() for one in placed])


async def done(settings: Settings, count: int) -> None:
    await reaches(settings, count, "screen", CLEAN)


async def written(settings: Settings) -> set[bytes]:
    """Return all that screen wrote, each once: what a kill has had done twice must be the same bytes."""
    return {record.value for topic in (SCREENED, DUPLICATES) for record in [record async for record in read_back(settings, topic)]}


async def test_one_two_and_four_workers_killed_and_started_again_write_the_same_bytes(kafka: Cluster, tmp_path: Path) -> None:
    given, half = articles(80), 40
    one, two, four = (
        Settings(broker=kafka.bootstrap, prefix=prefix, partitions=4, state=tmp_path, commit_seconds=0.2)
        for prefix in ("one-", "two-", "four-")
    )
    for settings in (one, two, four):
        await create_topics(settings)
    await screened(one, given)
    with workers(one, 1):
        await done(one, len(given))
    expected = await written(one)
    assert len(expected) == 2 * len(given)

    await screened(two, given[:half])
    with workers(two, 1) as (only,):
        await done(two, half)
        only.send_signal(signal.SIGTERM)
        assert only.wait(PATIENCE_SECONDS) == 0
    assert Index.load(two.state / f"{two.prefix}{SNAPSHOT}").offset == half, "at stop, too"
    with workers(two, 2) as (first, _):  # both from the snapshot
        await screened(two, given[half:])
        await done(two, half + half // 4)
        first.kill()
        await done(two, len(given))
    assert await written(two) == expected

    await screened(four, given[:half])
    with workers(four, 4) as (first, second, *_):
        await done(four, half // 2)
        first.kill()
        await screened(four, given[half:])
        await done(four, half + half // 2)
        second.kill()
        await done(four, len(given))
    assert await written(four) == expected
