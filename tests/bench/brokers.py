"""Brokers for one part of the bench: started in a folder of their own, wiped at the end."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.kafka import runtime
from deploy.kafka.cluster import Cluster
from streams.settings import Settings
from tests.kafka.conftest import free_ports


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Yield a new folder, and delete it afterwards."""
    made = Path(tempfile.mkdtemp(prefix="newswire-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def kafka(brokers: int = 1, properties: Mapping[str, str] | None = None, **options: Any) -> Iterator[tuple[Cluster, Settings]]:
    """Yield Apache Kafka that is ready, and settings that name it; raise LaunchError if it cannot run."""
    with folder() as data:
        runtime.jars()  # a first fetch from Maven is no part of the start
        cluster = Cluster(data / "kafka", brokers, free_ports(2 * brokers), properties)
        try:
            cluster.start()
            cluster.wait()
            chosen: dict[str, Any] = {"state": data / "state", "broker": cluster.bootstrap, "replication": brokers}
            yield cluster, Settings(**{**chosen, **options})
        finally:
            cluster.wipe()
