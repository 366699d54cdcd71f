"""Work that a process gives up when it is told to stop, work that it does to the end, and the end of one that does not stop by itself."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Callable

STOP_SECONDS = 50.0
"""The longest time from SIGTERM to the end of a worker: ten seconds less than Compose and Kubernetes wait before they kill."""
STOP_EXIT = 46
"""The exit code of a worker that took longer."""
LAST_SECONDS = 8.0
"""The longest time for which a cancellation waits for work that is done to the end: a broker answers in milliseconds."""
log = logging.getLogger(__name__)


async def unless_stopped(stopping: asyncio.Event, work: Awaitable[object]) -> None:
    """Return when some work has ended or `stopping` is set, which cancels it; raise the work's own error."""
    tasks = [asyncio.ensure_future(work), asyncio.create_task(stopping.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in tasks:
            each.cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(found[0], BaseException) and not isinstance(found[0], asyncio.CancelledError):
        raise found[0]


def stop_at_signal(stop: Callable[[], None]) -> None:
    """Have SIGINT and SIGTERM call `stop` in the running event loop, and end the process if that has not ended it after STOP_SECONDS."""

    def told() -> None:
        end_within(STOP_SECONDS)
        stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told)


def end_within(seconds: float, leave: Callable[[int], object] = os._exit) -> threading.Timer:
    """End the process with STOP_EXIT unless it has ended by itself after some seconds; return the thread that waits for that.

    It is a thread, for the event loop may hang, and it keeps no process alive.
    """

    def late() -> None:
        log.critical("told to stop %.0f s ago, and still here", seconds)
        leave(STOP_EXIT)

    timer = threading.Timer(seconds, late)
    timer.daemon = True
    timer.start()
    return timer


async def to_the_end(work: Awaitable[object]) -> None:
    """Return when some work has ended, and raise its error.

    A cancellation, and others that follow it, take effect behind the work, which is broken off LAST_SECONDS after the first.
    """
    task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
    until: float | None = None
    while not task.done() and (until is None or loop.time() < until):
        try:
            await asyncio.wait({task}, timeout=None if until is None else until - loop.time())
        except asyncio.CancelledError:
            until = loop.time() + LAST_SECONDS if until is None else until
    if until is not None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise asyncio.CancelledError
    await task
