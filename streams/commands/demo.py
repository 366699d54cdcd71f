"""`streams demo`: an invented wire through all five stages, the alerts as they come, a subscription that fires, and the account."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
from aiokafka import ConsumerRecord

from streams.audit import Account
from streams.board.server import Server
from streams.broker import admin
from streams.broker.auditor import POLL_SECONDS, Auditor
from streams.broker.embedded import LIMITS
from streams.broker.embedded import embedded as embedded_broker
from streams.broker.log import tail
from streams.commands import views
from streams.commands.terminal import Terminal, Text
from streams.demo.desk import NAME, Desk
from streams.demo.wire import WireItem, wire
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.messages import Alert
from streams.percentile import percentile
from streams.pipeline.stages import SOURCES
from streams.settings import Settings, settings
from streams.supervisor import DELIVER, Supervisor
from streams.topics import ALERTS
from streams.visible import line

LIMIT_SECONDS = 300.0
"""Seconds after which a run has failed: one takes 30 s."""
QUIET_SECONDS = 2.0
"""Seconds without an alert, after the last article and the last embargo, after which the run is over."""


BOARD: Mapping[str, Any] = {
    "serve_host": "127.0.0.1", "serve_port": 0, "serve_keys": None, "serve_open": False, "serve_url": None, "serve_origins": (),
}  # fmt: skip
"""The settings of the demo's board: a free port of this machine, whatever the user's own server has."""


@click.command()
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), default=8.0, show_default=True, help="Articles fed a second.")
@click.option(
    "--alerts", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write every alert into this file, one JSON object a line."
)
@click.option("--board", "stay", is_flag=True, help="Keep the board open behind the account, until Ctrl-C.")
def demo(rate: float, out: Path | None, stay: bool) -> None:
    """Feed an invented wire of 143 items through all five stages and show the alerts as they come, then the account.

    The board is served meanwhile, at an address of this machine that is printed first; `--board` keeps it open until Ctrl-C.

    A subscription to what is severe has its messages sent to an endpoint of this machine; they are shown as they arrive.

    Uses an embedded broker, or the Kafka that STREAMS_BROKER names (with topics of its own, taken away at the end). It leaves nothing in
    STREAMS_STATE. Exit code 1 when the account does not add up.
    """
    console = Terminal(soft_wrap=True)
    with contextlib.ExitStack() as stack:
        state = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newswire-demo-")))
        chosen = _with(settings(), state=state)  # an index of invented news is of no use to the user's own workers
        if chosen.broker:
            chosen = _with(chosen, prefix=f"demo{int(time.time())}-")
            console.print(f"Kafka at {chosen.broker}, topics {chosen.prefix}*", style="dim")
        else:
            console.print(LIMITS, style="dim")
            address, _ = stack.enter_context(embedded_broker(chosen))
            chosen = _with(chosen, broker=address)
        closed = asyncio.run(Demo(chosen, console, rate, out, stay).run())
    raise click.exceptions.Exit(0 if closed else 1)


def _with(chosen: Settings, **changes: object) -> Settings:
    return Settings(**{**chosen.model_dump(exclude_unset=True), **changes})


async def _stopped() -> None:
    """Return at SIGINT or SIGTERM."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await stopping.wait()


