"""`streams watch`: follows the alerts, events, verdicts, judgements or dead letters as they are written."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import click
import orjson
from aiokafka import ConsumerRecord

from streams.broker.log import tail
from streams.commands import views
from streams.commands.output import record as written
from streams.commands.terminal import Terminal, Text
from streams.dlq.letter import read_letter
from streams.dlq.settlement import is_settlement, read_settlement
from streams.errors import Poison
from streams.messages import Alert, EventArticle, Judgement, Verdict
from streams.settings import settings
from streams.topics import ALERTS, CHANGES, DEAD_LETTERS, DUPLICATES, EVENTS, JUDGEMENTS
from streams.visible import line

KINDS = {
    "alerts": ALERTS,
    "changes": CHANGES,
    "events": EVENTS,
    "duplicates": DUPLICATES,
    "judgements": JUDGEMENTS,
    "dead-letters": DEAD_LETTERS,
}


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, as on the topic (dead letters: with their headers).")
@click.option("--new", is_flag=True, help="Only what comes from now on.")
@click.option("--limit", type=click.IntRange(min=1), help="End after so many records.")
def watch(kind: str, as_json: bool, new: bool, limit: int | None) -> None:
    """Follow what comes out until Ctrl-C; first what the topic still holds, then what comes.

    `alerts` holds the newest revision of each alert, `changes` every one of the last 30 days.
    """
    asyncio.run(_watch(kind, as_json, new, limit))


async def _watch(kind: str, as_json: bool, new: bool, limit: int | None) -> None:
    console = Terminal()
    shown = 0
    async with aclosing(tail(settings(), [KINDS[kind]], new=new)) as records:
        async for record in records:
            if record.value is None:
                continue
            if as_json:
                written(_plain(kind, record))
            else:
                try:
                    _show(console, kind, record)
                except Poison as exc:  # written by another program, or another version: the next one may be good
                    position = f"{record.topic}/{record.partition}/{record.offset}"
                    console.print(Text(line(f"unreadable record {position}: {exc}"), "red"))
            shown += 1
            if shown == limit:
                return


def _plain(kind: str, record: ConsumerRecord) -> bytes:
    if kind != "dead-letters":
        return bytes(record.value)
    document: dict[str, Any] = {name: (value or b"").decode("utf-8", "replace") for name, value in record.headers}
    document["key"] = record.key.decode("utf-8", "replace") if record.key else None
    document["value"] = record.value.decode("utf-8", "replace")
    return orjson.dumps(document)


def _show(console: Terminal, kind: str, record: ConsumerRecord) -> None:
    match kind:
        case "alerts" | "changes":
            console.print(views.alert(Alert.decode(record.value)))
        case "events":
            article = EventArticle.decode(record.value)
            for event in article.events:
                console.print(views.event_line(article, event))
        case "duplicates":
            console.print(views.verdict_line(Verdict.decode(record.value)))
        case "judgements":
            console.print(views.judgement_line(Judgement.decode(record.value)))
        case "dead-letters":
            settlement = read_settlement(record) if is_settlement(record.headers) else None
            if settlement is not None:
                console.print(views.settlement_line(settlement))
            else:
                console.print(views.letter_line(read_letter(record), record.value))
