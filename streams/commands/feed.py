"""`streams feed`: puts articles on the wire, the topic `articles`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from streams.commands.output import say
from streams.commands.terminal import Terminal
from streams.errors import Usage
from streams.settings import settings

STDIN = "-"
WRONG = 10
"""The largest number of paths that cannot be read of which each has its sentence."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="At most so many articles a second.")
def feed(paths: tuple[str, ...], rate: float | None) -> None:
    """Put articles on the wire.

    FILE is JSONL (one article a line), JSON, plain text, HTML, or an RSS, Atom or JSON Feed document; a FOLDER is read whole; - is standard
    input. All files are read before the first article goes out. Returns when the broker has every one of them; Ctrl-C says how many are in.
    """
    from streams.feeds.documents import items
    from streams.feeds.push import push

    total = None if STDIN in paths else _count(paths)
    console = Terminal(stderr=True)
    where = f"{settings().prefix}articles at {settings().bootstrap}"
    columns = TextColumn("feeding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    count = 0
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("feed", total=total)

        def done(*_: object) -> None:
            nonlocal count
            count += 1
            progress.advance(task)

        source = (item for path in paths for item in items(path))
        try:
            asyncio.run(push(settings(), source, rate=rate, done=done))
        except KeyboardInterrupt:
            progress.stop()
            say(f"stopped: {count}{f' of {total}' if total is not None else ''} articles are in {where}", err=True)
            raise
        except Usage as exc:
            if not count:
                raise
            raise Usage(f"{exc}; {count} articles are in {where}") from None
    say(f"{count} {'article' if count == 1 else 'articles'} fed to {where}", err=True)


def _count(paths: Sequence[str]) -> int:
    """Return the number of articles in files and folders; raise Usage that names all that cannot be read, and those that hold none."""
    from streams.feeds.documents import items

    total = 0
    wrong: list[str] = []
    for path in paths:
        try:
            found = sum(1 for _ in items(path))
        except Usage as exc:
            wrong.append(str(exc))
            continue
        except OSError as exc:
            wrong.append(f"{exc.filename or path}: it cannot be read: {exc.strerror}")
            continue
        total += found
        if not found:
            wrong.append(f"{path}: there is no article in it")
    if wrong:
        rest = f"; and {len(wrong) - WRONG} more" if len(wrong) > WRONG else ""
        raise Usage(f"nothing was fed: {'; '.join(wrong[:WRONG])}{rest}")
    return total
