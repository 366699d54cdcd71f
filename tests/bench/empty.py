"""Records a second of an empty stage: one worker that hands on what it reads, on a topic that is full already."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from aiokafka import AIOKafkaConsumer

from streams.broker import admin
from streams.broker.connection import partitions_of
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN, Topic
from tests.bench import process
from tests.bench.brokers import kafka
from tests.bench.figure import Part

RECORDS, QUICK_RECORDS = 20_000, 3_000
LIMIT_SECONDS = 300.0


def launch(what: str, settings: Settings, more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a worker by the bench's own launcher (tests/bench/launch.py)."""
    environment = {**os.environ, **settings.environment(), **(more or {})}
    return subprocess.Popen([sys.executable, "-m", "tests.bench.launch", what], env=environment, stdout=subprocess.DEVNULL)


def end(worker: subprocess.Popen[bytes]) -> None:
    """Stop a worker in order, by force if it has not ended after 30 s."""
    worker.terminate()
    try:
        worker.wait(30)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


class Count:
    """A counter of the records that a topic holds."""

    def __init__(self, settings: Settings, topic: Topic) -> None:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=settings.bootstrap)
        self._partitions = partitions_of(settings, topic)

    async def __aenter__(self) -> Count:
        await self._consumer.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._consumer.stop()

    async def now(self) -> int:
        """Return the sum of the end offsets of the topic's partitions."""
        return sum((await self._consumer.end_offsets(self._partitions)).values())


async def _measure(settings: Settings, part: Part, records: int) -> None:
    await admin.create_topics(settings)
    await push(settings, (Item(b'{"uri": "urn:empty:%d", "text": "%s"}' % (number, b"x" * 60), str(number)) for number in range(records)))
    worker = launch("empty", settings)
    try:
        async with Count(settings, CLEAN) as out:
            deadline = time.monotonic() + LIMIT_SECONDS
            while not (first := await out.now()) and time.monotonic() < deadline:  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.02)
            began, spent = time.monotonic(), process.cpu(worker.pid)
            while (done := await out.now()) < records and time.monotonic() < deadline:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            took, spent = time.monotonic() - began, process.cpu(worker.pid) - spent
        whole = done >= records
        part.add("empty stage, one worker", (done - first) / took if whole else None, "records/s", digits=0)
        part.add("CPU of it, a record", 1000 * spent / (done - first) if whole else None, "ms", digits=3)
        part.add("cores it kept busy", spent / took if whole else None, "", digits=2)
        await asyncio.sleep(2)
        spent = process.cpu(worker.pid)
        await asyncio.sleep(10)
        part.add("CPU of it while nothing comes", 100 * (process.cpu(worker.pid) - spent) / 10, "% of a core", digits=1)
        part.notes.append(f"{records} records of about 100 bytes on {ARTICLES.count(settings.partitions)} partitions")
    finally:
        end(worker)


def measure(tell: Callable[[str], None], *, quick: bool = False) -> Part:
    """Measure an empty stage on one node; it takes about 40 s."""
    part = Part("an empty stage")
    records = QUICK_RECORDS if quick else RECORDS
    with kafka() as (_, settings):
        tell(f"{records} records for an empty stage")
        asyncio.run(_measure(settings, part, records))
    return part
