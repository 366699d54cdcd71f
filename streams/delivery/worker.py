"""`streams worker deliver` as a process: it waits to be elected, reads its state back, and delivers until it is told to stop.

standby ──elected──► state read back ──► delivers ──another takes over──► standby
                                            └──SIGTERM: what is under way ends, the state is written, the group is left
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import signal
import socket
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta

from aiokafka import ConsumerRecord

from streams import __version__, health, logs
from streams.broker.admin import await_topics
from streams.broker.connection import refusal
from streams.broker.election import STOP_SECONDS, Election
from streams.broker.log import ends_of, follow_all
from streams.broker.subscriptions import catalogues
from streams.child import die_with_parent
from streams.delivery.changes import Changes
from streams.delivery.courier import Courier, Incoming
from streams.delivery.endpoints import Endpoints
from streams.delivery.message import OUTCOMES
from streams.delivery.open_sources import open_sources
from streams.delivery.records import Records, read_command
from streams.delivery.restored import restored
from streams.delivery.store import Lost, TopicStore
from streams.delivery.upkeep import BACK, set_back
from streams.errors import Malformed, Usage
from streams.metrics import (
    BUILD,
    DELIVERIES_ENDED,
    DELIVERY_RECORDS,
    OLDEST_WAITING,
    SET_ASIDE,
    TARGETS_DEAD,
    TARGETS_WAITING,
    from_zero,
)
from streams.readiness import Readiness
from streams.settings import Settings
from streams.stopping import stop_at_signal, unless_stopped
from streams.subscriptions.in_force import InForce
from streams.subscriptions.suppression import Sources
from streams.topics import CHANGES, DELIVERIES

Source = Callable[[Settings], AsyncGenerator[InForce, None]]
"""The seam to what is in force: it is yielded at the start, and again at each change."""
STAGE, GROUP = "deliver", "newswire-deliver"
log = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Deliver until SIGINT or SIGTERM; raise Usage when Kafka does not let it in, or a setting is wrong."""
    if os.environ.get("STREAMS_SUPERVISED"):
        die_with_parent(signal.SIGTERM)
    logs.install(settings.log_level, STAGE, settings.log)
    health.demand_port(settings.http_host, settings.http_port)
    if (refused := asyncio.run(refusal(settings))) is not None:
        raise refused
    BUILD.labels(__version__, "none", STAGE).set(1)
    try:
        asyncio.run(_main(settings))
    except BaseExceptionGroup as exc:
        wrong: BaseException | None = exc.subgroup(Usage)
        while isinstance(wrong, BaseExceptionGroup):
            wrong = wrong.exceptions[0]
        if wrong is None:
            raise
        raise wrong from None


async def _main(settings: Settings) -> None:
    worker = DeliveryWorker(settings)
    stop_at_signal(worker.stop)
    await worker.run()


