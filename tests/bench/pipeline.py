"""The pipeline part: one table of what the whole pipeline takes on the embedded broker and on Apache Kafka."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.table import Table

from streams.pipeline.stages import NAMES
from tests.bench.run import Found, Plan


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `target`: the value should lie below it; `digits`: those behind the point."""

    name: str
    value: Callable[[Found], float | None]
    unit: str
    target: float | None = None
    digits: int = 2


def rows(found: list[Found]) -> list[Row]:
    """Return the lines of the table, in order."""
    fixed = [
        Row("broker started", lambda run: run.broker_start, "s"),
        Row("five workers ready", lambda run: run.ready, "s", digits=1),
        Row("first alert, fed at the start", lambda run: run.first_alert, "s", 20, 1),
        Row("feed to alert, p50", lambda run: run.percentile(0.5), "s"),
        Row("feed to alert, p95", lambda run: run.percentile(0.95), "s", 0.25),
        Row("feed to alert, p99", lambda run: run.percentile(0.99), "s"),
        Row("feed to alert at 80 % load, p50", lambda run: run.loaded_percentile(0.5), "s"),
        Row("feed to alert at 80 % load, p95", lambda run: run.loaded_percentile(0.95), "s", 1),
        Row("feed to alert at 80 % load, p99", lambda run: run.loaded_percentile(0.99), "s"),
        Row("throughput, articles", lambda run: run.articles_a_second, "/s", digits=1),
        Row("throughput, words", lambda run: run.words_a_second, "/s", digits=0),
        Row("throughput, whole", lambda run: run.throughput_seconds, "s", digits=1),
    ]
    names = dict.fromkeys(name for run in found for name in run.memory)
    order = sorted(names, key=lambda name: (NAMES.index(name.split("'")[0]), name))
    return [*fixed, *(_memory(name) for name in order)]


def _memory(name: str) -> Row:
    return Row(f"resident, {name}", lambda run: run.memory.get(name), "MB", 500 if "child" in name else 200, 0)


def table(found: list[Found]) -> Table:
    """Return the table, with one column for each broker and the second's ratio to the first."""
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
    """Return the lines under the table: what was fed and what came of it."""
    lines = [f"latency at {plan.rate:g} articles/s; ! = target missed; memory is resident size, shared pages counted in each"]
    for run in found:
        outcomes = ", ".join(f"{count} {name}" for name, count in run.outcomes.items())
        lines.append(
            f"{run.broker}: {len(run.latencies)} of {run.latency_fed} articles brought an alert, on {run.incidents} incidents, "
            f"{len(run.loaded)} under load; "
            f"throughput of {run.throughput_fed} articles: {outcomes}; {run.restarts} restarts"
        )
        busy = sorted(run.cores.items(), key=lambda pair: -pair[1])
        lines.append("  cores kept busy meanwhile: " + ", ".join(f"{name} {share:.2f}" for name, share in busy))
        lines += [f"  {text}" for text in run.said]
    return lines


def machine() -> dict[str, object]:
    """Return the time of the measurement and the machine on which it was made."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
    }


def record(found: list[Found], plan: Plan) -> dict[str, object]:
    """Return the run as a document: what was fed, each broker's figures, their ratios."""
    pairs = {row.name: [row.value(run) for run in found] for row in rows(found)}
    return {
        "fed": {
            "latency": plan.latency_articles,
            "rate": plan.rate,
            "throughput": plan.throughput_articles,
            "loaded": plan.loaded_articles,
        },
        "brokers": [run.as_json() for run in found],
        "ratios": {name: pair[1] / pair[0] for name, pair in pairs.items() if len(pair) > 1 and pair[0] and pair[1] is not None},
    }
