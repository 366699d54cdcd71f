"""The pages that every worker and server has: /livez, /readyz, /metrics, /version. Bound to loopback unless told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streams import __version__, memory
from streams.metrics import ALIVE, MEMORY, MEMORY_LIMIT, READY


def routes(
    sick: Callable[[], str | None],
    facts: Callable[[], Mapping[str, Any]],
    missing: Callable[[], str | None],
    measure: Callable[[], None],
    about: Mapping[str, Any],
) -> list[web.RouteDef]:
    """Return the routes of the four pages.

    `sick` says why a restart would help, `missing` what the worker still waits for, both None if nothing; `facts` are shown beside the
    first, `about` beside the version. `measure` is called before the metrics are read.
    """

    async def livez(request: web.Request) -> web.Response:
        found = sick()
        return web.json_response({"alive": found is None, "sick": found, **facts()}, status=200 if found is None else 503)

    async def readyz(request: web.Request) -> web.Response:
        lacks = missing()
        return web.json_response({"ready": lacks is None, "missing": lacks}, status=200 if lacks is None else 503)

    async def metrics(request: web.Request) -> web.Response:
        measure()
        ALIVE.set(sick() is None)
        READY.set(missing() is None)
        MEMORY.set(memory.resident())
        MEMORY_LIMIT.set(memory.limit())
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def version(request: web.Request) -> web.Response:
        return web.json_response({"version": __version__, **about})

    return [web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics), web.get("/version", version)]


def application(
    sick: Callable[[], str | None],
    facts: Callable[[], Mapping[str, Any]],
    missing: Callable[[], str | None],
    measure: Callable[[], None],
    about: Mapping[str, Any],
) -> web.Application:
    """Return an app of these four pages alone; the arguments are those of `routes`."""
    app = web.Application()
    app.add_routes(routes(sick, facts, missing, measure, about))
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start to serve the app, and return its runner, which the caller cleans up."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
