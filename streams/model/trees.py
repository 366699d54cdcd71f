"""Scores of arcs to one proper tree a sentence: Chu-Liu and Edmonds where the best head of each word makes none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]
_NEVER = -1e9
_ROOT = 1e5
"""More than all arcs of a sentence together; scores are under 100 and windows under 110 words."""


def tree(scores: Scores) -> Heads:
    """Heads (words) of the best tree with one root, which is its own head; `scores` (words, 1 + words), column 0 the root.

    Source: Chu and Liu 1965, Edmonds 1967.
    """
    words = len(scores)
    if words == 1:
        return np.zeros(1, dtype=np.int64)
    arcs = scores.astype(np.float64)
    arcs[np.arange(words), np.arange(words) + 1] = _NEVER
    best: Heads = arcs.argmax(axis=1)
    if _in_cycle(best) is not None:
        best = _best(arcs)
    if np.count_nonzero(best == 0) != 1:
        arcs[:, 0] -= _ROOT  # so that a second root is never worth it (Gabow and Tarjan 1984's trick)
        best = _best(arcs)
    heads: Heads = np.where(best == 0, np.arange(words), best - 1)
    return heads


def _best(arcs: NDArray[np.float64]) -> Heads:
    """Heads (0 the root, else from 1) of the best tree, with as many roots as it pleases."""
    square = np.full((len(arcs) + 1, len(arcs) + 1), _NEVER)
    square[1:] = arcs
    return _edmonds(square)[1:]


def _in_cycle(heads: Heads) -> list[int] | None:
    """The words (from 0) of one cycle among heads that count from 1 (0 is the root), or None."""
    state = [0] * len(heads)  # 0 new, else the number of the walk that met it
    for walk, start in enumerate(range(len(heads)), 1):
        place = start
        while place >= 0 and state[place] == 0:
            state[place] = walk
            place = int(heads[place]) - 1
        if place >= 0 and state[place] == walk:
            cycle, at = [place], int(heads[place]) - 1
            while at != place:
                cycle.append(at)
                at = int(heads[at]) - 1
            return cycle
    return None


def _edmonds(scores: NDArray[np.float64]) -> Heads:
    """Heads of the best tree over nodes 0 (the root) to n of a square matrix `scores[dependent, head]`; node 0's head is 0.

    A cycle is contracted and the rest solved: at most one contraction a word, each quadratic.
    """
    size = len(scores)
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _in_cycle(heads[1:])
    if cycle is None:
        return heads
    inside = np.array(cycle) + 1
    rest = np.ones(size, dtype=bool)
    rest[inside] = False
    outside = np.flatnonzero(rest)
    kept = scores[inside, heads[inside]]
    total = len(outside)  # the contracted node's number
    smaller = np.full((total + 1, total + 1), _NEVER)
    smaller[:total, :total] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, inside)]
    smaller[:total, total] = leaving.max(axis=1)
    smaller[0, total] = _NEVER
    entering = scores[np.ix_(inside, outside)] - kept[:, None]
    smaller[total, :total] = entering.max(axis=0)
    solved = _edmonds(smaller)
    found = np.zeros(size, dtype=np.int64)
    found[inside] = heads[inside]
    for place, node in enumerate(outside[1:], 1):
        head = int(solved[place])
        found[node] = inside[int(leaving[place].argmax())] if head == total else outside[head]
    into = int(solved[total])
    found[inside[int(entering[:, into].argmax())]] = outside[into]
    return found
