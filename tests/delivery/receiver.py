"""A receiver of webhooks on loopback: it keeps what came, and answers as it is told."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
Answer = Callable[[web.Request, int], Awaitable[web.StreamResponse] | web.StreamResponse]
"""Makes the answer to a request; the number counts the requests from 0."""


@dataclass
class Got:
    """One request: its headers and its body."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> Any:
        return orjson.loads(self.body)

    def signed_by(self, secret: str) -> bool:
        """Return True if one of the signatures is right; computed by hand, not by the library that signs."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        content = b".".join([self.id.encode(), self.headers["webhook-timestamp"].encode(), self.body])
        expected = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        return any(hmac.compare_digest(expected, each) for each in self.headers.get("webhook-signature", "").split())


@dataclass
class Receiver:
    """The requests that came, and the address at which they came."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    accepted: list[Got] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def has(self, count: int, *, seconds: float = 30.0) -> None:
        """Return when so many requests were answered with 2xx."""
        async with asyncio.timeout(seconds), self.came:
            await self.came.wait_for(lambda: len(self.accepted) >= count)


def fine(request: web.Request, number: int) -> web.StreamResponse:
    """Answer 204."""
    return web.Response(status=204)


@asynccontextmanager
async def receiver(answer: Answer = fine) -> AsyncIterator[Receiver]:
    """Serve on loopback; yield what comes."""
    found = Receiver()

    async def take(request: web.Request) -> web.StreamResponse:
        got = Got({name.lower(): value for name, value in request.headers.items()}, await request.read())
        found.got.append(got)
        answered = answer(request, len(found.got) - 1)
        said = answered if isinstance(answered, web.StreamResponse) else await answered
        if 200 <= said.status < 300:
            async with found.came:
                found.accepted.append(got)
                found.came.notify_all()
        return said

    app = web.Application()
    app.router.add_post("/{tail:.*}", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)  # some answers never end
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield found
    finally:
        await runner.cleanup()
