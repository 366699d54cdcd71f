"""The pages about a process that all our servers share: /livez, /readyz, /metrics, /version. What they say is handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streams import __version__


def health_pages(
    livez: Callable[[], tuple[bool, Mapping[str, Any]]], missing: Callable[[], str | None], version: Mapping[str, Any]
) -> list[web.RouteDef]:
    """Return the routes of the four pages.

    `livez` says whether the process is alive, and what to show with that; `missing` says what it still waits for, or None; `version` is
    what the last page tells besides our own version.
    """

    async def live(request: web.Request) -> web.Response:
        alive, said = livez()
        return web.json_response({"alive": alive, **said}, status=200 if alive else 503)

    async def ready(request: web.Request) -> web.Response:
        lacks = missing()
        return web.json_response({"ready": lacks is None, "missing": lacks}, status=200 if lacks is None else 503)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def versions(request: web.Request) -> web.Response:
        return web.json_response({"version": __version__, **version})

    return [web.get("/livez", live), web.get("/readyz", ready), web.get("/metrics", metrics), web.get("/version", versions)]
