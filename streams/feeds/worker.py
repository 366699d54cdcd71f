"""`streams worker feeds`: polls the sources, as the one of several that was elected, and follows what is added and removed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams import __version__, health, logs
from streams.broker.admin import await_topics
from streams.broker.connection import refusal
from streams.broker.election import AUTHORIZATION, Election
from streams.broker.patience import started, stopped
from streams.child import die_with_parent
from streams.clean.pages.sites import read_sites
from streams.feeds.callback import Callback
from streams.feeds.full_text import Reason
from streams.feeds.hosts import PAUSE_SECONDS, Hosts
from streams.feeds.measures import measure
from streams.feeds.poll import Poller, Stop
from streams.feeds.push import producer_of
from streams.feeds.source_file import SourceFile
from streams.feeds.subscriber import Subscriber
from streams.feeds.term import KafkaWire, Term
from streams.feeds.web import TOTAL_SECONDS, OutsideWeb
from streams.metrics import BUILD, FEED_ITEMS, FEED_PAGES, FEED_POLLS, FEED_PUSHES, from_zero
from streams.outbound import Guard
from streams.readiness import Readiness
from streams.settings import Settings
from streams.stopping import stop_at_signal, unless_stopped
from streams.topics import FEED_SOURCES
from streams.visible import line

STAGE = "feeds"
GROUP = f"newswire-{STAGE}"
log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Poll until SIGINT or SIGTERM; raise Usage when Kafka does not let it in, or the file of sources has mistakes."""
    if os.environ.get("STREAMS_SUPERVISED"):
        die_with_parent(signal.SIGTERM)
    logs.install(settings.log_level, STAGE, settings.log)
    health.demand_port(settings.http_host, settings.http_port)
    if (refused := asyncio.run(refusal(settings))) is not None:
        raise refused
    BUILD.labels(__version__, "none", STAGE).set(1)
    asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    worker = FeedWorker(settings)
    stop_at_signal(worker.stop)
    await worker.run()


class FeedWorker:
    """One process of feeds; `clock` gives the wall clock's time in UTC, `pause_seconds` is the pause between two requests at a host."""

    def __init__(
        self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC), *, pause_seconds: float = PAUSE_SECONDS
    ) -> None:  # fmt: skip
        self._settings, self._clock = settings, clock
        self._hosts = Hosts(pause_seconds)
        self._guard = Guard(settings.private_addresses)
        self._file = SourceFile(settings.sources)
        self._sites = read_sites(settings.site_rules)
        self._stop = Stop()
        self._stopping = asyncio.Event()
        self._readiness = Readiness(log, "the broker does not answer")
        self.term: Term | None = None
        """The time in office, while this worker is the active one."""
        secret = settings.websub_secret if settings.websub_url is not None else None
        self._callback = None if secret is None else Callback(secret.get_secret_value(), lambda: self.term)
        from_zero(FEED_POLLS, ("new", "nothing new", "not modified", "gone", "failed"))
        from_zero(FEED_ITEMS, ("new", "changed", "same", "old", "no text", "refused"))
        from_zero(FEED_PUSHES, ("new", "nothing new", "failed", "verified", "denied", "not signed", "unknown", "too much"))
        from_zero(FEED_PAGES, ("fetched", *get_args(Reason)))

    def stop(self) -> None:
        """Ask for the end: polls at work finish the article they are at, and their state is written."""
        self._stop.asked = True
        self._stopping.set()

    async def run(self) -> None:
        """Poll whenever this worker is the active one, until `stop`; raise Usage for a file of sources with mistakes."""
        self._file.now()
        served = health.application(self._sick, self._facts, lambda: self._readiness.missing, self._measure, {"stage": STAGE})
        async with contextlib.AsyncExitStack() as stack:
            if self._settings.http_port:
                runner = await health.serve(served, self._settings.http_host, self._settings.http_port)
                stack.push_async_callback(runner.cleanup)
            await unless_stopped(self._stopping, await_topics(self._settings, self._readiness.tell))
            if self._stopping.is_set():
                return
            producer = producer_of(self._settings)
            stack.push_async_callback(stopped, producer)
            await unless_stopped(self._stopping, started(producer))  # it waits for a broker that is away
            if self._stopping.is_set():
                return
            if self._callback is not None:
                listening = await health.serve(self._callback.application(), self._settings.websub_host, self._settings.websub_port)
                stack.push_async_callback(listening.cleanup)
            session = await stack.enter_async_context(self._guard.session(TOTAL_SECONDS))
            web = OutsideWeb(session, self._hosts, self._guard, contact=self._settings.contact)
            election = await stack.enter_async_context(Election(self._settings, FEED_SOURCES, GROUP, self._resign))
            while not self._stopping.is_set():
                if election.holds():
                    await self._office(election, web, producer)
                else:
                    self._readiness.tell(None if election.joined else "the group has not met yet", "ready, stands by,")
                    await unless_stopped(self._stopping, election.poll())

    async def _office(self, election: Election, web: OutsideWeb, producer: AIOKafkaProducer) -> None:
        self._readiness.tell("sources are read back")
        wire = KafkaWire(producer, self._settings, election)
        poller = Poller(
            web, wire, self._clock,
            first=timedelta(hours=self._settings.first_hours), stop=self._stop, subscriber=self._subscriber(web), sites=self._sites,
        )  # fmt: skip
        self.term = Term(election, poller, wire, self._file, self._clock)
        try:
            await self.term.serve(self._ready)
        except AUTHORIZATION:
            raise
        except KafkaError as exc:
            self._readiness.tell(line(f"the broker does not answer: {exc!r}", 500))
            await asyncio.sleep(1.0)
        finally:
            self.term = None

    def _subscriber(self, web: OutsideWeb) -> Subscriber | None:
        url, secret = self._settings.websub_url, self._settings.websub_secret
        return None if url is None or secret is None else Subscriber(web, url, secret.get_secret_value(), self._clock)

    def _ready(self) -> None:
        self._readiness.tell(None, "ready, polls,")

    async def _resign(self) -> None:
        """End the time in office, if there is one, and return when it has ended."""
        if self.term is not None:
            self.term.resign()
            await self.term.ended.wait()

    def _sick(self) -> str | None:
        if self.term is None or (still := time.monotonic() - self.term.turned) < self._settings.loop_seconds:
            return None
        return f"nothing was looked at for {still:.0f} s"

    def _facts(self) -> dict[str, Any]:
        return {"active": self.term is not None}

    def _measure(self) -> None:
        measure(*((self.term.states(), self.term.polled()) if self.term is not None else ([], [])), self._clock())
