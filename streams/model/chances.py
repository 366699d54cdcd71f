"""Scores of classes as chances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Chances = NDArray[np.float32]


def softmax(scores: NDArray[np.float32]) -> Chances:
    """Return scores as chances that add up to 1 along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Chances = raised / raised.sum(axis=-1, keepdims=True)
    return chances
