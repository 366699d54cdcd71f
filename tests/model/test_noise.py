"""Noise changes letters and names, never what was annotated."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from streams.model.recipe import noise, spelling
from streams.model.recipe.corpora import Named
from streams.model.recipe.settings import Noise

WORDS = st.lists(st.sampled_from(["Police", "don", "’t", "fear", "Amina", '"', "straße", "İzmir", "."]), max_size=20)
ROW = Named(("Amina", "Bello", "met", "Lagos", "Oil"), (1, 2, 0, 5, 3))


@given(WORDS, st.integers(0, 10_000))
def test_the_number_of_words_stays(words: list[str], seed: int) -> None:
    rough = noise.roughened(words, Noise(case=1.0, quotes=1.0, swap=0.0, bare=0.0), random.Random(seed))
    assert len(rough) == len(words)


def test_without_a_chance_nothing_changes() -> None:
    words = ["He", "said", '"', "no", '"']
    assert noise.roughened(words, Noise(0.0, 0.0, 0.0, 0.0), random.Random(1)) == words


def test_names_are_swapped_for_others_of_their_class_and_the_rest_stays() -> None:
    names: dict[int, list[tuple[str, ...]]] = {1: [("Musa",)], 5: [("Rio", "de", "Janeiro")]}
    swapped = noise.swapped(ROW, names, frozenset({1, 5}), random.Random(1))
    assert swapped == Named(("Musa", "met", "Rio", "de", "Janeiro", "Oil"), (1, 0, 5, 6, 6, 3))


def test_names_of_gold_are_found_with_their_classes() -> None:
    assert noise.seen_names([ROW]) == {1: [("Amina", "Bello")], 5: [("Lagos",)], 3: [("Oil",)]}


def test_headline_capitals_leave_small_words() -> None:
    assert spelling.titled(["the", "fall", "of", "a", "town"]) == ["The", "Fall", "of", "a", "Town"]


def test_quotes_open_and_close_in_turn_and_can_be_taken_back() -> None:
    straight = ['"', "no", '"', "he", "'s"]
    curly = ["“", "no", "”", "he", "’s"]
    assert spelling.curled(straight) == curly
    assert spelling.straightened(curly) == straight
