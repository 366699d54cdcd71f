"""The filter of a text's pairs of words: one pair is answered as many at once are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.clean.sketch import sketch
from streams.screen.text import known, pairs, read, stands
from tests.screen.wire import article, prose

HASHES = st.integers(0, 2**32 - 1)


@given(st.integers(0, 50), st.lists(st.tuples(HASHES, HASHES), max_size=200))
def test_one_pair_is_answered_as_many_are(seed: int, others: list[tuple[int, int]]) -> None:
    text = read(sketch(article(prose(seed, sentences=4))))
    bloom = text.bloom()
    asked = [*pairwise(text.words.tolist()), *others]
    first, second = (np.array(column, dtype=np.uint32) for column in zip(*asked, strict=True))
    answers = [stands(bloom, one, other) for one, other in asked]
    assert answers == known(bloom, pairs(first, second)).tolist()
    assert all(answers[: len(text.words) - 1]), "its own pairs are all there"
