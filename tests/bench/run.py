"""One broker's measurements: start-up, latency at a rate, throughput, memory; all on one start of the five workers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from deploy.kafka import runtime
from streams.broker import admin
from streams.broker.embedded import embedded
from streams.broker.log import tail
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.messages import Alert, EventArticle
from streams.percentile import percentile
from streams.settings import Settings
from streams.supervisor import Supervisor
from streams.topics import ALERTS, DEAD_LETTERS, EVENTS
from tests.bench import process
from tests.bench.brokers import folder, kafka
from tests.bench.stories import Story, long_stories, short_stories, words

LIMIT_SECONDS = 300.0
"""Seconds after which a part that has not ended is reported as far as it came."""
LOAD = 0.8
"""The rate of the articles under load, as a share of the throughput measured just before with articles of that length."""
QUIET_SECONDS = 4.0
"""Seconds after the last `articles.events` record for which an alert is still waited for (some reports bring none)."""
BENCH = "the bench"


@dataclass(frozen=True, slots=True)
class Plan:
    """The number of articles fed for latency, throughput, and latency under load, and the rate of the first in articles a second."""

    latency_articles: int = 100
    rate: float = 5.0
    throughput_articles: int = 400
    loaded_articles: int = 200


@dataclass
class Found:
    """The measurements of one broker's run, in seconds and megabytes; None where a part did not end."""

    broker: str
    broker_start: float
    ready: float | None = None
    first_alert: float | None = None
    latencies: list[float] = field(default_factory=list)
    latency_fed: int = 0
    incidents: int = 0
    throughput_fed: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    throughput_seconds: float | None = None
    articles_a_second: float | None = None
    words_a_second: float | None = None
    loaded: list[float] = field(default_factory=list)
    """The latencies of articles at LOAD of that throughput, in seconds."""
    cores: dict[str, float] = field(default_factory=dict)
    """CPU seconds a second of each process, while the throughput was measured."""
    memory: dict[str, float] = field(default_factory=dict)
    restarts: int = 0
    said: list[str] = field(default_factory=list)
    """The supervisor's messages, and those of watchers that failed."""

    def percentile(self, share: float) -> float | None:
        """Return a percentile of the latencies, in seconds; None without any."""
        return percentile(self.latencies, share) if self.latencies else None

    def loaded_percentile(self, share: float) -> float | None:
        """Return a percentile of the latencies under load, in seconds; None without any."""
        return percentile(self.loaded, share) if self.loaded else None

    def as_json(self) -> dict[str, Any]:
        """Return the measurements as a document for `--json`."""
        plain = {name: value for name, value in vars(self).items() if name not in ("latencies", "loaded")}
        shares = (0.5, 0.95, 0.99)
        paced = {f"latency_p{share * 100:.0f}": self.percentile(share) for share in shares}
        return {**plain, **paced, **{f"loaded_p{share * 100:.0f}": self.loaded_percentile(share) for share in shares}}


@dataclass
class Watch:
    """The time at which each article came out, by uri; records are read as they come and decoded only as far as needed."""

    alerted: dict[str, float] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    """The id of the incident that the first alert of each article told of, by the article's uri."""
    events: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    dead: dict[str, float] = field(default_factory=dict)

    async def alerts(self, settings: Settings) -> None:
        """Note the first alert that each article caused."""
        async with aclosing(tail(settings, [ALERTS])) as records:
            async for record in records:
                now = time.monotonic()
                alert = Alert.decode(record.value)
                uri = alert.changes[0].article if alert.changes else alert.articles[-1].uri
                if uri not in self.alerted:
                    self.alerted[uri], self.incidents[uri] = now, alert.id

    async def outcomes(self, settings: Settings) -> None:
        """Note the outcome of each article."""
        async with aclosing(tail(settings, [EVENTS, DEAD_LETTERS])) as records:
            async for record in records:
                uri = (record.key or b"").decode()
                if record.topic.endswith(DEAD_LETTERS.name):
                    self.dead[uri] = time.monotonic()
                else:
                    self.events.setdefault(uri, (time.monotonic(), record.value))

    def settled(self, stories: Sequence[Story]) -> bool:
        """Return True if each article has come out of detect or become a dead letter."""
        return all(story.uri in self.events or story.uri in self.dead for story in stories)

    def ended(self, stories: Sequence[Story]) -> float | None:
        """Return the time at which the last of the articles came out of detect; None if none has."""
        return max((self.events[story.uri][0] for story in stories if story.uri in self.events), default=None)


