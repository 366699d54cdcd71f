"""docs/operate/workers.md: workers are changed while articles flow, one says more, one hangs; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress

import orjson
import pytest

from streams.broker.admin import admin_client, members
from streams.supervisor import free_port
from tests.operate.desk import Desk, items
from tests.wire import until

pytestmark = pytest.mark.kafka
PAGE = "workers.md"


async def members_are(desk: Desk, count: int) -> bool:
    async with admin_client(desk.settings) as admin:
        return len((await members(admin, desk.settings))["detect"]) == count


def pid_of(desk: Desk, name: str) -> int:
    return int((desk.folder / f"{name}.pid").read_text())


def stop(desk: Desk, name: str) -> None:
    """Drain a worker that a page has started, as its other page says."""
    os.kill(pid_of(desk, name), signal.SIGTERM)


async def test_workers_are_restarted_looked_into_and_replaced_while_articles_flow(desk: Callable[..., Desk]) -> None:
    chosen = desk()
    wire = items()
    third = len(wire) // 3

    def work() -> None:
        with chosen.up():  # its own worker of detect is the one beside which the page's workers come and go
            chosen.does(PAGE, "Restart workers one by one", PORT=str(free_port()))
            asyncio.run(until(lambda: members_are(chosen, 2)))
            asyncio.run(chosen.feed(wire[:third]))
            (chosen.folder / "detect-2.pid").rename(chosen.folder / "detect-1.pid")
            port = str(free_port())
            chosen.does(PAGE, "Restart workers one by one", PORT=port)
            asyncio.run(until(lambda: members_are(chosen, 2)))
            chosen.does(PAGE, "Change the log level")
            asyncio.run(until(lambda: members_are(chosen, 3)))
            asyncio.run(chosen.feed(wire[third : 2 * third]))
            stop(chosen, "detect-debug")
            os.kill(pid_of(chosen, "detect-2"), signal.SIGSTOP)
            asyncio.run(chosen.feed(wire[2 * third :]))
            chosen.does(PAGE, "Replace a worker that hangs", PORT=port)
            asyncio.run(until(lambda: members_are(chosen, 2)))
            stop(chosen, "detect-3")
            account = chosen.account()
        assert account["closed"]
        assert account["articles"] == len(wire)

    await asyncio.to_thread(work)
    assert await chosen.alerts()
    lines = [orjson.loads(line) for line in (chosen.folder / "detect-debug.log").read_text().splitlines() if line.startswith("{")]
    assert "debug" in {line["level"].lower() for line in lines}
    with suppress(ProcessLookupError):
        os.kill(pid_of(chosen, "detect-2"), 0)
        raise AssertionError("the worker that hung is still there")
