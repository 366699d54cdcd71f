"""A page of a browser, and a broker for each module of these tests.

A client reads the names of all topics at its start, and a hundred pipelines have many.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from streams.broker.embedded import embedded
from streams.settings import Settings
from tests.board.browser import Page, browsing
from tests.conftest import Broker


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Yield one embedded broker for the tests of a module."""
    with embedded(Settings(state=tmp_path_factory.mktemp("broker"), partitions=4)) as (address, process):
        yield Broker(address, process)


@pytest_asyncio.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """Yield a page of a browser of its own; no script of it may fail, and its policy must refuse nothing."""
    async with browsing(tmp_path / "profile") as found:
        yield found
        assert found.faults == []
