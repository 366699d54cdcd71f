"""The faults of workers and brokers in the silence part."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient

from deploy.kafka.cluster import Cluster
from streams.settings import Settings
from tests.bench.empty import end, launch

BROKER_AWAY, WORKER_AWAY = 8.0, 3.0
AFTER_KILL, IN_ORDER = 12.0, 5.0
"""The targets after a kill and after an orderly change, in seconds of silence."""


class Scene:
    """Three brokers and the workers of one stage."""

    def __init__(self, cluster: Cluster, settings: Settings) -> None:
        self.cluster, self.settings = cluster, settings
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, count: int = 1) -> None:
        """Start `count` workers more."""
        self.workers += [launch("empty", self.settings) for _ in range(count)]

    def end(self) -> None:
        """Stop all workers."""
        for worker in self.workers:
            end(worker)

    async def calm(self) -> None:
        """Return when there are two workers, and all brokers are in sync."""
        while len(self.workers) > 2:
            await asyncio.to_thread(end, self.workers.pop())
        self.start(2 - len(self.workers))
        await asyncio.to_thread(self.cluster.start)
        await asyncio.to_thread(self.cluster.wait)


async def kill_worker(scene: Scene, away: float = WORKER_AWAY) -> str:
    """End a worker with kill -9 and start one again after `away` seconds."""
    worker = scene.workers.pop(0)
    worker.kill()
    await asyncio.to_thread(worker.wait)
    await asyncio.sleep(away)
    scene.start()
    return f"started again after {away:g} s"


async def kill_worker_at_once(scene: Scene) -> str:
    """End a worker with kill -9 and start one again at once, as the supervisor does."""
    return await kill_worker(scene, 0.0)


async def kill_broker(scene: Scene) -> str:
    """End the group's coordinator with kill -9 (each of the three brokers leads partitions) and start it again after a while."""
    number = await coordinator(scene.settings)
    await asyncio.to_thread(scene.cluster.kill, number)
    await asyncio.sleep(BROKER_AWAY)
    await asyncio.to_thread(scene.cluster.start, number)
    await asyncio.to_thread(scene.cluster.wait)
    return f"broker {number}, the group's coordinator, started again after {BROKER_AWAY:g} s"


async def join(scene: Scene) -> str:
    """Start a third worker."""
    scene.start()
    await asyncio.sleep(5)
    return ""


async def leave(scene: Scene) -> str:
    """Tell a worker to stop, and return when it has ended."""
    worker = scene.workers.pop(0)
    worker.send_signal(signal.SIGTERM)
    return f"the worker ended with code {await asyncio.to_thread(worker.wait)}"


async def roll(scene: Scene) -> str:
    """Stop each broker in order and start it again; the next one follows when all partitions are in sync."""
    for number in scene.cluster.nodes:
        await asyncio.to_thread(scene.cluster.stop, number)
        await asyncio.to_thread(scene.cluster.start, number)
        await asyncio.to_thread(scene.cluster.wait)
    return ""


async def coordinator(settings: Settings) -> int:
    """Return the number of the broker that coordinates the group of the stage."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        return int(await admin.find_coordinator(f"{settings.prefix}newswire-clean"))
    finally:
        await admin.close()


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault and the longest silence in seconds of a partition that is aimed at; `fast`: on brokers that are missed after 3 s."""

    name: str
    happen: Callable[[Scene], Awaitable[str]]
    target: float
    fast: bool = False


FAULTS = (
    Fault("worker-killed", kill_worker, AFTER_KILL),
    Fault("worker-killed-at-once", kill_worker_at_once, AFTER_KILL),
    Fault("broker-killed", kill_broker, AFTER_KILL),
    Fault("worker-joins", join, IN_ORDER),
    Fault("worker-leaves", leave, IN_ORDER),
    Fault("brokers-restarted", roll, IN_ORDER),
    Fault("broker-killed-3s", kill_broker, AFTER_KILL, fast=True),
)
