"""The folds of the corpus' training texts: detect's decision is weighed on what a reader says of a fold that it never saw."""

from __future__ import annotations

import hashlib
from pathlib import Path

from streams.model.recipe.events.corpus import Text

EVENTS = "events"
"""The folder in the working folder that holds the reader of all training texts; those of the folds lie beside it."""


def of(text: Text, count: int) -> int:
    """Return the fold of a training text, from 0, by a hash of its id."""
    return int.from_bytes(hashlib.blake2b(f"fold {text.id}".encode(), digest_size=4).digest()) % count


def folder(work: Path, number: int) -> Path:
    """Return the folder of the reader that saw no text of that fold."""
    return work / f"{EVENTS}-{number}"


def count(work: Path) -> int:
    """Return the number of folds whose readers lie in the working folder."""
    return sum(path.is_dir() for path in work.glob(f"{EVENTS}-[0-9]"))
