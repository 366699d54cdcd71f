"""The labels of running text, agreed over each article as the reader agrees on its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from streams.model.inventory import Inventory
from streams.model.paths import best_path, spans
from streams.model.votes import Found, agreed, likely

Soft = NDArray[np.float16]
"""Probabilities of each tag (words, tags)."""


def voted(rows: Sequence[Sequence[str]], soft: Sequence[Soft], classes: Inventory) -> list[Soft]:
    """The probabilities of one article's rows, a name's own label and the one that was agreed on exchanged."""
    places, found = list[tuple[int, int, int]](), list[Found]()
    logs = [np.log(np.maximum(row.astype(np.float32), 1e-6)) for row in soft]
    for number, (words, scores) in enumerate(zip(rows, logs, strict=True)):
        for start, end, label in spans(best_path(scores)):
            places.append((number, start, end))
            found.append(Found(tuple(words[start:end]), label, likely(scores[start:end])))
    made = [row.copy() for row in soft]
    for (number, start, end), name, label in zip(places, found, agreed(found, classes.person, classes.alone), strict=True):
        if label != name.label:
            ours, theirs = ([2 * kind + 1, 2 * kind + 2] for kind in (name.label, label))
            made[number][start:end, ours + theirs] = soft[number][start:end, theirs + ours]
    return made
