"""docs/operate/floods.md: a source is switched off, its publisher silenced and heard again, and topics keep less."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import orjson
import pytest

from tests.operate.desk import Desk

pytestmark = pytest.mark.kafka
PAGE = "floods.md"
SOURCE = "https://flood.example/all.xml"


async def test_a_source_that_floods_is_switched_off_and_the_disk_gets_room(desk: Callable[..., Desk]) -> None:
    chosen = desk()

    def work() -> None:
        chosen.streams("topics", "create")
        chosen.streams("feeds", "add", SOURCE)
        assert "flood.example" in chosen.does(PAGE, "A source that floods", SOURCE=SOURCE)
        (source,) = [orjson.loads(line) for line in chosen.streams("feeds", "list", "--json").splitlines()]
        assert source["health"] == "off"
        assert "sends its archive" in chosen.streams("rules", "silence", "list")
        chosen.does(PAGE, "End a silence")
        assert "sends its archive" not in chosen.streams("rules", "silence", "list")
        said = chosen.does(PAGE, "Kafka's disk fills up").splitlines()
        assert "articles.entities: kept for 3 days, 0:00:00 instead of 30 days, 0:00:00" in said[-3]
        assert "articles.clean: kept for 2 days, 0:00:00 instead of 7 days, 0:00:00" in said[-1]

    await asyncio.to_thread(work)
