"""`streams rules`: checks files of subscriptions, runs their examples, and tries them out on stored alerts. Nothing is delivered."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import orjson
from rich.table import Table

from streams.commands.output import record, say
from streams.commands.terminal import Terminal, Text
from streams.errors import Malformed, Usage
from streams.messages import Alert
from streams.subscriptions import Catalogue, Example, Mistake, Subscription, Tally, backtest, check, explain
from streams.subscriptions.duration import read_duration
from streams.subscriptions.example import Outcome
from streams.subscriptions.node import MOST_BYTES
from streams.subscriptions.stored import stored_alerts
from streams.visible import line

SUFFIXES = (".yaml", ".yml")
MOST_EXAMPLES = 10_000_000
"""The number of bytes of a file of examples that are read."""
NAME = 100
"""The largest number of characters of a name or a headline that a line shows."""


class Span(click.ParamType):
    """A length of time: 24h, 7d, 1h30m."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        found = value if isinstance(value, timedelta) else read_duration(value)
        if found is None:
            self.fail(f"{value!r} is no length of time, such as 24h or 7d", param, ctx)
        return found


_paths = click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...")
_alerts = click.option("--alerts", "stored", required=True, metavar="FILE", help="Alerts as JSON lines; - is standard input.")


@click.group()
def rules() -> None:
    """Check files of subscriptions, run their examples, and try them out on stored alerts. Nothing is delivered.

    A folder stands for all *.yaml and *.yml files in it. Alerts are JSON lines as `streams watch changes --json`, `streams alert` and
    `streams pipe` print them.
    """


@rules.command()
@_paths
def lint(paths: tuple[str, ...]) -> None:
    """Name every mistake with its line and column, and what to do. Exit code 1 when there is any."""
    catalogue, mistakes = _read(paths)
    _tell(mistakes)
    broken = len({mistake.file for mistake in mistakes})
    say(f"{len(list(catalogue))} subscriptions in {len(catalogue.files)} files are sound, {len(mistakes)} mistakes in {broken} files")
    raise click.exceptions.Exit(1 if mistakes else 0)


@rules.command()
@_paths
def test(paths: tuple[str, ...]) -> None:
    """Run the examples of the files as tests. Exit code 1 when one fails, or a file is broken."""
    catalogue, mistakes = _read(paths)
    _tell(mistakes)
    failed = count = 0
    for subscription in catalogue:
        for example in subscription.examples:
            count += 1
            where = f"{subscription.file}:{example.line}:{example.column}"
            found = _outcome(subscription, example)
            if isinstance(found, str):
                failed += 1
                say(f"{where}: {subscription.name}: {found}")
            elif not found.passed:
                failed += 1
                say(f"{where}: {subscription.name}: expected {example.expect}, found {found.found}: {found.why}")
    say(f"{count} examples, {failed} failed")
    raise click.exceptions.Exit(1 if failed or mistakes else 0)


@rules.command(name="explain")
@_paths
@_alerts
@click.option("--incident", help="Only the revisions of this incident.")
@click.option("--name", help="Only this subscription.")
def explained(paths: tuple[str, ...], stored: str, incident: str | None, name: str | None) -> None:
    """Show for each stored alert which subscriptions match it and which do not, with a line for each condition."""
    chosen = [each for each in _sound(paths) if name is None or each.name == name]
    if not chosen:
        raise Usage(f"there is no subscription {name!r} in these files")
    console = Terminal(soft_wrap=True)
    for alert in (each for each in _stored(stored) if incident is None or each.id == incident):
        console.print(Text(line(f"{alert.id} r{alert.revision} {alert.kind}: {alert.headline}", 2 * NAME), "bold"))
        for subscription in chosen:
            reasons = explain(subscription, alert)
            matched = all(reason.holds for reason in reasons)
            console.print(Text(f"  {subscription.name}: {'match' if matched else 'no match'}", "green" if matched else "red"))
            for reason in reasons:
                console.print(Text(line(f"    {'yes' if reason.holds else 'no '}  {reason.field}: {reason.text}")))


