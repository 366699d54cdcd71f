"""One worker's time in office: from the partition given to it until it is taken away, or to the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaProducer

from streams.broker.election import Election
from streams.feeds.documents import Item
from streams.feeds.inbox import Inbox
from streams.feeds.poll import Poller
from streams.feeds.push import written
from streams.feeds.source import Source
from streams.feeds.source_file import SourceFile
from streams.feeds.source_log import Sources, forgotten, write_record
from streams.feeds.state import State
from streams.feeds.timetable import AT_ONCE, due, host_of
from streams.feeds.websub import Word, lapsed, to_ask
from streams.settings import Settings
from streams.visible import line

TURN_SECONDS = 0.25
"""The time between two looks at what is due."""
MOST_ASKED = 5
"""The number of hubs that are asked at the same time: most feeds name one of few, each asked once a second, and polls must not wait."""
STOP_SECONDS = 20.0
"""The longest time for which polls at work are waited for at the end. Then they are cancelled, and what they have sent without saying so
goes out again, with the same versions."""
log = logging.getLogger(__name__)


class Lost(Exception):
    """Another worker polls now, so that this one must not write."""


class KafkaWire:
    """Kafka as the poller wants it; raises Lost once another worker may be at work."""

    def __init__(self, producer: AIOKafkaProducer, settings: Settings, election: Election) -> None:
        self._producer, self._settings, self._election = producer, settings, election

    async def article(self, item: Item) -> None:
        """Write a record of `articles`."""
        self._check()
        await written(self._producer, self._settings, item)

    async def keep(self, key: str, document: Mapping[str, Any] | None) -> None:
        """Write a record of `sources`."""
        self._check()
        await write_record(self._producer, self._settings, key, document)

    def _check(self) -> None:
        if not self._election.holds():
            raise Lost


class Term:
    """Polls what is due, and follows what is added, removed and forgotten."""

    def __init__(
        self, election: Election, poller: Poller, wire: KafkaWire, file: SourceFile, clock: Callable[[], datetime]
    ) -> None:  # fmt: skip
        self._election, self._poller, self._wire, self._file, self._clock = election, poller, wire, file, clock
        self._resigning, self.ended = asyncio.Event(), asyncio.Event()
        self.turned = time.monotonic()
        """The monotonic time of the last look at what is due."""
        self._sources = Sources()
        self._states: dict[str, State] = {}
        self._polls: dict[str, asyncio.Task[State]] = {}
        self._hosts: dict[str, str] = {}
        """The host of each poll at work, by the source's address."""
        self._inbox = Inbox()
        self._asking: set[str] = set()
        """The addresses of the sources whose hub is being asked."""
        self._forget: set[str] = set()
        """The addresses whose state was taken away from outside, while a poll of theirs is at work."""
        self._again: set[str] = set()
        """The addresses of sources that were changed while a poll of theirs is at work."""

    def resign(self) -> None:
        """Ask for the end at once: another takes over, so that polls at work are cancelled. `ended` says when it has come."""
        self._resigning.set()

    async def serve(self, ready: Callable[[], None]) -> None:
        """Read the topic back, call `ready`, and poll until `resign`, or until the poller is told to stop."""
        try:
            await self._election.begin_at_the_beginning()
            end = await self._election.end()
            while self._in_office and await self._election.position() < end:
                for record in await self._election.poll():
                    self._sources.apply(record.key, record.value)
            self._sources.listed = self._file.now()
            ready()
            log.info("polls %d sources", len(list(self._sources)))
            await self._serve()
        finally:
            self.ended.set()

    async def _serve(self) -> None:
        following = asyncio.create_task(self._follow())
        try:
            while self._in_office and not following.done():
                self._sources.listed = await asyncio.to_thread(self._file.now)
                with contextlib.suppress(Lost):
                    if self._election.holds():
                        await self._turn()
                self.turned = time.monotonic()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._resigning.wait(), TURN_SECONDS)
            await self._finish_polls()
        finally:
            polls = list(self._polls.values())
            for task in (following, *polls):
                task.cancel()
            await asyncio.gather(*polls, return_exceptions=True)
            with contextlib.suppress(asyncio.CancelledError):
                await following  # its error, if it has one, is the term's

    async def _finish_polls(self) -> None:
        """Wait for the polls at work, for a bounded time, unless another worker takes over."""
        polls: asyncio.Future[Any] = asyncio.gather(*self._polls.values(), return_exceptions=True)
        resigning: asyncio.Future[Any] = asyncio.create_task(self._resigning.wait())
        await asyncio.wait({polls, resigning}, timeout=STOP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        resigning.cancel()

    @property
    def _in_office(self) -> bool:
        return self._election.elected.is_set() and not self._resigning.is_set() and not self._poller.stop.asked

    async def _follow(self) -> None:
        """Take over what others write. Our own states come back too, and tell nothing new."""
        while True:
            for record in await self._election.poll():
                if record.value is None or (record.key or b"").startswith(b"source/"):
                    self._take(self._sources.apply(record.key, record.value))

    def _take(self, change: tuple[str, str] | None) -> None:
        if change is None:
            return
        kind, address = change
        if kind == "source" and address in self._polls:
            self._again.add(address)
        elif kind == "source" and address in self._states:
            self._states[address] = replace(self._states[address], due=None)
        if kind == "state" and address in self._polls:
            self._forget.add(address)
        elif kind == "state":
            self._states.pop(address, None)

    async def _turn(self) -> None:
        for address in [address for address, poll in self._polls.items() if poll.done()]:
            self._finish(address, self._polls.pop(address))
            if address in self._again and address in self._states:
                self._states[address] = replace(self._states[address], due=None)
            self._again.discard(address)
            if address in self._forget:
                self._forget.discard(address)
                self._states.pop(address, None)
                for key, none in forgotten(address):
                    await self._wire.keep(key, none)
        sources = {source.address: source for source in self._sources}
        for address in sources.keys() - self._states.keys():
            self._states[address] = self._sources.taken_state(address)
        for address in self._states.keys() - sources.keys() - self._polls.keys():
            del self._states[address]
        self._hear_hubs(sources)
        waiting = [source for address, source in sources.items() if address not in self._polls]
        for source in due(waiting, self._states, set(self._hosts.values()), self._clock(), AT_ONCE - len(self._polls)):
            state = self._states[source.address]
            self._hosts[source.address] = host_of(source, state)
            self._polls[source.address] = asyncio.create_task(self._poller.poll(source, state))

    def _hear_hubs(self, sources: Mapping[str, Source]) -> None:
        """Take what hubs have sent, and ask those whose lease is due; a source at which a poll is at work has its turn after that."""
        if self._poller.subscriber is None:
            return
        now = self._clock()
        for address in self._inbox.addresses():
            if address not in sources:
                self._inbox.take(address)
            elif address not in self._polls:
                self._polls[address] = asyncio.create_task(
                    self._poller.heard(sources[address], self._states[address], self._inbox.take(address))
                )
        for address, source in sources.items():
            if address in self._polls or not source.enabled:
                continue
            self._states[address] = state = lapsed(self._states[address], now)
            if len(self._asking) < MOST_ASKED and to_ask(state, now):
                self._asking.add(address)
                self._polls[address] = asyncio.create_task(self._poller.ask_hub(source, state))

    def enabled(self, address: str) -> tuple[Source, State] | None:
        """Return a source that is polled, with its state; None for an address of no such source."""
        source = self._sources.get(address)
        return (source, self._states.get(address, State())) if source is not None and source.enabled else None

    def tell(self, address: str, word: Word) -> bool:
        """Take the word of a source's hub, which is heard in turn with the source's polls; return False where too much waits."""
        return self._inbox.put(address, word)

    def _finish(self, address: str, poll: asyncio.Task[State]) -> None:
        self._hosts.pop(address, None)
        self._asking.discard(address)
        error = None if poll.cancelled() else poll.exception()
        if error is not None and not isinstance(error, Lost):  # a bug: the source waits for a day, and the others go on
            log.error("%s: %r", line(address, 300), error, exc_info=error)
            state, now = self._states[address], self._clock()
            said = f"a bug of ours: {error!r}"[:300]
            self._states[address] = replace(
                state, tried=now, due=now + timedelta(days=1), ill=state.ill or now, failures=state.failures + 1, error=said
            )
        elif error is None and not poll.cancelled():
            self._states[address] = poll.result()

    def states(self) -> list[tuple[Source, State]]:
        """Return the sources in force, by address, each with its state."""
        return [(source, self._states.get(source.address, State())) for source in self._sources]

    def polled(self) -> list[str]:
        """Return the addresses of the sources at which a poll is at work."""
        return list(self._polls)
