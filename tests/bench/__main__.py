"""`make bench`: one table of what the pipeline takes on the embedded broker and, where Java and Maven are at hand, on Apache Kafka."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.kafka import runtime
from deploy.kafka.runtime import LaunchError
from tests.bench.run import Found, Plan, on_embedded, on_kafka

QUICK = Plan(latency_articles=25, throughput_articles=80)
STAGES = ("clean", "screen", "extract", "detect", "alert")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `target`: the value aimed at lies below it; `digits` behind the point."""

    name: str
    value: Callable[[Found], float | None]
    unit: str
    target: float | None = None
    digits: int = 2


def rows(found: list[Found]) -> list[Row]:
    """What the table tells, in order."""
    fixed = [
        Row("broker started", lambda run: run.broker_start, "s"),
        Row("five workers ready", lambda run: run.ready, "s", digits=1),
        Row("first alert, fed at the start", lambda run: run.first_alert, "s", 20, 1),
        Row("feed to alert, p50", lambda run: run.percentile(0.5), "s"),
        Row("feed to alert, p95", lambda run: run.percentile(0.95), "s", 1),
        Row("feed to alert, p99", lambda run: run.percentile(0.99), "s"),
        Row("throughput, articles", lambda run: run.articles_a_second, "/s", digits=1),
        Row("throughput, words", lambda run: run.words_a_second, "/s", digits=0),
        Row("throughput, whole", lambda run: run.throughput_seconds, "s", digits=1),
    ]
    names = dict.fromkeys(name for run in found for name in run.memory)
    order = sorted(names, key=lambda name: (STAGES.index(name.split("'")[0]), name))
    return [*fixed, *(_memory(name) for name in order)]


def _memory(name: str) -> Row:
    return Row(f"resident, {name}", lambda run: run.memory.get(name), "MB", 500 if "child" in name else 200, 0)


def table(found: list[Found]) -> Table:
    """One column a broker, and the second's ratio to the first."""
    drawn = Table(title="newswire-streams bench", title_justify="left")
    drawn.add_column("", no_wrap=True)
    for run in found:
        drawn.add_column(run.broker, justify="right")
    if len(found) > 1:
        drawn.add_column("Kafka / embedded", justify="right")
    drawn.add_column("target", justify="right")
    for row in rows(found):
        values = [row.value(run) for run in found]
        cells = [_cell(value, row) for value in values]
        drawn.add_row(row.name, *cells, *([_ratio(values)] if len(found) > 1 else []), f"< {row.target:g} {row.unit}" if row.target else "")
    return drawn


def _cell(value: float | None, row: Row) -> str:
    if value is None:
        return "[red]not ended[/red]"
    text = f"{value:,.{row.digits}f} {row.unit}"
    return f"[red]{text} ![/red]" if row.target is not None and value >= row.target else text


def _ratio(values: list[float | None]) -> str:
    first, second = values[0], values[1]
    return f"{second / first:.2f}" if first and second is not None else ""


def notes(found: list[Found], plan: Plan) -> list[str]:
    """What was fed and what came of it, under the table."""
    lines = [f"latency at {plan.rate:g} articles/s; ! = target missed; memory is resident size, shared pages counted in each"]
    for run in found:
        outcomes = ", ".join(f"{count} {name}" for name, count in run.outcomes.items())
        lines.append(
            f"{run.broker}: {len(run.latencies)} of {run.latency_fed} articles brought an alert, on {run.incidents} incidents; "
            f"throughput of {run.throughput_fed} articles: {outcomes}; {run.restarts} restarts"
        )
        busy = sorted(run.cores.items(), key=lambda pair: -pair[1])
        lines.append("  cores kept busy meanwhile: " + ", ".join(f"{name} {share:.2f}" for name, share in busy))
        lines += [f"  {text}" for text in run.said]
    return lines


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer articles")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--only", choices=("embedded", "kafka"), help="one broker")
    asked = parser.parse_args(arguments)
    plan = QUICK if asked.quick else Plan()
    console = Console(soft_wrap=True)
    found: list[Found] = []

    def tell(text: str) -> None:
        console.print(f"  {text}", style="dim", highlight=False)

    if asked.only != "kafka":
        console.print("embedded broker", style="dim")
        found.append(on_embedded(plan, tell))
    if asked.only != "embedded":
        if (lacking := runtime.lacking()) is not None:
            console.print(f"no Apache Kafka: {lacking}", style="dim", highlight=False)
        else:
            console.print("Apache Kafka, one node", style="dim")
            try:
                found.append(on_kafka(plan, tell))
            except LaunchError as error:
                console.print(f"no Apache Kafka: {error}", style="red", highlight=False)
    if not found:
        return 1
    console.print(table(found))
    for line in notes(found, plan):
        console.print(line, style="dim", highlight=False)
    if asked.json is not None:
        asked.json.write_text(json.dumps(_record(found, plan), indent=2) + "\n")
    return 0


def _record(found: list[Found], plan: Plan) -> dict[str, object]:
    """The run as JSON: the machine, what was fed, each broker's figures, their ratios."""
    pairs = {row.name: [row.value(run) for run in found] for row in rows(found)}
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
        "fed": {"latency": plan.latency_articles, "rate": plan.rate, "throughput": plan.throughput_articles},
        "brokers": [run.as_json() for run in found],
        "ratios": {name: pair[1] / pair[0] for name, pair in pairs.items() if len(pair) > 1 and pair[0] and pair[1] is not None},
    }


if __name__ == "__main__":
    sys.exit(main())
