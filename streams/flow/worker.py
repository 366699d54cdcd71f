"""One stage as one process: `streams worker STAGE`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import faust

from streams import __version__, logs
from streams.broker.admin import await_topics
from streams.broker.connection import CLIENT_ID, METADATA_MS, password, refusal, tls_context
from streams.child import die_with_parent, settle
from streams.flow import body, compression, guards, health
from streams.flow.delivery import Delivery
from streams.flow.pulse import Pulse
from streams.flow.quiet import quiet_clients
from streams.flow.seams import KafkaSeams
from streams.flow.source_changes import SourceChanges
from streams.flow.stream import Patient
from streams.flow.watchdog import Limits, Watchdog
from streams.health import demand_port
from streams.health import serve as serve_pages
from streams.metrics import BUILD, REBALANCES, from_zero
from streams.pipeline.record import StateStep, Step
from streams.pipeline.seams import Writer
from streams.pipeline.shell import Shell
from streams.pipeline.stages import Stage, named
from streams.pool import LOAD_SECONDS, TRIES
from streams.readiness import Readiness
from streams.settings import Settings
from streams.topics import TOPICS

log = logging.getLogger(__name__)


@dataclass
class Parts:
    """The parts of one stage: its step, the tasks beside it, what it still waits for, what to do when partitions come or at the end."""

    step: Step
    background: list[Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=list)
    missing: Callable[[], str | None] = lambda: None
    on_assigned: Callable[[bool], None] = lambda owner: None
    close: Callable[[], None] = lambda: None
    batch_seconds: float = 120.0
    """The longest time, in seconds, that one batch may be worked on; a delivery that the broker does not take is a part of it."""


def build(stage: Stage, settings: Settings, writer: Writer) -> Parts:
    """Return the parts of a stage: its step with the seams of Kafka, and what these need to run."""
    seams = KafkaSeams(stage, settings, writer)
    step = stage.step(settings, seams)
    match stage.needs:
        case "children":
            pool = seams.workers
            return Parts(
                step, [pool.warm], lambda: None if pool.ready else stage.loads, close=pool.close, batch_seconds=longest(settings)
            )  # fmt: skip
        case "verdicts":
            replica = seams.verdicts
            return Parts(step, [replica.keep], replica.missing, close=replica.save)
        case "state":
            assert isinstance(step, StateStep)
            return Parts(step, [step.keep_embargoes, step.listen], step.missing, step.assigned)


def longest(settings: Settings) -> float:
    """Return the seconds that a batch of a pool may take: each article hangs, is tried again, and its child is made anew both times."""
    return settings.batch * TRIES * (settings.article_seconds + LOAD_SECONDS)


class Diskless(faust.App):
    """An app that makes no folders: without tables Faust would leave them empty, and a full or read-only disk must not stop a worker."""

    changes: SourceChanges
    """The changes of the stage's source topic that its consumer and its watchdog tell."""

    def _create_directories(self) -> None:
        return


