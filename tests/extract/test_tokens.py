"""An indexed tree is read as spaCy reads it, and no index is left behind."""

from __future__ import annotations

import random

import pytest

from streams.extract import tree
from tests.extract.test_wild_trees import wild


@pytest.mark.parametrize("seed", range(10))
def test_children_are_the_same_with_and_without_an_index(seed: int):
    doc = wild(random.Random(seed))
    labels = ("nsubj", "conj", "obl", "acl")
    plain = [([one.i for one in tree.parts(token)], [one.i for one in tree.children(token, *labels)]) for token in doc]
    with tree.indexed(doc):
        looked_up = [([one.i for one in tree.parts(token)], [one.i for one in tree.children(token, *labels)]) for token in doc]
    assert looked_up == plain
    assert not doc.user_data


def test_no_index_outlives_an_error():
    doc = wild(random.Random(1))
    with pytest.raises(KeyError), tree.indexed(doc):
        raise KeyError
    assert not doc.user_data
