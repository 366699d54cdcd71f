"""This module turns scores of BIO tags into names: it finds the best path that never enters a name in its middle."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def best_paths(windows: Sequence[Scores]) -> list[NDArray[np.int64]]:
    """Return the tags (words) of each window: the path of the highest sum of scores (words, tags) whose every I- follows its own B- or I-.

    `O` is 0, B of label k is 2k + 1, its I 2k + 2 (`bio` in recipe/classes.py). Where the best tags of all words make a legal path, as
    in most windows, they are it; else Viterbi's algorithm finds it.
    """
    if not windows:
        return []
    ends = np.cumsum([len(scores) for scores in windows])
    best: NDArray[np.int64] = np.concatenate(windows).argmax(axis=1)
    before = np.concatenate([[0], best[:-1]])
    before[ends[:-1]] = 0
    wrong = np.flatnonzero((best > 0) & (best % 2 == 0) & (before != best) & (before != best - 1))
    paths = np.split(best, ends[:-1])
    for window in set(np.searchsorted(ends, wrong, side="right").tolist()):
        paths[window] = np.array(_viterbi(windows[window].tolist()))
    return paths


def _viterbi(scores: list[list[float]]) -> list[int]:
    """Return the best legal path by dynamic programming; the only step forbidden is into an I- from elsewhere.

    It works in plain floats: a step is 19 tags, on which each call of numpy costs as much as all of them here.
    """
    insides = range(2, len(scores[0]), 2)
    total = list(scores[0])
    for inside in insides:
        total[inside] = -math.inf
    back = []
    for row in scores[1:]:
        top = max(total)
        came, reached = [total.index(top)] * len(row), [top] * len(row)
        for inside in insides:
            opened, own = total[inside - 1], total[inside]
            came[inside], reached[inside] = (inside - 1, opened) if opened > own else (inside, own)
        back.append(came)
        total = [score + before for score, before in zip(row, reached, strict=True)]
    path = [total.index(max(total))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def spans(path: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, label number) of each name on a legal path."""
    start = -1
    for index, tag in enumerate([*path, 0]):
        if start >= 0 and tag != path[start] + 1:
            yield start, index, path[start] // 2
            start = -1
        if tag % 2:
            start = index
