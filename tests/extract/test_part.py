"""Tests of the text that the model reads of an article that was written to take its time; the text stands where it stood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language

from streams.extract import Limits
from streams.extract.part import legible, tokenised

STORY = "A ferry sank off Zanzibar on Monday. Forty people are missing, the port said."
ODD: dict[str, Callable[[int], str]] = {
    "marks": lambda n: "!" * n,
    "brackets": lambda n: "(" * n,
    "quotation marks": lambda n: '"' * n,
    "pictures": lambda n: "🙂" * n,
    "owners": lambda n: "it" + "'s" * n,
    "a word": lambda n: "un" * n,
    "capitals": lambda n: "Q" * n,
    "an address": lambda n: "http://port.example/" + "a=1&" * n,
    "initials": lambda n: "U.N." * n,
}


@pytest.fixture(scope="module")
def words() -> Language:
    """Return a pipeline that cuts words and reads nothing."""
    return spacy.blank("en")


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_word_is_blank_and_the_story_around_it_stands_where_it_stood(words: Language, name: str) -> None:
    text = f"{STORY} {ODD[name](5_000)} {STORY}"
    doc = tokenised(words, text)
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc if not token.is_space)
    said = [token.text for token in words(STORY)]
    read = [token.text for token in doc if not token.is_space]
    assert read[: len(said)] == said
    assert read[-len(said) :] == said
    assert len(read) <= 2 * len(said) + Limits().marks


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "See http://port.example/" + "a=1&" * 60 + " for the list.",
        "What?!" * 60,
        "Wait" + "." * 24 + " what?",
        "\n\n\n".join(["One line."] * 40),
        "",
    ],
)
def test_ordinary_text_is_read_as_it_is(words: Language, text: str) -> None:
    assert legible(text) == text
    assert [token.text for token in tokenised(words, text)] == [token.text for token in words(text)]


def test_an_article_of_too_many_words_is_read_up_to_a_paragraph_end(words: Language) -> None:
    paragraph = "One two three four.\n\n"
    doc = tokenised(words, paragraph * 50, Limits(tokens=100))
    assert 90 <= len(doc) <= 100
    assert doc.text.endswith("four.")


def test_lines_of_one_letter_are_words_too(words: Language) -> None:
    assert len(tokenised(words, "a\n" * 500, Limits(tokens=100))) <= 100


def test_the_longest_word_and_the_longest_run_of_marks_stand(words: Language) -> None:
    limits = Limits(word_chars=8, marks=3)
    assert legible("abcdefgh abcdefghi wait... wait....", limits) == "abcdefgh           wait... wait... "


def test_a_line_of_capitals_is_looked_at_once() -> None:
    """The pattern of a dateline took hours for 2,000 capitals: here it ends."""
    from streams.model.lines import start_sentences_at_line_starts

    doc = spacy.blank("en").make_doc("Q" * 20_000)
    assert start_sentences_at_line_starts(doc) is doc
