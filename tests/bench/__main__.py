"""`make bench`: what the pipeline takes, part by part; each part can be run alone.

pipeline   start-up, latency, throughput and memory on the embedded broker and on Apache Kafka                    3 minutes
cost       streaming cost: CPU of the five workers on Kafka against the same articles through `streams pipe`      3 minutes
empty      records a second of a stage that does nothing                                                         40 seconds
silence    how long a partition is silent when workers and brokers die, join, leave, are restarted               10 minutes
million    screen's index with 5,000 to 1,000,000 articles in it: cost and bytes of an article                   5 minutes
applied    a million articles put into it one by one, and the snapshot of them                                   20 minutes
memory     resident memory of each stage after 100,000 small articles against 10,000                              2 hours
speed      words a second per core of the language model and the frames, beside spaCy's own small pipeline        4 minutes
subscriptions  alerts a second per core against 10,000 subscriptions, through the index and by a loop           20 seconds
deliver    an alert's way to its webhook on the embedded broker, and alerts a second with 10,000 subscriptions   1 minute
serve      500 streams of alerts at once, 50 of them dead: delivery, and the server's memory                    30 seconds
feeds      CPU and memory of a feeds worker that polls 500 sources once a minute each                           90 seconds
scaling    extract over 1 to 12 workers with a parser that sleeps, and CPU an article of the real one                5 minutes
scale      screen's index and alert's fold over a million records at the pace of ten million a day                  2 hours
board      the board in Chromium with 5,000 incidents: first paint, first incidents, and how long a press takes     30 seconds
hostile    CPU seconds of a stage on records made to cost time, and whether twice the size takes twice the time  20 minutes

All but pipeline, million, applied, speed, subscriptions, deliver, serve, board, feeds, scale and hostile need Java and Maven; speed needs
--data, which million takes too; board needs Chromium.
Figures are of one run on this machine, `!` marks a target missed; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy.kafka import runtime
from deploy.kafka.runtime import LaunchError
from streams.pipeline.stages import SOURCES
from tests.bench import (
    applied,
    board,
    cost,
    deliver,
    empty,
    feeds,
    figure,
    hostile,
    memory,
    million,
    pipeline,
    scale,
    scaling,
    serve,
    silence,
    speed,
    subscriptions,
)
from tests.bench.faults import FAULTS
from tests.bench.figure import Part
from tests.bench.run import Found, Plan, on_embedded, on_kafka

QUICK = Plan(latency_articles=25, throughput_articles=80, loaded_articles=40)
PARTS = (
    "pipeline",
    "cost",
    "empty",
    "silence",
    "million",
    "applied",
    "memory",
    "speed",
    "subscriptions",
    "deliver",
    "serve",
    "board",
    "hostile",
    "feeds",
    "scaling",
    "scale",
)
UNASKED = (*PARTS[:5], "subscriptions", "deliver", "serve")
"""The parts that run if none is named: all but applied, memory, hostile, feeds, scaling and scale, which take long, speed, which needs
data, and board."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if at least one part gave figures, else 1."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if "speed" in (asked.part or ()) and asked.data is None:
        parser.error("--part speed needs --data DIR")
    console = Console(soft_wrap=True)
    written: dict[str, Any] = {}
    for name in asked.part or UNASKED:
        console.print(name, style="bold")
        try:
            found = _pipeline(asked, console) if name == "pipeline" else _part(name, asked, console)
        except LaunchError as error:
            console.print(f"no Apache Kafka: {error}", style="red", highlight=False)
            continue
        if found is not None:
            written[name] = found
        if asked.json is not None:  # after each: the last parts take hours
            asked.json.write_text(json.dumps({**pipeline.machine(), **written}, indent=2) + "\n")
    return 0 if written else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", action="append", choices=PARTS, help="only this one (can be given again)")
    parser.add_argument("--quick", action="store_true", help="less of everything; of silence the first fault")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--only", choices=("embedded", "kafka"), help="pipeline: one broker")
    parser.add_argument("--articles", type=int, metavar="N", help="cost, million, applied, scale: how many; memory: N against N / 10")
    parser.add_argument("--data", type=Path, metavar="DIR", help="speed, million: the folder with the development data")
    parser.add_argument("--model", metavar="NAME", help="speed: another pipeline beside them, a spaCy package or a folder")
    parser.add_argument("--stage", action="append", choices=(*SOURCES, "all", "sketch", "incident"),
                        help="memory, hostile, scale: this stage alone; of memory `all` is the whole pipeline")  # fmt: skip
    parser.add_argument("--kind", metavar="WORD", help="hostile: kinds with this word in their name")
    parser.add_argument("--fault", action="append", choices=[fault.name for fault in FAULTS], help="silence: this one (can be given again)")
    return parser


def _part(name: str, asked: argparse.Namespace, console: Console) -> dict[str, Any] | None:
    plain = ("million", "applied", "speed", "subscriptions", "deliver", "serve", "board", "hostile", "feeds", "scale")
    if name not in plain and (lacking := runtime.lacking()) is not None:
        raise LaunchError(lacking)

    def tell(text: str) -> None:
        console.print(f"  {text}", style="dim", highlight=False)

    part: Part
    match name:
        case "cost":
            part = cost.measure(tell, quick=asked.quick, count=asked.articles)
        case "empty":
            part = empty.measure(tell, quick=asked.quick)
        case "speed":
            part = speed.measure(tell, asked.data, quick=asked.quick, model=asked.model)
        case "subscriptions":
            part = subscriptions.measure(tell, quick=asked.quick)
        case "deliver":
            part = deliver.measure(tell, quick=asked.quick)
        case "serve":
            part = serve.measure(tell, quick=asked.quick)
        case "board":
            part = board.measure(tell, quick=asked.quick)
        case "scaling":
            part = scaling.measure(tell, quick=asked.quick)
        case "scale":
            part = scale.measure(
                tell,
                quick=asked.quick,
                records=asked.articles,
                parts=[name for name in scale.PARTS if name in (asked.stage or scale.PARTS)],
            )
        case "feeds":
            part = feeds.measure(tell, quick=asked.quick)
        case "million":
            part = million.measure(tell, quick=asked.quick, articles=asked.articles, data=asked.data)
        case "applied":
            part = applied.measure(tell, quick=asked.quick, articles=asked.articles)
        case "hostile":
            chosen = [stage for stage in hostile.STAGES if not asked.stage or stage.name in asked.stage]
            part = hostile.measure(tell, quick=asked.quick, stages=chosen, word=asked.kind)
        case "silence":
            part = silence.measure(tell, quick=asked.quick, only=asked.fault or ())
        case _:
            part = memory.measure(tell, quick=asked.quick, articles=asked.articles, stages=asked.stage or tuple(SOURCES))
    console.print(figure.table(part))
    for line in part.notes:
        console.print(line, style="dim", highlight=False)
    return part.as_json()


def _pipeline(asked: argparse.Namespace, console: Console) -> dict[str, Any] | None:
    plan = QUICK if asked.quick else Plan()
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
        return None
    console.print(pipeline.table(found))
    for line in pipeline.notes(found, plan):
        console.print(line, style="dim", highlight=False)
    return pipeline.record(found, plan)


if __name__ == "__main__":
    sys.exit(main())
