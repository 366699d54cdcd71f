"""The pages of a stage's worker (streams/health.py), filled from its watchdog.

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
from streams.health import application
from streams.metrics import AWAY, LAG, LAG_SECONDS, PARTITIONS, UNSETTLED


def lacks(watchdog: Watchdog, missing: Callable[[], str | None]) -> str | None:
    """Return the reason why a worker is not ready, None if it is; `missing` gives the stage's own reason, or None."""
    if watchdog.gone:
        return f"the topic {watchdog.source} is gone; `streams topics create` makes it"
    found = "partitions not assigned yet" if not watchdog.progress.assigned else missing()
    return "the broker does not answer" if found is None and watchdog.away_since is not None else found


def pages(watchdog: Watchdog, missing: Callable[[], str | None], stage: str, model: str) -> web.Application:
    """Return the app with the four pages; `missing` says what the stage still waits for, or None."""

    def facts() -> dict[str, Any]:
        now = time.monotonic()
        return {
            "loopSeconds": round(now - watchdog.progress.beat, 1),
            "standingSeconds": round(watchdog.standing(now), 1),
            "lag": watchdog.lag,
            "brokerAwaySeconds": round(watchdog.away(now), 1),
        }

    def measure() -> None:
        now = time.monotonic()
        LAG.labels(stage).set(watchdog.lag)
        LAG_SECONDS.labels(stage).set(watchdog.lag_seconds(now, time.time()))
        PARTITIONS.labels(stage).set(len(watchdog.mine))
        UNSETTLED.labels(stage).set(watchdog.unsettled(now))
        AWAY.labels(stage).set(watchdog.away(now))

    return application(
        sick=lambda: watchdog.sick(time.monotonic()),
        facts=facts,
        missing=lambda: lacks(watchdog, missing),
        measure=measure,
        about={"stage": stage, "model": model},
    )
