"""The relation of an arc, found by a small perceptron over its two ends, only for the arcs that were chosen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
FILE = "relations.npz"


class Relations:
    """W gelu(dependent + head) + b; `root` stands for the head of a root (streams.model.recipe.network)."""

    def __init__(self, weight: Scores, bias: Scores, root: Scores, root_label: int) -> None:
        self._weight, self._bias, self._root, self._label = weight, bias, root, root_label

    def of(self, dependents: Scores, heads: Scores, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the relation (words) of each word to its head `chosen`; a root is its own head."""
        best: NDArray[np.int64] = self.scores(dependents, heads, chosen).argmax(axis=1)
        best[chosen == np.arange(len(chosen))] = self._label
        return best

    def scores(self, dependents: Scores, heads: Scores, chosen: NDArray[np.int64]) -> Scores:
        """Return the scores (words, relations) of the arcs to the heads `chosen`; that of the relation ROOT is -inf."""
        ends = np.where((chosen == np.arange(len(chosen)))[:, None], self._root, heads[chosen])
        scores: Scores = gelu(dependents + ends) @ self._weight.T + self._bias
        scores[:, self._label] = -np.inf
        return scores

    @classmethod
    def load(cls, path: Path, root_label: int) -> Relations:
        """Reads the arrays `weight`, `bias`, `root`."""
        with np.load(path) as arrays:
            return cls(arrays["weight"], arrays["bias"], arrays["root"], root_label)


def gelu(values: Scores) -> Scores:
    """Return GELU by its tanh form, within 0.0005 of the exact one (Hendrycks and Gimpel 2016, arXiv 1606.08415)."""
    made: Scores = 0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values * values * values)))
    return made
