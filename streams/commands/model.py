"""`streams model`: the recipe of the bundled language model, step by step."""

from __future__ import annotations

from pathlib import Path

import click

from streams.commands.checkout import need_checkout
from streams.commands.output import say
from streams.errors import Usage

WORK = click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/model"),
    show_default=True,
    help="Corpora and checkpoints.",
)
DATA = click.option(
    "--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True, help="Folder with the development data."
)
DEVICE = click.option("--device", default="cpu", show_default=True, help="cpu, or cuda: minutes instead of an hour and a half.")
THREADS = click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="On a cpu; two on busy cores gain nothing.")
STEPS = ("teacher", "labels", "student", "export")
EVENTS = "events"
CORPUS = Path("deploy/corpus")


@click.group()
def model() -> None:
    """Prepare, train, package and evaluate the language model (streams/model/CARD.md says what it is), in a checkout of the source."""
    need_checkout("model")


@model.command()
@DATA
@WORK
def prepare(data: Path, work: Path) -> None:
    """Make the corpora; nothing under `dev` gets into what is trained on."""
    from streams.model.recipe.prepare import prepare

    prepare(data, work)


@model.command()
@click.argument("steps", nargs=-1, type=click.Choice([*STEPS, EVENTS]))
@WORK
@DEVICE
@THREADS
@click.option("--layers", type=click.IntRange(1, 6), help="Of the student, instead of the recipe's three.")
@click.option("--steps", "length", type=click.IntRange(1), help="Of the student, instead of the recipe's.")
@click.option("--rate", type=float, help="Of the student's encoder at its peak, instead of the recipe's; its heads' follows.")
@click.option(
    "--state",
    "states",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="State (NAME.pt) that the student starts from, unless its own is in --work, and that export takes; of several the mean.",
)
@click.option(
    "--beside",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="Folder of an exported encoder that labels beside the teacher; their chances are averaged.",
)
@click.option(
    "--corpus",
    type=click.Path(file_okay=False, path_type=Path),
    default=CORPUS,
    show_default=True,
    help="Annotated texts, for the step events.",
)
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the development data, for the step events: its running text is labelled for a last run.",
)
def train(
    steps: tuple[str, ...],
    work: Path,
    device: str,
    threads: int,
    layers: int | None,
    length: int | None,
    rate: float | None,
    states: tuple[Path, ...],
    beside: tuple[Path, ...],
    corpus: Path,
    data: Path | None,
) -> None:
    """Train: teacher on gold, its labels of every corpus, student on both, its export; all four where none is named.

    The step events trains the event reader on the corpus, and the weights of detect's decision. Each goes on where it was stopped.
    Needs the extra `train` (torch): pip install -e '.[train]'.
    """
    try:
        from streams.model.recipe import steps as recipe
    except ModuleNotFoundError as exc:
        raise Usage(f"{exc.name} is not installed; training needs: pip install -e '.[train]'") from None
    recipe.use_threads(threads)
    changed = {name: value for name, value in {"layers": layers, "steps": length, "rate": rate}.items() if value is not None}
    for name in steps or STEPS:
        if name == "teacher":
            recipe.teacher(work, device, say)
        elif name == EVENTS:
            _events(work, corpus, data)
        elif name == "labels":
            recipe.labels(work, say, beside)
        elif name == "student":
            recipe.student(work, device, say, states, **changed)
        else:
            recipe.export(work, say, "student", states, **changed)


def _events(work: Path, corpus: Path, data: Path | None) -> None:
    from streams.detect.lexicon import lexicon
    from streams.evaluation.corpus.weigh import learn
    from streams.model.recipe.events.steps import Known, events

    if not corpus.is_dir():
        raise Usage(f"--corpus: {corpus} is no folder")
    events(work, corpus, Known(lexicon().base_forms, lexicon().phrases), say, data)
    learn(work, corpus, say)


@model.command()
@WORK
@click.option("--events", is_flag=True, help="The event reader that `train events` made, instead of the one in the package.")
@click.option(
    "--target", type=click.Path(file_okay=False, path_type=Path), help="Another folder than the package's own, for STREAMS_MODEL."
)
def package(work: Path, events: bool, target: Path | None) -> None:
    """Put the exported encoder, the base forms and the rules into the package, or as a pipeline of its own into a folder."""
    from streams.model.load import WEIGHTS
    from streams.model.recipe.package import package, package_events

    if events:
        package_events(work)
    else:
        package(work, target or WEIGHTS)


@model.command()
@DATA
@click.option("--model", "name", help="Another pipeline than the bundled one; its scores are printed, the card stays.")
def evaluate(data: Path, name: str | None) -> None:
    """Score the bundled model on what nothing was trained on, and write its card and scores.json anew."""
    from streams.evaluation.model.card import write_card
    from streams.evaluation.model.scores import evaluate, write_scores
    from streams.model.load import load

    scores = evaluate(load(name), data, name)
    if name is None:
        write_scores(scores)
        write_card(scores)
    else:
        say(str(scores))