def make_app(stage: str, settings: Settings) -> faust.App:
    """Return the Faust app (= consumer group) of a stage; docs/decisions.md and settings.py explain the settings."""
    guards.install()
    compression.install()
    app = Diskless(
        f"{settings.prefix}newswire-{stage}",
        broker_client_id=CLIENT_ID,
        broker="kafka://" + settings.bootstrap.replace(",", ";"),
        broker_credentials=credentials(settings),
        Stream=Patient,
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=settings.partitions,
        topic_replication_factor=settings.replication,
        broker_session_timeout=settings.session_seconds,
        broker_heartbeat_interval=1.0,  # the time until a survivor hears of a rebalance: 2 s of 12 at the default of 3
        broker_rebalance_timeout=60.0,
        broker_max_poll_interval=3600.0,  # a batch of long articles may take half an hour; who stands still is the watchdog's to find
        broker_commit_interval=settings.commit_seconds,
        broker_commit_every=500,
        consumer_auto_offset_reset="earliest",
        consumer_metadata_max_age_ms=METADATA_MS,
        producer_metadata_max_age_ms=METADATA_MS,
        consumer_max_fetch_size=250_000,  # of each partition at once; the others wait for it (watchdog.TURN), and it lies in memory
        producer_compression_type="gzip",
        producer_max_request_size=12_000_000,
        producer_request_timeout=60.0,
        stream_buffer_maxsize=256,
        stream_wait_empty=True,
        table_standby_replicas=0,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.changes = SourceChanges(stage)
    return app


def credentials(settings: Settings) -> faust.SASLCredentials | faust.SSLCredentials | None:
    """Return the credentials that Faust shows to Kafka in all its clients; with a TLS context SASL goes over TLS. None if none are set."""
    context = tls_context(settings)
    if settings.sasl:
        mechanism = settings.sasl_mechanism
        return faust.SASLCredentials(
            username=settings.sasl_username, password=password(settings), ssl_context=context, mechanism=mechanism
        )  # fmt: skip
    return faust.SSLCredentials(context) if context else None


def run(stage: str, settings: Settings) -> None:
    """Run one stage until SIGINT or SIGTERM, then exit the process; raise Usage when Kafka does not let it in."""
    if os.environ.get("STREAMS_SUPERVISED"):
        die_with_parent(signal.SIGTERM)
    logs.install(settings.log_level, stage, settings.log)
    demand_port(settings.http_host, settings.http_port)
    # Faust would say that no broker can be reached; and a supervisor starts us again, with the secrets that are in force by then.
    if (refused := asyncio.run(refusal(settings))) is not None:
        raise refused
    app = make_app(stage, settings)
    topics = {topic.name: app.topic(settings.prefix + topic.name, key_type=bytes, value_type=bytes) for topic in TOPICS}
    delivery = Delivery(topics)
    parts = build(named(stage), settings, delivery)
    shell = Shell(stage, parts.step, delivery, ordered=named(stage).needs != "children")  # there each article stands by itself
    source = topics[named(stage).source.name]
    limits = Limits(settings.stall_seconds, settings.rebalance_seconds, settings.loop_seconds, parts.batch_seconds)
    watchdog = Watchdog(app, source.get_topic_name(), Pulse(settings, stage), limits)
    BUILD.labels(__version__, settings.model or "bundled", stage).set(1)
    from_zero(REBALANCES, [stage])

    readiness = Readiness(log, None)
    asyncio.run(topics_stand(stage, settings, watchdog, readiness))
    quiet_clients(settings.log_level)

    @app.agent(source, name=stage, concurrency=1)
    async def agent(stream: faust.StreamT[bytes]) -> None:
        async for events in stream.take_events(settings.batch, within=settings.linger_seconds):
            times = [event.message.timestamp for event in events if (event.message.timestamp or -1) > 0]
            watchdog.progress.began(times)
            await body.run(shell, events)
            watchdog.progress.ended(((event.message.partition, event.message.offset) for event in events), times)

    @app.on_partitions_assigned.connect
    async def assigned(app: faust.App, partitions: set[Any], **given: Any) -> None:
        mine = sorted(partition.partition for partition in partitions if partition.topic == source.get_topic_name())
        parts.on_assigned(bool(mine))
        log.info("partitions of %s: %s", source.get_topic_name(), ", ".join(map(str, mine)) or "none, stands by")
        watchdog.progress.beat, watchdog.progress.assigned = time.monotonic(), True
        watchdog.progress.done.clear()  # what was not committed comes again, and waits its turn
        REBALANCES.labels(stage).inc()

    @app.task
    async def beside() -> None:
        runner = None
        if settings.http_port:
            pages = health.pages(watchdog, parts.missing, stage, settings.model or "bundled")
            runner = await serve_pages(pages, settings.http_host, settings.http_port)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(beat(watchdog, parts.missing, readiness))
                for work in parts.background:
                    tasks.create_task(work())
        except* Exception:
            log.critical("what %s runs beside its agent has ended", stage, exc_info=True)
            os._exit(70)  # the agent would wait for it for ever
        finally:
            if runner is not None:
                await runner.cleanup()

    settle()  # alert took 15 % less CPU an article, decoding a third less
    worker = faust.Worker(app, loglevel=settings.log_level, override_logging=False, redirect_stdouts=False, quiet=True)
    watchdog.start()  # not from a task of the app: those wait for the first rebalance to end, and it may not
    try:
        worker.execute_from_commandline()
    finally:
        watchdog.ended.set()
        parts.close()


async def topics_stand(stage: str, settings: Settings, watchdog: Watchdog, readiness: Readiness) -> None:
    """Return when the topics stand as declared; meanwhile the log and the probes say what is missing. Raise Usage where they differ.

    A client that names a topic which is not there has some brokers make it, with a partition count of their own
    (auto.create.topics.enable is on unless told), and records of a key then go where no other stage looks for them.
    """

    def say(text: str) -> None:
        readiness.tell(text)
        told.set()

    async def serve() -> None:
        await told.wait()
        runner = await serve_pages(
            health.pages(watchdog, lambda: readiness.missing, stage, settings.model or "bundled"), settings.http_host, settings.http_port
        )
        try:
            await beat(watchdog, lambda: readiness.missing)
        finally:
            await runner.cleanup()

    told = asyncio.Event()
    watchdog.progress.assigned = True  # or the page would speak of partitions
    serving = asyncio.create_task(serve()) if settings.http_port else None
    try:
        await await_topics(settings, say)
    finally:
        watchdog.progress.assigned = False
        if serving is not None:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def beat(watchdog: Watchdog, missing: Callable[[], str | None], readiness: Readiness | None = None) -> None:
    """Show the watchdog that the event loop turns, and whether the stage has all that it waits for; tell `readiness` what is missing."""
    while True:
        if readiness is not None:
            readiness.tell(health.lacks(watchdog, missing))
        watchdog.progress.beat = time.monotonic()
        watchdog.progress.ready = missing() is None
        await asyncio.sleep(1.0)
