"""The workers of all stages: several each, every one started again at once when it dies, as a container is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.supervisor import free_port, says_ready

READY_SECONDS = 240.0
GRACE_SECONDS = 60.0


@dataclass
class Slot:
    """A slot for one worker; `process` is the newest that held it."""

    stage: str
    number: int
    port: int = 0
    """The port at which the worker serves its health."""
    process: asyncio.subprocess.Process | None = None
    leaving: bool = False
    keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The id of the process that holds the slot."""
        assert self.process is not None
        return self.process.pid


@dataclass
class Fleet:
    """The slots of all workers; `environment` counts for workers that start from now on."""

    settings: Settings
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    no_disk: bool = False
    """True if every write to a file fails, as on a full disk; not in extract, whose pool needs the semaphores of /dev/shm, no disk."""
    slots: list[Slot] = field(default_factory=list)
    exits: Counter[str] = field(default_factory=Counter)
    """The number of workers that ended in each way: `extract -9`, `screen 44`."""

    async def start(self, counts: Mapping[str, int]) -> None:
        """Start so many workers of each stage and return when all are ready."""
        for stage, count in counts.items():
            for _ in range(count):
                self.join(stage)
        await self.ready()

    def join(self, stage: str) -> Slot:
        """Start one worker more and return its slot."""
        slot = Slot(stage, sum(slot.stage == stage for slot in self.slots))
        self.slots.append(slot)
        slot.keeper = asyncio.create_task(self._keep(slot))
        return slot

    def leave(self, slot: Slot) -> None:
        """Send SIGTERM to one worker, which nobody starts again."""
        slot.leaving = True
        self.signal(slot, signal.SIGTERM)
        if slot in self.slots:  # two faults at once may have chosen the same
            self.slots.remove(slot)

    def of(self, stage: str) -> list[Slot]:
        """Return the slots of a stage."""
        return [slot for slot in self.slots if slot.stage == stage]

    def signal(self, slot: Slot, number: signal.Signals) -> None:
        """Send a signal to the process that holds a slot; nothing happens if it is gone already."""
        if slot.process is not None and slot.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                slot.process.send_signal(number)

    def children(self, slot: Slot) -> list[int]:
        """Return the pids of the parsing processes of a worker; none if they cannot be read."""
        try:
            tasks = list(Path(f"/proc/{slot.pid}/task").iterdir())
            pids = [int(child) for task in tasks for child in (task / "children").read_text().split()]
            return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        except OSError:
            return []

    async def ready(self, slots: Iterable[Slot] | None = None) -> None:
        """Return when every worker, or those in some slots, say that they are ready; raise TimeoutError after READY_SECONDS."""
        async with asyncio.timeout(READY_SECONDS), ClientSession(timeout=ClientTimeout(total=2)) as session:
            for slot in list(self.slots if slots is None else slots):
                while slot in self.slots and not (slot.port and await says_ready(session, slot.port)):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)

    async def restart(self) -> None:
        """Send SIGTERM to all workers and return when each is back, with the environment of now."""
        for slot in self.slots:
            self.signal(slot, signal.SIGTERM)
        await asyncio.gather(*(slot.process.wait() for slot in self.slots if slot.process is not None))
        await self.ready()

    async def stop(self) -> None:
        """End all workers in order, and by force those that are left after GRACE_SECONDS."""
        keepers = [slot.keeper for slot in self.slots if slot.keeper is not None]
        for slot in list(self.slots):
            self.signal(slot, signal.SIGCONT)
            self.leave(slot)
        _, late = await asyncio.wait(keepers, timeout=GRACE_SECONDS) if keepers else (set(), set())
        for keeper in late:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)

    async def _keep(self, slot: Slot) -> None:
        while not slot.leaving:
            slot.process = await self._spawn(slot)
            try:
                code = await slot.process.wait()
            except asyncio.CancelledError:
                slot.process.kill()
                raise
            self.exits[f"{slot.stage} {code}"] += 1

    async def _spawn(self, slot: Slot) -> asyncio.subprocess.Process:
        slot.port = free_port()  # a client's connection may have taken the last one meanwhile
        own = {"STREAMS_SUPERVISED": "1", "STREAMS_HTTP_PORT": str(slot.port), "STREAMS_PROCESSES": "1"}
        environment = {**os.environ, **self.settings.environment(), **own, **self.environment}
        with (self.log / f"{slot.stage}-{slot.number}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "streams",
                "worker",
                slot.stage,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL if self.no_disk else log,  # a container's words go to its engine, not to its disk
                start_new_session=True,
                preexec_fn=_full_disk if self.no_disk and slot.stage != "extract" else None,
            )


def _full_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


ONE_EACH = dict.fromkeys(SOURCES, 1)
TWO_EACH = dict.fromkeys(SOURCES, 2)
