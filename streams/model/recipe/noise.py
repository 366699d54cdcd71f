"""The noise of training: the changes of newsrooms and wires to letters that leave words the same, and other names instead of the given."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from streams.model.paths import spans
from streams.model.recipe import spelling
from streams.model.recipe.corpora import Named
from streams.model.recipe.settings import Noise

Names = dict[int, list[tuple[str, ...]]]


def seen_names(rows: Iterable[Named]) -> Names:
    """Return the names of gold by the number of their B- tag, each as often as it stands there."""
    found: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        for start, end, _ in spans(row.tags):
            found[row.tags[start]].append(row.words[start:end])
    return dict(found)


def swapped(row: Named, names: Names, classes: frozenset[int], rng: random.Random) -> Named:
    """Return the row with each name of some classes replaced by another of its class, drawn at random."""
    words, tags, cursor = list[str](), list[int](), 0
    for start, end, _ in spans(row.tags):
        kind = row.tags[start]
        words += row.words[cursor:start]
        tags += row.tags[cursor:start]
        name = rng.choice(names[kind]) if kind in classes else row.words[start:end]
        words += name
        tags += [kind] + [kind + 1] * (len(name) - 1)
        cursor = end
    return Named((*words, *row.words[cursor:]), (*tags, *row.tags[cursor:]))


def roughened(words: Sequence[str], chances: Noise, rng: random.Random) -> list[str]:
    """Return the same number of words, by chance in another case or with other quotes."""
    made = list(words)
    if rng.random() < chances.case:
        change: Callable[[list[str]], list[str]] = rng.choice(
            [spelling.titled, spelling.titled, spelling.uppered, spelling.uppered, spelling.lowered]
        )
        made = change(made)
    if rng.random() < chances.quotes:
        made = rng.choice([spelling.curled, spelling.straightened])(made)
    return made
