"""A million generated articles put into screen's index one by one, and the snapshot of them: what a worker lives through.

`million` grows the index in bulk and takes minutes; this takes an hour of a core, most of it for the sketches. The clock of the
rates is CPU time, decoding included, making the sketches not; that of the snapshot is the wall's, with an event loop beside it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from streams.messages import Sketch
from streams.screen import Index, snapshot
from streams.settings import Settings
from tests.bench.figure import Part
from tests.bench.generated import Wire
from tests.bench.held import resident
from tests.bench.million import ARTICLES, QUICK_ARTICLES, TARGET

MARKS = (5_000, 100_000, 500_000, 1_000_000)
CLOCKED = 4_000
"""Articles up to a mark over which its rate is taken."""
TICK_SECONDS = 0.005
STOP_SECONDS = 1.0
"""Own choice: a tenth of the session timeout of a worker, after which its lanes are given to others."""


def measure(tell: Callable[[str], None], *, quick: bool = False, articles: int | None = None) -> Part:
    """An hour; two minutes if quick."""
    part = Part("a million articles applied one by one")
    most = articles or (QUICK_ARTICLES if quick else ARTICLES)
    marks = sorted({mark for mark in MARKS if mark < most} | {most})
    index = Index(limit=Settings().index_megabytes * 1_000_000)
    before, spent, since, slowest = resident(), 0.0, 0.0, 0.0
    rates: list[float] = []
    for number, value in enumerate(Wire(timedelta(days=1) / (most + 1)).sketches(most), 1):
        began = time.process_time()
        index.apply(index.offset, Sketch.decode(value))
        took = time.process_time() - began
        spent, slowest = spent + took, max(slowest, took)
        if any(number == mark - CLOCKED for mark in marks):
            since = spent
        if number in marks:
            rates.append(CLOCKED / (spent - since))
            tell(f"{number:>9,} articles: {rates[-1]:5.0f} a second and core, longest so far {slowest * 1000:.0f} ms")
            part.add(f"ms an article up to {number:,}", 1000 / rates[-1], "ms", 1000 / TARGET, 2)
    part.add("all of them, a second and core", most / spent, "articles", TARGET, 0, floor=True)
    part.add("one against the other", rates[0] / rates[-1], "times", 1.5, 2)
    part.add("longest stop for one article (postings are merged)", slowest, "s", STOP_SECONDS, 2)
    part.add("bytes an article", index.size / index.count, "bytes", 1100.0, 0)
    part.add("the same, as the process grew", (resident() - before) / index.count, "bytes", None, 0)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_snapshot(index, Path(folder) / "index.npz", part))
    return part


async def _snapshot(index: Index, path: Path, part: Part) -> None:
    """Written as a worker writes it: the image in its own thread, which stops it, the file in another."""
    idle = await _longest_gap(asyncio.sleep(2))
    began, cpu = time.monotonic(), time.process_time()
    image = index.image()
    part.add("snapshot: its image, while which nothing else goes on", time.process_time() - cpu, "s", STOP_SECONDS, 3)
    written = time.monotonic()
    gap = await _longest_gap(asyncio.to_thread(snapshot.save, image, path))
    part.add("snapshot: written", time.monotonic() - written, "s", None, 1)
    part.add("longest stop of the event loop meanwhile", gap, "s", STOP_SECONDS, 3)
    part.notes.append(
        f"the event loop, idle, stopped for {idle:.3f} s at the longest; image and file took {time.monotonic() - began:.1f} s"
    )
    part.add("snapshot: size", path.stat().st_size / 1e6, "MB", None, 0)
    cpu = time.process_time()
    checksum = snapshot.checksum(image)
    part.add("snapshot: its checksum, CPU", time.process_time() - cpu, "s", None, 2)
    del image
    began, cpu = time.monotonic(), time.process_time()
    again = Index.load(path)
    part.add("snapshot: read and checked", time.monotonic() - began, "s", None, 1)
    part.add("snapshot: read and checked, CPU", time.process_time() - cpu, "s", None, 1)
    if (again.count, again.size, snapshot.checksum(again.image())) != (index.count, index.size, checksum):
        raise AssertionError("the snapshot is not what was written")


async def _longest_gap(work: Coroutine[Any, Any, None]) -> float:
    """Seconds for which the event loop did not come to a task that asks every TICK_SECONDS, while some work is done."""
    longest, task, last = 0.0, asyncio.ensure_future(work), time.monotonic()
    while not task.done():
        await asyncio.sleep(TICK_SECONDS)
        now = time.monotonic()
        longest, last = max(longest, now - last - TICK_SECONDS), now
    await task
    return longest
