"""`streams rules`: checks files of subscriptions, tries them out on stored alerts, and puts them in force."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import orjson
from rich.table import Table

from streams.commands.listing import print_table
from streams.commands.output import record, say
from streams.commands.rule_files import file_alerts, file_silences, outcome, paths_argument, read_files, sound, tell
from streams.commands.rules_in_force import apply, list_, remove
from streams.commands.silences import silence
from streams.commands.terminal import Terminal, Text
from streams.commands.times import Span
from streams.errors import Poison, Usage
from streams.messages import Alert
from streams.settings import settings
from streams.subscriptions import Outgoing, Tally, backtest, explain
from streams.visible import line

NAME = 100
"""The largest number of characters of a name or a headline that a line shows."""


_alerts = click.option("--alerts", "stored", metavar="FILE", help="Alerts as JSON lines; - is standard input. Without it: the broker's.")


@click.group()
def rules() -> None:
    """Check files of subscriptions, run their examples, and try them out on stored alerts. Nothing is delivered.

    A folder stands for all *.yaml and *.yml files in it. Alerts are JSON lines as `streams watch changes --json`, `streams alert` and
    `streams pipe` print them.
    """


@rules.command()
@paths_argument
def lint(paths: tuple[str, ...]) -> None:
    """Name every mistake with its line and column, and what to do. Exit code 1 when there is any."""
    catalogue, mistakes = read_files(paths)
    tell(mistakes)
    broken = len({mistake.file for mistake in mistakes})
    say(f"{len(list(catalogue))} subscriptions in {len(catalogue.files)} files are sound, {len(mistakes)} mistakes in {broken} files")
    raise click.exceptions.Exit(1 if mistakes else 0)


@rules.command()
@paths_argument
def test(paths: tuple[str, ...]) -> None:
    """Run the examples of the files as tests. Exit code 1 when one fails, or a file is broken."""
    catalogue, mistakes = read_files(paths)
    tell(mistakes)
    failed = count = 0
    for subscription in catalogue:
        for example in subscription.examples:
            count += 1
            where = f"{subscription.file}:{example.line}:{example.column}"
            found = outcome(subscription, example)
            if isinstance(found, str):
                failed += 1
                say(f"{where}: {subscription.name}: {found}")
            elif not found.passed:
                failed += 1
                say(f"{where}: {subscription.name}: expected {example.expect}, found {found.found}: {found.why}")
    say(f"{count} examples, {failed} failed")
    raise click.exceptions.Exit(1 if failed or mistakes else 0)


@rules.command(name="explain")
@paths_argument
@_alerts
@click.option("--incident", help="Only the revisions of this incident; needed where the alerts are the broker's.")
@click.option("--name", help="Only this subscription.")
def explained(paths: tuple[str, ...], stored: str | None, incident: str | None, name: str | None) -> None:
    """Show for each stored alert which subscriptions match it and which do not, with a line for each condition."""
    chosen = [each for each in sound(paths) if name is None or each.name == name]
    if not chosen:
        raise Usage(f"there is no subscription {name!r} in these files")
    if stored is None and incident is None:
        raise Usage("name --alerts FILE, or an --incident of the broker")
    console = Terminal(soft_wrap=True)
    found = file_alerts(stored) if stored is not None else _of_broker(incident=incident)
    for alert in (each for each in found if incident is None or each.id == incident):
        console.print(Text(line(f"{alert.id} r{alert.revision} {alert.kind}: {alert.headline}", 2 * NAME), "bold"))
        for subscription in chosen:
            reasons = explain(subscription, alert)
            matched = all(reason.holds for reason in reasons)
            console.print(Text(f"  {subscription.name}: {'match' if matched else 'no match'}", "green" if matched else "red"))
            for reason in reasons:
                console.print(Text(line(f"    {'yes' if reason.holds else 'no '}  {reason.field}: {reason.text}")))


@rules.command(name="backtest")
@paths_argument
@_alerts
@click.option("--since", type=Span(), help="Only the alerts of this time before the newest one: 24h, 7d. Of the broker: 24h unless told.")
@click.option(
    "--silences", "silenced", type=click.Path(path_type=Path), help="Silences, as `streams rules silence list --json` prints them."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each subscription.")
def backtested(paths: tuple[str, ...], stored: str | None, since: timedelta | None, silenced: Path | None, as_json: bool) -> None:
    """Show what each subscription would have matched and sent of stored alerts, day by day.

    Each revision counts at its `updated`; days are those of UTC. `alerts` counts the revisions that matched.
    """
    subscriptions = sound(paths)
    silences = file_silences(silenced) if silenced is not None else []
    if stored is not None:
        alerts = list(file_alerts(stored))
    else:
        since = since if since is not None else timedelta(hours=24)
        alerts = list(_of_broker(since=datetime.now(UTC) - since))
    if since is not None and alerts:
        oldest = max(alert.updated for alert in alerts) - since
        alerts = [alert for alert in alerts if alert.updated >= oldest]
    tallies = backtest(subscriptions, alerts, silences)
    if as_json:
        for tally in tallies:
            record(orjson.dumps(_document(tally)))
        return
    print_table(_table(tallies))
    for tally in tallies:
        for error, count in tally.errors.items():
            say(f"{tally.subscription.name}: `where` failed on {count} alerts, which is no match: {error}")
        for why, count in tally.suppressed.items():
            say(f"{tally.subscription.name}: {count} revisions that match were {why}")
        if tally.state.dropped:
            say(f"{tally.subscription.name}: {tally.state.dropped} revisions were dropped, because too many waited")
    say(f"{len(alerts)} alerts, {sum(len(tally.messages) for tally in tallies)} messages of {len(tallies)} subscriptions")


for command in (apply, remove, list_, silence):
    rules.add_command(command)


def _of_broker(incident: str | None = None, since: datetime | None = None) -> Iterator[Alert]:
    """Yield the revisions that the broker keeps, by their `updated`; a record that holds none is told, and passed over."""
    from streams.broker.alerts import kept_revisions  # most of these commands need no broker

    async def read() -> list[Alert | Poison]:
        return [each async for each in kept_revisions(settings(), incident=incident, since=since)]

    found: list[Alert] = []
    for each in asyncio.run(read()):
        if isinstance(each, Poison):
            say(f"not an alert: {each}", err=True)
        else:
            found.append(each)
    yield from sorted(found, key=lambda alert: (alert.updated, alert.id, alert.revision))


def _document(tally: Tally) -> dict[str, Any]:
    return {
        "subscription": tally.subscription.name,
        "alerts": tally.matched,
        "incidents": len(tally.incidents),
        "days": {day.isoformat(): count for day, count in tally.days.items()},
        "messages": [_message(message) for message in tally.messages],
        "errors": dict(tally.errors),
        "suppressed": dict(tally.suppressed),
        "dropped": tally.state.dropped,
    }


def _message(message: Outgoing) -> dict[str, Any]:
    told: dict[str, Any] = {"id": message.id, "reason": message.reason, "at": message.at.isoformat()}
    if not message.digest:
        return {**told, "incident": message.alert.id, "revision": message.alert.revision}
    entries = [{"incident": each.alert.id, "revision": each.alert.revision, "reason": each.reason} for each in message.digest]
    return {**told, "digest": entries, "more": message.more}


def _table(tallies: Iterable[Tally]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("subscription", "alerts", "incidents", "messages", "by day"):
        table.add_column(heading, justify="right" if heading in ("alerts", "incidents", "messages") else "left")
    for tally in tallies:
        days = ", ".join(f"{day}: {count}" for day, count in tally.days.items())
        counts = (tally.matched, len(tally.incidents), len(tally.messages))
        table.add_row(line(tally.subscription.name, NAME), *map(str, counts), days or "none")
    return table
