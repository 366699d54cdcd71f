"""The pages that every worker and server has: /livez, /readyz, /metrics, /version. Bound to loopback unless told."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streams import __version__, memory
from streams.errors import Usage
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


def demand_port(host: str, port: int) -> None:
    """Raise Usage if the pages cannot be served there, so that a person reads a sentence and not where a worker crashed; 0 serves none."""
    if not port:
        return
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(address)
    except OSError as exc:
        wrong = "the port is taken" if exc.errno == errno.EADDRINUSE else exc.strerror or str(exc)
        raise Usage(f"{host}:{port} cannot be listened on: {wrong}; set STREAMS_HTTP_PORT (0: none) or STREAMS_HTTP_HOST") from None


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start to serve the app, and return its runner, which the caller cleans up."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
