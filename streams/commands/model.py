"""`streams model`: the recipe of the bundled language model, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

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


@click.group()
def model() -> None:
    """Prepare, train, evaluate and package the language model (streams/model/CARD.md says what it is)."""


@model.command()
@DATA
@WORK
def prepare(data: Path, work: Path) -> None:
    """Make the training corpora; nothing under `dev` gets into them."""
    from streams.model.prepare import prepare

    prepare(data, work)


@model.command()
@WORK
@click.option("--part", type=click.Choice(["names", "grammar"]), help="Only this part; else both, one after the other.")
def train(work: Path, part: Literal["names", "grammar"] | None) -> None:
    """Train on one core: each part takes about half an hour."""
    from streams.model.train import train

    if part != "names":
        train("grammar", work)
    if part != "grammar":
        train("names", work)


@model.command()
@DATA
@WORK
@click.option("--model", "name", help="Another pipeline than the bundled one; its scores are printed, the card stays.")
def evaluate(data: Path, work: Path, name: str | None) -> None:
    """Score the bundled model and write its card and scores.json anew."""
    from streams.model.__main__ import main

    main(["evaluate", "--data", str(data), "--work", str(work), *(["--model", name] if name else [])])


@model.command()
@WORK
def package(work: Path) -> None:
    """Put the trained parts together and into the package."""
    from streams.model.load import WEIGHTS
    from streams.model.package import package

    package(work, WEIGHTS)
