"""The pages that a worker serves over HTTP: /livez, /readyz, /metrics, /version. Bound to loopback unless told.

/livez fails only where a restart helps: the loop hangs, a rebalance does not end, or a partition's commit stands still while it has lag.
The watchdog ends the process at the same limits, so a 503 is the last word of a sick worker, or of one whose watchdog hangs.
/readyz fails while something is missing that the worker waits for: partitions, the index, the model, the broker.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from streams import __version__
from streams.flow.watchdog import Watchdog
from streams.metrics import LAG


def pages(watchdog: Watchdog, missing: Callable[[], str | None], stage: str, model: str) -> web.Application:
    """Return the app with the four pages; `missing` says what the stage still waits for, or None."""

    async def livez(request: web.Request) -> web.Response:
        now = time.monotonic()
        sick = watchdog.sick(now)
        said = {
            "alive": sick is None,
            "sick": sick,
            "loopSeconds": round(now - watchdog.progress.beat, 1),
            "standingSeconds": round(watchdog.standing(now), 1),
            "lag": watchdog.lag,
            "brokerAwaySeconds": round(now - watchdog.away_since, 1) if watchdog.away_since is not None else 0.0,
        }
        return web.json_response(said, status=200 if sick is None else 503)

    async def readyz(request: web.Request) -> web.Response:
        lacks = "partitions not assigned yet" if not watchdog.progress.assigned else missing()
        if lacks is None and watchdog.away_since is not None:
            lacks = "the broker does not answer"
        return web.json_response({"ready": lacks is None, "missing": lacks}, status=200 if lacks is None else 503)

    async def metrics(request: web.Request) -> web.Response:
        LAG.labels(stage).set(watchdog.lag)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def version(request: web.Request) -> web.Response:
        return web.json_response({"version": __version__, "stage": stage, "model": model})

    app = web.Application()
    app.add_routes([web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics), web.get("/version", version)])
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start to serve the app, and return its runner, which the caller cleans up."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
