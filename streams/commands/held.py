"""`streams held`: lists, releases or drops the articles that wait for the end of an embargo, or for a person's decision."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import click
import orjson
from rich.table import Table

from streams.broker.holds import Waiting, read_waiting, tell
from streams.commands.listing import print_table
from streams.commands.output import record, say
from streams.errors import Usage
from streams.messages import HoldEnd, HoldOutcome
from streams.settings import settings
from streams.visible import line

_MOST = 300
"""The largest number of characters shown of one field."""


@click.group()
def held() -> None:
    """List, release or drop articles that wait under an embargo.

    One whose end cannot be read (`HOLD FOR RELEASE`) waits for STREAMS_HOLD_HOURS and is dropped then, unless told otherwise here.
    `release` and `drop` only say what they would do unless told --yes.
    """


@held.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(as_json: bool) -> None:
    """List what waits, the longest first: since when, until when, and in which words."""
    found = asyncio.run(read_waiting(settings()))
    if as_json:
        for waiting in found:
            record(orjson.dumps(_facts(waiting)))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("uri", "since", "until", "publisher", "told", "headline", "words"):
        table.add_column(heading, no_wrap=heading in ("since", "until"), overflow="fold")
    for waiting in found:
        table.add_row(*(line(_facts(waiting).get(name) or "", _MOST) for name in (str(column.header) for column in table.columns)))
    print_table(table)


@held.command()
@click.argument("uris", nargs=-1, required=True, metavar="URI...")
@click.option("--yes", is_flag=True, help="Do it.")
def release(uris: tuple[str, ...], yes: bool) -> None:
    """Let articles go as if they came now, before the end of an embargo too."""
    asyncio.run(_end("released", uris, yes))


@held.command()
@click.argument("uris", nargs=-1, required=True, metavar="URI...")
@click.option("--yes", is_flag=True, help="Do it.")
def drop(uris: tuple[str, ...], yes: bool) -> None:
    """Give articles up: the account then counts them as dropped by hand."""
    asyncio.run(_end("dropped", uris, yes))


async def _end(end: HoldOutcome, uris: tuple[str, ...], yes: bool) -> None:
    waiting = {each.article.uri: each.article for each in await read_waiting(settings())}
    if unknown := [uri for uri in uris if uri not in waiting]:
        raise Usage(f"nothing waits under {', '.join(unknown)}; `streams held list` shows what does")
    chosen = [waiting[uri] for uri in dict.fromkeys(uris)]
    if yes:
        await tell(settings(), [HoldEnd(source=one.source, uri=one.uri, end=end, at=datetime.now(UTC)) for one in chosen])
    for one in chosen:
        say(f"{line(one.uri, _MOST)}  {end if yes else f'would be {end}'}  {line(one.headline or '', _MOST)}")
    if not yes:
        say("--yes does it")


def _facts(waiting: Waiting) -> dict[str, str | None]:
    article = waiting.article
    limit = article.waits_since + timedelta(hours=settings().hold_hours)
    until = article.embargoed_until if article.hold is None else None
    return {
        "uri": article.uri,
        "source": article.source,
        "publisher": article.publisher,
        "headline": article.headline,
        "since": _time(article.waits_since),
        "until": _time(until) if until is not None else None,
        "words": article.hold,
        "dropped": _time(limit) if until is None else None,
        "told": waiting.told.end if waiting.told is not None else None,
    }


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
