"""The supervisor of all five stages on one machine (`streams up`): it starts a process each, restarts what dies, stops cleanly."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from streams.pipeline.stages import SOURCES
from streams.settings import Settings

DELIVER, FEEDS = "deliver", "feeds"
"""The workers that send alerts to subscribers and poll feeds; they run if they are asked for."""
AT_ONCE = 75, 42, 43, 44, 45, 46
"""Exit codes of the guards: the worker ended itself to be started again."""
GRACE_SECONDS = 60.0
"""A worker finishes its batch and commits after SIGTERM; the longest batch seen took 8 s. As in docker-compose.yml."""


@dataclass
class Worker:
    """One stage's process and its history."""

    stage: str
    process: asyncio.subprocess.Process
    port: int
    """The port of loopback on which it serves its health."""
    started: float
    restarts: list[int] = field(default_factory=list)
    """The exit codes so far."""


def free_port(preferred: int = 0) -> int:
    """Return a port of loopback that nobody listens on, the preferred one if that is so."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: one that has just ended is in nobody's way
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def says_ready(session: ClientSession, port: int) -> bool:
    """Return True if the worker behind a port of loopback says that it is ready."""
    try:
        async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
            return answer.status == 200
    except (ClientError, TimeoutError, OSError):
        return False


class Supervisor:
    """Keeps one worker a stage running; `say` is told what happens."""

    def __init__(self, settings: Settings, say: Callable[[str], None], stages: Sequence[str] = tuple(SOURCES)) -> None:
        self._settings, self._say, self._stages = settings, say, stages
        self.workers: dict[str, Worker] = {}
        """The worker that runs, by stage; each serves its health on a port of its own."""
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Start all stages and keep them up until `stop`; then end them."""
        await asyncio.gather(*(self._keep(stage) for stage in self._stages))

    def stop(self) -> None:
        """Ask for the end: SIGTERM to each worker, SIGKILL to one that has not finished after the grace period."""
        self._stopping.set()

    async def _keep(self, stage: str) -> None:
        failures = 0
        while not self._stopping.is_set():
            before = self.workers.get(stage)
            port = free_port(before.port if before else 0)
            process = await self._spawn(stage, port)
            self.workers[stage] = Worker(stage, process, port, time.monotonic(), before.restarts if before else [])
            code = await self._wait(process)
            if self._stopping.is_set():
                return
            worker = self.workers[stage]
            worker.restarts.append(code)
            lived = time.monotonic() - worker.started
            failures = 0 if lived > 60 else failures + 1
            pause = 0.0 if code in AT_ONCE else min(0.5 * 2 ** (failures - 1), 10.0) if failures else 0.0
            self._say(f"{stage} ended with code {code} after {lived:.0f} s; starting it again" + (f" in {pause:.1f} s" if pause else ""))
            await self._sleep(pause)

    def addresses(self) -> list[str]:
        """Return a line for each worker that runs: its stage, and the address of its health."""
        longest = max(map(len, self.workers), default=0)
        return [f"{stage:{longest}}  http://127.0.0.1:{worker.port}/readyz" for stage, worker in self.workers.items()]

    async def ready(self) -> None:
        """Return when every worker says that it is ready."""
        async with ClientSession(timeout=ClientTimeout(total=2)) as session:
            for stage in self._stages:
                while not (stage in self.workers and await says_ready(session, self.workers[stage].port)):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)

    async def _spawn(self, stage: str, port: int) -> asyncio.subprocess.Process:
        own = {"STREAMS_SUPERVISED": "1", "STREAMS_HTTP_PORT": str(port), "STREAMS_HTTP_HOST": "127.0.0.1"}
        environment = {**os.environ, **self._settings.environment(), **own}
        # a session of its own: Ctrl-C reaches the supervisor alone, which then stops the workers in order
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "streams", "worker", stage, env=environment, stdout=asyncio.subprocess.DEVNULL, start_new_session=True
        )

    async def _wait(self, process: asyncio.subprocess.Process) -> int:
        ended = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not ended.done():
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(asyncio.shield(ended), GRACE_SECONDS)
            except TimeoutError:
                self._say(f"process {process.pid} did not stop in {GRACE_SECONDS:.0f} s; killed")
                process.kill()
        return await ended

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
