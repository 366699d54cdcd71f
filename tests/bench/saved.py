"""The snapshot of screen's index: the time it takes, its size, and for how long it stops the worker that writes it."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from streams.screen import Index, snapshot
from tests.bench.figure import Part

TICK_SECONDS = 0.005
STOP_SECONDS = 1.0
"""The target in seconds for a stop, our own choice: an eighth of the session timeout, after which a worker's partitions go to others."""


def measure(index: Index, part: Part) -> None:
    """Add the figures of one index to a part; they are of the wall's clock where they do not say CPU."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(index, Path(folder) / "index.npz", part))


async def _measure(index: Index, path: Path, part: Part) -> None:
    """Measure a snapshot written as a worker writes it: the image in its own thread, which stops it, the file in another."""
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
    part.add("snapshot: size", (await asyncio.to_thread(path.stat)).st_size / 1e6, "MB", None, 0)
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
    """Return the longest time in seconds for which the event loop did not come to a task that asks every TICK_SECONDS, during some work."""
    longest, task, last = 0.0, asyncio.ensure_future(work), time.monotonic()
    while not task.done():
        await asyncio.sleep(TICK_SECONDS)
        now = time.monotonic()
        longest, last = max(longest, now - last - TICK_SECONDS), now
    await task
    return longest
