"""What a worker says of itself over HTTP: /livez, /readyz, /metrics, /version. Bound to loopback unless told."""

from __future__ import annotations

import time
from collections.abc import Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from streams import __version__
from streams.flow.watchdog import LOOP_SECONDS, Watchdog

RECORDS = Counter("newswire_records", "records brought to an end, by what became of them", ["stage", "outcome"])
BATCHES = Histogram("newswire_batch_seconds", "time that a batch took from taken to delivered", ["stage"])


def pages(watchdog: Watchdog, ready: Callable[[], str | None]) -> web.Application:
    """The four pages; `ready` says what is still missing, or None."""

    async def livez(request: web.Request) -> web.Response:
        late = time.monotonic() - watchdog.progress.beat
        return web.json_response({"loopSeconds": round(late, 1)}, status=200 if late < LOOP_SECONDS else 503)

    async def readyz(request: web.Request) -> web.Response:
        missing = "partitions not assigned yet" if not watchdog.progress.assigned else ready()
        return web.json_response({"ready": missing is None, "missing": missing}, status=200 if missing is None else 503)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def version(request: web.Request) -> web.Response:
        return web.json_response({"version": __version__})

    app = web.Application()
    app.add_routes(
        [
            web.get("/livez", livez),
            web.get("/readyz", readyz),
            web.get("/metrics", metrics),
            web.get("/version", version),
        ]
    )
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start serving; the caller cleans the runner up."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
