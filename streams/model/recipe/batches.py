"""This module puts rows of like length into padded tensors: one task for each batch, drawn anew for each pass."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from streams.model.inventory import Inventory
from streams.model.pieces import Pieces, Row
from streams.model.recipe.corpora import Columns, Named, Record
from streams.model.recipe.noise import Names, roughened, swapped
from streams.model.recipe.settings import Noise
from streams.model.recipe.silver import SKIP, Silver, spans

_WORDS = 110
"""Most words of a window of trees."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One row and its targets by head, each an array over its words."""

    row: Row
    targets: dict[str, np.ndarray]
    gold_trees: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors: ids, cases, first, and targets by head (SKIP, or 0 where soft, in the padding)."""

    ids: Tensor
    cases: Tensor
    first: Tensor
    targets: dict[str, Tensor]
    gold_trees: bool = False


def name_samples(
    rows: Sequence[Named], silver: Sequence[Silver] | None, pieces: Pieces, chances: Noise, names: Names, rng: random.Random
) -> Iterator[Sample]:
    """Yield gold paragraphs in the windows of live text, with noise; only the names of people and places get swapped.

    Beside the names they have the trees of the labels, where the words are still the same.
    """
    for index, row in enumerate(rows):
        swap = rng.random() < chances.swap
        if swap:
            row = swapped(row, names, _SWAPPED, rng)
        words, tags = roughened(row.words, chances, rng), row.tags
        if rng.random() < chances.bare and words and words[-1] == ".":
            words, tags = words[:-1], tags[:-1]
        for start, end in spans(words, pieces):
            grammar = {} if silver is None else silver[index].part(start, end) if not swap else nothing(end - start)
            yield Sample(pieces.row(words[start:end]), {"names": np.array(tags[start:end], dtype=np.int64)} | grammar)


def nothing(words: int) -> dict[str, np.ndarray]:
    """Return targets of a tree that teach nothing."""
    return {name: np.full(words, SKIP, dtype=np.int64) for name in ("tags", "pos", "starts", "arcs", "relations")}


_SWAPPED = frozenset({1, 5})
"""The numbers of the tags B-PERSON and B-LOC (classes.bio over worldwide.LABELS)."""


def silver_samples(
    rows: Sequence[Sequence[str]], labels: Sequence[Silver], pieces: Pieces, chances: Noise, rng: random.Random
) -> Iterator[Sample]:
    """Yield running text with the labels' chances of each name tag, and their trees."""
    for given, silver in zip(rows, labels, strict=True):
        words = roughened(given, chances, rng)
        for start, end in spans(words, pieces):
            yield Sample(pieces.row(words[start:end]), {"soft": silver.soft(start, end)} | silver.part(start, end))


def tree_samples(
    texts: Sequence[Record], silver: Sequence[Silver] | None, classes: Inventory, pieces: Pieces, chances: Noise, rng: random.Random
) -> Iterator[Sample]:
    """Yield windows of one to five sentences in a row, so that sentence starts and arcs across them are learned; names are the labels'."""
    tag, pos, relation = ({name: index for index, name in enumerate(kind)} for kind in (classes.tags, classes.pos, classes.relations))
    for number, text in enumerate(texts):
        index, sentences, before = 0, text["sentences"], 0
        while index < len(sentences):
            taken, words = rng.randint(1, 5), 0
            chosen = list[Columns]()
            while index < len(sentences) and len(chosen) < taken and (not chosen or words + len(sentences[index][0]) <= _WORDS):
                chosen.append(sentences[index])
                words += len(sentences[index][0])
                index += 1
            sample = _tree_sample(chosen, tag, pos, relation, pieces, chances, rng)
            if silver is not None:
                sample.targets["soft"] = silver[number].soft(before, before + words)
            before += words
            yield sample


def _tree_sample(
    sentences: Sequence[Columns],
    tag: dict[str, int],
    pos: dict[str, int],
    relation: dict[str, int],
    pieces: Pieces,
    chances: Noise,
    rng: random.Random,
) -> Sample:
    """Return sentences as one row; heads count from 1 in the row, 0 is the root."""
    words = list[str]()
    targets: dict[str, list[int]] = {"tags": [], "pos": [], "arcs": [], "relations": [], "starts": []}
    for forms, tags, parts, heads, relations in sentences:
        offset = len(words)
        words += forms
        targets["tags"] += [tag[name] for name in tags]
        targets["pos"] += [pos[name] for name in parts]
        targets["arcs"] += [0 if head == index else offset + head + 1 for index, head in enumerate(heads)]
        targets["relations"] += [relation[name] for name in relations]
        targets["starts"] += [1] + [0] * (len(forms) - 1)
    return Sample(
        pieces.row(roughened(words, chances, rng)),
        {name: np.array(values, dtype=np.int64) for name, values in targets.items()},
        gold_trees=True,
    )


class Rowed(Protocol):
    """A sample is anything that has a row."""

    @property
    def row(self) -> Row:
        """The row holds the sample's pieces."""
        ...


S = TypeVar("S", bound=Rowed)


def batches(samples: Sequence[S], most: int, rng: random.Random, spread: float = 8) -> list[list[S]]:
    """Samples of like length (give or take `spread` pieces) share a batch of at most `most` pieces with padding; batches are shuffled."""
    order = sorted(samples, key=lambda sample: len(sample.row.ids) + rng.random() * spread)
    made, current, longest = list[list[S]](), list[S](), 0
    for sample in order:
        longest = max(longest, len(sample.row.ids))
        if current and longest * (len(current) + 1) > most:
            made.append(current)
            current, longest = [], len(sample.row.ids)
        current.append(sample)
    if current:
        made.append(current)
    rng.shuffle(made)
    return made


def padded(samples: Sequence[Sample], device: str) -> Batch:
    """Return samples as tensors on a device."""
    pieces, words = max(len(sample.row.ids) for sample in samples), max(len(sample.row.first) for sample in samples)
    ids, cases = (np.zeros((len(samples), pieces), dtype=np.int64) for _ in range(2))
    first = np.zeros((len(samples), words), dtype=np.int64)
    targets = {
        name: np.zeros((len(samples), words, value.shape[1]), dtype=np.float32)
        if value.ndim == 2
        else np.full((len(samples), words), SKIP, dtype=np.int64)
        for name, value in samples[0].targets.items()
    }
    for index, sample in enumerate(samples):
        ids[index, : len(sample.row.ids)] = sample.row.ids
        cases[index, : len(sample.row.shapes)] = sample.row.shapes
        first[index, : len(sample.row.first)] = sample.row.first
        for name, value in sample.targets.items():
            targets[name][index, : len(value)] = value
    sent = {name: torch.from_numpy(value).to(device) for name, value in ({"ids": ids, "cases": cases, "first": first} | targets).items()}
    return Batch(sent.pop("ids"), sent.pop("cases"), sent.pop("first"), sent, samples[0].gold_trees)