class DeliveryWorker:
    """One process of deliver; `clock` gives the wall clock's time in UTC."""

    def __init__(
        self, settings: Settings, source: Source = catalogues, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:  # fmt: skip
        self._settings, self._source, self._clock = settings, source, clock
        self._endpoints = Endpoints(settings, clock)
        self._stopping = asyncio.Event()
        self._resigning = asyncio.Event()
        self._taking = asyncio.Lock()
        """Held while alerts are taken in, and while those that are open are read anew."""
        self._out = asyncio.Event()
        """Set while this worker does not deliver."""
        self._out.set()
        self._readiness = Readiness(log, "the broker does not answer")
        self.delivering = asyncio.Event()
        """Set while this worker is the active one and reads alerts."""
        self._work: asyncio.Task[None] | None = None
        self.courier: Courier | None = None
        from_zero(DELIVERY_RECORDS, ("taken", "too old", "replayed", "unreadable"))
        from_zero(DELIVERIES_ENDED, ("webhook", "notify", "topic"), (*OUTCOMES.values(), "dropped"))

    def stop(self) -> None:
        """Ask for the end."""
        self._stopping.set()
        self._break_off_reading_back()

    async def run(self) -> None:
        """Deliver whenever this worker is the active one, until `stop`."""
        pages = health.application(self._sick, dict, lambda: self._readiness.missing, self._measure, {"stage": STAGE})
        async with contextlib.AsyncExitStack() as stack:
            if self._settings.http_port:
                runner = await health.serve(pages, self._settings.http_host, self._settings.http_port)
                stack.push_async_callback(runner.cleanup)
            await unless_stopped(self._stopping, await_topics(self._settings, self._readiness.tell))
            if self._stopping.is_set():
                return
            await unless_stopped(self._stopping, stack.enter_async_context(self._endpoints))  # a producer waits for a broker
            if self._stopping.is_set():
                return
            election = await stack.enter_async_context(Election(self._settings, DELIVERIES, GROUP, self._resign))
            while not self._stopping.is_set():
                if election.holds():
                    self._work = asyncio.create_task(self._office(election))
                    with contextlib.suppress(asyncio.CancelledError):
                        await self._work
                else:
                    self._readiness.tell(None if election.joined else "the group has not met yet", "ready, stands by,")
                    await unless_stopped(self._stopping, election.poll())

    async def _office(self, election: Election) -> None:
        """Deliver as the active worker, until another takes over or `stop`."""
        self._readiness.tell("deliveries is read back")
        self._resigning.clear()
        self._out.clear()
        try:
            async with TopicStore(self._settings, election.holds) as store:
                term = await store.lead(f"{socket.gethostname()}/{os.getpid()}")
                await self._deliver(election, store, term)
        except* Lost as lost:
            log.warning("no longer the active worker: %s", lost.exceptions[0])
            await asyncio.sleep(1.0)  # the group has not said so yet
        finally:
            self.courier = None
            self.delivering.clear()
            self._out.set()

    async def _deliver(self, election: Election, store: TopicStore, term: int) -> None:
        records = Records(term)
        await election.begin_at_the_beginning()
        while await election.position() <= term:
            for record in await election.poll():
                records.add(record)
        now = self._clock()
        found = restored(records.values, random.Random(), now)
        state, changes = found.state, Changes()
        changes.add(found.orphans)
        new = not state.positions
        ends = await ends_of(self._settings, CHANGES) if new else {}
        state.positions = ends or {number: state.positions.get(number, 0) for number in range(CHANGES.count(self._settings.partitions))}
        changes.add(state.position(now))
        waiting = sum(bool(queue.waiting) for queue in state.queues.values())
        where = "from now on" if new else "where they were left"
        log.info("active: messages wait for %d targets, alerts are read %s", waiting, where)
        if found.at is not None and found.at > now + BACK:
            changes += set_back(state, found.at - now, now)
        oldest = timedelta(hours=self._settings.deliver_hours)
        self.courier = courier = Courier(state, store, self._endpoints, self._clock, election.holds, oldest)
        async with asyncio.TaskGroup() as tasks, courier:
            keeping = tasks.create_task(store.keep())
            await store.append(changes)
            known = asyncio.Event()
            watching = tasks.create_task(self._watch(courier, known))
            await known.wait()
            beside = [watching, tasks.create_task(self._follow(election, courier, records)), tasks.create_task(self._read(courier))]
            sending = tasks.create_task(courier.run())
            self._readiness.tell(None, "ready, delivers,")
            self.delivering.set()
            await self._ended()
            for task in beside:
                task.cancel()
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await courier.stop()
                    await sending
            except TimeoutError:
                log.warning("the broker is away: what was sent and not written in %.0f s is sent again, with the same ids", STOP_SECONDS)
            keeping.cancel()

    async def _watch(self, courier: Courier, known: asyncio.Event) -> None:
        """Put what is in force to use, now and at each change; set `known` when it is the first time."""
        async with aclosing(self._source(self._settings)) as states:
            async for found in states:
                await self._use(courier, found)
                known.set()

    async def _use(self, courier: Courier, found: InForce) -> None:
        """Put what was found in force; where inhibit rules changed, open alerts are read anew, and none is taken in meanwhile."""
        if found.inhibitions == courier.state.inhibitions:
            courier.use(found)
            return
        async with self._taking:
            sources = await open_sources(self._settings, found.suppression(), self._clock()) if found.inhibitions else Sources()
            courier.use(found, sources)

    async def _follow(self, election: Election, courier: Courier, records: Records) -> None:
        """Do what commands ask for, those first that were written while nobody was active."""
        for key, value in records.commands():
            await self._command(courier, key, value)
        while True:
            for record in await election.poll():
                if (command := records.follow(record)) is not None:
                    await self._command(courier, *command)

    async def _command(self, courier: Courier, key: str, value: bytes) -> None:
        try:
            subscription, message = read_command(value)
        except Malformed as exc:
            log.error("the record %s of deliveries is no command and is passed over: %s", key, exc)
            return
        await courier.retry(subscription, message, key)

    async def _read(self, courier: Courier) -> None:
        async with aclosing(follow_all(self._settings, CHANGES, courier.state.positions)) as batches:  # type: ignore[type-var]
            async for batch in batches:
                async with self._taking:
                    await courier.take([_incoming(record) for record in batch])

    async def _resign(self) -> None:
        """End the office, if this worker has it, and return when it has ended."""
        self._resigning.set()
        self._break_off_reading_back()
        await self._out.wait()

    def _break_off_reading_back(self) -> None:
        """End an office in which nothing is sent yet: what is read back may wait for the group, which waits for us."""
        if self._work is not None and not self.delivering.is_set():
            self._work.cancel()

    async def _ended(self) -> None:
        """Return when the office is to end."""
        waits = [asyncio.create_task(event.wait()) for event in (self._stopping, self._resigning)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    def _sick(self) -> str | None:
        if self.courier is None or (still := time.monotonic() - self.courier.turned) < self._settings.loop_seconds:
            return None
        return f"nothing was looked at for {still:.0f} s"

    def _measure(self) -> None:
        queues = list(self.courier.state.queues.values()) if self.courier is not None else []
        first = [next(iter(queue.waiting.values())).at for queue in queues if queue.waiting]
        TARGETS_WAITING.set(len(first))
        TARGETS_DEAD.set(sum(queue.dead for queue in queues))
        SET_ASIDE.set(sum(len(queue.aside) for queue in queues))
        OLDEST_WAITING.set(max(0.0, (self._clock() - min(first)).total_seconds()) if first else 0.0)


def _incoming(record: ConsumerRecord) -> Incoming:
    time = datetime.fromtimestamp(record.timestamp / 1_000, UTC) if record.timestamp and record.timestamp > 0 else None
    return Incoming(record.partition, record.offset, record.value, time, record.headers)
