"""What a child of the pool runs instead of a language model; by the names of streams.extract.work."""

from __future__ import annotations

import os
from pathlib import Path


def start(model: str | None = None) -> None:
    """Nothing to load, and no tie to the parent's life."""


def work(values: list[bytes]) -> list[bytes | Exception]:
    """Values in upper case; `die FILE` leaves a mark in the file and ends the child."""
    for value in values:
        if value.startswith(b"die "):
            with Path(value[4:].decode()).open("a") as file:
                file.write("died\n")
            os._exit(9)
    return [value.upper() for value in values]
