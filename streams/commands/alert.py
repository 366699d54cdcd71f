"""`streams alert`: the alerts of articles as records, or for a person with what joins each report to an incident or keeps it apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import click
from rich.console import Group, RenderableType
from rich.rule import Rule

from streams.alert import IncidentLog
from streams.alert.home import Weighing
from streams.alert.match import SAME, total
from streams.commands import views
from streams.commands.output import record
from streams.commands.screen import through
from streams.commands.terminal import Terminal, Text
from streams.messages import EventArticle
from streams.pipeline.runner import AlertedArticle, Failed, Released
from streams.settings import settings
from streams.visible import line


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--explain", "for_people", is_flag=True, help="Show a person what joins each report to an incident, or keeps it apart.")
def alert(paths: tuple[str, ...], for_people: bool) -> None:
    """Fold articles into incidents; they come as for `streams feed`, in the order in which they are named; - is standard input.

    All five stages run. Without --explain one JSON line comes out for each alert, as on `alerts.changes`.
    """
    if for_people:
        _explain(paths)
        return
    for item in through(paths, "alert"):
        match item:
            case AlertedArticle():
                told = item.alerts
            case Released():
                told = item.released
            case _:
                assert isinstance(item, Failed)
                record(item.encode())
                continue
        for each in told:
            record(each.encode())


def _explain(paths: tuple[str, ...]) -> None:
    """Show each article with what joins its reports to the incidents so far, and its alerts: the sums are those before it is folded."""
    console, chosen = Terminal(), settings()
    incident_log = IncidentLog(timedelta(hours=chosen.incident_hours), timedelta(hours=chosen.hold_hours))
    for item in through(paths, "detect"):
        if not isinstance(item, EventArticle):
            assert isinstance(item, Failed)
            console.print(Text(f"dead letter {item.error} (record {item.line}): {line(item.message)}", "red"))
            continue
        weighed = incident_log.weighed(item)
        alerts = [output.alert for output in incident_log.fold(item, item.received) if output.alert is not None]
        console.print(Group(Rule(Text(line(item.headline or item.uri), "bold"), align="left", characters="═"), *_explained(weighed)))
        console.print(Group(*map(views.alert, alerts)) if alerts else Text("  no alert", "dim"))


def _explained(weighed: list[Weighing]) -> Iterator[RenderableType]:
    """Yield one line for each incident that a report was held against: the sum, its terms, and whether it is enough."""
    for each in weighed:
        told, known = each.report.events[0], each.incident.alert
        terms = ", ".join(f"{name} {value:+.1f}" for name, value in each.terms if value) or "nothing in common"
        verdict = f"joins, {SAME} or more" if each.joins else f"apart, less than {SAME}"
        yield Text(f"  {told.type} and {known.id} ({line(known.headline)}): {total(each.terms):.1f} = {terms}: {verdict}")
