"""A web site of our own for tests: pages that behave, and pages that do not, at addresses of the loopback network."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


class Site:
    """The pages at each path, and what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Let a page stand at a path; names of headers are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def page(request: web.BaseRequest) -> web.Response:
            return web.Response(body=body.encode() if isinstance(body, str) else body, status=status, headers=named)

        self.pages[path] = page

    def count(self, path: str) -> int:
        """Return how often a path was asked."""
        return Counter(asked for asked, _ in self.asked)[path]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        self.asked.append((request.path, request.headers))
        page = self.pages.get(request.path)
        return await page(request) if page is not None else web.Response(status=404)


@asynccontextmanager
async def standing() -> AsyncIterator[Site]:
    """Serve a site on all addresses of the loopback network while the block runs."""
    site = Site()
    runner = web.ServerRunner(web.Server(site.answer), access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    listening = web.TCPSite(runner, "0.0.0.0", 0)
    await listening.start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)


def rss(*items: str, head: str = "", link: str = "https://rhone.example/") -> str:
    """Return an RSS document."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Rhone Wire</title><link>{link}</link>{head}'
        f"{''.join(items)}</channel></rss>"
    )


def item(number: int, *, text: str = "Three people were killed.", at: datetime = NOON, guid: str | None = None, title: str = "") -> str:
    """Return an item of RSS with its own id, link and time; those of higher numbers are later by minutes."""
    when = (at + timedelta(minutes=number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>{title or f'Blast number {number} in Lyon'}</title><guid>{guid or f'https://rhone.example/{number}'}</guid>"
        f"<link>https://rhone.example/{number}</link><description>{text}</description><pubDate>{when}</pubDate></item>"
    )
