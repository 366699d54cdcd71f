"""The recipe by hand: `python -m streams.model prepare|train|package|evaluate|card --data DIR --work DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from streams.model.card import CARD, write_card
from streams.model.evaluate import evaluate, write_scores
from streams.model.load import WEIGHTS, load
from streams.model.package import package
from streams.model.prepare import prepare
from streams.model.train import train

SCORES = Path(__file__).parent / "scores.json"


def main(arguments: list[str] | None = None) -> None:
    """Runs one step of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m streams.model", description="Rebuild the bundled language model.")
    parser.add_argument("step", choices=["prepare", "train", "package", "evaluate"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the development data")
    parser.add_argument("--work", type=Path, default=Path("build/model"), help="where corpora and checkpoints go")
    parser.add_argument("--part", choices=["names", "grammar"], action="append", help="train only this part")
    parser.add_argument("--model", help="evaluate this pipeline instead of the bundled one")
    given = parser.parse_args(arguments)
    match given.step:
        case "prepare":
            prepare(given.data, given.work)
        case "train":
            for part in given.part or ("grammar", "names"):
                train(part, given.work)
        case "package":
            package(given.work, WEIGHTS)
        case "evaluate":
            scores = evaluate(load(given.model), given.data, given.work)
            if given.model is None:
                write_scores(scores, SCORES)
                write_card(scores, CARD)
            else:
                print(scores)


if __name__ == "__main__":
    main()
