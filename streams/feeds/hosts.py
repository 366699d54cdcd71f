"""Turns at hosts: one request at a time at each, and a pause between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PAUSE_SECONDS = 1.0
"""The pause between the end of one request and the next at the same host."""
MOST_HOSTS = 10_000
"""The number of hosts that are remembered; those past their pause are forgotten first."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    waiting: int = 0


class Hosts:
    """Gives turns, in the order in which they were asked for."""

    def __init__(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._pause = pause_seconds
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn at a host, and hold it."""
        now = asyncio.get_running_loop().time
        if len(self._hosts) >= MOST_HOSTS:
            self._hosts = {each: host for each, host in self._hosts.items() if host.waiting or host.free_at > now()}
        host = self._hosts.setdefault(name, _Host())
        host.waiting += 1
        try:
            async with host.lock:
                await asyncio.sleep(max(0.0, host.free_at - now()))
                try:
                    yield
                finally:
                    host.free_at = now() + self._pause
        finally:
            host.waiting -= 1
