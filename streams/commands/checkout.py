"""Commands that need a checkout of the source: the wheel leaves out the scorers and the training code (`pyproject.toml`)."""

from __future__ import annotations

from pathlib import Path

from streams.errors import Usage

PACKAGE = Path(__file__).parents[1]
ABSENT = ("evaluation", "model/recipe")
"""The folders of the package that the wheel leaves out."""


def need_checkout(command: str) -> None:
    """Raise Usage that names the command if this is an installed wheel, which has neither scorers nor training code."""
    if not all((PACKAGE / folder).is_dir() for folder in ABSENT):
        raise Usage(f"`streams {command}` needs a checkout of the source, for the installed package has neither scorers nor training code")
