"""A Kafka that is gone for good: every kind of worker still ends by SIGTERM, by itself and within its grace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.stopping import STOP_SECONDS
from streams.supervisor import DELIVER, FEEDS, free_port, says_ready
from tests.kafka.conftest import running
from tests.wire import until

pytestmark = pytest.mark.kafka
KINDS = (*SOURCES, DELIVER, FEEDS, "serve")


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Cluster]:
    """Yield one node of one's own, to kill."""
    yield from running(tmp_path / "kafka", brokers=1)


def started(words: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as said:
        return subprocess.Popen([sys.executable, "-m", "streams", *words], env={**os.environ, **environment}, stdout=said, stderr=said)


async def test_every_worker_ends_by_sigterm_though_its_broker_is_gone(doomed: Cluster, tmp_path: Path) -> None:
    settings = Settings(broker=doomed.bootstrap, partitions=2, state=tmp_path / "state", processes=1, serve_port=free_port())
    await create_topics(settings)
    ports = {kind: free_port() for kind in KINDS}
    workers: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for kind, port in ports.items():
            words = [kind] if kind == "serve" else ["worker", kind]
            workers[kind] = started(words, {**settings.environment(), "STREAMS_HTTP_PORT": str(port)}, tmp_path / f"{kind}.log")
        async with ClientSession() as session:
            for port in ports.values():
                await until(lambda port=port: says_ready(session, port))  # type: ignore[misc]
        doomed.kill()
        for worker in workers.values():
            worker.send_signal(signal.SIGTERM)
        ended = {kind: worker.wait(STOP_SECONDS) for kind, worker in workers.items()}
    finally:
        for worker in workers.values():
            worker.kill()
            worker.wait()
    assert ended == dict.fromkeys(KINDS, 0)