@dataclass
class Demo:
    """One run of the demo."""

    settings: Settings
    console: Terminal
    rate: float
    out: Path | None
    stay: bool
    """True if the board stays open when the run is over, until a signal ends it."""
    account: Account = field(default_factory=lambda: Account({}))
    fed: int = 0
    """The number of records on the wire."""
    fed_at: dict[str, float] = field(default_factory=dict)
    """The moment at which each uri was last fed."""
    held: set[str] = field(default_factory=set)
    """The uris under embargo: their latency is not the pipeline's."""
    latencies: list[float] = field(default_factory=list)
    _last_embargo: datetime = field(default_factory=lambda: datetime.now(UTC))
    alerts: list[tuple[float, bytes]] = field(default_factory=list)
    """The moment at which each alert came, and its bytes."""
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self._delivered)

    async def run(self) -> bool:
        """Do the whole run; return True if the account adds up."""
        await admin.create_topics(self.settings)
        try:
            with tempfile.TemporaryDirectory() as folder:  # no subscription of the user's is told of invented news
                own = _with(self.settings, **self.desk.settings(Path(folder)))
                async with self.desk.open(Path(folder)), Server(_with(own, **BOARD)).running() as port:
                    board = f"http://{BOARD['serve_host']}:{port}/"
                    self.console.print(f"the board: {board}")
                    closed = await self._run(own)
                    if self.stay:
                        self.console.print(f"the board stays open at {board} until Ctrl-C")
                        await _stopped()
                    return closed
        finally:
            if self.settings.prefix:
                await admin.delete_topics(self.settings)

    async def _run(self, own: Settings) -> bool:
        supervisor = Supervisor(own, lambda text: self.console.print(text, style="red"), [*SOURCES, DELIVER])
        began = time.monotonic()
        workers = asyncio.create_task(supervisor.run())
        try:
            async with asyncio.timeout(LIMIT_SECONDS), Auditor(self.settings) as auditor, asyncio.TaskGroup() as tasks:
                await supervisor.ready()
                self.console.print(f"five workers and deliver ready after {time.monotonic() - began:.1f} s", style="dim")
                watchers = [tasks.create_task(work) for work in (self._watch_alerts(), self._watch_outcomes(auditor))]
                await self._feed(list(wire()))
                await self._end()
                for watcher in watchers:
                    watcher.cancel()
        except TimeoutError:
            self.account = self.account.stuck()
            self.console.print(f"not ended after {LIMIT_SECONDS:.0f} s", style="red")
        finally:
            supervisor.stop()
            await workers
        return self._report()

    async def _feed(self, items: list[WireItem]) -> None:
        records: list[Item] = []
        for number, item in enumerate(items):
            due = datetime.now(UTC) + timedelta(seconds=number / self.rate)  # when it will be fed
            records.append(item.item(due))
            if item.body and item.embargo:
                self.held.add(str(item.body.get("uri")))
                self._last_embargo = max(self._last_embargo, due + item.embargo)
        uris = {item.id: str(item.body["uri"]) for item in items if item.body and isinstance(item.body.get("uri"), str)}

        def noted() -> Iterator[Item]:
            for record in records:
                if record.name in uris:
                    self.fed_at[uris[record.name]] = time.monotonic()
                yield record

        self.fed = await push(self.settings, noted(), rate=self.rate)

    async def _watch_alerts(self) -> None:
        async with aclosing(tail(self.settings, [ALERTS])) as records:
            async for record in records:
                self._alert(record, Alert.decode(record.value))

    def _alert(self, record: ConsumerRecord, alert: Alert) -> None:
        now = time.monotonic()
        self.alerts.append((now, record.value))
        cause = alert.changes[0].article if alert.changes else alert.articles[-1].uri
        if cause in self.fed_at and cause not in self.held:
            self.latencies.append(now - self.fed_at[cause])
        self.console.print(views.alert(alert))

    def _delivered(self, event: dict[str, Any]) -> None:
        data = event["data"]
        told = data.get("alert") or data["alerts"][0]
        self.console.print(
            Text(line(f"  => webhook of subscription {NAME}: {event['type']} ({data['reason']}): {told['headline']}"), "cyan")
        )

    async def _watch_outcomes(self, auditor: Auditor) -> None:
        while True:
            self.account = await auditor.look()
            await asyncio.sleep(POLL_SECONDS)

    async def _end(self) -> None:
        """Return when every article has its outcome, the last embargo is over and no alert has come for a while."""
        settled: float | None = None
        while settled is None or not self._quiet(settled):
            await asyncio.sleep(0.1)
            if settled is None and self.account.closed and self.account.articles == self.fed:
                settled = time.monotonic()

    def _quiet(self, since: float) -> bool:
        last = max([since, *(when for when, _ in self.alerts)])
        return datetime.now(UTC) > self._last_embargo + timedelta(seconds=1) and time.monotonic() - last > QUIET_SECONDS

    def _report(self) -> bool:
        self.console.rule("the account")
        for row in self.account.lines():
            self.console.print(row)
        self.console.print(
            f"      from feed to alert: p50 {percentile(self.latencies, 0.5):.2f} s, p95 {percentile(self.latencies, 0.95):.2f} s"
            f" ({len(self.latencies)} alerts, {self.rate:g} articles/s)",
        )
        self.console.print(f"      subscription {NAME} (severe, likely): {len(self.desk.received)} signed messages at its endpoint")
        if self.out is not None:
            self.out.write_bytes(b"".join(value + b"\n" for _, value in self.alerts))
        return self.account.closed and self.account.articles == self.fed
