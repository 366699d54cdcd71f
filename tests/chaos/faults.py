"""The faults of workers and brokers while articles flow."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.kafka.cluster import Cluster
from streams.broker.admin import admin_client, create_topics
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import SCREENED, SKETCHES
from tests.chaos.fleet import Fleet, Slot
from tests.wire import set_back

FAKETIME = next((path for path in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
"""The path of libfaketime (Debian package `faketime`), the only way to move a process's wall clock and nobody else's; None if absent."""

OLDER = "4.2.0"
"""The version of Kafka from which brokers are upgraded: the release before that of pom.xml."""
GOOD_EACH = 20
"""The number of good articles for each hostile one."""


@dataclass
class Scene:
    """All that a fault can reach; `dice` decides what chance decides."""

    cluster: Cluster
    fleet: Fleet
    settings: Settings
    dice: random.Random
    clock: Path

    def worker(self, stage: str) -> Slot:
        """Return a worker of a stage, chosen by chance."""
        return self.dice.choice(self.fleet.of(stage))

    def leader(self) -> int:
        """Return the number of the broker that leads the log of sketches, on which every article waits."""
        partitions = self.cluster.nodes[1].metadata().partitions
        return next(p.leader for p in partitions if p.topic == self.settings.prefix + SKETCHES.name)

    async def whole(self) -> None:
        """Return when the cluster is whole: all brokers, all replicas in sync."""
        await asyncio.to_thread(self.cluster.wait)


async def calm(scene: Scene) -> None:
    """nothing"""


async def kill_workers(scene: Scene) -> None:
    """kill -9 of one worker of each stage"""
    for stage in SOURCES:
        scene.fleet.signal(scene.worker(stage), signal.SIGKILL)
        await asyncio.sleep(scene.dice.uniform(0, 1.5))


async def kill_children(scene: Scene) -> None:
    """kill -9 of parsing processes, four times: twice while they work, twice while they load"""
    worker = scene.worker("extract")
    for _ in range(2):
        for _ in range(2):  # the second comes while the new ones load
            for child in scene.fleet.children(worker):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            await asyncio.sleep(scene.dice.uniform(0.3, 0.8))
        # The article is tried once more: were that one killed too, it would rightly be a dead letter (`Killer`).
        await scene.fleet.ready([worker])
        await asyncio.sleep(scene.dice.uniform(2, 3))


async def kill_broker(scene: Scene) -> None:
    """kill -9 of a broker that leads, back after 8 s"""
    broker = await asyncio.to_thread(scene.leader)
    await asyncio.to_thread(scene.cluster.kill, broker)
    await asyncio.sleep(8)
    await asyncio.to_thread(scene.cluster.start, broker)
    await scene.whole()


async def roll_brokers(scene: Scene) -> None:
    """rolling restart of all brokers"""
    for broker in scene.cluster.nodes:
        await asyncio.to_thread(scene.cluster.stop, broker)
        await asyncio.to_thread(scene.cluster.start, broker)
        await scene.whole()


async def come_and_go(scene: Scene) -> None:
    """workers join (up to four a stage) and leave"""
    stages = ["screen", "extract", "extract", scene.dice.choice(["clean", "detect", "alert"])]
    before = [scene.worker(stage) for stage in ("screen", "extract")]
    for stage in stages:
        scene.fleet.join(stage)
        await asyncio.sleep(scene.dice.uniform(0.5, 3))
    await scene.fleet.ready()
    for slot in before:
        scene.fleet.leave(slot)
        await asyncio.sleep(scene.dice.uniform(0.5, 3))
    for stage in ("extract", *stages[3:]):
        scene.fleet.leave(scene.fleet.of(stage)[-1])


async def worker_then_broker(scene: Scene) -> None:
    """workers killed and started at once, 6 s later a broker killed within that rebalance; twice"""
    for _ in range(2):
        for stage in SOURCES:
            scene.fleet.signal(scene.worker(stage), signal.SIGKILL)
        await asyncio.sleep(6)
        await kill_broker(scene)


async def pause_broker(scene: Scene) -> None:
    """a broker that leads frozen for 60 s"""
    broker = await asyncio.to_thread(scene.leader)
    scene.cluster.pause(broker)
    try:
        await asyncio.sleep(60)
    finally:
        scene.cluster.resume(broker)
    await scene.whole()


async def stop_cluster(scene: Scene) -> None:
    """the whole cluster stopped for 15 s"""
    await asyncio.to_thread(scene.cluster.stop)
    await asyncio.sleep(15)
    await asyncio.to_thread(scene.cluster.start)
    await scene.whole()


async def full_disk(scene: Scene) -> None:
    """all workers restarted where no file can be written and the state folder cannot be made"""
    scene.fleet.no_disk = True
    scene.fleet.environment.update(STREAMS_STATE="/proc/no-such-folder", TMPDIR="/proc/no-such-folder")
    await scene.fleet.restart()
    await asyncio.sleep(5)
    scene.fleet.no_disk = False
    del scene.fleet.environment["STREAMS_STATE"], scene.fleet.environment["TMPDIR"]
    await scene.fleet.restart()


async def jump_clocks(scene: Scene) -> None:
    """the workers' wall clock jumps by +2 hours, -40 days, +400 days and back"""
    assert FAKETIME is not None
    fake = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(scene.clock), "FAKETIME_NO_CACHE": "1"}
    scene.clock.write_text("+0")
    # a jump of the wall clock moves no monotonic one
    scene.fleet.environment.update(fake, FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1")
    await scene.fleet.restart()
    for jump in ("+2h", "-40d", "+400d", "+0"):
        scene.clock.write_text(jump)
        await asyncio.sleep(4)
    for name in (*fake, "FAKETIME_DONT_FAKE_MONOTONIC", "DONT_FAKE_MONOTONIC"):
        del scene.fleet.environment[name]
    await scene.fleet.restart()


async def slow_workers(scene: Scene) -> None:
    """one worker a stage gets a tenth of its time for 20 s"""
    slots = [scene.worker(stage) for stage in SOURCES]
    for _ in range(20):
        for slot in slots:
            scene.fleet.signal(slot, signal.SIGSTOP)
        await asyncio.sleep(0.9)
        for slot in slots:
            scene.fleet.signal(slot, signal.SIGCONT)
        await asyncio.sleep(0.1)


async def freeze_workers(scene: Scene) -> None:
    """one worker a stage frozen for 15 s: given up by its group, it comes back to finish its batch"""
    slots = [scene.worker(stage) for stage in SOURCES]
    for slot in slots:
        scene.fleet.signal(slot, signal.SIGSTOP)
    await asyncio.sleep(15)
    for slot in slots:
        scene.fleet.signal(slot, signal.SIGCONT)


async def term_workers(scene: Scene) -> None:
    """SIGTERM to every worker, one after the other"""
    for slot in list(scene.fleet.slots):
        scene.fleet.signal(slot, signal.SIGTERM)
        await asyncio.sleep(scene.dice.uniform(0, 1))


async def upgrade_brokers(scene: Scene) -> None:
    """all brokers replaced by the next version of Kafka, one by one, then its features"""
    for broker in scene.cluster.nodes:
        await asyncio.to_thread(scene.cluster.upgrade, broker)
        await scene.whole()
    await asyncio.to_thread(scene.cluster.finish_upgrade)


async def delete_topic(scene: Scene) -> None:
    """extract's source topic deleted with what 4 s brought, and made anew; then screen set back, which writes it again"""
    readers = scene.fleet.of("extract")
    for slot in readers:
        scene.fleet.signal(slot, signal.SIGSTOP)  # for less than a session: what comes meanwhile is unread when the topic goes
    await asyncio.sleep(4)
    async with admin_client(scene.settings) as admin:
        await admin.delete_topics([scene.settings.prefix + SCREENED.name])
    while not any(topic.state == "made" for topic in await create_topics(scene.settings)):  # noqa: ASYNC110 - the broker deletes it
        await asyncio.sleep(0.1)
    for slot in readers:
        scene.fleet.signal(slot, signal.SIGCONT)
    slots = scene.fleet.of("screen")
    for slot in slots:
        scene.fleet.leave(slot)
    await asyncio.gather(*(slot.keeper for slot in slots if slot.keeper is not None))
    await set_back(scene.settings, "screen")
    for _ in slots:
        scene.fleet.join("screen")
    await scene.fleet.ready()


async def storm(scene: Scene) -> None:
    """four blows by chance, some on top of each other"""
    blows = [kill_workers, kill_children, kill_broker, roll_brokers, come_and_go, slow_workers, freeze_workers, term_workers]
    tasks: list[asyncio.Task[None]] = []
    for blow in scene.dice.choices(blows, k=4):
        if blow in (kill_broker, roll_brokers) and tasks:
            await asyncio.gather(*tasks)  # one broker of three at a time: two away are an outage, and that is another fault
            tasks.clear()
        tasks.append(asyncio.create_task(blow(scene)))
        await asyncio.sleep(scene.dice.uniform(0, 6))
    await asyncio.gather(*tasks)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is done, how long articles flow meanwhile, and what is fed."""

    strike: Callable[[Scene], Awaitable[None]]
    seconds: float = 20.0
    """Seconds of feed at the trial's rate."""
    poisoned: int = 0
    """The number of poison records, among as many good ones, as fast as they go, instead of stories."""
    hostile: int = 0
    """The number of records made to cost time, one after each GOOD_EACH good ones, instead of stories."""
    short: bool = False
    """True if the fault is part of the short form."""
    version: str | None = None
    """The version of Kafka before the fault, where it is not that of pom.xml; such a fault has a cluster of its own."""

    @property
    def name(self) -> str:
        """The name of the fault on the command line."""
        if self.hostile:
            return f"hostile-{self.hostile}"
        return f"poison-{self.poisoned}" if self.poisoned else self.strike.__name__.replace("_", "-")

    @property
    def says(self) -> str:
        """The description of the fault for people."""
        if self.hostile:
            return f"{self.hostile} records made to cost time among {GOOD_EACH * self.hostile:,} good ones"
        return f"{self.poisoned} poison records of 20 kinds among {self.poisoned} good ones" if self.poisoned else self.strike.__doc__ or ""


FAULTS = (
    Fault(calm),
    Fault(kill_workers, short=True),
    Fault(kill_children, short=True),
    Fault(term_workers, short=True),
    Fault(kill_broker, 25, short=True),
    Fault(roll_brokers, 30),
    Fault(come_and_go, 30),
    Fault(worker_then_broker, 40),
    Fault(slow_workers),
    Fault(freeze_workers),
    Fault(full_disk),
    Fault(jump_clocks, 30),
    Fault(stop_cluster, 20),
    Fault(pause_broker, 40),
    Fault(delete_topic, 30),
    Fault(upgrade_brokers, 40, version=OLDER),
    Fault(calm, poisoned=500, short=True),
    Fault(calm, poisoned=10_000),
    Fault(calm, hostile=50, short=True),
)
