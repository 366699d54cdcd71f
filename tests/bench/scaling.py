"""Extract over more workers: articles a second with a synthetic parser, and CPU seconds an article with the real one.

Two cores cannot hold twelve parsers, so the synthetic one takes as long as the real one and no CPU: it sleeps, one article after the other.
All else is a worker as it runs: consumer group, guards, watchdog, batches, commits. Workers join the running group, and each count is
measured once all of them have partitions; before that there are enough records that none of the twelve partitions runs dry. With the real
parser the cores are the limit, so there CPU seconds of workers and children are counted, at one worker and at two.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from aiohttp import ClientSession, ClientTimeout
from aiokafka import AIOKafkaProducer

from streams.broker import admin
from streams.broker.connection import client_options
from streams.pipeline.runner import Runner
from streams.settings import Settings
from streams.supervisor import free_port, says_ready
from streams.topics import ENTITIES, SCREENED
from tests.bench import process
from tests.bench.brokers import kafka
from tests.bench.cost import ONE_THREAD
from tests.bench.empty import Count, end, launch
from tests.bench.figure import Part
from tests.bench.launch import PARSE_SECONDS
from tests.bench.stories import long_stories
from tests.wire import committed

WORKERS, QUICK_WORKERS = (1, 2, 4, 8, 12), (1, 2, 4)
BATCH = 4
"""The number of articles that a worker takes at once, with the synthetic parser: one batch is handed on as a whole, and counted so."""
WINDOW_SECONDS = 12.0
SETTLE_SECONDS = 4.0
"""Seconds after the last worker is ready before the clock starts: the first batch of each is at an end."""
LIMIT_SECONDS = 240.0
REAL_ARTICLES, QUICK_REAL_ARTICLES = 120, 40
WARM_UP = 16


@dataclass(frozen=True, slots=True)
class Level:
    """A level is the work that so many workers did in the window."""

    workers: int
    rate: float
    """Articles a second."""
    cpu: float
    """CPU seconds a second of all of them."""
    joined: float
    """The seconds from the start of the newest workers until all were ready."""


class Member:
    """A worker of extract and the port of its health."""

    def __init__(self, what: str, settings: Settings) -> None:
        self.port = free_port()
        self.process = launch(what, settings, {**ONE_THREAD, "STREAMS_HTTP_PORT": str(self.port)})

    @property
    def spent(self) -> float:
        """The CPU seconds of the worker and its children so far."""
        return sum(process.cpu(pid) for pid in (self.process.pid, *process.children(self.process.pid)))


@contextmanager
def group(members: list[Member]) -> Iterator[None]:
    """Stop the workers that are in the list at the end, the newest first."""
    try:
        yield
    finally:
        for member in reversed(members):
            end(member.process)


async def ready(members: Iterable[Member]) -> None:
    """Return when all workers say that they are ready, which needs partitions."""
    async with ClientSession(timeout=ClientTimeout(total=2)) as session, asyncio.timeout(LIMIT_SECONDS):
        for member in members:
            while not await says_ready(session, member.port):  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(0.2)


async def feed(settings: Settings, values: Sequence[bytes]) -> None:
    """Write records to the topic of extract, spread evenly over its partitions."""
    name, partitions = settings.prefix + SCREENED.name, SCREENED.count(settings.partitions)
    async with AIOKafkaProducer(**client_options(settings), compression_type="gzip") as producer:
        for number, value in enumerate(values):
            await producer.send(name, value, key=b"%d" % number, partition=number % partitions)
        await producer.flush()


async def synthetic(settings: Settings, counts: Sequence[int], tell: Callable[[str], None]) -> list[Level]:
    """Measure the synthetic parser with so many workers each, one count after the other."""
    await admin.create_topics(settings)
    # a join takes some 15 s, and goes on while others work
    needed = sum(counts) / PARSE_SECONDS * (WINDOW_SECONDS + SETTLE_SECONDS + 15.0)
    await feed(settings, [b'{"uri": "urn:scaling:%d"}' % number for number in range(int(needed))])
    levels: list[Level] = []
    members: list[Member] = []
    with group(members):
        async with Count(settings, ENTITIES) as out:
            for before, count in pairwise((0, *counts)):
                began = time.monotonic()
                members += [Member("parser", settings) for _ in range(count - before)]
                await ready(members)
                joined = time.monotonic() - began
                await asyncio.sleep(SETTLE_SECONDS)
                first, spent, since = await out.now(), sum(member.spent for member in members), time.monotonic()
                await asyncio.sleep(WINDOW_SECONDS)
                took = time.monotonic() - since
                levels.append(
                    Level(count, (await out.now() - first) / took, (sum(member.spent for member in members) - spent) / took, joined)
                )
                tell(f"{count} workers: {levels[-1].rate:.1f} articles a second, {levels[-1].cpu:.2f} cores, joined in {joined:.1f} s")
    return levels


async def real(settings: Settings, count: int, values: Sequence[bytes]) -> float:
    """Return the CPU seconds an article with so many workers of the real parser, behind a warm-up."""
    await admin.create_topics(settings)
    members = [Member("extract", settings) for _ in range(count)]
    with group(members):
        async with asyncio.timeout(LIMIT_SECONDS):
            await ready(members)
            await feed(settings, values[: WARM_UP * count])
            await _settled(settings, WARM_UP * count)
            spent = sum(member.spent for member in members)
            await feed(settings, values[WARM_UP * count :])
            await _settled(settings, len(values))
            return (sum(member.spent for member in members) - spent) / (len(values) - WARM_UP * count)


async def _settled(settings: Settings, count: int) -> None:
    while sum((await committed(settings, "extract", SCREENED)).values()) < count:  # noqa: ASYNC110 - another process commits
        await asyncio.sleep(0.3)


def measure(tell: Callable[[str], None], *, quick: bool = False) -> Part:
    """Measure both on one node; it takes about 5 minutes."""
    part = Part("extract over more workers")
    counts = QUICK_WORKERS if quick else WORKERS
    with kafka(batch=BATCH) as (_, settings):
        levels = asyncio.run(synthetic(settings, counts, tell))
    for level in levels:
        part.add(f"{level.workers} workers, synthetic parser", level.rate, "articles/s")
        share = level.rate / levels[0].rate * levels[0].workers / level.workers
        part.add(f"  of {level.workers} times one worker", share, "", 0.9, 2, floor=True)
    part.add("CPU of a worker beside its parser, a record", 1000 * levels[-1].cpu / levels[-1].rate, "ms", None, 2)
    articles = QUICK_REAL_ARTICLES if quick else REAL_ARTICLES
    items = (story.item(datetime.now(UTC)).value for story in long_stories(articles, 0, 400))
    values = [message.encode() for message in Runner(Settings(), until="screen").run(items)]
    spent: list[float] = []
    for count in (1, 2):
        with kafka(processes=1) as (_, settings):
            spent.append(asyncio.run(real(settings, count, values)))
        tell(f"{count} workers of the real parser: {1000 * spent[-1]:.1f} ms of CPU an article")
        part.add(f"{count} workers, real parser, an article", 1000 * spent[-1], "CPU ms")
    joined = ", ".join(f"{level.joined:.1f}" for level in levels)
    part.notes.append(f"the synthetic parser takes {PARSE_SECONDS} s; {os.cpu_count()} cores; joins took {joined} s")
    return part
