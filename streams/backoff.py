"""Pauses between tries, for everything that is tried again until it works."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator


async def backoff(first: float = 0.2, cap: float = 5.0) -> AsyncIterator[float]:
    """Yield at once, then after 0.2, 0.4, ... 5 s, for ever; the value is the pause to come, in seconds."""
    delay = first
    while True:
        yield delay
        await asyncio.sleep(delay)
        delay = min(2 * delay, cap)
