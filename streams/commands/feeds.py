"""`streams feeds`: the sources that `streams worker feeds` polls: add, remove, list, check, exchange."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import orjson
from rich.table import Table

from streams.clean.pages.sites import read_sites
from streams.commands.listing import print_table
from streams.commands.output import document as shown
from streams.commands.output import record, say, untouched
from streams.commands.terminal import Text
from streams.errors import Malformed, Usage
from streams.feeds.checkup import Checkup, check_up
from streams.feeds.hosts import Hosts
from streams.feeds.opml import LARGEST_BYTES, read_opml, write_opml
from streams.feeds.source import Source, read_source
from streams.feeds.source_file import SourceFile
from streams.feeds.source_log import Sources, forgotten, source_record, stored_sources, write_records
from streams.feeds.state import State
from streams.feeds.timetable import health_of
from streams.feeds.web import TOTAL_SECONDS, OutsideWeb
from streams.outbound import Guard
from streams.settings import settings
from streams.subscriptions.duration import write_duration
from streams.visible import line

WIDTH = 60
"""The largest number of characters of an address, a name or an error in a row of the table."""
SHOWN = 10
"""The number of entries that `check` shows."""


@click.group()
def feeds() -> None:
    """List, add, remove and check the sources that `streams worker feeds` polls.

    Sources stand on the topic `sources`, and in the TOML file that STREAMS_SOURCES names. An address is that of a feed (RSS, Atom, JSON
    Feed), of a news sitemap, or the path of a folder.
    """


@feeds.command()
@click.argument("address")
@click.option("--name", help="Its name, for lists.")
@click.option("--kind", type=click.Choice(["feed", "sitemap", "folder"]), help="What it is; a path is a folder.")
@click.option("--publisher", help="The publisher of its articles, instead of what the feed says.")
@click.option("--language", help="The language of articles that name none, as a tag: en.")
@click.option("--country", help="Where it is published, as ISO 3166 alpha-3: FRA.")
@click.option("--full-text", is_flag=True, default=None, help="Fetch the page behind each item for its text, within robots.txt.")
@click.option("--every", help="Poll in this rhythm (1m to 6h) instead of the feed's own.")
@click.option("--off", is_flag=True, help="Add it switched off.")
def add(address: str, off: bool, **facts: Any) -> None:
    """Add the source at ADDRESS, or change it; a worker that runs polls it at once."""
    source = _read({"address": address, **facts, "enabled": not off})
    stored = _run(stored_sources(settings()))
    gone = stored.state(source.address).gone
    _write([source_record(source), *(forgotten(source.address) if gone else ())])
    say(f"{'changed' if source.address in stored.added else 'added'}: {source.address}, {source.kind}{', off' if off else ''}")


@feeds.command()
@click.argument("address")
def remove(address: str) -> None:
    """Take a source off the topic, with its state."""
    address = _read({"address": address}).address
    chosen = _sources()
    if address not in chosen.added:
        listed = f"; it stands in {settings().sources}, where `enabled = false` switches it off" if address in chosen.listed else ""
        raise Usage(f"no source {address} was added{listed}")
    _write([(f"source/{address}", None), *forgotten(address)])
    say(f"removed: {address}" + (f"; {settings().sources} names it too, and counts from now on" if address in chosen.listed else ""))


@feeds.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def listed(as_json: bool) -> None:
    """Show every source and its health: last success, last error, items a day, share of repeats, next poll."""
    chosen = _sources()
    if as_json:
        for source in chosen:
            record(orjson.dumps(_document(source, chosen.state(source.address))))
        return
    now = datetime.now(UTC)
    table = Table(box=None, pad_edge=False)
    for heading in ("source", "health", "last success", "items a day", "repeats", "language", "next poll", "error"):
        table.add_column(heading, justify="right" if heading in ("items a day", "repeats") else "left")
    for source in chosen:
        state = chosen.state(source.address)
        health = health_of(source, state)
        table.add_row(
            line(source.name or source.address, WIDTH),
            Text(health, {"well": "green", "ill": "red", "gone": "red"}.get(health, "")),
            _ago(state.succeeded, now),
            f"{state.items_a_day:.1f}",
            f"{state.repeated:.0%}",
            line(source.language or state.language or "", 20),
            "" if health in ("off", "gone") else _ago(state.due, now) or "now",
            line(state.error or "; ".join(state.said), WIDTH),
        )
    print_table(table)


@feeds.command()
@click.argument("address")
@click.option("--full-text", is_flag=True, default=None, help="Fetch the page behind the newest item too.")
@click.option("--json", "as_json", is_flag=True, help="The findings as one JSON object.")
def check(address: str, full_text: bool | None, as_json: bool) -> None:
    """Fetch ADDRESS once and show what a worker would make of it. Needs no broker. Exit code 1 when it cannot be read."""
    source = _read({"address": address, "fullText": full_text})
    if source.kind == "folder":
        raise Usage("check takes the address of a feed or a sitemap; `streams clean` and `streams trace` show what becomes of a file")
    found = asyncio.run(_check(source))
    if as_json:
        shown(_findings(found))
    else:
        _show(source, found)
    raise click.exceptions.Exit(0 if found.kind is not None else 1)


@feeds.command()
def export() -> None:
    """Write all sources but folders to standard output, as OPML 2.0 for other programs."""
    untouched(write_opml(_sources()))


@feeds.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--off", is_flag=True, help="Add them switched off.")
def imported(file: Path, off: bool) -> None:
    """Add the sources of an OPML file; those that were added before stay as they are. Exit code 1 when some could not be taken over."""
    with file.open("rb") as stream:
        value = stream.read(LARGEST_BYTES + 1)
    if len(value) > LARGEST_BYTES:
        raise Usage(f"{file}: more than {LARGEST_BYTES:,} bytes")
    sources, wrong = read_opml(value.decode("utf-8", "replace"), str(file))
    there = _run(stored_sources(settings())).added
    new = [replace(source, enabled=not off) for source in sources if source.address not in there]
    _write([source_record(source) for source in new])
    for each in wrong:
        say(each, err=True)
    say(f"{len(new)} sources added, {len(sources) - len(new)} were there, {len(wrong)} could not be taken over")
    raise click.exceptions.Exit(1 if wrong else 0)


def _read(facts: Mapping[str, Any]) -> Source:
    names = {"full_text": "fullText"}
    try:
        return read_source({names.get(name, name): value for name, value in facts.items() if value is not None})
    except Malformed as exc:
        raise Usage(f"{exc.field}: {exc.message}") from None


def _sources() -> Sources:
    found = _run(stored_sources(settings()))
    found.listed = SourceFile(settings().sources).now()
    return found


def _run(work: Any) -> Sources:
    found = asyncio.run(work)
    assert isinstance(found, Sources)
    return found


def _write(records: Iterable[tuple[str, Mapping[str, Any] | None]]) -> None:
    asyncio.run(write_records(settings(), records))


async def _check(source: Source) -> Checkup:
    guard = Guard(settings().private_addresses)
    async with guard.session(TOTAL_SECONDS) as session:
        web = OutsideWeb(session, Hosts(), guard, contact=settings().contact)
        return await check_up(source, web, datetime.now(UTC), timedelta(hours=settings().first_hours), read_sites(settings().site_rules))


def _document(source: Source, state: State) -> dict[str, Any]:
    facts = {
        "address": source.address,
        "kind": state.kind or source.kind,
        "name": source.name or state.title,
        "health": health_of(source, state),
        "enabled": source.enabled,
        "movedTo": state.moved,
        "lastSuccess": state.succeeded,
        "lastNew": state.brought,
        "nextPoll": None if state.gone or not source.enabled else state.due,
        "intervalSeconds": round(state.interval.total_seconds()),
        "failures": state.failures,
        "hub": state.hub,
        "pushedUntil": state.subscribed_until,
        "hubError": state.hub_error,
        "error": state.error,
        "problems": state.said,
        "itemsADay": round(state.items_a_day, 1),
        "repeats": round(state.repeated, 3),
        "language": source.language or state.language,
        "country": source.country,
        "fullText": source.full_text,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _findings(found: Checkup) -> dict[str, Any]:
    facts = {
        "status": found.status,
        "kind": found.kind,
        "title": found.title,
        "language": found.language,
        "charset": found.charset,
        "validators": dict(found.validators),
        "movedTo": found.moved,
        "entries": [{"time": time, "characters": length, "headline": headline} for time, length, headline in found.entries],
        "firstPollSends": found.fresh,
        "intervalSeconds": round(found.interval.total_seconds()),
        "fullTextNeeded": found.full_text_needed,
        "outcome": found.outcome,
        "problems": found.problems,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _show(source: Source, found: Checkup) -> None:
    if found.kind is None:
        say(f"{source.address}: nothing that can be polled")
    else:
        say(f"{source.address}: {found.kind} {found.title or 'without a title'}, {len(found.entries)} entries")
        say(f"language {found.language or 'not told'}, charset {found.charset or 'not told by the server'}")
        say("validators " + (", ".join(f"{name} {value}" for name, value in found.validators.items()) or "none"))
        for time, length, headline in found.entries[:SHOWN]:
            when = time.isoformat(timespec="minutes").replace("+00:00", "Z") if time is not None else "no time          "
            say(f"  {when}  {length:6} characters  {line(headline, 2 * WIDTH)}")
        say(f"polled every {write_duration(found.interval)}; the first poll sends {found.fresh} of {len(found.entries)}")
        if found.full_text_needed and not source.full_text:
            say("most entries are teasers: --full-text fetches the pages behind them")
        if found.outcome is not None:
            say(f"clean makes of the newest: {found.outcome}")
    if found.moved is not None:
        say(f"it has moved for good to {found.moved}")
    for problem in found.problems:
        say(f"problem: {problem}")


def _ago(time: datetime | None, now: datetime) -> str:
    if time is None:
        return ""
    length = write_duration(timedelta(minutes=round(abs(now - time).total_seconds() / 60))).replace("0s", "0m")
    return f"{length} ago" if time <= now else f"in {length}"
