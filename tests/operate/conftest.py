"""A Kafka for the tests of the pages, and a desk on it with topics of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from deploy.kafka.cluster import Cluster
from streams.settings import Settings
from tests.kafka.conftest import running
from tests.operate.desk import Desk
from tests.wire import NOT_DELETED

_numbers = count()


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Yield one node that all tests share."""
    yield from running(tmp_path_factory.mktemp("kafka"), brokers=1, settings=NOT_DELETED)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Yield another cluster, which is empty."""
    yield from running(tmp_path_factory.mktemp("elsewhere"), brokers=1, settings=NOT_DELETED)


@pytest.fixture
def desk(kafka: Cluster, tmp_path: Path, bare: None) -> Iterator[Callable[..., Desk]]:
    """Return a function that makes the desk of a pipeline of its own; what its commands left running ends with the test."""
    made: list[Desk] = []

    def make(**options: Any) -> Desk:
        number = next(_numbers)
        chosen: dict[str, Any] = {"broker": kafka.bootstrap, "prefix": f"o{number}-", "partitions": 4, "commit_seconds": 0.2}
        folder = tmp_path / str(number)
        made.append(Desk(Settings(**{**chosen, "state": folder / "state", "processes": 1, **options}), folder))
        return made[-1]

    yield make
    for each in made:
        each.end()
