"""A stream's clock runs only from a record on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from streams.flow.stream import Patient
from streams.flow.worker import make_app
from streams.settings import Settings

TURNS = 20
"""Turns of the event loop: more than a wait takes that has nothing to wait for."""


def patient(folder: Path) -> tuple[Any, Any]:
    """Return a worker's stream, and its batches; each must be closed."""
    app = make_app("clean", Settings(broker="127.0.0.1:1", state=folder))
    stream: Any = app.stream(app.channel())
    assert isinstance(stream, Patient)
    return stream, stream.take_events(32, within=0.01)


async def ended(task: asyncio.Task[bool]) -> bool:
    """Return True if a task ends within TURNS turns of the event loop."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return task.done()


async def test_stream_sleeps_until_a_record_comes(tmp_path: Path) -> None:
    stream, batches = patient(tmp_path)
    waiting = asyncio.create_task(stream.wait_for_stopped(asyncio.Event(), timeout=0))
    assert not await ended(waiting)  # Faust's own is: its time is up
    assert stream._note(b"a record") == b"a record"
    assert await ended(waiting)
    await batches.aclose()


async def test_record_that_came_while_a_batch_was_worked_on_is_not_slept_over(tmp_path: Path) -> None:
    stream, batches = patient(tmp_path)
    stream._note(b"a record")
    assert await ended(asyncio.create_task(stream.wait_for_stopped(asyncio.Event(), timeout=0)))
    await batches.aclose()


async def test_stream_that_is_stopped_wakes(tmp_path: Path) -> None:
    stream, batches = patient(tmp_path)
    waiting = asyncio.create_task(stream.wait_for_stopped(asyncio.Event(), timeout=0))
    assert not await ended(waiting)
    stream._stopped.set()
    assert await waiting
    await batches.aclose()
