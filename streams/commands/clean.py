"""`streams clean`: shows what clean makes of a text and why, and learns a publisher's standing lines from its articles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import click
from aiokafka import ConsumerRecord
from rich.table import Table

from streams.clean import Limits, rebuild
from streams.clean import clean as clean_article
from streams.clean.boilerplate.standing import learn, read_standing, written
from streams.clean.pages.sites import read_sites
from streams.commands import views
from streams.commands.output import say
from streams.commands.terminal import Terminal, Text
from streams.errors import Poison, Usage
from streams.messages import CleanArticle
from streams.settings import settings
from streams.visible import line, passage


@click.group("clean", invoke_without_command=True)
@click.option("--explain", "path", metavar="FILE|-", help="Show what goes from each article in FILE, and by which rule.")
@click.pass_context
def clean(context: click.Context, path: str | None) -> None:
    """Explain what clean cuts, or learn what a site repeats."""
    if context.invoked_subcommand is not None:
        return
    if path is None:
        raise Usage("give --explain FILE, or the command learn")
    console = Terminal()
    for article in _articles(path, console):
        raw = rebuild(article.text, article.cuts)
        console.print(views.raw_with_cuts(raw, article.cuts))
        rules = Table("from", "to", "cut by", "what", box=None, pad_edge=False)
        for cut in article.cuts:
            if cut.text.strip():
                rules.add_row(str(cut.start), str(cut.end), cut.rule, passage(cut.text, 100))
        console.print(rules)
        outcome = "kept" if article.dropped is None else f"dropped: {article.dropped.reason} ({article.dropped.detail})"
        console.print(line(f"{outcome}; {len(article.text):,} of {len(raw):,} characters kept"))


@clean.command("learn")
@click.argument("paths", nargs=-1)
@click.option("--topic", is_flag=True, help="Read what the topic `articles` still holds, too.")
@click.option("--name", required=True, help="Name of the rule file, as cuts will call it.")
@click.option("--version", required=True, help="Its version, as cuts will call it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def learn_command(paths: tuple[str, ...], topic: bool, name: str, version: str, out: Path) -> None:
    """Find the lines that one publisher repeats on many of the articles in PATHS or on the topic; a person corrects them."""
    if not paths and not topic:
        raise Usage("give files or folders with articles, or --topic")
    console = Terminal(stderr=True)
    read = [_articles(path, console) for path in paths]
    found = learn(chain(*read, _on_topic(console) if topic else ()))
    out.write_text(written(name, version, found), "utf-8")
    say(f"{out}: {sum(map(len, found.values()))} lines of {len(found)} publishers")


def _articles(path: str, console: Terminal) -> Iterator[CleanArticle]:
    from streams.feeds.documents import items

    read = _reader(console)
    for number, item in enumerate(items(path)):
        if (article := read(item.value, f"articles/0/{number}", item.at or datetime.now(UTC), item.name)) is not None:
            yield article


def _on_topic(console: Terminal) -> Iterator[CleanArticle]:
    """Yield the articles that the topic holds as the reading starts, one at a time."""
    from streams.broker.log import read_back
    from streams.topics import ARTICLES

    read = _reader(console)
    records = read_back(settings(), ARTICLES)
    with asyncio.Runner() as runner:
        while (record := runner.run(_next(records))) is not None:
            position = f"{ARTICLES.name}/{record.partition}/{record.offset}"
            received = datetime.fromtimestamp(max(0, record.timestamp) / 1000, UTC)
            if (article := read(record.value or b"", position, received, position)) is not None:
                yield article


async def _next(records: AsyncIterator[ConsumerRecord]) -> ConsumerRecord | None:
    return await anext(records, None)


def _reader(console: Terminal) -> Callable[[bytes, str, datetime, str], CleanArticle | None]:
    """Return a function of value, source, record time and name that gives the cleaned article; of one that cannot be read it tells the
    console and gives None."""
    chosen = settings()
    limits = Limits(value_bytes=chosen.max_value_bytes, words=chosen.max_words)
    standing, sites = read_standing(chosen.clean_rules), read_sites(chosen.site_rules)

    def read(value: bytes, source: str, received: datetime, name: str) -> CleanArticle | None:
        try:
            return clean_article(value, source=source, received=received, limits=limits, standing=standing, sites=sites)
        except Poison as exc:
            console.print(Text().append("dead letter", "red").append(line(f" {name}: {type(exc).__name__}: {exc}")))
            return None

    return read
