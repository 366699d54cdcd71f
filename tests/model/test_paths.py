"""Names are read from legal tags only."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from streams.model.paths import best_paths, spans

SCORES = st.integers(1, 5).flatmap(lambda words: arrays.arrays(np.float32, (words, 5), elements=st.floats(-9, 9, width=32)))


def is_legal(path: tuple[int, ...]) -> bool:
    """Return True if every I- (2 or 4) stands behind its own B- or I-."""
    return all(tag in (0, 1, 3) or before in (tag - 1, tag) for before, tag in itertools.pairwise((0, *path)))


@given(SCORES)
def test_the_path_is_legal_and_none_scores_more(scores: np.ndarray) -> None:
    path = tuple(best_paths([scores])[0].tolist())
    assert is_legal(path)
    words = np.arange(len(scores))
    best = max(scores[words, list(other)].sum() for other in itertools.product(range(5), repeat=len(scores)) if is_legal(other))
    assert scores[words, list(path)].sum() >= best - 1e-3


def test_names_that_touch_are_two() -> None:
    assert list(spans([1, 2, 1, 0, 3, 4, 4])) == [(0, 2, 0), (2, 3, 0), (4, 7, 1)]


def test_an_inside_without_a_beginning_is_no_name() -> None:
    assert list(spans([0, 2, 2, 1, 4])) == [(3, 4, 0)]
