"""Work that a process gives up when it is told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


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
