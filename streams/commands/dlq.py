"""`streams dlq`: lists, shows, redrives and drops dead letters, the records that no stage could read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click
import orjson

from streams.broker.letters import Clerk, read_box
from streams.broker.log import fetch
from streams.commands import views
from streams.commands.listing import print_table
from streams.commands.output import body, record, say, untouched
from streams.dlq import Letter, Query
from streams.dlq.advice import advice
from streams.dlq.letter import State
from streams.errors import StreamsError, Usage
from streams.pipeline.stages import SOURCES
from streams.settings import settings
from streams.topics import DEAD_LETTERS


class Moment(click.ParamType):
    """A time in ISO 8601; without a zone, UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time in ISO 8601, such as 2026-03-14T06:10", param, ctx)
        return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which dead letters are meant."""
    options = (
        click.option("--stage", type=click.Choice(list(SOURCES)), help="Those of one stage."),
        click.option("--error", help="Those of one class of error: Malformed, Empty, Refused ..."),
        click.option("--kind", type=click.Choice(["poison", "bug"]), help="Records that can never pass, or bugs of ours."),
        click.option("--topic", help="Those that failed on one topic."),
        click.option("--since", type=Moment(), help="Those of this time and later (ISO 8601)."),
        click.option("--until", type=Moment(), help="Those before this time."),
        click.option("--match", metavar="TEXT", help="Those whose message has this in it."),
        click.option("--id", "positions", multiple=True, metavar="PLACE", help="This one: partition/offset, as `dlq list` shows it."),
        click.option("--limit", type=click.IntRange(min=1), help="At most so many, oldest first."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def dlq() -> None:
    """List, show, redrive or drop dead letters: records that could not be processed, kept as they came.

    `redrive` puts a record back on the topic where it failed, `drop` gives it up; both only say what they would do unless told --yes. The
    bytes of a dead letter stay for 30 days, whatever becomes of it.
    """


@dlq.command("list")
@selecting
@click.option("--all", "every", is_flag=True, help="Settled ones too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, all but the value.")
def list_(every: bool, as_json: bool, **chosen: Any) -> None:
    """List the dead letters that wait for somebody, oldest first."""
    given = dict(chosen)
    found = asyncio.run(_select(chosen, ("open", "redriven", "dropped") if every else ("open",)))
    if as_json:
        for letter in found:
            record(orjson.dumps(letter.as_json()))
        return
    if not found:
        say("there is no such dead letter" if every or any(given.values()) else "no dead letter waits")
        return
    print_table(views.letter_table(found))
    say("`streams dlq show ID` shows one whole, and says what to do", err=True)


@dlq.command()
@click.argument("position", metavar="PLACE")
@click.option("--raw", is_flag=True, help="The bytes alone, as they came.")
def show(position: str, raw: bool) -> None:
    """Show one dead letter: what happened, what to do, what its headers say, then its value, as text or in hex."""
    letter, value = asyncio.run(_fetch(position))
    if raw:
        untouched(value)
        return
    advised = advice(letter)
    say(f"what happened: {letter.stage or 'a stage'} could not process {letter.origin}: {advised.means}")
    if letter.state == "open":
        say(f"what to do: {letter.obstacle or advised.do}")
    for name, said in letter.as_json().items():
        if name not in ("headers", "key") and said not in (None, ""):
            say(f"{name}: {said}")
    say(f"key: {'none' if letter.key is None else views.readable(letter.key)}")
    for header, content in letter.headers:
        say(f"header {header}: {content!r}")
    say("")
    body(views.readable(value))


@dlq.command()
@selecting
@click.option("--again", is_flag=True, help="Those that were redriven before, too.")
@click.option("--yes", is_flag=True, help="Do it.")
def redrive(again: bool, yes: bool, **chosen: Any) -> None:
    """Put records back on the topic they failed on: key, bytes and headers as they came.

    Mend the cause first. A record that fails again is a new dead letter with one more try. Exit code 1 when one could not be put back.
    """
    asyncio.run(_settle("redrive", chosen, ("open", "redriven") if again else ("open",), yes))


@dlq.command()
@selecting
@click.option("--yes", is_flag=True, help="Do it.")
def drop(yes: bool, **chosen: Any) -> None:
    """Give dead letters up: the account then counts their articles as dropped by hand."""
    asyncio.run(_settle("drop", chosen, ("open",), yes))


async def _select(chosen: dict[str, Any], states: tuple[State, ...]) -> list[Letter]:
    box = await read_box(settings())
    given = {position: box.letter(position) for position in chosen.pop("positions")}
    unknown = [position for position, letter in given.items() if letter is None]
    if unknown:
        raise Usage(f"no dead letter at {', '.join(unknown)}; `streams dlq list --all` shows them")
    positions = frozenset(letter.position for letter in given.values() if letter is not None)
    return list(Query(**chosen, positions=positions, states=frozenset(states)).of(box.letters()))


async def _fetch(position: str) -> tuple[Letter, bytes]:
    letter = (await read_box(settings())).letter(position)
    if letter is None:
        raise Usage(f"no dead letter at {position}; `streams dlq list --all` shows them")
    partition, offset = map(int, letter.position.split("/"))
    record = await fetch(settings(), DEAD_LETTERS, partition, offset)
    if record is None:
        raise Usage(f"dead letter {position} is no longer kept")
    return letter, record.value or b""


async def _settle(verb: str, chosen: dict[str, Any], states: tuple[State, ...], yes: bool) -> None:
    letters = await _select(chosen, states)
    failed = 0
    async with Clerk(settings()) as clerk:
        for letter in letters:
            try:
                say(await _one(clerk, verb, letter, yes))
            except StreamsError as exc:
                failed += 1
                say(f"streams: {exc}", err=True)
    done = len(letters) - failed
    count = f"{done} dead letter{'s' * (done != 1)}"
    past = {"redrive": "put back", "drop": "given up"}[verb]
    say(f"{count} {past}" if yes else f"{count} would be {past}; --yes does it")
    if failed:
        raise click.exceptions.Exit(1)


async def _one(clerk: Clerk, verb: str, letter: Letter, yes: bool) -> str:
    said = f"dead letter {letter.position} ({letter.error} in {letter.stage}, {letter.size} bytes)"
    if verb == "drop":
        if yes:
            await clerk.drop(letter)
        return f"give up {said} of {letter.origin}"
    if not yes and (obstacle := clerk.obstacle(letter)) is not None:
        raise StreamsError(obstacle)
    return f"put back {said} on {await clerk.redrive(letter) if yes else letter.topic}"
