"""Polls against a site of our own, with a wire in memory; beside each a well-behaved feed at another host, which must not suffer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from streams.feeds.documents import Item
from streams.feeds.hosts import Hosts
from streams.feeds.poll import Poller
from streams.feeds.source import Source, read_source
from streams.feeds.source_log import Sources
from streams.feeds.state import State
from streams.feeds.web import OutsideWeb
from streams.outbound import Guard
from tests.feeds.site import NOON, Site, item, rss, standing


@dataclass
class MemoryWire:
    """Kafka in memory: what was written, in order."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    raw: list[Item] = field(default_factory=list)
    kept: list[tuple[str, Mapping[str, Any] | None]] = field(default_factory=list)

    async def article(self, item: Item) -> None:
        """Take an article."""
        self.raw.append(item)
        if item.value.startswith(b"{"):
            self.articles.append(orjson.loads(item.value))

    async def keep(self, key: str, document: Mapping[str, Any] | None) -> None:
        """Take a record of `sources`."""
        self.kept.append((key, document))

    def sources(self) -> Sources:
        """Return what a worker would read back."""
        found = Sources()
        for key, document in self.kept:
            found.apply(key.encode(), None if document is None else orjson.dumps(document))
        return found


class Polling:
    """A clock, a site, and polls of it; `wire` takes what comes of the site's pages."""

    def __init__(self, site: Site, web: OutsideWeb) -> None:
        self.site, self.web = site, web
        self.now = NOON + timedelta(hours=1)
        self.wire, self.beside = MemoryWire(), MemoryWire()
        self.states: dict[str, State] = {}
        self._poller = Poller(web, self.wire, self.clock)
        self._other = Poller(web, self.beside, self.clock)
        self._round = 0

    def clock(self) -> datetime:
        """Return the time."""
        return self.now

    async def poll(self, path: str = "/feed", times: int = 1, *, apart: timedelta = timedelta(hours=7), **facts: Any) -> State:
        """Poll the source at a path some times; return its state after the last. Beside it another feed brings an item each time."""
        source = path if path.startswith("http") else self.site.url(path)
        bad = read_source({"address": source, **facts})
        for number in range(times):
            self.now += apart if number else timedelta()
            self._round += 1
            self.site.put("/well", rss(item(self._round), link="https://well.example/"))
            good = Source(self.site.url("/well", "127.0.0.2"))
            before = len(self.beside.articles)
            self.states[source], self.states[good.address] = await asyncio.gather(
                self._poller.poll(bad, self.states.get(source, State())),
                self._other.poll(good, self.states.get(good.address, State())),
            )
            assert len(self.beside.articles) == before + 1, "the others are polled on"
            assert self.wire.sources().state(source) == self.states[source], "its state is kept as it is"
        return self.states[source]

    def uris(self) -> list[str]:
        """Return the uris of what was sent, in order."""
        return [article["uri"] for article in self.wire.articles]

    def headlines(self) -> list[str]:
        """Return the headlines of what was sent, in order."""
        return [article["headline"] for article in self.wire.articles]


@asynccontextmanager
async def polling(total: float = 10.0) -> AsyncIterator[Polling]:
    """Give a site, and polls of it whose requests may last `total` seconds."""
    guard = Guard("127.0.0.0/8")
    async with standing() as site, guard.session(total) as session:
        yield Polling(site, OutsideWeb(session, Hosts(0.0), guard, contact="desk@rhone.example", total=total))
