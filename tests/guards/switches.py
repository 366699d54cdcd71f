"""The switches of a toy worker, its faults and the guards that it does without: each changes the running code before the worker starts.

Faults come from outside in real life (a fetch that drops records, an answer that is lost); `no-...` takes one guard off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faust
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import RequestTimedOutError
from faust.transport.drivers import aiokafka as driver

from streams.flow import body, guards, pulse, watchdog, worker
from streams.flow.delivery import Delivery
from streams.pipeline import shell
from streams.pipeline.record import Result
from streams.settings import Settings, settings
from tests.exchange import exchange

SWITCHES: dict[str, Callable[[], None]] = {}


def switch(change: Callable[[], None]) -> Callable[[], None]:
    """Put a switch into SWITCHES under its name, with hyphens."""
    SWITCHES[change.__name__.replace("_", "-")] = change
    return change


def mark(name: str) -> Path:
    """Return the path of a file by which worker and test, or a worker and its successor, tell each other something."""
    return settings().state / name


def once(name: str) -> bool:
    """Return True the first time that it is asked of a name, over all workers of one test."""
    try:
        mark(name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def on_app(change: Callable[[faust.App], None]) -> None:
    """Change the app when it is made."""
    real = worker.make_app

    def make(stage: str, chosen: Settings) -> faust.App:
        app = real(stage, chosen)
        change(app)
        return app

    exchange(worker, "make_app", make)


@switch
def brisk() -> None:
    """A killed worker is missed after 2 s instead of 6: the embedded broker allows it, Apache Kafka would not."""

    def change(app: faust.App) -> None:
        app.conf.broker_session_timeout, app.conf.broker_heartbeat_interval = 2.0, 0.5

    on_app(change)


@switch
def slow() -> None:
    """The second batch takes a while; `taken` says that it has begun."""
    real = shell.Shell.settle

    async def settle(self: shell.Shell, records: Any) -> list[Result]:
        if not once("first batch"):
            mark("taken").touch()
            await asyncio.sleep(1.0)
        return await real(self, records)

    exchange(shell.Shell, "settle", settle)


@switch
def drop() -> None:
    """Records that begin with `drop` are fetched and lost on the way, once."""
    real = driver.AIOKafkaConsumerThread.getmany

    async def getmany(self: Any, *given: Any, **named: Any) -> Any:
        fetched = await real(self, *given, **named)
        left = {tp: [r for r in found if not (r.value.startswith(b"drop") and once(r.value.decode()))] for tp, found in fetched.items()}
        return {tp: found for tp, found in left.items() if found}

    exchange(driver.AIOKafkaConsumerThread, "getmany", getmany)


@switch
def stuck() -> None:
    """The commit never moves, in the first worker."""
    if once("stuck"):
        exchange(guards.DenseConsumer, "_new_offset", lambda self, tp: None)


@switch
def endless() -> None:
    """The first rebalance never ends, in the first worker."""

    async def never(self: Any, *given: Any) -> None:
        await asyncio.Event().wait()

    if once("endless"):
        exchange(guards.DenseConsumer, "on_partitions_assigned", never)


@switch
def lost_answer() -> None:
    """The broker has written what it was sent, and its answer is lost on the way, once."""
    real = AIOKafkaClient.send

    async def send(self: Any, node: Any, request: Any, **named: Any) -> Any:
        answer = await real(self, node, request, **named)
        if type(request).__name__ == "ProduceRequest" and once("lost-answer"):
            raise RequestTimedOutError
        return answer

    exchange(AIOKafkaClient, "send", send)


@switch
def two_at_once() -> None:
    """Point 3: the agent works on two batches at once."""
    real = faust.App.agent
    exchange(faust.App, "agent", lambda self, *given, **named: real(self, *given, **{**named, "concurrency": 2}))


@switch
def no_shell() -> None:
    """Point 1: the agent's body is the step itself, and what it raises leaves it."""

    async def run(of: shell.Shell, events: Any) -> None:
        for result in await of.step([body._record(event) for event in events]):
            if isinstance(result, Exception):
                raise result
            await of.writer.all(result)

    exchange(body, "run", run)


@switch
def no_delivery() -> None:
    """Point 2: a send is awaited once and not until it is delivered."""

    async def deliver(self: Delivery, outs: Any) -> Any:
        return [await self._send(out) for out in outs]

    exchange(Delivery, "all", deliver)


@switch
def no_dense_consumer() -> None:
    """Points 3 and 6: the consumer is Faust's own, but for the longest wait of a fetch."""

    def thread(self: Any) -> Any:
        return guards.PromptThread(self, loop=self.loop, beacon=self.beacon)

    parts = {"_new_consumer_thread": thread, "read_as": {}, "due": lambda self, tp, committed: committed}
    exchange(guards, "DenseConsumer", type("Plain", (driver.Consumer,), parts))


@switch
def no_topic_ids() -> None:
    """The broker tells no ids of topics, as before Kafka 2.8."""

    async def none(*given: Any) -> None:
        return None

    exchange(guards, "topic_id", none)
    exchange(pulse, "topic_id", none)


@switch
def no_idempotence() -> None:
    """Point 4: the producer is Faust's own."""
    exchange(guards, "IdempotentProducer", driver.Producer)


@switch
def no_raw_bytes() -> None:
    """Point 5: Faust decodes the values, as JSON."""
    real = faust.App.topic
    exchange(faust.App, "topic", lambda self, name, **named: real(self, name, key_type=bytes, value_serializer="json"))


@switch
def no_topics() -> None:
    """Point 7: nobody asks whether the topics are there."""

    async def stand(*given: Any) -> None:
        pass

    exchange(worker, "topics_stand", stand)


@switch
def no_watchdog() -> None:
    """Point 8 and guard B: the watchdog leaves a mark and not the process."""
    real = watchdog.Watchdog.__init__

    def init(self: watchdog.Watchdog, *given: Any, **named: Any) -> None:
        real(self, *given, **named)
        self.leave = lambda code: mark(f"would leave with {code}").touch()

    exchange(watchdog.Watchdog, "__init__", init)


@switch
def no_wait() -> None:
    """Point 10: what is in flight is not waited for."""

    def change(app: faust.App) -> None:
        app.conf.stream_wait_empty = False

    on_app(change)


@switch
def no_handler() -> None:
    """Point 10: SIGTERM does what it does to a process that has no handler for it."""
    exchange(faust.Worker, "install_signal_handlers", lambda self: None)
