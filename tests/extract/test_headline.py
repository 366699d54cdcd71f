"""Headlines: read as texts of their own, in the case of a sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from streams.extract import analyse
from streams.extract.headline import sentence_case
from streams.messages import AnalysedArticle
from tests.extract.docs import screened

TEXT = "The girls were abducted by Boko Haram, and officials in Nigeria say that they have been released and are safe."


def test_words_that_the_text_writes_small_are_small_and_names_stay() -> None:
    headline = "Nigeria Says Girls Abducted By Boko Haram Have Been Released"
    assert sentence_case(headline, TEXT) == "Nigeria Says girls abducted by Boko Haram have been released"


def test_a_headline_in_the_case_of_a_sentence_stays_as_it_is() -> None:
    assert sentence_case("Girls abducted by Boko Haram have been released", TEXT) == "Girls abducted by Boko Haram have been released"


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_headline_keeps_its_length(headline: str, text: str) -> None:
    cased = sentence_case(headline, text)
    assert len(cased) == len(headline)
    assert cased.lower() == headline.lower()


def test_what_a_headline_says_stands_beside_what_the_text_says(nlp: Language) -> None:
    (article,) = analyse(nlp, [screened("Officials gave no details.", headline="Blast Kills Nine In Kirkuk Market")])
    assert isinstance(article, AnalysedArticle)
    reading = article.headline_reading
    assert reading is not None
    assert [reading.text[one.start : one.end] for one in reading.entities] == [one.text for one in reading.entities]
    assert {"IRQ"} == {one.place.country for one in reading.entities if one.place is not None}
    assert {frame.sentence for frame in reading.frames} == {0}
    assert all(frame.end <= len(article.text) for frame in article.frames)


def test_an_article_without_a_headline_has_no_reading_of_it(nlp: Language) -> None:
    for headline in (None, "", " \t"):
        (article,) = analyse(nlp, [screened("Officials gave no details.", headline=headline)])
        assert isinstance(article, AnalysedArticle)
        assert article.headline_reading is None
