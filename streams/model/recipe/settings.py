"""The recipe's figures, from `recipe.toml` beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECIPE = Path(__file__).parent / "recipe.toml"
EXPORTED = "reader"
"""The folder in the working folder that `export` fills."""


@dataclass(frozen=True, slots=True)
class Run:
    """One training run. `pieces` bounds a batch, padding counted.

    `names` is the share of batches that teach names, `silver` the share of these of running text. Where there are
    labels a batch teaches both: gold names and labelled trees (weighed by `silver_trees`), or gold trees and labelled names.
    Rates are peaks: `rate` of the encoder, `head_rate` of all that starts from nothing; warm-up is linear, then linear to 0 at `steps`.
    """

    layers: int
    steps: int
    pieces: int
    names: float
    rate: float
    head_rate: float
    warmup: int
    seed: int
    silver: float = 0.0
    silver_trees: float = 0.5


@dataclass(frozen=True, slots=True)
class Noise:
    """The chances of changes to a row of names: other case, other quotes, names swapped, last point dropped."""

    case: float
    quotes: float
    swap: float
    bare: float


def read(path: Path = RECIPE) -> dict[str, Any]:
    """Return the whole recipe."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def run(name: str, recipe: dict[str, Any], **changed: Any) -> Run:
    """Return the run of that name (`teacher`, `student`); where the encoder's rate is changed the heads' follows."""
    given = recipe[name]
    if "rate" in changed:
        changed = {"head_rate": given["head_rate"] * changed["rate"] / given["rate"]} | changed
    return Run(**(given | changed))