async def measure(found: Found, settings: Settings, plan: Plan, tell: Callable[[str], None]) -> None:
    """Measure all parts in order on the broker of `settings`; what is measured goes into `found`."""
    stories = [*short_stories(1 + plan.latency_articles, 0)]
    bulk = [*long_stories(plan.throughput_articles, len(stories))]
    loaded = [*long_stories(plan.loaded_articles, len(stories) + len(bulk))]
    first, paced = stories[:1], stories[1:]
    await admin.create_topics(settings)
    supervisor = Supervisor(settings, found.said.append)
    watch = Watch()
    watchers = [asyncio.create_task(work) for work in (watch.alerts(settings), watch.outcomes(settings))]
    began = time.monotonic()
    workers = asyncio.create_task(supervisor.run())
    try:
        await asyncio.gather(_ready(found, supervisor, began), push(settings, _items(first)))
        if await _until(lambda: first[0].uri in watch.alerted):
            found.first_alert = watch.alerted[first[0].uri] - began
        tell(f"first alert after {found.first_alert or float('nan'):.1f} s; {len(paced)} articles at {plan.rate:g} a second follow")
        found.latencies = await _latency(settings, plan.rate, watch, paced)
        found.latency_fed = len(paced)
        found.incidents = len({watch.incidents[story.uri] for story in paced if story.uri in watch.incidents})
        tell(f"{len(found.latencies)} of {len(paced)} came back as alerts; {len(bulk)} articles at once follow")
        before, at = {name: process.cpu(pid) for name, pid in _processes(supervisor)}, time.monotonic()
        await _throughput(found, settings, watch, bulk)
        spent = time.monotonic() - at
        found.cores = {name: (process.cpu(pid) - before.get(name, 0.0)) / spent for name, pid in _processes(supervisor)}
        found.memory = {name: rss for name, pid in _processes(supervisor) if name != BENCH and (rss := process.rss(pid)) is not None}
        if found.articles_a_second is not None:
            tell(f"{found.articles_a_second:.1f} articles a second; {len(loaded)} at {LOAD:.0%} of that follow")
            found.loaded = await _latency(settings, LOAD * found.articles_a_second, watch, loaded)
        found.restarts = sum(len(worker.restarts) for worker in supervisor.workers.values())
    finally:
        for watcher in watchers:
            watcher.cancel()
        ended = await asyncio.gather(*watchers, return_exceptions=True)
        found.said += [f"a watcher failed: {end!r}" for end in ended if isinstance(end, Exception)]
        supervisor.stop()
        await workers


async def _ready(found: Found, supervisor: Supervisor, began: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(supervisor.ready(), LIMIT_SECONDS)
        found.ready = time.monotonic() - began


async def _latency(settings: Settings, rate: float, watch: Watch, stories: Sequence[Story]) -> list[float]:
    """Feed articles at a rate, and return the seconds that each took to its first alert; those that bring none are left out."""
    sent: dict[str, float] = {}
    await push(settings, _items(stories, sent), rate=rate)
    await _until(lambda: watch.settled(stories))
    deadline = time.monotonic() + QUIET_SECONDS
    await _until(lambda: time.monotonic() > deadline or all(uri in watch.alerted for uri in sent))
    return [watch.alerted[uri] - moment for uri, moment in sent.items() if uri in watch.alerted]


async def _throughput(found: Found, settings: Settings, watch: Watch, stories: Sequence[Story]) -> None:
    sent: dict[str, float] = {}
    items = list(_items(stories))  # made beforehand: the feeder shares the machine
    await push(settings, _noted(items, sent))
    whole = await _until(lambda: watch.settled(stories))
    found.throughput_fed = len(stories)
    out = [story for story in stories if story.uri in watch.events]
    outcomes = Counter(EventArticle.decode(watch.events[story.uri][1]).outcome for story in out)
    outcomes["dead letter"] = sum(story.uri in watch.dead for story in stories)
    outcomes["missing"] = len(stories) - len(out) - outcomes["dead letter"]
    found.outcomes = {name: count for name, count in outcomes.items() if count}
    ended = watch.ended(stories)
    if whole and ended is not None:
        found.throughput_seconds = ended - min(sent.values())
        found.articles_a_second = len(out) / found.throughput_seconds
        found.words_a_second = words(out) / found.throughput_seconds


def _items(stories: Sequence[Story], sent: dict[str, float] | None = None) -> Iterator[Item]:
    """Yield records that are made when they are asked for, and note the moment of each in `sent`."""
    for story in stories:
        item = story.item(datetime.now(UTC))
        if sent is not None:
            sent[story.uri] = time.monotonic()
        yield item


def _noted(items: Sequence[Item], sent: dict[str, float]) -> Iterator[Item]:
    for item in items:
        sent[item.name] = time.monotonic()
        yield item


async def _until(condition: Callable[[], bool], limit: float = LIMIT_SECONDS) -> bool:
    """Wait for a condition; return False if it has not come true in time."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True


def _processes(supervisor: Supervisor) -> Iterator[tuple[str, int]]:
    """Yield the name and pid of the bench itself (it feeds and watches), of each worker and of each child that parses."""
    yield BENCH, os.getpid()
    yield from process.workers(supervisor)


def on_embedded(plan: Plan, tell: Callable[[str], None]) -> Found:
    """Start the embedded broker, measure on it, end it."""
    with folder() as state:
        began = time.monotonic()
        with embedded(Settings(state=state)) as (address, _):
            found = Found("embedded broker", time.monotonic() - began)
            asyncio.run(measure(found, Settings(state=state, broker=address), plan, tell))
    return found


def on_kafka(plan: Plan, tell: Callable[[str], None]) -> Found:
    """Start one node of Apache Kafka in a folder of its own, measure on it, wipe it; raise LaunchError if it cannot run."""
    began = time.monotonic()
    with kafka() as (_, settings):
        found = Found(f"Apache Kafka {runtime.version()}", time.monotonic() - began)
        asyncio.run(measure(found, settings, plan, tell))
    return found
