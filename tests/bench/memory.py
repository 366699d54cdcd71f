"""Resident memory of each stage after N small articles against N / 10: what grows without end shows, what is kept on purpose does not.

A tenth of the articles fills the windows of screen and alert (tests/bench/soak.py), so from then on memory should be level. Each stage is
soaked alone, its source topic fed with prepared records; `all` feeds the whole pipeline. VmRSS is read after every tenth, when the
stage has committed all of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from streams.broker import admin
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.supervisor import Supervisor
from tests.bench import process
from tests.bench.brokers import kafka
from tests.bench.figure import Part
from tests.bench.soak import Soak, steps
from tests.wire import NOT_DELETED, committed

ARTICLES, QUICK_ARTICLES = 100_000, 2_000
TARGET = 1.1
STEP_SECONDS = 3600.0


async def _soak(settings: Settings, stage: str, articles: int, part: Part, tell: Callable[[str], None]) -> None:
    await admin.create_topics(settings)
    soak = Soak(settings, stage, articles)
    supervisor = Supervisor(settings, part.notes.append, tuple(SOURCES) if stage == "all" else (stage,))
    running = asyncio.create_task(supervisor.run())
    last = "alert" if stage == "all" else stage
    seen: dict[str, list[float]] = {}
    try:
        await supervisor.ready()
        for first, end in steps(articles):
            began = time.monotonic()
            await soak.feed(first, end)
            async with asyncio.timeout(STEP_SECONDS):
                while sum((await committed(settings, last, SOURCES[last])).values()) < end:  # noqa: ASYNC110 - another process commits
                    await asyncio.sleep(0.5)
            for name, pid in process.workers(supervisor):
                seen.setdefault(name, []).append(process.rss(pid) or 0.0)
            levels = ", ".join(f"{name} {values[-1]:.0f} MB" for name, values in seen.items())
            tell(f"{end} articles, {(end - first) / (time.monotonic() - began):.0f} a second: {levels}")
    finally:
        supervisor.stop()
        await running
    for name, values in seen.items():
        # a child that was made anew in between is another process: its name has no figure at every tenth
        whole = len(values) == 10 and values[0] > 0
        part.add(f"{name}: {articles} articles against {articles // 10}", values[-1] / values[0] if whole else None, "times", TARGET, 3)
        part.notes.append(f"{name}, MB after each tenth: " + " ".join(f"{value:.1f}" for value in values))


def measure(
    tell: Callable[[str], None], *, quick: bool = False, articles: int | None = None, stages: Sequence[str] = tuple(SOURCES)
) -> Part:
    """Measure the memory of each stage, on a node of its own."""
    part = Part("memory")
    for stage in stages:
        with kafka(1, NOT_DELETED, processes=1) as (_, settings):
            tell(f"{stage} starts")
            asyncio.run(_soak(settings, stage, articles or (QUICK_ARTICLES if quick else ARTICLES), part, tell))
    return part
