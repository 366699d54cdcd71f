"""The labels of a corpus by trained encoders: every word's chances of each name tag, and the trees that the encoders are sure of.

Several may read it: their probabilities are averaged, so that a student learns what they agree on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from streams.model import encoder, relations, words
from streams.model.chances import Chances, softmax
from streams.model.encoder import Encoder, Reading
from streams.model.inventory import Inventory
from streams.model.pieces import Pieces
from streams.model.relations import Relations
from streams.model.trees import tree
from streams.model.windows import windows
from streams.model.words import Words

SKIP = -100
"""The target of a word that teaches nothing."""
SURE = 0.6
"""The least chance of a tag or an arc that is taught; a less likely one teaches nothing (measured; so were the labels of names)."""
_AT_ONCE = 128
Numbers = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Silver:
    """The labels of one row, word after word: `names` (words, name tags) sums to 1 for each word; the others (words), SKIP where unsure.

    `arcs`: 0 the root, k word k - 1 of the row; `starts` is 1 where a sentence begins, and never SKIP.
    """

    names: NDArray[np.float16]
    tags: Numbers
    pos: Numbers
    starts: Numbers
    arcs: Numbers
    relations: Numbers

    def part(self, start: int, end: int) -> dict[str, np.ndarray]:
        """Return the targets of the words `start` to `end`; an arc that leaves them teaches nothing."""
        arcs = self.arcs[start:end].astype(np.int64)
        inside = (arcs == 0) | ((arcs > start) & (arcs <= end))
        arcs = np.where(arcs > 0, arcs - start, arcs)
        return {
            "tags": self.tags[start:end].astype(np.int64),
            "pos": self.pos[start:end].astype(np.int64),
            "starts": self.starts[start:end].astype(np.int64),
            "arcs": np.where(inside, arcs, SKIP),
            "relations": np.where(inside, self.relations[start:end].astype(np.int64), SKIP),
        }

    def soft(self, start: int, end: int) -> np.ndarray:
        """Return the chances of each name tag for the words `start` to `end`."""
        return self.names[start:end].astype(np.float32)


class Readers:
    """Exported encoders by their folders, all with the same classes."""

    def __init__(self, folders: Sequence[Path], classes: Inventory, vocabulary: Path) -> None:
        self._root = classes.relations.index("ROOT")
        self._pieces = Pieces(vocabulary)
        self._readers = [
            (Encoder(folder / encoder.FILE, Words.load(folder / words.FILE)), Relations.load(folder / relations.FILE, self._root))
            for folder in folders
        ]

    def read(self, rows: Sequence[Sequence[str]], tell: Callable[[str], None]) -> list[Silver]:
        """Return the labels of each row, read in the windows of live text without their overlap."""
        parts = [(row, start, end) for row, words in enumerate(rows) for start, end in spans(words, self._pieces)]
        found: list[list[Silver]] = [[] for _ in rows]
        for at in range(0, len(parts), _AT_ONCE):
            chosen = parts[at : at + _AT_ONCE]
            pieces = [self._pieces.row(rows[row][start:end]) for row, start, end in chosen]
            readings = [reader.read(pieces) for reader, _ in self._readers]
            for (row, start, _), several in zip(chosen, zip(*readings, strict=True), strict=True):
                found[row].append(self._agreed(several, start))
            if at // _AT_ONCE % 50 == 49:
                tell(f"{at + len(chosen)} of {len(parts)} windows")
        return [joined(one) for one in found]

    def _agreed(self, readings: Sequence[Reading], offset: int) -> Silver:
        """Return the labels by the mean of several readings of one window that begins at word `offset` of its row."""
        names = mean([softmax(reading.names) for reading in readings])
        starts = mean([np.tanh(reading.starts / 2) for reading in readings]) > 0  # twice the chance, less one
        starts[0] = True
        arcs = np.full(len(starts), SKIP, dtype=np.int16)
        named = arcs.copy()
        for start, end in pairwise([*np.flatnonzero(starts).tolist(), len(starts)]):
            columns = np.arange(start, end + 1)
            columns[0] = 0
            likely = mean([softmax(reading.arcs[start:end][:, columns]) for reading in readings])
            heads = tree(np.log(likely + 1e-9))
            words = np.arange(end - start)
            rooted = heads == words
            sure = likely[words, np.where(rooted, 0, heads + 1)] >= SURE
            labels = mean(
                [
                    softmax(relation.scores(reading.dependents[start:end], reading.heads[start:end], heads))
                    for reading, (_, relation) in zip(readings, self._readers, strict=True)
                ]
            )
            best = np.where(rooted, self._root, surest(labels))
            arcs[start:end] = np.where(sure, np.where(rooted, 0, offset + start + heads + 1), SKIP)
            named[start:end] = np.where(sure, best, SKIP)
        tags, pos = (surest(mean([softmax(getattr(reading, kind)) for reading in readings])) for kind in ("tags", "pos"))
        return Silver(names.astype(np.float16), tags, pos, starts.astype(np.int16), arcs, named)


def spans(words: Sequence[str], pieces: Pieces) -> list[tuple[int, int]]:
    """Return start and end of the windows of live text, without their overlap."""
    return [(window.first, window.last) for window in windows(words, [len(pieces.of(word)) for word in words])]


def mean(several: Sequence[Chances]) -> Chances:
    """Return the mean of arrays of one shape."""
    total: Chances = np.mean(np.stack(several), axis=0)
    return total


def surest(chances: Chances) -> Numbers:
    """Return the likeliest class of each row, SKIP where its chance is under SURE."""
    found: Numbers = np.where(chances.max(axis=1) >= SURE, chances.argmax(axis=1), SKIP).astype(np.int16)
    return found


_FIELDS = ("names", "tags", "pos", "starts", "arcs", "relations")


def joined(parts: Sequence[Silver]) -> Silver:
    """Return the windows of a row as one, one behind the other."""
    return Silver(*(np.concatenate([getattr(part, field) for part in parts]) for field in _FIELDS))


def write(path: Path, rows: Sequence[Silver]) -> None:
    """Write all rows into one file; their lengths are not in it, since the corpus tells them."""
    np.savez(path, **{field: np.concatenate([getattr(row, field) for row in rows]) for field in _FIELDS})  # type: ignore[arg-type]


def read(path: Path, lengths: Sequence[int]) -> list[Silver]:
    """Return the rows that `write` wrote; raise ValueError where the corpus has another number of words."""
    with np.load(path) as arrays:
        columns = [arrays[field] for field in _FIELDS]
    if len(columns[0]) != sum(lengths):
        raise ValueError(f"{path.name} has {len(columns[0])} words, its corpus {sum(lengths)}: label it again")
    ends = np.cumsum(lengths)
    return [Silver(*(column[end - length : end] for column in columns)) for length, end in zip(lengths, ends, strict=True)]
