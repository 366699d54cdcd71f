"""The supervisor: what dies is started again, what is asked to stop stops."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from streams.settings import Settings
from streams.supervisor import AT_ONCE, Supervisor, free_port
from tests.wire import PATIENCE_SECONDS

STAY = "import signal; signal.pause()"
READY = """
import http.server, os
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/readyz" else 404); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", PORT), Page).serve_forever()
"""


class Scripted(Supervisor):
    """A supervisor that runs the next of some one-liners instead of a worker, the last one again and again."""

    def __init__(self, state: Path, scripts: Sequence[str], stages: Sequence[str] = ("clean",)) -> None:
        self.said: list[str] = []
        self.spawned: list[str] = []
        self.ports: list[int] = []
        self.told = asyncio.Condition()
        super().__init__(Settings(state=state), self.said.append, stages)
        self.scripts = list(scripts)

    async def _spawn(self, stage: str, port: int) -> asyncio.subprocess.Process:
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", script.replace("PORT", str(port)))
        async with self.told:
            self.spawned.append(stage)
            self.ports.append(port)
            self.told.notify_all()
        return process

    async def times(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self.told:
            await self.told.wait_for(lambda: len(self.spawned) >= count)


@pytest.mark.parametrize("code", AT_ONCE)
async def test_a_worker_that_a_guard_ended_is_started_again_at_once(code: int, tmp_path: Path) -> None:
    supervisor = Scripted(tmp_path, [f"raise SystemExit({code})", STAY])
    running = asyncio.create_task(supervisor.run())
    await supervisor.times(2)
    supervisor.stop()
    await running
    assert supervisor.workers["clean"].restarts == [code]
    (said,) = supervisor.said
    assert said.startswith(f"clean ended with code {code} after")
    assert said.endswith("starting it again")


async def test_a_worker_that_fails_is_started_again_after_longer_and_longer_pauses(tmp_path: Path) -> None:
    supervisor = Scripted(tmp_path, ["raise SystemExit(3)", "raise SystemExit(3)", STAY])
    running = asyncio.create_task(supervisor.run())
    await supervisor.times(3)
    supervisor.stop()
    await running
    assert [said.rpartition(" in ")[2] for said in supervisor.said] == ["0.5 s", "1.0 s"]


async def test_all_stages_stop_when_asked_and_are_not_started_again(tmp_path: Path) -> None:
    supervisor = Scripted(tmp_path, [STAY], ("clean", "screen", "alert"))
    running = asyncio.create_task(supervisor.run())
    await supervisor.times(3)
    supervisor.stop()
    await running
    assert sorted(supervisor.spawned) == ["alert", "clean", "screen"]
    assert all(worker.process.returncode is not None for worker in supervisor.workers.values())
    assert supervisor.said == []


async def test_ready_waits_for_every_worker(tmp_path: Path) -> None:
    supervisor = Scripted(tmp_path, [READY], ("clean", "screen"))
    running = asyncio.create_task(supervisor.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await supervisor.ready()
    assert set(supervisor.workers) == {"clean", "screen"}
    supervisor.stop()
    await running


async def test_a_worker_that_is_started_again_keeps_the_address_of_its_health(tmp_path: Path) -> None:
    supervisor = Scripted(tmp_path, [f"raise SystemExit({AT_ONCE[0]})", STAY])
    running = asyncio.create_task(supervisor.run())
    await supervisor.times(2)
    supervisor.stop()
    await running
    first, second = supervisor.ports
    assert first == second
    assert supervisor.addresses() == [f"clean  http://127.0.0.1:{first}/readyz"]


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) != port
