"""`python -m tests.feeds.hurried`: a real worker of feeds for whose clock a minute is a tenth of a second, and hosts need no pause."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import UTC, datetime, timedelta

from streams import logs
from streams.feeds.worker import FeedWorker
from streams.settings import Settings

FASTER = 600


def clock(since: datetime) -> datetime:
    """Return a time that runs 600 times as fast since a moment."""
    return since + timedelta(seconds=(datetime.now(UTC) - since).total_seconds() * FASTER)


async def main() -> None:
    """Poll until SIGTERM."""
    settings = Settings()
    logs.install(settings.log_level, "feeds", settings.log)
    since = datetime.fromtimestamp(float(os.environ["HURRIED_SINCE"]), UTC)  # the same over restarts, so that the clock goes on
    worker = FeedWorker(settings, lambda: clock(since), pause_seconds=0.0)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
    await worker.run()


if __name__ == "__main__":
    asyncio.run(main())
