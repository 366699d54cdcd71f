"""The silence of a stage when a worker or a broker dies, when a worker joins or leaves, and when the brokers are restarted in turn.

Three brokers (replication 3, two in sync), two workers of the empty stage, six partitions, RATE small records a second. How a silence is
counted: tests/bench/partitions.py. Each fault comes after CALM seconds of an even flow, and is watched until WATCH seconds after its end.
A broker is missed after Kafka's default of 9 s (`broker.session.timeout.ms`); `broker-killed-3s` has it at 3 s. A worker is missed
after STREAMS_SESSION_SECONDS (8 s).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.kafka.cluster import Cluster
from streams.broker import admin
from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN
from tests.bench.brokers import kafka
from tests.bench.faults import FAULTS, Fault, Scene
from tests.bench.figure import Part
from tests.bench.partitions import Partitions, silence

PARTITIONS = 6
RATE = 300
CALM, WATCH = 8.0, 20.0
FAST = {"broker.session.timeout.ms": "3000", "broker.heartbeat.interval.ms": "500"}


class Flow:
    """The feeder and the reader of one cluster."""

    def __init__(self, settings: Settings) -> None:
        self.fed, self.out, self.sent = Partitions(), Partitions(), 0
        self.enough = asyncio.Event()
        self._settings = settings

    async def feed(self) -> None:
        """Write RATE records a second, whatever happens to a partition: what cannot be written yet waits in memory."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.bootstrap,
            enable_idempotence=True,
            acks="all",
            max_batch_size=1 << 20,
            request_timeout_ms=120_000,
        )
        await producer.start()
        due = time.monotonic()
        try:
            while not self.enough.is_set():
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                due += 1 / RATE
                value = str(self.sent).encode()
                with contextlib.suppress(KafkaError):  # counted as lost if it never comes
                    await producer.send(self._settings.prefix + ARTICLES.name, value, key=value)
                self.sent += 1
        finally:
            await producer.stop()

    async def read(self) -> None:
        """Note what comes on both topics."""
        names = {self._settings.prefix + ARTICLES.name: self.fed, self._settings.prefix + CLEAN.name: self.out}
        reader = AIOKafkaConsumer(
            bootstrap_servers=self._settings.bootstrap, auto_offset_reset="earliest", fetch_max_wait_ms=50, enable_auto_commit=False
        )
        await reader.start()
        try:
            reader.assign([TopicPartition(name, partition) for name in names for partition in range(PARTITIONS)])
            while True:
                batches = await reader.getmany(timeout_ms=200)
                now = time.monotonic()
                for read, records in batches.items():
                    for record in records:
                        names[read.topic].note(read.partition, int(record.value), now)
        finally:
            await reader.stop()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run feeder and reader while the body runs."""
        tasks = [asyncio.create_task(self.feed()), asyncio.create_task(self.read())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _measure(cluster: Cluster, settings: Settings, part: Part, faults: Sequence[Fault], tell: Callable[[str], None]) -> None:
    await admin.create_topics(settings)
    logging.getLogger("aiokafka").setLevel("CRITICAL")
    flow = Flow(settings)
    scene = Scene(cluster, settings)
    try:
        scene.start(2)
        async with flow.running():
            await _flows(flow)
            for fault in faults:
                await _one(flow, scene, fault, part, tell)
            await _drained(flow)
    finally:
        scene.end()
    lost = flow.sent - len(flow.out.seen)
    twice = sum(count - 1 for count in flow.out.seen.values())
    part.notes.append(f"{flow.sent} records fed, {lost} lost, {twice} twice")


async def _one(flow: Flow, scene: Scene, fault: Fault, part: Part, tell: Callable[[str], None]) -> None:
    tell(fault.name)
    await asyncio.sleep(CALM)
    start = time.monotonic()
    said = await fault.happen(scene)
    await asyncio.sleep(WATCH)
    found = silence(flow.fed, flow.out, range(PARTITIONS), start, time.monotonic())
    part.add(f"{fault.name}: on one partition, its own", found.own, "s", fault.target)
    part.add("  on one partition, with the feeder's", found.partition, "s")
    part.add("  of the feeder, on one partition", found.fed, "s")
    part.add("  on all partitions at once", found.over_all, "s")
    part.notes.append(f"{fault.name}: silent from {found.when[0]:.1f} to {found.when[1]:.1f} s after it; {said}".rstrip("; "))
    tell(part.notes[-1])
    await scene.calm()
    await _flows(flow)


async def _flows(flow: Flow) -> None:
    """Return when a record has come on every partition within a second and the reader is little behind; give up after 120 s."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        now = time.monotonic()
        if (
            all(flow.out.came[partition] and now - flow.out.came[partition][-1] < 1 for partition in range(PARTITIONS))
            and _behind(flow) < RATE
        ):
            return
        await asyncio.sleep(0.2)


async def _drained(flow: Flow) -> None:
    """Stop feeding and return when all records have come, or after 40 s."""
    flow.enough.set()
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and len(flow.out.seen) < flow.sent:  # noqa: ASYNC110 - another process writes
        await asyncio.sleep(0.2)


def _behind(flow: Flow) -> int:
    return len(flow.fed.seen) - len(flow.out.seen)


def measure(tell: Callable[[str], None], *, quick: bool = False, only: Sequence[str] = ()) -> Part:
    """Measure the silence of each fault; it takes about 6 minutes for all. `only` has names of faults (`quick` takes the first)."""
    part = Part("silence")
    chosen = [fault for fault in FAULTS if not only or fault.name in only][: 1 if quick and not only else None]
    clusters: tuple[tuple[Mapping[str, str], bool], ...] = (({}, False), (FAST, True))
    for properties, fast in clusters:
        if faults := [fault for fault in chosen if fault.fast == fast]:
            with kafka(3, properties, partitions=PARTITIONS) as (cluster, settings):
                asyncio.run(_measure(cluster, settings, part, faults, tell))
    return part