@rules.command(name="backtest")
@_paths
@_alerts
@click.option("--since", type=Span(), help="Only the alerts of this time before the newest one: 24h, 7d.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for each subscription.")
def backtested(paths: tuple[str, ...], stored: str, since: timedelta | None, as_json: bool) -> None:
    """Show what each subscription would have matched and sent of stored alerts, day by day.

    Each revision counts at its `updated`; days are those of UTC. `alerts` counts the revisions that matched.
    """
    subscriptions = _sound(paths)
    alerts = list(_stored(stored))
    if since is not None and alerts:
        oldest = max(alert.updated for alert in alerts) - since
        alerts = [alert for alert in alerts if alert.updated >= oldest]
    tallies = backtest(subscriptions, alerts)
    if as_json:
        for tally in tallies:
            record(orjson.dumps(_document(tally)))
        return
    Terminal(soft_wrap=True).print(_table(tallies))
    for tally in tallies:
        for error, count in tally.errors.items():
            say(f"{tally.subscription.name}: `where` failed on {count} alerts, which is no match: {error}")
    say(f"{len(alerts)} alerts, {sum(len(tally.messages) for tally in tallies)} messages of {len(tallies)} subscriptions")


def _document(tally: Tally) -> dict[str, Any]:
    days = {day.isoformat(): count for day, count in tally.days.items()}
    messages = [
        {
            "id": message.id,
            "incident": message.alert.id,
            "revision": message.alert.revision,
            "reason": message.reason,
            "at": message.at.isoformat(),
        }
        for message in tally.messages
    ]
    return {
        "subscription": tally.subscription.name,
        "alerts": tally.matched,
        "incidents": len(tally.incidents),
        "days": days,
        "messages": messages,
        "errors": dict(tally.errors),
    }


def _table(tallies: Iterable[Tally]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("subscription", "alerts", "incidents", "messages", "by day"):
        table.add_column(heading, justify="right" if heading in ("alerts", "incidents", "messages") else "left")
    for tally in tallies:
        days = ", ".join(f"{day}: {count}" for day, count in tally.days.items())
        counts = (tally.matched, len(tally.incidents), len(tally.messages))
        table.add_row(line(tally.subscription.name, NAME), *map(str, counts), days or "none")
    return table


def _tell(mistakes: Iterable[Mistake]) -> None:
    for mistake in mistakes:
        say(str(mistake))


def _sound(paths: tuple[str, ...]) -> list[Subscription]:
    """Return the subscriptions of files that hold no mistake; else tell the mistakes and end with exit code 1."""
    catalogue, mistakes = _read(paths)
    if mistakes:
        _tell(mistakes)
        raise click.exceptions.Exit(1)
    found = list(catalogue)
    if not found:
        raise Usage(f"there is no subscription in {' '.join(paths)}")
    return found


def _read(paths: tuple[str, ...]) -> tuple[Catalogue, list[Mistake]]:
    catalogue = Catalogue()
    mistakes: list[Mistake] = []
    for path in _files(paths):
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as exc:
            raise Usage(f"{path}: {exc.strerror or exc}") from None
        catalogue, wrong = catalogue.with_file(str(path), content)
        mistakes += wrong
    return catalogue, mistakes


def _files(paths: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES) if path.is_dir() else [path]
    if not found:
        raise Usage(f"there is no .yaml file in {' '.join(paths)}")
    return list(dict.fromkeys(found))


def _stored(path: str) -> Iterator[Alert]:
    """Yield the alerts of a file or standard input; a line that holds none is told on standard error, and passed over."""
    try:
        with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
            for number, value in enumerate(file, 1):
                try:
                    yield from stored_alerts(value) if value.strip() else ()
                except Malformed as exc:
                    say(f"{path}:{number}: not an alert: {exc}", err=True)
    except OSError as exc:
        raise Usage(f"{path}: {exc.strerror or exc}") from None


def _outcome(subscription: Subscription, example: Example) -> Outcome | str:
    def load(file: str, wanted: int) -> Alert:
        path = Path(subscription.file).parent / file
        if path.exists() and not path.is_file():
            raise Malformed("not a regular file")
        with path.open("rb") as lines:
            content = lines.read(MOST_EXAMPLES)
        alerts = [alert for value in content.splitlines() for alert in (stored_alerts(value) if value.strip() else ())]
        return alerts[wanted - 1]

    try:
        return check(subscription, example, load)
    except (OSError, Malformed) as exc:
        return f"{example.file} cannot be read: {exc}"
    except IndexError:
        return f"{example.file} has fewer than {example.record} alerts"
