"""`streams up`, `streams worker`, `streams broker`: start the processes of the pipeline."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import click

from streams.commands.output import say
from streams.commands.terminal import Terminal
from streams.pipeline.stages import SOURCES
from streams.settings import Settings, settings
from streams.supervisor import DELIVER, FEEDS


@click.command()
@click.argument("stage", type=click.Choice([*SOURCES, DELIVER, FEEDS]))
def worker(stage: str) -> None:
    """Run one STAGE until it is told to stop (SIGINT, SIGTERM: it finishes its batch and commits).

    Scale by starting more of them: they share the partitions of their source topic. Of `deliver`, which sends alerts to those who
    subscribed, and of `feeds`, which polls the sources (`streams feeds`), one is active and the others stand by.
    """
    if stage == DELIVER:
        from streams.delivery.worker import run as deliver

        deliver(settings())
        return
    if stage == FEEDS:
        from streams.feeds.worker import run as feeds

        feeds(settings())
        return
    from streams.flow.worker import run

    if stage == "extract":
        _check_model(settings())
    run(stage, settings())


@click.command()
@click.option("--quiet", is_flag=True, help="Leave no note of the address in the state folder.")
@click.option("--child", is_flag=True, hidden=True)
def broker(quiet: bool, child: bool) -> None:
    """Run the embedded broker and print its address.

    It is for trial: in memory, about 5 MB a partition, no replication, forgotten when it stops. Other `streams` commands of this
    machine find it by themselves while it runs; other clients take the printed address.
    """
    from streams.broker.embedded import LIMITS, serve

    if not quiet and not child:
        say(LIMITS, err=True)
    serve(settings(), note=not quiet, child=child)


@click.command()
@click.option("--embedded", is_flag=True, help="Start an embedded broker too (trial: in memory, gone when it stops).")
@click.option("--deliver", "delivers", is_flag=True, help="Send alerts to those who subscribed too.")
def up(embedded: bool, delivers: bool) -> None:
    """Run all five stages on this machine, restart what dies, stop cleanly on Ctrl-C.

    Feed it from another terminal (`streams feed FILE`) and follow the alerts (`streams watch alerts`). It prints where each worker serves
    its health (/readyz, /livez, /metrics).
    """
    from streams.broker import admin
    from streams.broker.embedded import LIMITS
    from streams.broker.embedded import embedded as embedded_broker

    console = Terminal(stderr=True)
    chosen = settings()
    _check_model(chosen)
    with contextlib.ExitStack() as stack:
        if embedded:
            console.print(LIMITS, style="dim")
            address, _ = stack.enter_context(embedded_broker(chosen, note=True))
            chosen = Settings(**{**chosen.model_dump(exclude_unset=True), "broker": address})
        made = asyncio.run(admin.create_topics(chosen))
        console.print(f"broker {chosen.bootstrap}, {len(made)} topics, {sum(m.state == 'made' for m in made)} of them new")
        asyncio.run(_supervise(chosen, console, (*SOURCES, DELIVER) if delivers else tuple(SOURCES)))


def _check_model(chosen: Settings) -> None:
    """Raise Usage where another model than the bundled one cannot serve.

    The check runs in a child process, for a worker must not keep 100 MB of spaCy itself. Without it the parsing processes would die of
    such a model one after the other, and the worker would start new ones for ever.
    """
    if chosen.model is not None:
        from streams.extract.model import check

        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
            child.submit(check, chosen.model).result()


async def _supervise(chosen: Settings, console: Terminal, stages: Sequence[str]) -> None:
    from streams.supervisor import Supervisor

    supervisor = Supervisor(chosen, lambda text: console.print(text), stages)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, supervisor.stop)
    console.print(f"{len(stages)} workers start; Ctrl-C stops them")
    began = time.monotonic()
    running = asyncio.create_task(supervisor.run())
    ready = asyncio.create_task(supervisor.ready())
    await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    if ready.done():
        for address in supervisor.addresses():
            console.print(address)
        console.print(f"all ready after {time.monotonic() - began:.1f} s")
    ready.cancel()
    await running
    console.print("stopped")
