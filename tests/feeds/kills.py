"""`python -m tests.feeds.kills`: a worker that is killed over and over while its feeds change; what is lost, what has two contents.

    feeds (their documents change with each request) -> worker, killed by SIGKILL at random -> articles on the embedded broker

At the end the newest content of each entry must be the one that was sent last, and no version may have two contents.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
from aiohttp import web

from streams.broker.embedded import embedded
from streams.broker.log import read_back
from streams.feeds.source import Source
from streams.feeds.source_log import source_record, write_records
from streams.settings import Settings
from streams.topics import ARTICLES
from streams.versions import older
from tests.feeds.hurried import clock
from tests.feeds.site import Site, rss, standing

FEEDS = 5
ENTRIES = 30
"""The number of entries of a feed, all of which stay in it, so that at the end each can be compared."""
PATIENCE_SECONDS = 60.0
MOST_SECONDS = 0.8
"""The longest time from a document that was served to the kill: from before it is read to behind its state."""


@dataclass
class Wire:
    """The feeds as they are now: the content of each entry by its uri; each request changes some."""

    entries: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    """The moment from which on the clock of the worker and of the feeds runs faster."""
    still: bool = False
    """True once nothing changes any more."""
    served: int = 0

    def document(self, name: str, chance: random.Random) -> str:
        """Return a feed's document, after a change of one to three entries."""
        entries = self.entries[name]
        for _ in range(0 if self.still else chance.randint(1, 3)):
            entries[f"https://{name}.example/{chance.randrange(ENTRIES)}"] = f"{chance.randrange(10)} people were killed."
        self.served += 1
        now = clock(self.since).strftime("%a, %d %b %Y %H:%M:%S GMT")
        items = [
            f"<item><title>Blast</title><guid>{uri}</guid><link>{uri}</link><description>{text}</description><pubDate>{now}</pubDate></item>"
            for uri, text in entries.items()
        ]
        return rss(*items, link=f"https://{name}.example/")


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome: `lost` entries whose newest content was not the last sent, `torn` versions with two contents, `repeated` records."""

    kills: int
    articles: int
    served: int
    lost: tuple[str, ...]
    torn: tuple[str, ...]
    repeated: int


async def run(settings: Settings, kills: int, seed: int = 1) -> Found:
    """Kill a worker some times, let a last one come to rest, and compare."""
    chance = random.Random(seed)
    wire = Wire()
    async with standing() as site:
        await _stand(settings, site, wire, chance)
        environment = {
            **os.environ,
            **settings.environment(),
            "HURRIED_SINCE": str(wire.since.timestamp()),
            "STREAMS_PRIVATE_ADDRESSES": "127.0.0.0/8",
        }
        for _ in range(kills):
            process = await _start(environment)
            before = wire.served
            await _until(lambda before=before: wire.served > before + chance.randrange(FEEDS))
            await asyncio.sleep(chance.random() * MOST_SECONDS)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        wire.still = True
        process = await _start(environment)
        before = wire.served
        await _until(lambda: wire.served > before + 3 * FEEDS)
        process.terminate()
        await process.wait()
    return await _compared(settings, wire, kills)


async def _stand(settings: Settings, site: Site, wire: Wire, chance: random.Random) -> None:
    sources = []
    for number in range(FEEDS):
        name = f"feed{number}"

        async def page(request: web.BaseRequest, name: str = name) -> web.StreamResponse:
            return web.Response(text=wire.document(name, chance))

        site.pages[f"/{name}"] = page
        sources.append(Source(site.url(f"/{name}", f"127.0.0.{number + 1}")))
    await write_records(settings, [source_record(source) for source in sources])


async def _start(environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.feeds.hurried", env=environment)


async def _until(true: object) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():  # type: ignore[operator]  # noqa: ASYNC110 (another process makes it true)
            await asyncio.sleep(0.01)


async def _compared(settings: Settings, wire: Wire, kills: int) -> Found:
    contents: dict[tuple[str, str], set[str]] = defaultdict(set)
    newest: dict[str, str] = {}
    count = 0
    async for record in read_back(settings, ARTICLES):
        article = orjson.loads(record.value)
        uri, version = article["uri"], article["version"]
        contents[uri, version].add(article["body"])
        if uri not in newest or older(newest[uri], version):
            newest[uri] = version
        count += 1
    lost = [
        uri
        for entries in wire.entries.values()
        for uri, text in entries.items()
        if uri not in newest or contents[uri, newest[uri]] != {text}
    ]
    torn = [f"{uri} {version}" for (uri, version), texts in contents.items() if len(texts) > 1]
    return Found(kills, count, wire.served, tuple(lost), tuple(torn), count - len(contents))


def main() -> int:
    """Run the program; return 0 if nothing was lost and no version had two contents."""
    style = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m tests.feeds.kills", description=__doc__, formatter_class=style)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(state=Path(folder), partitions=4, session_seconds=6.0)
        with embedded(settings) as (address, _):
            found = asyncio.run(run(Settings(**{**settings.model_dump(exclude_unset=True), "broker": address}), asked.kills, asked.seed))
    print(f"{found.kills} kills, {found.served} documents served, {found.articles} articles sent, {found.repeated} of them once more")
    print(f"lost: {len(found.lost)}; versions with two contents: {len(found.torn)}")
    for each in (*found.lost, *found.torn):
        print(f"  {each}")
    return 1 if found.lost or found.torn else 0


if __name__ == "__main__":
    sys.exit(main())
