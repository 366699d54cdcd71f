"""Scores of BIO tags to names: the best path that never enters a name in its middle."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def best_path(scores: Scores) -> list[int]:
    """The tags (words) of the highest sum of `scores` (words, tags) in which each I- follows its own B- or I-.

    `O` is 0, B of label k is 2k + 1, its I 2k + 2 (streams.model.inventory.bio). Where the best tag of each word makes a legal path
    already, as in most windows, that is it; else Viterbi's.
    """
    best = scores.argmax(axis=1)
    inside = (best > 0) & (best % 2 == 0)
    before = np.concatenate([[0], best[:-1]])
    if not (inside & (before != best) & (before != best - 1)).any():
        return [int(tag) for tag in best]
    return _viterbi(scores)


def _viterbi(scores: Scores) -> list[int]:
    """The best legal path by dynamic programming; the only step forbidden is into an I- from elsewhere."""
    words, tags = scores.shape
    insides = np.arange(2, tags, 2)
    total = scores[0].astype(np.float64)
    total[insides] = -np.inf
    back = np.zeros((words, tags), dtype=np.int64)
    for place in range(1, words):
        top = int(total.argmax())
        came = np.full(tags, top)
        reached = np.full(tags, total[top])
        own, opened = total[insides], total[insides - 1]
        came[insides] = np.where(opened > own, insides - 1, insides)
        reached[insides] = np.maximum(opened, own)
        back[place] = came
        total = reached + scores[place]
    path = [int(total.argmax())]
    for place in range(words - 1, 0, -1):
        path.append(int(back[place, path[-1]]))
    return path[::-1]


def spans(path: list[int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, label number) of each name on a legal path."""
    start = -1
    for place, tag in enumerate([*path, 0]):
        if start >= 0 and tag != path[start] + 1:
            yield start, place, path[start] // 2
            start = -1
        if tag % 2:
            start = place
