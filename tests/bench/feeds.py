"""The CPU share of a feeds worker that polls 500 sources once a minute each: half answer 304, half with 30 entries, one of them new."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from streams.broker.embedded import embedded
from streams.broker.log import read_back
from streams.feeds.source import LEAST, Source
from streams.feeds.source_log import source_record, write_records
from streams.settings import Settings
from streams.topics import ARTICLES
from tests.bench import process
from tests.bench.figure import Part
from tests.feeds.site import Site, rss, standing
from tests.feeds.site import item as entry

COUNT, QUICK_COUNT = 500, 100
ENTRIES = 30
SECONDS = 60.0
LIMIT_SECONDS = 120.0
"""The longest wait for the first poll of all."""
TEXT = "The river rose by a metre over night and people in the lower town left their houses, officials of the district said. " * 4


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures of one worker on the embedded broker."""
    return asyncio.run(_measure(tell, QUICK_COUNT if quick else COUNT))


async def _measure(tell: Callable[[str], None], count: int) -> Part:
    part = Part("feeds")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(state=Path(folder), partitions=4, private_addresses="127.0.0.0/8")
        with embedded(settings) as (address, _):
            settings = Settings(**{**settings.model_dump(exclude_unset=True), "broker": address})
            async with standing() as site:
                await _stand(settings, site, count)
                tell(f"{count} sources, each polled once a minute")
                environment = {**os.environ, **settings.environment()}
                worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "streams", "worker", "feeds", env=environment)
                try:
                    began = time.monotonic()
                    while len({path for path, _ in site.asked}) < count and time.monotonic() - began < LIMIT_SECONDS:  # noqa: ASYNC110
                        await asyncio.sleep(0.2)
                    part.add("first poll of all", time.monotonic() - began, "s")
                    cpu, asked, at = process.cpu(worker.pid), len(site.asked), time.monotonic()
                    await asyncio.sleep(SECONDS)
                    spent = time.monotonic() - at
                    part.add("polls", (len(site.asked) - asked) / spent, "polls/s")
                    part.add("CPU", 100 * (process.cpu(worker.pid) - cpu) / spent, "% of a core", digits=1)
                    part.add("CPU of a poll", 1_000 * (process.cpu(worker.pid) - cpu) / max(1, len(site.asked) - asked), "ms")
                    part.add("resident memory", process.rss(worker.pid), "MB")
                finally:
                    worker.terminate()
                    await worker.wait()
                articles = sum([1 async for _ in read_back(settings, ARTICLES)])
                part.notes.append(f"{articles} articles; half of the sources answer 304")
    return part


async def _stand(settings: Settings, site: Site, count: int) -> None:
    asked = [0] * count

    async def page(request: web.BaseRequest) -> web.StreamResponse:
        number = int(request.path.removeprefix("/feed"))
        asked[number] += 1
        if number % 2 and "If-None-Match" in request.headers:
            return web.Response(status=304)
        now, first = datetime.now(UTC) - timedelta(hours=1), asked[number] + ENTRIES
        at = now - timedelta(minutes=first)
        items = [entry(each, text=TEXT, at=at, guid=f"urn:{number}:{each}") for each in range(first, first - ENTRIES, -1)]
        return web.Response(text=rss(*items, link=f"https://feed{number}.example/"), headers={"ETag": '"a"'})

    site.pages |= {f"/feed{number}": page for number in range(count)}
    hosts = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(count)]
    sources = [Source(site.url(f"/feed{number}", host), at_least=LEAST, at_most=LEAST) for number, host in enumerate(hosts)]
    await write_records(settings, [source_record(source) for source in sources])
