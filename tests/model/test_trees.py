"""One proper tree whatever the scores, and the best one."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from streams.model.trees import tree

SCORES = st.integers(1, 14).flatmap(lambda words: arrays.arrays(np.float32, (words, words + 1), elements=st.floats(-9, 9, width=32)))
FEW = st.integers(1, 4).flatmap(lambda words: arrays.arrays(np.float32, (words, words + 1), elements=st.floats(-9, 9, width=32)))


def is_tree(heads: list[int]) -> bool:
    """Return True if one word is its own head and all others reach it."""
    roots = [node for node, head in enumerate(heads) if node == head]
    if len(roots) != 1:
        return False
    for node in range(len(heads)):
        for _ in heads:
            node = heads[node]
        if node != roots[0]:
            return False
    return True


def total(scores: np.ndarray, heads: list[int]) -> float:
    return sum(float(scores[node, 0 if head == node else head + 1]) for node, head in enumerate(heads))


@given(SCORES)
def test_heads_are_one_tree(scores: np.ndarray) -> None:
    assert is_tree(tree(scores).tolist())


@given(FEW)
@settings(max_examples=200)
def test_no_other_tree_scores_more(scores: np.ndarray) -> None:
    words = len(scores)
    best = max(total(scores, list(heads)) for heads in itertools.product(range(words), repeat=words) if is_tree(list(heads)))
    assert total(scores, tree(scores).tolist()) >= best - 1e-3


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    scores = np.full((3, 4), -5.0, dtype=np.float32)
    scores[0, 2], scores[1, 1] = 5, 5  # the first two words on each other
    scores[0, 3], scores[2, 0] = 4, 3
    assert tree(scores).tolist() == [2, 0, 2]


def test_two_words_that_would_both_be_the_root() -> None:
    scores = np.array([[9, -9, 0], [8, 1, -9]], dtype=np.float32)
    assert tree(scores).tolist() == [0, 0]
