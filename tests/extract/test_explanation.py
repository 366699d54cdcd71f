"""Tests of the view of an article for a person: the words of each sentence, and the outline of its tree."""

from __future__ import annotations

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.extract.articles import sentence_spans
from streams.extract.explanation import LONGEST, Phrase, Word, explain, outline, words_of
from streams.extract.part import Limits
from tests.extract.docs import screened, tree

KILLED = """
The       DT  the       3 det
masked    JJ  masked    3 amod
gunmen    NNS gunman    5 nsubj
have      VBP have      5 aux
killed    VBN kill      0 root
soldiers  NNS soldier   5 obj
in        IN  in        9 case
northern  JJ  northern  9 amod
Mali      NNP Mali      5 obl
,         ,   ,         11 punct
trying    VBG try       5 advcl
to        TO  to        13 mark
flee      VB  flee      11 xcomp
it        PRP it        13 obj
.         .   .         5 punct
"""


def words(rows: str) -> list[Word]:
    (span,) = sentence_spans(tree(rows))
    return list(words_of(span))


def lines(phrases: tuple[Phrase, ...], depth: int = 0) -> list[str]:
    found = []
    for phrase in phrases:
        found.append("  " * depth + f"{phrase.relation}: {' '.join(word.text for word in phrase.words)}")
        found += lines(phrase.below, depth + 1)
    return found


def test_small_words_stand_in_the_line_of_their_phrase() -> None:
    assert lines(outline(words(KILLED))) == [
        "root: have killed",
        "  nsubj: The masked gunmen",
        "  obj: soldiers",
        "  obl: in northern Mali",
        "  advcl: trying",
        "    xcomp: to flee",
        "      obj: it",
    ]


def test_words_keep_the_offsets_of_the_article() -> None:
    article = screened("\n\nRain fell.\nHe left.")
    item = explain(spacy.blank("en"), article)
    assert [[article.text[word.start : word.end] for word in words] for words in item.words] == [["Rain", "fell", "."], ["He", "left", "."]]
    assert len(item.words) == len(item.article.sentences)
    assert item.frames(0) == []


def test_what_clean_dropped_and_screen_knows_is_read_too() -> None:
    article = screened("A bomb exploded.", pub_status="canceled")
    assert not article.readable
    assert len(explain(spacy.blank("en"), article).article.sentences) == 1


def test_no_more_is_read_than_the_limits_allow() -> None:
    item = explain(spacy.blank("en"), screened("One line.\n\nAnother one."), limits=Limits(text_chars=15))
    assert [word.text for words in item.words for word in words] == ["One", "line", "."]


def test_a_sentence_without_end_has_no_outline() -> None:
    word = Word("a", 0, 1, "NN", "NOUN", "root", 0)
    assert outline([word] * LONGEST)
    assert outline([word] * (LONGEST + 1)) == ()


@st.composite
def sentences(draw: st.DrawFn) -> list[Word]:
    """Return random words under a random tree."""
    size = draw(st.integers(1, LONGEST if draw(st.booleans()) else 12))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for index, one in enumerate(order):
        heads[one] = order[draw(st.integers(max(0, index - 3), index - 1))] if index else one
    relation = st.sampled_from(["det", "obl", "case", "nmod:poss", "aux:pass", "conj"])
    pos = st.sampled_from(["NOUN", "VERB"])
    return [Word(str(index), index, index + 1, "NN", draw(pos), draw(relation), head) for index, head in enumerate(heads)]


@settings(max_examples=50, deadline=None)
@given(sentences())
def test_every_word_is_in_one_phrase(sentence: list[Word]) -> None:
    waiting, found = list(outline(sentence)), list[Word]()
    for phrase in waiting:
        waiting += phrase.below
        found += phrase.words
        assert phrase.head in phrase.words
        assert list(phrase.words) == sorted(phrase.words, key=lambda word: word.start)
    assert sorted(found, key=lambda word: word.start) == sentence
