"""Likeness: the sentences of the event corpus in which a predicate's word stands too, the nearest first, with the type of event that it
tells of there.

A word alone mostly tells little ("released" a prisoner, an album, a report): the words around it part its uses. Nearness is the sum of the
inverse document frequencies of the words that both sentences have (Sparck Jones 1972). `streams model train events` writes the examples; an
article is never its own example, so that weights learned on the corpus are not learned on copies.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

FILE = "examples.tsv.gz"
NEAREST = 5
"""The number of examples that have a say."""
_LEAST = 0.5
"""The nearness of an example with which no other word is shared; shared words add to it."""
_UNIT = 2**64
"""The units in a weight of 1, so many that weights are whole numbers of them: sums are exact, in whatever order a set gives the words."""
_SHORT = 4
"""The fewest letters of a word that counts; shorter words are mostly grammar."""


@dataclass(frozen=True, slots=True)
class Example:
    """A predicate in a text of the corpus: `base` is its base form, `type` what it tells of there, `none` if nothing."""

    base: str
    type: str
    source: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        """The words around the predicate that another sentence can share."""
        return frozenset(word for word in content(self.text.split()) if word != self.base)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The examples by base form; by base form each word of them, with its weight in units and the indices of the examples that have it; and
    the weights by word.
    """

    examples: Mapping[str, tuple[Example, ...]]
    by_word: Mapping[str, Mapping[str, tuple[int, tuple[int, ...]]]]
    weights: Mapping[str, float]
    sources: frozenset[str]

    def nearest(self, base: str, vocabulary: frozenset[str], source: str) -> list[tuple[float, Example]]:
        """Return at most NEAREST examples of other texts, each with its nearness, the nearest first; equal ones stand in the order of the
        file.
        """
        row = self.examples.get(base)
        if row is None:
            return []
        by_word, shared = self.by_word[base], dict[int, int]()
        for word in by_word.keys() & vocabulary:
            weight, having = by_word[word]
            for index in having:
                shared[index] = shared.get(index, 0) - weight
        own = {index for index, example in enumerate(row) if example.source == source} if source in self.sources else ()
        alone = (index for index in range(len(row)) if index not in shared and index not in own)
        shared |= dict.fromkeys(islice(alone, NEAREST), 0)
        found = sorted([(units, index) for index, units in shared.items() if index not in own])[:NEAREST]
        return [(_LEAST - units / _UNIT, row[index]) for units, index in found]


def content(words: Iterable[str]) -> Iterable[str]:
    """Return the words that say what a sentence is about, in lower case and without marks at their ends."""
    plain = (word.strip(".,;:!?\"'()“”‘’").lower() for word in words)
    return (word for word in plain if len(word) >= _SHORT and word[0].isalpha())


def shares(found: Sequence[tuple[float, Example]]) -> dict[str, float]:
    """Return the share of the nearness that each type has, `none` among them."""
    total = sum(near for near, _ in found)
    out: dict[str, float] = {}
    for near, example in found:
        out[example.type] = out.get(example.type, 0) + near / total
    return out


@cache
def shelf() -> Shelf:
    """Return the bundled examples."""
    with (files("streams.detect") / "data" / FILE).open("rb") as packed:
        return shelf_of(read(gzip.decompress(packed.read()).decode()))


def read(text: str) -> Iterable[Example]:
    """Yield the examples of a file's text, one a line: base form, type, id of the text and its words, parted by tabs."""
    for line in text.splitlines():
        yield Example(*line.split("\t"))


def shelf_of(examples: Iterable[Example]) -> Shelf:
    """Return the examples laid out by base form."""
    rows: dict[str, list[Example]] = {}
    by_word: dict[str, dict[str, tuple[int, ...]]] = {}
    frequency: Counter[str] = Counter()
    for example in examples:
        row, own = rows.setdefault(example.base, []), by_word.setdefault(example.base, {})
        for word in example.words:
            own[word] = (*own.get(word, ()), len(row))
        row.append(example)
        frequency.update(example.words)
    count = sum(map(len, rows.values()))
    weights = {word: math.log((1 + count) / (1 + many)) / math.log(1 + count) for word, many in frequency.items()}
    weighed = {base: {word: (int(weights[word] * _UNIT), having) for word, having in own.items()} for base, own in by_word.items()}
    sources = frozenset(example.source for row in rows.values() for example in row)
    return Shelf({base: tuple(row) for base, row in rows.items()}, weighed, weights, sources)


def write(examples: Iterable[Example], path: Path) -> None:
    """Write the examples to a file, the same bytes for the same examples."""
    lines = "".join(f"{e.base}\t{e.type}\t{e.source}\t{e.text}\n" for e in examples)
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))
