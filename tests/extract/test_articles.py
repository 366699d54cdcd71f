"""Batches: what passes through, what is cut, and that one failure stays one."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from streams.extract import Limits, analyse
from streams.extract.part import parsed_part
from streams.messages import AnalysedArticle, Dropped
from tests.extract.docs import screened


@pytest.fixture
def blank() -> Language:
    """Return a pipeline that knows words only, and chokes on one of them."""
    nlp = spacy.blank("en")

    def choke(doc: Doc) -> Doc:
        if "kaboom" in doc.text:
            raise ValueError("kaboom")
        return doc

    Language.component("choke", func=choke)
    nlp.add_pipe("choke")
    return nlp


def test_what_is_not_readable_passes_through(blank: Language) -> None:
    dropped = screened("Nothing.", dropped=Dropped(reason="test", field="text"))
    (result,) = analyse(blank, [dropped])
    assert isinstance(result, AnalysedArticle)
    assert result.dropped == dropped.dropped
    assert result.sentences == ()


def test_one_failure_costs_one_article(blank: Language) -> None:
    results = analyse(blank, [screened("Kenya won."), screened("A kaboom."), screened("Chad lost."), screened("")])
    assert isinstance(results[1], ValueError)
    for index in (0, 2, 3):
        assert isinstance(results[index], AnalysedArticle)
    third = results[2]
    assert isinstance(third, AnalysedArticle)
    assert [one.text for one in third.entities] == ["Chad"]


def test_results_outlive_the_memory_of_the_pass(blank: Language) -> None:
    (first,) = analyse(blank, [screened("Kenya and Zaherabad met on Friday.")])
    analyse(blank, [screened("Other words altogether, to overwrite what was there.")])
    assert isinstance(first, AnalysedArticle)
    assert AnalysedArticle.decode(first.encode()) == first


def test_long_texts_are_parsed_to_a_paragraph_end(blank: Language) -> None:
    text = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph."
    assert parsed_part(text, 40) == "First paragraph.\n\nSecond paragraph."
    (result,) = analyse(blank, [screened(text)], limits=Limits(text_chars=40))
    assert isinstance(result, AnalysedArticle)
    assert result.text == text
    assert result.sentences[-1].end == 35


def test_offsets_are_those_of_the_text(blank: Language) -> None:
    text = "  \n“Kenya” 🙂 fell to Chad’s army on 3 May 2021.\n"
    (result,) = analyse(blank, [screened(text)])
    assert isinstance(result, AnalysedArticle)
    assert {one.text for one in result.entities} == {"Kenya", "Chad", "3 May 2021"}
    assert all(text[one.start : one.end] == one.text for one in result.entities)


def test_words_keep_their_hyphens_and_possessives(blank: Language) -> None:
    text = "Orvik's counter-attack didn't begin at 10:30 – a 22-year-old U.S. man's car -- and Chad, too."
    blank.add_pipe("sentencizer")
    (article,) = analyse(blank, [screened(text)])
    assert isinstance(article, AnalysedArticle)
    words = [
        text[s.start + start : s.start + end] for s in article.sentences for start, end in zip(s.words[::2], s.words[1::2], strict=True)
    ]
    assert words[:5] == ["Orvik's", "counter-attack", "didn't", "begin", "at"]
    assert {"22-year-old", "U.S.", "man's", "car", "Chad", ","} <= set(words)
    assert "".join(words) == "".join(text.split())


def test_every_figure_date_and_place_has_a_value_or_says_why_not(blank: Language) -> None:
    text = "On 31 June 2024 and on Friday, Kenya paid $5m for 12 km of road, 3 per cent more, at 10:30; a week later it was half a million."
    (article,) = analyse(blank, [screened(text)])
    assert isinstance(article, AnalysedArticle)
    found = {one.text: one for one in article.entities}
    assert found["31 June 2024"].unread == "no day of the calendar"
    assert found["a week later"].unread == "counted from another event"
    assert found["Kenya"].place is not None
    values = [one for one in article.entities if one.label in ("DATE", "TIME", "MONEY", "QUANTITY", "PERCENT", "CARDINAL")]
    assert len(values) >= 8
    assert all((one.value is None) == (one.unread is not None) for one in values)
