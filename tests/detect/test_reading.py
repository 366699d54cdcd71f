"""Reading: the words of an article by sentence, as the rules ask for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.detect.reading import Reading
from streams.messages import AnalysedArticle, Sentence
from tests.detect.hand import Said, article

LETTERS = st.sampled_from([*"aBİΣσçÅ’'-s", "’s", "'S"])


def page(words: list[str]) -> Reading:
    text, offsets = " ".join(words), list[int]()
    for word in words:
        at = offsets[-1] + 1 if offsets else 0
        offsets += [at, at + len(word)]
    made: AnalysedArticle = article(Said("A"))
    return Reading(made.with_(text=text, sentences=(Sentence(start=0, end=len(text), words=tuple(offsets)),)))


def plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'") or word


@given(st.lists(st.lists(LETTERS, min_size=1, max_size=6).map("".join), min_size=1, max_size=8))
def test_each_word_is_in_lower_case_without_a_possessive_whatever_its_letters(words: list[str]) -> None:
    reading = page(words)
    assert reading.rows[0].lower == tuple(map(plain, words))
    assert [reading.text(word.start, word.end) for word in reading.words(0)] == words


def test_words_are_asked_for_by_their_index() -> None:
    reading = page(["Mali’s", "army", "shelled", "Ber"])
    assert reading.lower_in(0, 11) == ("mali", "army")
    assert [word.lower for word in reading.said_in(7, 19)] == ["army", "shelled"]
    assert reading.lower_before(0, 12, 1) == ("army",)
    assert [word.lower for word in reading.words_before(0, 19, 2)] == ["army", "shelled"]


def test_a_word_that_is_empty_or_has_no_end_is_none() -> None:
    made = article(Said("A")).with_(text="One two", sentences=(Sentence(start=0, end=7, words=(0, 3, 3, 3, 4, 7, 7)),))
    assert Reading(made).rows[0].lower == ("one", "two")
