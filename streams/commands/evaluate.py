"""`streams eval`: every stage's figures on the development data, beside their targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from streams.commands.checkout import need_checkout
from streams.commands.output import document
from streams.commands.terminal import Terminal, Text
from streams.errors import Usage
from streams.messages import AnalysedArticle
from streams.settings import settings

CORPUS = Path("deploy/corpus")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `target` None = only shown; `below`: the target is a ceiling."""

    name: str
    value: float
    target: float | None = None
    below: bool = False

    @property
    def met(self) -> bool:
        """True if the target is reached, or without a target."""
        return self.target is None or (self.value <= self.target if self.below else self.value >= self.target)


def _flat(values: dict[str, Any], path: str = "") -> Iterator[tuple[str, float]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        elif isinstance(value, int | float):
            yield path + str(name), float(value)


def _figures(values: dict[str, Any], targets: dict[str, float], below: Sequence[str] = ()) -> list[Figure]:
    return [Figure(name, value, targets.get(name), name in below) for name, value in _flat(values)]


def _clean(data: Path, report: Path | None = None) -> list[Figure]:
    from streams.evaluation.clean.pages import evaluate

    found = evaluate(data, report)
    return _figures(found["figures"], found["targets"], found["below"])


def _feeds(data: Path) -> list[Figure]:
    from streams.evaluation.feeds.files import evaluate

    found = evaluate(data)
    return _figures(found["figures"], found["targets"])


def _screen(data: Path, report: Path | None = None) -> list[Figure]:
    from streams.evaluation.screen.duplicates import BELOW, evaluate

    found = evaluate(data, report)
    return _figures(found["figures"], found["targets"], BELOW)


def _grey_pairs(data: Path) -> Table | None:
    """Return a table of real pairs on which readers may differ, with screen's verdicts on them; None without the data."""
    from streams.evaluation.screen.duplicates import pair_verdicts

    if not (data / "duplicates" / "pairs.jsonl.gz").is_file():
        return None
    table = Table("grey pair", "Jaccard of 5 words", "containment", "second after first", "first after second", box=None, pad_edge=False)
    for pair, *found in pair_verdicts(data / "duplicates"):
        if pair["label"] == "grey":
            said = (f"{relation.kind} ({relation.copied:.0%} copied)" if relation.of else relation.kind for relation in found)
            table.add_row(f"{pair['a'][:8]} {pair['b'][:8]}", f"{pair['jaccard5']:.3f}", f"{pair['contain5']:.3f}", *said)
    return table


def _extract(data: Path) -> list[Figure]:
    from streams.evaluation.extract.parts import CEILINGS, TARGETS, evaluate, figures
    from streams.extract.model import load
    from streams.pipeline.runner import Runner

    model = settings().model
    found = evaluate(data, load(model), Runner(settings(), until="extract").run, model)
    return _figures(figures(found), TARGETS, CEILINGS)


def _events(data: Path, corpus: Path = CORPUS) -> list[Figure]:
    from streams.evaluation.detect.events import TARGETS, evaluate
    from streams.extract.model import load

    return _figures(evaluate(load(), _folder(corpus)), TARGETS)


def _story(data: Path, corpus: Path = CORPUS) -> list[Figure]:
    from streams.evaluation.alert.alerts import TARGETS, evaluate
    from streams.extract.model import load

    return _figures(evaluate(load(), _folder(corpus)), TARGETS)


def _folder(corpus: Path) -> Path:
    if not corpus.is_dir():
        raise Usage(f"--corpus: {corpus} is no folder; the corpus of events lies in the source's {CORPUS}")
    return corpus


def _detect(data: Path) -> list[Figure]:
    from streams.clean import Limits
    from streams.evaluation.detect.detection import TARGETS, evaluate
    from streams.evaluation.detect.sentences import analysed
    from streams.extract.model import load

    nlp, limits = load(settings().model), Limits(value_bytes=settings().max_value_bytes, words=settings().max_words)

    def articles_of(texts: Sequence[str], published: datetime) -> list[AnalysedArticle]:
        return analysed(nlp, texts, published, limits)

    found = evaluate(data, articles_of)
    return _figures({name: value for name, value in found.items() if name != "targets"}, TARGETS, ("quiet.falseAlarms",))


def _alert(data: Path) -> list[Figure]:
    from streams.demo.expectations import TARGETS, measure, seed_alert
    from streams.evaluation.alert import incidents

    found = measure(settings()) | {"seed.alert": float(seed_alert(settings(), data / "seed"))}
    if (data / incidents.FILE).is_file():
        found |= incidents.evaluate(data, settings())
    return _figures(found, TARGETS | incidents.TARGETS, incidents.BELOW)


MEASURES: dict[str, Callable[[Path], list[Figure]]] = {
    "clean": _clean,
    "feeds": _feeds,
    "screen": _screen,
    "extract": _extract,
    "events": _events,
    "story": _story,
    "detect": _detect,
    "alert": _alert,
}


JUDGEMENTS = "judgements"
"""The choice that is measured by readers' words and not by the development data, so `all` leaves it out."""


def _judgements(file: Path | None, report: Path | None) -> list[Figure]:
    from streams.commands.judged import judged

    return _figures(judged(file, report), {})


@click.command("eval")
@click.argument("stage", type=click.Choice([*MEASURES, JUDGEMENTS, "all"]))
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with the development data; events, story and judgements need none.",
)
@click.option(
    "--corpus",
    type=click.Path(file_okay=False, path_type=Path),
    default=CORPUS,
    show_default=True,
    help="Annotated texts, for events and story.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: stage, figure, value, target, met.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file for the list of clean (wrong lines), screen (changes) or judgements (what readers agree on, as JSON Lines).",
)
@click.option(
    "--judgements",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Judgements as JSON Lines, for judgements; else the topic is read.",
)
@click.option("--strict", is_flag=True, help="Exit code 1 when a figure falls short of its target.")
def evaluate(stage: str, data: Path | None, corpus: Path, as_json: bool, report: Path | None, file: Path | None, strict: bool) -> None:
    """Measure STAGE (or all) on the development data; figures stand beside their targets.

    `events` (predicates) and `story` (the alerts of single texts) are measured on the held-out part of the corpus of news events, `alert`
    on the demo's wire and the seed article, through all five stages, and on real articles of many sites on some events. `judgements` tells
    by what readers said on the board how often alerts were right, by type and field; it needs no data, and `all` leaves it out.
    """
    need_checkout("eval")
    if file is not None and stage != JUDGEMENTS:
        raise Usage(f"--judgements: {stage} reads none")
    if data is None and stage not in ("events", "story", JUDGEMENTS):
        raise Usage(f"--data: {stage} is measured on the folder with the development data")
    if data is not None and not data.is_dir():
        raise Usage(f"--data: {data} is no folder")
    folder = data or Path()
    if report is not None and stage not in ("clean", "screen", JUDGEMENTS):
        raise Usage(f"--report: {stage} has no list; clean has one of wrong lines, screen of changes, judgements of what readers agree on")
    measures = MEASURES | {
        "clean": lambda data: _clean(data, report),
        "screen": lambda data: _screen(data, report),
        "events": lambda data: _events(data, corpus),
        "story": lambda data: _story(data, corpus),
        JUDGEMENTS: lambda _: _judgements(file, report),
    }
    found = {name: measures[name](folder) for name in (MEASURES if stage == "all" else [stage])}
    if as_json:
        rows = {name: {f.name: {"value": f.value, "target": f.target, "met": f.met} for f in figures} for name, figures in found.items()}
        document(rows)
    else:
        table = Table(box=None, pad_edge=False)
        for heading in ("stage", "figure", "value", "target", ""):
            table.add_column(heading, justify="right" if heading in ("value", "target") else "left")
        for name, figures in found.items():
            for f in figures:
                target = "" if f.target is None else f"{'<=' if f.below else '>='} {f.target:g}"
                mark = "" if f.target is None else Text("met", "green") if f.met else Text("short", "red")
                table.add_row(name, f.name, f"{f.value:.4g}", target, mark)
        Terminal().print(table)
        if "screen" in found and (grey := _grey_pairs(folder)) is not None:
            Terminal().print(grey)
    if strict and not all(f.met for figures in found.values() for f in figures):
        raise click.exceptions.Exit(1)
