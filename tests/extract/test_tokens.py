"""The plain words of a document say what spaCy's own tokens say, and no longer than they are needed."""

from __future__ import annotations

import random

import pytest

from streams.extract import tree
from streams.extract.tokens import Stretch, tokens
from tests.extract.test_wild_trees import wild

SAME = (
    *("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "is_punct", "is_space", "is_sent_start", "ent_type_", "whitespace_"),
)


@pytest.mark.parametrize("seed", range(10))
def test_they_say_what_spacy_says(seed: int) -> None:
    doc = wild(random.Random(seed))
    with tokens(doc) as words:
        for word, token in zip(words, doc, strict=True):
            assert {name: getattr(word, name) for name in SAME} == {name: getattr(token, name) for name in SAME}
            assert [one.i for one in tree.parts(word)] == [one.i for one in token.children]
            around = (word.head, word.left_edge, word.right_edge)
            assert [one.i for one in around] == [token.head.i, token.left_edge.i, token.right_edge.i]
            assert (word.sent.start, word.sent.end) == (token.sent.start, token.sent.end)


def test_a_label_without_a_tail_stands_for_all_its_tails() -> None:
    doc = wild(random.Random(3))
    with tokens(doc) as words:
        for word in words:
            assert [one.i for one in tree.children(word, "nsubj", "aux:pass")] == [
                one.i for one in doc[word.i].children if one.dep_.startswith("nsubj") or one.dep_ == "aux:pass"
            ]
            assert tree.child(word, "nsubj") is next(iter(tree.children(word, "nsubj")), None)


def test_a_stretch_has_the_characters_of_its_words() -> None:
    doc = wild(random.Random(5))
    with tokens(doc) as words:
        stretch = Stretch(words, 0, len(doc))
        assert (stretch.start_char, stretch.end_char) == (doc[:].start_char, doc[:].end_char)
        assert [one.i for one in stretch] == list(range(len(doc)))


def test_nothing_stands_before_the_first_word() -> None:
    with tokens(wild(random.Random(2))) as words, pytest.raises(IndexError):
        words[0].nbor(-1)


def test_no_word_outlives_an_error() -> None:
    with pytest.raises(KeyError), tokens(wild(random.Random(1))) as words:
        raise KeyError
    assert not words
