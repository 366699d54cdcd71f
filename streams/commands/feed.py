"""`streams feed`: puts articles on the wire, the topic `articles`."""

from __future__ import annotations

import asyncio

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from streams.commands.terminal import Terminal
from streams.settings import settings


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="At most so many articles a second.")
def feed(paths: tuple[str, ...], rate: float | None) -> None:
    """Put articles on the wire.

    FILE is JSONL (one article a line), JSON, plain text, HTML, or an RSS, Atom or JSON Feed document; a FOLDER is read whole; - is standard
    input. Returns when the broker has every one of them.
    """
    from streams.feeds.documents import items
    from streams.feeds.push import push

    console = Terminal(stderr=True)
    columns = TextColumn("feeding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("feed", total=None)
        source = (item for path in paths for item in items(path))
        count = asyncio.run(push(settings(), source, rate=rate, done=lambda *_: progress.advance(task)))
    noun = "article" if count == 1 else "articles"
    console.print(f"{count} {noun} fed to {settings().prefix}articles at {settings().bootstrap}")
