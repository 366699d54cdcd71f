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
    arcs.ravel()[1 :: words + 2] = _NEVER  # no word hangs on itself
    best: Heads = arcs.argmax(axis=1)
    chosen = best.tolist()
    if _cycles(chosen):
        best = _best(arcs)
        chosen = best.tolist()
    if chosen.count(0) != 1:
        arcs[:, 0] -= _ROOT  # so that a second root is never worth it (Gabow and Tarjan 1984's trick)
        best = _best(arcs)
    heads: Heads = np.where(best == 0, np.arange(words), best - 1)
    return heads


def _best(arcs: NDArray[np.float64]) -> Heads:
    """Heads (0 the root, else from 1) of the best tree, with as many roots as it pleases."""
    square = np.full((len(arcs) + 1, len(arcs) + 1), _NEVER)
    square[1:] = arcs
    return _edmonds(square)[1:]


def _cycles(heads: list[int]) -> list[list[int]]:
    """The words (from 0) of each cycle among heads that count from 1; 0 is the root."""
    found = []
    state = [0] * len(heads)  # 0 new, else the number of the walk that met it
    for walk, start in enumerate(range(len(heads)), 1):
        place = start
        while place >= 0 and state[place] == 0:
            state[place] = walk
            place = heads[place] - 1
        if place >= 0 and state[place] == walk:
            cycle, at = [place], heads[place] - 1
            while at != place:
                cycle.append(at)
                at = heads[at] - 1
            found.append(cycle)
    return found


def _edmonds(scores: NDArray[np.float64]) -> Heads:
    """Heads of the best tree over nodes 0 (the root) to n of a square matrix `scores[dependent, head]`; node 0's head is 0.

    All cycles are contracted, each to a node, and the rest solved: at most one contraction a word, each quadratic.
    """
    heads: Heads = scores.argmax(axis=1)
    heads[0] = 0
    cycles = [np.array(cycle) + 1 for cycle in _cycles(heads[1:].tolist())]
    if not cycles:
        return heads
    lone = np.ones(len(scores), dtype=bool)
    lone[np.concatenate(cycles)] = False
    groups = [*np.flatnonzero(lone)[:, None], *cycles]  # the nodes behind each node of the smaller graph
    order, starts = np.concatenate(groups), np.cumsum([0, *map(len, groups[:-1])])
    gains = scores - np.where(lone, 0, scores[np.arange(len(scores)), heads])[:, None]  # a cycle is entered for the arc that this breaks
    smaller = np.maximum.reduceat(np.maximum.reduceat(gains[np.ix_(order, order)], starts, axis=0), starts, axis=1)
    np.fill_diagonal(smaller, _NEVER)
    for node, head in enumerate(_edmonds(smaller).tolist()):
        dependents, governors = groups[node], groups[head]
        best = gains[np.ix_(dependents, governors)].argmax() if max(node, head) >= len(groups) - len(cycles) else 0
        heads[dependents[best // len(governors)]] = governors[best % len(governors)]
    return heads
