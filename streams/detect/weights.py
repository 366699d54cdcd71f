"""The weights of detect's sums, as `streams model train events` wrote them down."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def learned(name: str) -> Mapping[str, float]:
    """Return the weights of `data/NAME.toml` by feature; raises FileNotFoundError for a name that has none."""
    text = (files("streams.detect") / "data" / f"{name}.toml").read_text(encoding="utf-8")
    weights: dict[str, float] = tomllib.loads(text)["weights"]
    return weights
