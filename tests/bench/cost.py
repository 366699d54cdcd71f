"""Streaming cost: what Kafka and Faust add to the work itself, in CPU.

The same articles of 400 words go through the five workers on Apache Kafka and through `streams pipe`, in one run. Workers: CPU of all of
them and of extract's child, from the first article fed until alert has committed the last one. Pipe: CPU of a run over the warm-up and
the articles, less that of a run over the warm-up alone; the workers have had the warm-up too, so that what is loaded at first use counts
in neither. The pipe runs before the workers and after them, twice at once, and the mean counts. Before and after, for a core that others
share does not do the same in every second (the same work differed by 20 % on a busy machine). Twice at once, for the workers keep two cores
busy: where cores share a processor's units the same work takes more CPU while the other core works (1.0 to 1.8 times on two such cores),
and a pipe alone would lay that to Kafka's account. What workers use while they wait counts too, and grows with the time that the
run takes: where other work leaves extract's child a part of a core, the cost is of waiting more than of Kafka (34 % at 3.4 articles a
second). So the bench says what idle workers use, and how much that would be at the rate of the run. One process parses in both, batches
are of the same size; brokers and the bench itself are left out.
"""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from streams.broker import admin
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.pipeline.stages import NAMES
from streams.settings import Settings
from streams.supervisor import Supervisor
from streams.topics import EVENTS
from tests.bench import process
from tests.bench.brokers import folder, kafka
from tests.bench.figure import Part
from tests.bench.stories import long_stories
from tests.wire import committed

WORDS = 400
ARTICLES, QUICK_ARTICLES = 300, 60
WARM_UP = 32
"""The number of articles fed before the measurement: one whole batch."""
COPIES = 2
"""The number of pipes at once: as many as the cores that the workers keep busy, extract's child and all others."""
TARGET = 8.0
LIMIT_SECONDS = 1200.0
IDLE_SECONDS = 10.0
"""Seconds for which idle workers are watched, after a pause that lets the last commit of the warm-up pass."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""The environment that limits a process to one thread, as extract's children have it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The CPU seconds of a run: in all, and of each stage."""

    whole: float
    stages: dict[str, float]


def articles(count: int) -> list[Item]:
    """Return the records of the articles, the warm-up before them."""
    now = datetime.now(UTC)
    return [story.item(now) for story in long_stories(WARM_UP + count, 0, WORDS)]


def pipe(items: Sequence[Item], folder: Path, copies: int = COPIES) -> Spent:
    """Run `streams pipe` over the records, so many at once, and return the CPU seconds of one of them."""
    folder.mkdir(parents=True, exist_ok=True)
    given = folder / "items.jsonl"
    given.write_bytes(b"".join(item.value + b"\n" for item in items))
    times = [folder / f"times-{number}.json" for number in range(copies)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = [_piping(given, each) for each in times]
    codes = [process.wait() for process in running]
    if any(codes):
        raise RuntimeError("streams pipe failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = [orjson.loads(each.read_bytes()) for each in times]
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(whole / copies, {stage: sum(each[stage] for each in spent) / copies for stage in NAMES})


def _piping(given: Path, times: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **ONE_THREAD, "BENCH_TIMES": str(times)}
    command = [sys.executable, "-m", "tests.bench.launch", "pipe"]
    with given.open("rb") as source:
        return subprocess.Popen(command, stdin=source, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _work(items: Sequence[Item], state: Path) -> Spent:
    """Return the CPU seconds that the articles behind the warm-up cost in `streams pipe`."""
    start, whole = pipe(items[:WARM_UP], state), pipe(items, state)
    return Spent(whole.whole - start.whole, {stage: whole.stages[stage] - start.stages[stage] for stage in NAMES})


async def streamed(settings: Settings, items: Sequence[Item], said: list[str]) -> tuple[Spent, float, float]:
    """Feed the records to the workers; return their CPU seconds, the seconds it took, and what idle workers use as a share of a core."""
    await admin.create_topics(settings)
    supervisor = Supervisor(settings, said.append)
    running = asyncio.create_task(supervisor.run())
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            await supervisor.ready()
            await push(settings, items[:WARM_UP])
            await _closed(settings, WARM_UP)
            idle = await _idle(supervisor)
            before, began = dict(_spent(supervisor)), time.monotonic()
            await push(settings, items[WARM_UP:])
            await _closed(settings, len(items))
            took = time.monotonic() - began
            stages = {stage: seconds - before[stage] for stage, seconds in _spent(supervisor)}
    finally:
        supervisor.stop()
        await running
    return Spent(sum(stages.values()), stages), took, idle


async def _idle(supervisor: Supervisor) -> float:
    await asyncio.sleep(IDLE_SECONDS / 5)
    before, began = sum(seconds for _, seconds in _spent(supervisor)), time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    return (sum(seconds for _, seconds in _spent(supervisor)) - before) / (time.monotonic() - began)


def _spent(supervisor: Supervisor) -> list[tuple[str, float]]:
    return [(name, process.cpu(pid)) for name, pid in process.workers(supervisor)]


async def _closed(settings: Settings, count: int) -> None:
    """Return when alert has brought `count` articles to their end."""
    while sum((await committed(settings, "alert", EVENTS)).values()) < count:  # noqa: ASYNC110 - another process commits
        await asyncio.sleep(0.3)


def measure(tell: Callable[[str], None], *, quick: bool = False, count: int | None = None) -> Part:
    """Measure the streaming cost on one node of Kafka; it takes about 4 minutes for 300 articles."""
    part = Part("streaming cost")
    count = count or (QUICK_ARTICLES if quick else ARTICLES)
    items = articles(count)
    with folder() as state:
        tell(f"{count} articles of {WORDS} words through streams pipe")
        runs = [_work(items, state)]
        with kafka(processes=1) as (_, settings):
            tell(f"{1000 * runs[0].whole / count:.1f} ms each; through five workers")
            workers, took, idle = asyncio.run(streamed(settings, items, part.notes))
        tell(f"{1000 * workers.whole / count:.1f} ms each; through streams pipe again")
        runs.append(_work(items, state))
    piped = sum(run.whole for run in runs) / 2
    part.add("streaming cost", 100 * (workers.whole / piped - 1), "%", TARGET)
    part.add("workers on Kafka, an article", 1000 * workers.whole / count, "CPU ms")
    part.add("streams pipe, an article", 1000 * piped / count, "CPU ms")
    part.add("five idle workers", 100 * idle, "% of a core", digits=2)
    for name, seconds in workers.stages.items():
        part.add(f"  worker {name}", 1000 * seconds / count, "CPU ms", digits=2)
    for stage in NAMES:
        part.add(f"  pipe, {stage}", 1000 * sum(run.stages[stage] for run in runs) / 2 / count, "CPU ms", digits=2)
    part.notes.append("streams pipe before and after: " + ", ".join(f"{1000 * run.whole / count:.1f} ms" for run in runs))
    part.notes.append(f"{count} articles, batches of {settings.batch}, one child; {count / took:.1f} articles/s through the workers")
    waiting = idle * took
    part.notes.append(
        f"idle workers would use {1000 * waiting / count:.1f} ms an article at that rate: {100 * waiting / piped:.1f} % of the pipe's"
    )
    return part
