"""Likeness: which predicates of the corpus stand nearest to a predicate, and what they say it tells of."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detect.likeness import Example, Shelf, content, read, shares, shelf, shelf_of, write
from streams.messages import EventType

FREED = Example("release", "CONCEDE", "a", "Rebels released nine prisoners near the border.")
ALBUM = Example("release", "none", "b", "The singer released an album of ballads.")
REPORT = Example("release", "none", "c", "The ministry released figures on prices.")
SHELF = shelf_of([ALBUM, REPORT, FREED])


def test_shared_words_bring_an_example_near() -> None:
    found = SHELF.nearest("release", frozenset({"guerrillas", "released", "prisoners"}), "x")
    assert found[0][1] == FREED
    assert [near for near, _ in found] == sorted((near for near, _ in found), reverse=True)


def test_an_article_is_never_its_own_example() -> None:
    assert FREED not in [example for _, example in SHELF.nearest("release", frozenset({"prisoners"}), "a")]


def test_a_word_that_the_corpus_has_not_has_no_example() -> None:
    assert SHELF.nearest("unfriend", frozenset({"prisoners"}), "x") == []
    assert shares([]) == {}


def test_those_that_share_nothing_fill_up_and_of_equal_ones_the_first_of_the_file_stands_first() -> None:
    found = SHELF.nearest("release", frozenset({"prices"}), "x")
    assert [example for _, example in found] == [REPORT, ALBUM, FREED]
    assert found[1][0] == found[2][0] == 0.5


def test_shares_add_up_to_one() -> None:
    told = shares(SHELF.nearest("release", frozenset({"prisoners", "border"}), "x"))
    assert sum(told.values()) == pytest.approx(1)
    assert told["CONCEDE"] > told["none"] / 2


def test_a_word_that_stands_everywhere_weighs_nothing() -> None:
    everywhere = shelf_of([Example("meet", "CONSULT", str(n), f"ministers number{n}") for n in range(9)])
    assert everywhere.weights["ministers"] == 0
    assert everywhere.weights["number3"] > 0.5


@given(st.lists(st.text(max_size=12), max_size=20))
def test_content_words_are_small_and_long_enough(words: list[str]) -> None:
    assert all(word == word.lower() and len(word) >= 4 for word in content(words))


def test_what_is_written_is_read_again_and_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write([FREED, ALBUM], tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert list(read(gzip.decompress((tmp_path / "one").read_bytes()).decode())) == [FREED, ALBUM]


def test_the_bundled_examples_are_of_both_kinds_and_of_known_types() -> None:
    bundled: Shelf = shelf()
    types = {example.type for row in bundled.examples.values() for example in row}
    assert types == {*get_args(EventType), "none"}
    assert all(len(row) <= 32 for row in bundled.examples.values())
    assert not any(re.search(r"\t|\n", example.text) for row in bundled.examples.values() for example in row)
