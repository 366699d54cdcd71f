"""docs/operate/scale.md: a stage gets another worker while articles flow, and loses it again; nothing is lost, a drain repeats nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from streams.broker.admin import admin_client, members
from tests.operate.desk import Desk, items
from tests.wire import until

pytestmark = pytest.mark.kafka
PAGE = "scale.md"


async def test_a_stage_is_scaled_up_and_down_while_articles_flow(desk: Callable[..., Desk]) -> None:
    chosen = desk()
    wire = items()
    third = len(wire) // 3

    async def has(count: int) -> bool:
        async with admin_client(chosen.settings) as admin:
            return len((await members(admin, chosen.settings))["extract"]) == count

    def work() -> dict[str, Any]:
        with chosen.up():
            asyncio.run(until(lambda: has(1)))
            asyncio.run(chosen.feed(wire[:third]))
            chosen.does(PAGE, "Start another worker")
            asyncio.run(until(lambda: has(2)))
            asyncio.run(chosen.feed(wire[third : 2 * third]))
            before = chosen.account()
            asyncio.run(chosen.feed(wire[2 * third :]))
            chosen.does(PAGE, "Drain a worker")
            asyncio.run(until(lambda: has(1)))
            chosen.does(PAGE, "Empty the pipeline")
        return before

    before = await asyncio.to_thread(work)
    account = await asyncio.to_thread(chosen.account)
    assert account["closed"]
    assert account["articles"] == len(wire)
    assert account["redelivered"] == before["redelivered"]
