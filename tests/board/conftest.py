"""A broker for each module of these tests: a client reads the names of all topics at its start, and a hundred pipelines have many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from streams.broker.embedded import embedded
from streams.settings import Settings
from tests.conftest import Broker


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Yield one embedded broker for the tests of a module."""
    with embedded(Settings(state=tmp_path_factory.mktemp("broker"), partitions=4)) as (address, process):
        yield Broker(address, process)
