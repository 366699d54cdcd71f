"""The courier: the shell around the state of delivery that reads alerts in, writes what comes of them, and sends what may go out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from streams.delivery.changes import Changes
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import OUTCOMES, Delivered, Endpoint, Message, Outcome, Retry
from streams.delivery.store import Store
from streams.delivery.target_queue import TargetQueue
from streams.delivery.upkeep import BACK, prune, set_back
from streams.errors import Poison
from streams.headers import REPLAY, Headers, header
from streams.logs import Place, at
from streams.messages import Alert
from streams.metrics import DELIVERED_AGE, DELIVERIES_ENDED, DELIVERY_RECORDS
from streams.subscriptions import Target
from streams.subscriptions.in_force import InForce
from streams.subscriptions.suppression import Sources
from streams.topics import CHANGES

AT_ONCE, AT_ONCE_A_HOST = 64, 4
"""The largest numbers of messages under way, in all and to one host; none is held by a queue that waits."""
GRACE_SECONDS = 20.0
"""The longest wait at the end for messages under way: longer than a webhook may take."""
LONGEST_SLEEP_SECONDS = 1.0
"""The longest time between two looks at the clock: it may have been set."""
PRUNE = timedelta(hours=1)
KEEP_POSITION = timedelta(seconds=5)
"""A position behind records that changed nothing is written at most once in this time."""
MOST_CAME = 10_000
"""The largest number of alerts whose record time is remembered, for the metric of their age alone."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record of `alerts.changes`; `time` is its record time, None where it has none."""

    partition: int
    offset: int
    value: bytes | None
    time: datetime | None
    headers: Headers = ()


