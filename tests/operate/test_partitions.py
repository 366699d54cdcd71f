"""docs/operate/partitions.md: a pipeline that gets twice the partitions goes on with the same state, in the same order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from streams.broker.admin import check_topics
from streams.settings import Settings
from tests.operate.desk import Desk, expected, facts, items

pytestmark = pytest.mark.kafka
PAGE = "partitions.md"


async def test_a_pipeline_gets_more_partitions(desk: Callable[..., Desk]) -> None:
    chosen = desk(partitions=12)
    wire = items()
    half = len(wire) // 2

    def work() -> None:
        with chosen.up():
            asyncio.run(chosen.feed(wire[:half]))
            chosen.does(PAGE, "Let the pipeline run empty")
            assert "workers of clean run: stop them" in chosen.does(PAGE, "Grow", code=1)
        asyncio.run(chosen.feed(wire[half : half + 2]))
        assert "2 records wait for clean: stop the feeders" in chosen.does(PAGE, "Grow", code=1)
        with chosen.up():
            chosen.does(PAGE, "Let the pipeline run empty")
        said = chosen.does(PAGE, "Grow")
        assert "articles.clean: would have 24 partitions instead of 12" in said
        assert "alerts: 12 -> 24 partitions" in said
        assert "wrong" not in chosen.does(PAGE, "Go on")
        grown = Desk(Settings(**chosen.settings.model_dump(exclude_unset=True) | {"partitions": 24}), chosen.folder)
        with grown.up():
            asyncio.run(grown.feed(wire[half + 2 :]))
            account = grown.account()
        assert account["closed"]
        assert account["articles"] == len(wire)
        assert {topic.state for topic in asyncio.run(check_topics(grown.settings))} == {"there"}
        assert facts(asyncio.run(grown.alerts())) == facts(expected(wire))

    await asyncio.to_thread(work)
