"""docs/operate/scale.md: a stage gets another worker while articles flow, and loses it again; nothing is lost and nothing comes twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from streams.broker.admin import admin_client, members
from tests.operate.desk import Desk, items
from tests.wire import until

pytestmark = pytest.mark.kafka
PAGE = "scale.md"


async def test_a_stage_is_scaled_up_and_down_while_articles_flow(desk: Callable[..., Desk]) -> None:
    chosen = desk()
    wire = items()

    async def has(count: int) -> bool:
        async with admin_client(chosen.settings) as admin:
            return len((await members(admin, chosen.settings))["extract"]) == count

    def work() -> None:
        with chosen.up():
            asyncio.run(until(lambda: has(1)))
            asyncio.run(chosen.feed(wire[: len(wire) // 2]))
            chosen.does(PAGE, "Start another worker")
            asyncio.run(until(lambda: has(2)))
            asyncio.run(chosen.feed(wire[len(wire) // 2 :]))
            chosen.does(PAGE, "Drain a worker")
            asyncio.run(until(lambda: has(1)))
            chosen.does(PAGE, "Empty the pipeline")

    await asyncio.to_thread(work)
    account = await asyncio.to_thread(chosen.account)
    assert account["closed"]
    assert account["articles"] == len(wire)
    assert account["redelivered"] == {}