class Courier:
    """Delivers for one term of office: from the state read back until this worker is no longer the active one.

    `endpoints` makes what can be sent to of a target, and is asked once for each; `holds` says whether this worker still is the active one.
    """

    def __init__(
        self,
        state: DeliveryLog,
        store: Store,
        endpoints: Callable[[Target], Endpoint],
        clock: Callable[[], datetime],
        holds: Callable[[], bool],
        oldest: timedelta,
    ) -> None:
        self.state, self._store, self._make, self._clock, self._holds, self._oldest = state, store, endpoints, clock, holds, oldest
        self._endpoints: dict[Target, Endpoint] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE_A_HOST))
        self._under_way: set[asyncio.Task[None]] = set()
        self._stir = asyncio.Event()
        self._stopping = False
        self.turned = time.monotonic()
        """The monotonic time of the last look at what is due."""
        self._now = self._pruned = self._kept = clock()
        self._came: OrderedDict[tuple[str, int], datetime] = OrderedDict()
        self._failure: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        """Set to the error of a task that sends: the term is over then."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Break off what is under way still: the term is over."""
        tasks = list(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._failure.cancel()

    def use(self, found: InForce, sources: Sources | None = None) -> None:
        """Put what was found in force, in the place of what was before; `sources` are given if its inhibit rules are others."""
        self.state.use(found, self._clock(), sources)
        targets = set(self.state.targets.values())
        self._endpoints = {target: endpoint for target, endpoint in self._endpoints.items() if target in targets}
        self._stir.set()

    async def take(self, records: Sequence[Incoming]) -> None:
        """Take alerts in, and return when what comes of them is written; raise Lost if it cannot be."""
        changes, now = Changes(), self._clock()
        for record in records:
            outcome = "taken"
            alert = _alert(record)
            if header(record.headers, REPLAY) is not None:
                outcome = "replayed"
            elif alert is None:
                outcome = "unreadable"
            elif record.time is not None and now - record.time > self._oldest and not self.state.ends_told(alert):
                outcome = "too old"
            DELIVERY_RECORDS.labels(outcome).inc()
            if outcome != "taken" or alert is None:
                if alert is not None:
                    self.state.hear(alert, min(alert.updated, now))  # it is not sent, and may hold back others or no longer do
                self.state.passed(record.partition, record.offset)
                continue
            if record.time is not None:
                self._came[alert.id, alert.revision] = record.time
                if len(self._came) > MOST_CAME:
                    self._came.popitem(last=False)
            found, failed = self.state.take(alert, now, partition=record.partition, offset=record.offset)
            changes += found
            for name, error in failed:
                said = "%s: `where` fails on %s revision %d and counts as no match: %s"
                log.warning(said, name, alert.id, alert.revision, error, extra=_at(record))
        if changes or now - self._kept > KEEP_POSITION:
            changes.add(self.state.position(now))
            self._kept = now
        await self._write(changes)

    async def retry(self, subscription: str | None, message: str | None, done: str) -> None:
        """Have messages that were set aside wait again, and delete the record `done` that asked for it."""
        changes = self.state.retry(subscription, message, self._clock())
        changes.add([(done, None)])
        log.warning("%d messages that were set aside wait again", len(changes.messages))
        await self._write(changes)

    async def run(self) -> None:
        """Send what may go out, until `stop` or until an error ends the term."""
        while not self._stopping:
            await self.turn()
            due = self.state.next_wake()
            seconds = LONGEST_SLEEP_SECONDS if due is None else (due - self._clock()).total_seconds()
            pause: asyncio.Future[object] = asyncio.ensure_future(self._stir.wait())
            limit = min(max(seconds, 0.01), LONGEST_SLEEP_SECONDS)
            await asyncio.wait({pause, self._failure}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            pause.cancel()
            self._stir.clear()

    async def turn(self) -> None:
        """Do what is due now: send groups into their queues, begin with messages, forget what is old."""
        self.turned = time.monotonic()
        if self._failure.done():
            self._failure.result()
        if not self._holds():
            return
        now = self._clock()
        if now < self._now - BACK:
            log.warning("the clock was set back by %.0f s; what waits is moved by as much", (self._now - now).total_seconds())
            changes = set_back(self.state, self._now - now, now)
            changes.add(self.state.position(now))  # its time says which clock the others are by
            await self._write(changes)
            self._pruned = self._kept = now
        self._now = now
        await self._write(self.state.advance(now))
        if now - self._pruned > PRUNE:
            self._pruned = now
            await self._write(prune(self.state, now))
        for queue, message in self.state.begin(now):
            task = asyncio.create_task(self._send(queue, message))
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Begin nothing more, and return when what is under way has ended, or `GRACE_SECONDS` have passed, and the position is written.

        A broker that is away is waited for.
        """
        self._stopping = True
        self._stir.set()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE_SECONDS)
        if self._holds() and self.state.positions and not self._failure.done():
            changes = Changes()
            changes.add(self.state.position(self._clock()))
            await self._write(changes)

    async def _send(self, queue: TargetQueue, message: Message) -> None:
        if (target := self.state.targets.get(queue.key)) is None:
            return self.state.let_go(queue, self._clock())
        endpoint = self._endpoint(target)
        async with self._hosts[endpoint.host], self._slots:
            if self._stopping or not self._holds():
                return self.state.let_go(queue, self._clock())
            outcome = await _tried(endpoint, message)
        now = self._clock()
        changes = self.state.end(message, outcome, now)
        await self._write(changes)
        kind = queue.key[1].partition("-")[0]
        DELIVERIES_ENDED.labels(kind, OUTCOMES[type(outcome)]).inc()
        said = "delivered" if isinstance(outcome, Delivered) else f"{OUTCOMES[type(outcome)]}: {outcome.reason}"
        log.log(
            logging.INFO if isinstance(outcome, Delivered) else logging.WARNING,
            "%s: %s to %s %s: %s", message.subscription, message.id, kind, endpoint.host, said,
        )  # fmt: skip
        if isinstance(outcome, Delivered) and (came := self._came.get((message.alert.id, message.alert.revision))) is not None:
            DELIVERED_AGE.observe(max(0.0, (now - came).total_seconds()))

    def _endpoint(self, target: Target) -> Endpoint:
        if target not in self._endpoints:
            self._endpoints[target] = self._make(target)
        return self._endpoints[target]

    async def _write(self, changes: Changes) -> None:
        kinds = [message.queue[1].partition("-")[0] for message in changes.dropped]
        for kind in kinds:
            DELIVERIES_ENDED.labels(kind, "dropped").inc()
        if changes:
            await self._store.append(changes)
            self.state.written(changes, self._clock())
            self._stir.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._stir.set()
        if not task.cancelled() and (error := task.exception()) is not None and not self._failure.done():
            self._failure.set_exception(error)


async def _tried(endpoint: Endpoint, message: Message) -> Outcome:
    try:
        return await endpoint.send(message)
    except Exception as exc:  # a bug of ours must not hold up its queue for ever, nor lose the message
        log.exception("%s: %s to %s broke off", message.subscription, message.id, endpoint.host)
        return Retry(f"an error of ours: {type(exc).__name__}")


def _at(record: Incoming) -> dict[str, Place]:
    return at(Place(CHANGES.name, record.partition, record.offset, None))


def _alert(record: Incoming) -> Alert | None:
    try:
        return Alert.decode(record.value or b"")
    except Poison as exc:
        log.error("unreadable and passed over: %s", exc, extra=_at(record))
        return None
