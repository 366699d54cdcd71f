"""Heads of state and government, known by their titles."""

from __future__ import annotations

from streams.detect.lexicon import words
from streams.messages import Argument

LEADERS = frozenset(title.replace("_", " ") for title in words("severity", "leaders"))
"""The titles of heads of state and government."""


def leads(argument: Argument) -> bool:
    """Return True if an argument names one who leads a state, beginning with the title or ending in it: "the president of Chad", "Chad's
    king".
    """
    said = argument.text.lower().removeprefix("the ")
    owned = said.split("'s ", 1)[-1]
    return any(said == title or said.startswith(f"{title} ") or owned == title for title in LEADERS)
