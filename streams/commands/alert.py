"""`streams alert`: the alerts of articles as records, or for a person with what joins each report to an incident or keeps it apart."""

from __future__ import annotations

from collections.abc import Iterator

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
from streams.pipeline.runner import Failed
from streams.visible import line


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--explain", "for_people", is_flag=True, help="Show a person what joins each report to an incident, or keeps it apart.")
def alert(paths: tuple[str, ...], for_people: bool) -> None:
    """Fold articles into incidents; they come as for `streams feed`, in the order in which they are named; - is standard input.

    All five stages run. Without --explain one JSON line comes out for each alert, as on `alerts.changes`.
    """
    console = Terminal()
    incident_log = IncidentLog()
    for item in through(paths, "detect"):
        if not isinstance(item, EventArticle):
            assert isinstance(item, Failed)
            if for_people:
                console.print(Text(f"dead letter {item.error} (record {item.line}): {line(item.message)}", "red"))
            else:
                record(item.encode())
            continue
        weighed = incident_log.weighed(item) if for_people else []
        alerts = [output.alert for output in incident_log.fold(item, item.received) if output.alert is not None]
        if for_people:
            console.print(Group(Rule(Text(line(item.headline or item.uri), "bold"), align="left", characters="═"), *_explained(weighed)))
            console.print(Group(*map(views.alert, alerts)) if alerts else Text("  no alert", "dim"))
        else:
            for each in alerts:
                record(each.encode())


def _explained(weighed: list[Weighing]) -> Iterator[RenderableType]:
    """Yield one line for each incident that a report was held against: the sum, its terms, and whether it is enough."""
    for each in weighed:
        told, known = each.report.events[0], each.incident.alert
        terms = ", ".join(f"{name} {value:+.1f}" for name, value in each.terms if value) or "nothing in common"
        verdict = f"joins, {SAME} or more" if each.joins else f"apart, less than {SAME}"
        yield Text(f"  {told.type} and {known.id} ({line(known.headline)}): {total(each.terms):.1f} = {terms}: {verdict}")
