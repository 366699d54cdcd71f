"""The exported network at run time: it takes rows and gives the scores of every head, on one thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from streams.model import processor
from streams.model.pieces import Row
from streams.model.words import INPUT, Words

Scores = NDArray[np.float32]
PIECES = 512
"""Most pieces of a batch with its padding; 1,024 were 7 to 10 % slower (measured: the caches)."""
PADDING = 24
"""Most pieces of padding in a batch: a further run costs as much as 15 to 30 pieces (one core with AMX, batches of 8 to 1,000 pieces)."""
FILE = "encoder.onnx"
HEADS = ("names", "tags", "pos", "starts", "arcs", "dependents", "heads")


@dataclass(frozen=True, slots=True)
class Reading:
    """The scores of one row, by word: names, tags, pos (words, classes); starts (words); arcs (words, 1 + words), column 0 the root.

    `dependents` and `heads` (words, width) are the halves from which a relation is scored once its arc is known.
    """

    names: Scores
    tags: Scores
    pos: Scores
    starts: Scores
    arcs: Scores
    dependents: Scores
    heads: Scores


class Encoder:
    """A session of onnxruntime on one thread: a worker has one process a core."""

    def __init__(self, path: Path, words: Words) -> None:
        self._session, self._words = session(path), words

    def read(self, rows: Sequence[Row]) -> list[Reading]:
        """Return the scores of each row, in order."""
        found: list[Reading | None] = [None] * len(rows)
        for indices in batches_of(rows):
            for index, reading in zip(indices, self._run([rows[index] for index in indices]), strict=True):
                found[index] = reading
        return [reading for reading in found if reading is not None]

    def _run(self, rows: Sequence[Row]) -> Iterator[Reading]:
        given = inputs(rows, self._words)
        scores = dict(zip(HEADS, self._session.run(HEADS, given), strict=True))
        for index, row in enumerate(rows):
            size = len(row.first)
            parts = {name: values[index, :size] for name, values in scores.items()}
            yield Reading(**(parts | {"arcs": parts["arcs"][:, : size + 1]}))


def session(path: Path) -> onnxruntime.InferenceSession:
    """Return a network on one thread, whose products are the same on every processor."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # else a child keeps what its longest batch took
    # Without VNNI the fast int8 products are cut off at 16 bits: LAS .891 instead of .894, and other records than another machine's.
    # Whole ones cost 8 % of the speed there (onnxruntime_session_options_config_keys.h). Where products are whole anyway they must not
    # be asked for: with AMX the network would take 2.3 times as long.
    options.add_session_config_entry("session.x64quantprecision", "0" if processor.has_vnni() else "1")
    # onnxruntime's one operator for a sum and its norm takes a fifth longer than the two apart (all of the network 12 to 20 %).
    return onnxruntime.InferenceSession(
        path.read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def inputs(rows: Sequence[Row], words: Words) -> dict[str, NDArray[Any]]:
    """Return rows as padded arrays: ids, cases, first, and the vectors of the ids."""
    pieces, most = max(len(row.ids) for row in rows), max(len(row.first) for row in rows)
    ids, cases = (np.zeros((len(rows), pieces), dtype=np.int64) for _ in range(2))
    first = np.zeros((len(rows), most), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row.ids)] = row.ids
        cases[index, : len(row.shapes)] = row.shapes
        first[index, : len(row.first)] = row.first
    return {"ids": ids, "cases": cases, "first": first, INPUT: words.of(ids)}


def batches_of(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield batches as indices of rows of like length: at most PIECES pieces, at most PADDING of them padding; a longer row is alone."""
    current, filled = list[int](), 0
    for index in sorted(range(len(rows)), key=lambda index: len(rows[index].ids)):
        length = len(rows[index].ids)
        pieces = length * (len(current) + 1)
        if current and (pieces > PIECES or pieces - filled - length > PADDING):
            yield current
            current, filled = [], 0
        current.append(index)
        filled += length
    if current:
        yield current
