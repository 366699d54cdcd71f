"""The work that a child of the pool does instead of a language model's."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from streams.child import Work

HANG_SECONDS = 15.0


def begin(make: Callable[..., Work], given: tuple[object, ...], logged: object = None) -> None:
    """Stand in for streams.child.begin; make no tie to the parent's life."""


def toy() -> Work:
    """Return the work; loads nothing."""
    return work


def work(values: list[bytes], place: object = None) -> list[bytes | Exception]:
    """Return values in upper case; `die FILE` leaves a mark in the file and ends the child, `hang FILE` leaves one and is away for long."""
    for value in values:
        if value.startswith(b"hang "):
            with Path(value[5:].decode()).open("a") as file:
                file.write("hung\n")
            time.sleep(HANG_SECONDS)
        if value.startswith(b"die "):
            with Path(value[4:].decode()).open("a") as file:
                file.write("died\n")
            os._exit(9)
    return [value.upper() for value in values]
