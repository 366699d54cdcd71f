"""The pages that a worker serves over HTTP: /livez, /readyz, /metrics, /version. Bound to loopback unless told.

/livez fails only where a restart helps: the loop hangs, a rebalance does not end, or a partition's commit stands still while it has lag.
The watchdog ends the process at the same limits, so a 503 is the last word of a sick worker, or of one whose watchdog hangs.
/readyz fails while something is missing that the worker waits for: partitions, the index, the model, the broker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from streams.flow.watchdog import Watchdog
from streams.health_pages import health_pages
from streams.metrics import LAG


def pages(watchdog: Watchdog, missing: Callable[[], str | None], stage: str, model: str) -> web.Application:
    """Return the app with the four pages; `missing` says what the stage still waits for, or None."""

    def livez() -> tuple[bool, dict[str, Any]]:
        now = time.monotonic()
        sick = watchdog.sick(now)
        return sick is None, {
            "sick": sick,
            "loopSeconds": round(now - watchdog.progress.beat, 1),
            "standingSeconds": round(watchdog.standing(now), 1),
            "lag": watchdog.lag,
            "brokerAwaySeconds": round(now - watchdog.away_since, 1) if watchdog.away_since is not None else 0.0,
        }

    def lacks() -> str | None:
        if not watchdog.progress.assigned:
            return "partitions not assigned yet"
        return missing() or ("the broker does not answer" if watchdog.away_since is not None else None)

    LAG.labels(stage).set_function(lambda: watchdog.lag)
    app = web.Application()
    app.add_routes(health_pages(livez, lacks, {"stage": stage, "model": model}))
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Start to serve the app, and return its runner, which the caller cleans up."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
