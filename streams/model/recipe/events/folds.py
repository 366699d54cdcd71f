"""The folds of the corpus' training texts: a reader that never saw a fold says what detect's decision is weighed on."""

from __future__ import annotations

import hashlib
from pathlib import Path

from streams.model.recipe.events.corpus import Text

EVENTS = "events"
"""The folder in the working folder that holds the reader of all training texts; those of the folds lie beside it."""


def of(text: Text, count: int) -> int:
    """The fold of a training text, by a hash of its id."""
    return int.from_bytes(hashlib.blake2b(f"fold {text.id}".encode(), digest_size=4).digest()) % count


def folder(work: Path, number: int) -> Path:
    """Where the reader lies that saw no text of that fold."""
    return work / f"{EVENTS}-{number}"


def count(work: Path) -> int:
    """How many folds have been trained in the working folder."""
    return sum(path.is_dir() for path in work.glob(f"{EVENTS}-[0-9]"))
