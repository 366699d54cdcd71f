"""`streams rules silence`: silences on the topic `subscriptions`: made, listed, ended before their time."""

from __future__ import annotations

import asyncio
import getpass
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import orjson
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import record, say
from streams.commands.rule_files import tell
from streams.commands.times import Moment, Span
from streams.errors import Usage
from streams.settings import settings
from streams.subscriptions.filters import write_match
from streams.subscriptions.silence import Silence, read_silence
from streams.visible import line

KEPT = timedelta(days=5)
"""The time for which an expired silence is kept on the topic, as Alertmanager keeps them."""
_MOST = 300
"""The largest number of characters of one value that a line shows."""


@click.group()
def silence() -> None:
    """Make, list and end silences: alerts that are not sent for a time. Withdrawals of what was sent are sent all the same."""


@silence.command()
@click.option("--for", "length", type=Span(), help="How long it holds: 2h, 1d.")
@click.option("--until", type=Moment(), help="Its end instead (ISO 8601; without a zone: UTC).")
@click.option("--from", "start", type=Moment(), help="Its start (ISO 8601), if it is not now.")
@click.option("--country", "countries", multiple=True, help="Alpha-3 code of a country; as often as needed, like those below.")
@click.option("--type", "types", multiple=True, help="Type of event: ASSAULT.")
@click.option("--mode", "modes", multiple=True, help="Mode of event: explosives.")
@click.option("--story", "story", multiple=True, help="Id of a story.")
@click.option("--publisher", "publishers", multiple=True, help="Publisher.")
@click.option("--actor", "actors", multiple=True, help="Name of one who acts.")
@click.option("--word", "words", multiple=True, help="Word or phrase in headline, summary or evidence.")
@click.option("--told", help="news, background or any.")
@click.option("--subscription", "subscriptions", multiple=True, help="Only for this subscription.")
@click.option("--creator", help="Who makes it; else the name of the user.")
@click.option("--comment", required=True, help="Why.")
def add(
    length: timedelta | None, until: datetime | None, start: datetime | None, words: tuple[str, ...], told: str | None,
    subscriptions: tuple[str, ...], creator: str | None, comment: str, **filters: tuple[str, ...],
) -> None:  # fmt: skip
    """Make a silence, and print its id. An alert must pass every kind of filter that is given; of one kind, one value is enough."""
    from streams.broker.subscriptions import SILENCE, read_topic, write

    if (length is None) == (until is None):
        raise Usage("give one of --for and --until")
    now = datetime.now(UTC)
    begin = start if start is not None else now
    end = until if until is not None else begin + (length or timedelta())
    match: dict[str, Any] = {name: list(values) for name, values in filters.items() if values}
    document = {
        **({"match": match | ({"words": {"any": list(words)}} if words else {}) | ({"told": told} if told else {})}),
        **({"subscriptions": list(subscriptions)} if subscriptions else {}),
        "start": begin.isoformat(),
        "end": end.isoformat(),
        "creator": creator or getpass.getuser(),
        "comment": comment,
    }
    id = uuid.uuid4().hex[:12]
    made, mistakes = read_silence(id, orjson.dumps(document))
    if made is None:
        tell(mistakes)
        raise click.exceptions.Exit(1)
    if made.end <= now:
        raise Usage("it would have ended already")
    topic, _ = asyncio.run(read_topic(settings()))
    old = {SILENCE + each.id: None for each in topic.silences.values() if each.end + KEPT < now}
    asyncio.run(write(settings(), {**old, SILENCE + id: made.encode()}))
    known = {each.name for each in topic.documents.catalogue}
    for name in sorted(made.subscriptions - known):
        say(f"no document of the topic holds a subscription {name}: it must stand in a folder", err=True)
    say(id)


@silence.command("list")
@click.option("--all", "expired", is_flag=True, help="Those that ended within the last days too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(expired: bool, as_json: bool) -> None:
    """List the silences that hold, or will hold, the first that ends first."""
    now = datetime.now(UTC)
    found = sorted((each for each in _read().values() if expired or each.state(now) != "expired"), key=lambda each: (each.end, each.id))
    if as_json:
        for each in found:
            record(orjson.dumps({"id": each.id, "state": each.state(now), **each.document()}))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "state", "until", "what", "by", "comment"):
        table.add_column(heading, no_wrap=heading in ("id", "until"), overflow="fold")
    for each in found:
        cells = (each.id, each.state(now), each.end.strftime("%Y-%m-%dT%H:%MZ"), _words(each), each.creator, each.comment)
        table.add_row(*(line(cell, _MOST) for cell in cells))
    print_table(table)


@silence.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def expire(ids: tuple[str, ...]) -> None:
    """End silences now; one that has not begun is removed."""
    from streams.broker.subscriptions import SILENCE, write

    now, known = datetime.now(UTC), _read()
    if unknown := [id for id in ids if id not in known or known[id].state(now) == "expired"]:
        raise Usage(f"there is no silence {', '.join(unknown)}; `streams rules silence list` shows what there is")
    ended = {id: replace(known[id], end=now).encode() if known[id].state(now) == "active" else None for id in ids}
    asyncio.run(write(settings(), {SILENCE + id: value for id, value in ended.items()}))
    for id in ids:
        say(f"{id}: expired")


def _read() -> dict[str, Silence]:
    from streams.broker.subscriptions import read_topic

    topic, _ = asyncio.run(read_topic(settings()))
    return dict(topic.silences)


def _words(silence: Silence) -> str:
    match = write_match(silence.match, told="any")
    parts = [f"{name} {orjson.dumps(value).decode()}" for name, value in match.items()]
    return "; ".join([*parts, *(f"subscription {name}" for name in sorted(silence.subscriptions))])
