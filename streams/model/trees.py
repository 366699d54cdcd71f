"""This module turns scores of arcs into one proper tree a sentence, by Edmonds' algorithm where the best heads of all words make none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Heads = NDArray[np.int64]
_NEVER = -1e9
_ROOT = 1e5
"""A score greater than all arcs of a sentence together; scores are under 100 and windows under 110 words."""


def tree(scores: Scores) -> Heads:
    """Return the heads (words) of the best tree with one root, which is its own head; `scores` (words, 1 + words), column 0 the root.

    Source: Edmonds 1967.
    """
    words = len(scores)
    if words == 1:
        return np.zeros(1, dtype=np.int64)
    arcs = scores.astype(np.float64)
    arcs.ravel()[1 :: words + 2] = _NEVER  # no word hangs on itself
    best: Heads = arcs.argmax(axis=1)
    if not _is_tree(best.tolist()):
        best = _edmonds(arcs)
    if np.count_nonzero(best == 0) != 1:
        arcs[:, 0] -= _ROOT  # so that a second root is never worth it (Gabow and Tarjan 1984's trick)
        best = _edmonds(arcs)
    heads: Heads = np.where(best == 0, np.arange(words), best - 1)
    return heads


def _is_tree(heads: list[int]) -> bool:
    """Return True if no word stands above itself among heads that count from 1; 0 is the root."""
    met = [0] * (len(heads) + 1)  # 0 new, else the number of the walk that met it
    met[0] = -1
    for walk in range(1, len(heads) + 1):
        node = walk
        while met[node] == 0:
            met[node] = walk
            node = heads[node - 1]
        if met[node] == walk:
            return False
    return True


def _edmonds(arcs: NDArray[np.float64]) -> Heads:
    """Return the heads (0 the root, else from 1) of the best tree, which may have any number of roots.

    From each word the best arcs are followed up; a cycle becomes a node of its own, whose arcs score the gain of breaking it there.
    Source: Tarjan 1977.
    """
    words = len(arcs)
    rows = [arcs[0], *arcs]  # gain of each head by node; the root's is not asked
    ends = [np.full(words + 1, node) for node in range(words + 1)]  # the word by which such an arc enters the node
    inside = [[node] for node in range(words + 1)]
    cycles: list[list[int]] = [[] for _ in rows]
    chosen = [(0, 0)] * (words + 1)  # head and dependent of the arc into a node
    node_of = list(range(words + 1))
    done = {0}
    for word in range(1, words + 1):
        path: list[int] = []
        node = node_of[word]
        while node not in done:
            if node not in path:
                path.append(node)
                head = int(rows[node].argmax())
                chosen[node] = head, int(ends[node][head])
                node = node_of[head]
                continue
            cycle = path[path.index(node) :]
            del path[-len(cycle) :]
            gains = np.array([rows[one] - rows[one][chosen[one][0]] for one in cycle])
            best, within = gains.argmax(axis=0), [part for one in cycle for part in inside[one]]
            row, columns = gains.max(axis=0), np.arange(words + 1)
            row[within] = -np.inf
            node = len(rows)
            rows.append(row)
            ends.append(np.array([ends[one] for one in cycle])[best, columns])
            inside.append(within)
            cycles.append(cycle)
            chosen.append((0, 0))
            for part in within:
                node_of[part] = node
        done.update(path)
    for node in range(len(rows) - 1, words, -1):  # undone, the last first: each is broken where the arc into it ends
        for one in cycles[node]:
            if chosen[node][1] in inside[one]:
                chosen[one] = chosen[node]
    return np.array([head for head, _ in chosen[1 : words + 1]])
