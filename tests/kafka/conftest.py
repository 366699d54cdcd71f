"""A real Kafka for tests: one node a session, three for those that break things."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploy.kafka import runtime
from deploy.kafka.cluster import Cluster


def free_ports(count: int) -> int:
    """Return the first of `count` free ports in a row, below those that the kernel hands to clients (32768 and up)."""
    while True:
        first = random.randrange(20_000, 32_000, 10)
        probes = [socket.socket() for _ in range(count)]
        try:
            for port, probe in enumerate(probes, first):
                probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
        return first


def running(data: Path, brokers: int, settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Yield a cluster that is ready, and wipe it at the end whatever happens; skip if there is no Java or no Maven."""
    if (lacking := runtime.lacking()) is not None:
        pytest.skip(lacking)
    cluster = Cluster(data, brokers, free_ports(2 * brokers), settings)
    try:
        cluster.start()
        cluster.wait()
        yield cluster
    finally:
        cluster.wipe()


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Yield one node that all tests share: name topics and groups for yourself."""
    yield from running(tmp_path_factory.mktemp("kafka"), brokers=1)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cluster]:
    """Yield three nodes of one's own, to break; a dead one is missed after 3 s instead of Kafka's 9."""
    settings = {"broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500"}
    yield from running(tmp_path / "kafka", brokers=3, settings=settings)
