"""Work that is given up when its process is told to stop, and work that is done to the end."""

from __future__ import annotations

import asyncio

import pytest

from streams import stopping
from streams.stopping import STOP_EXIT, end_within, to_the_end, unless_stopped
from tests.wire import PATIENCE_SECONDS


async def test_it_returns_when_the_work_has_ended() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    await unless_stopped(asyncio.Event(), work())
    assert done.is_set()


async def test_a_stop_cancels_the_work() -> None:
    stopping = asyncio.Event()
    stopping.set()
    work = asyncio.ensure_future(asyncio.Event().wait())
    await unless_stopped(stopping, work)
    assert work.cancelled()


async def test_the_error_of_the_work_is_raised() -> None:
    async def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await unless_stopped(asyncio.Event(), work())


def test_a_process_that_does_not_end_by_itself_is_ended() -> None:
    left: list[int] = []
    timer = end_within(0.0, left.append)
    timer.join(PATIENCE_SECONDS)
    assert left == [STOP_EXIT]
    assert timer.daemon


async def test_a_cancellation_waits_for_work_that_is_done_to_the_end() -> None:
    let_go, done = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await let_go.wait()
        done.set()

    task = asyncio.create_task(to_the_end(work()))
    for _ in range(3):
        await asyncio.sleep(0)
        task.cancel()
    let_go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()


async def test_work_that_does_not_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "LAST_SECONDS", 0.01)
    work = asyncio.ensure_future(asyncio.Event().wait())
    task = asyncio.create_task(to_the_end(work))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.cancelled()


async def test_the_error_of_work_that_is_done_to_the_end_is_raised() -> None:
    async def work() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await to_the_end(work())
