"""Correction notes and contacts: what the first tell is kept as a fact, the second go as a class of their own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from streams.clean import clean, rebuild
from streams.messages import CleanArticle
from tests.clean.test_page import PAGE, PARAGRAPHS

STORY = "\n\n".join(PARAGRAPHS)
AMENDED = "This article was amended on 3 May 2024 to correct the year in which the bridge was built."
EARLIER = "An earlier version of this story misstated the name of the mayor."


def read(*lines: str) -> CleanArticle:
    raw = "\n\n".join(lines)
    article = clean(
        json.dumps({"headline": "Bridge falls", "text": raw}).encode(), source="articles/0/0", received=datetime(2024, 5, 4, tzinfo=UTC)
    )
    assert rebuild(article.text, article.cuts) == raw
    return article


@pytest.mark.parametrize(
    "note",
    [
        AMENDED,
        EARLIER,
        "Correction: The bridge was built in 1931, not 1913.",
        "CORRECTION (May 3, 2024): The bridge was built in 1931, not 1913.",
        "• This story has been corrected to say that the bridge was closed to lorries only.",
        "(This version of the story was corrected to fix the spelling of Arlen.)",
        "A previous version of this article gave a wrong number of dead.",
        "Clarification: The mayor spoke on Monday.",
    ],
)
def test_a_correction_note_is_kept_as_a_fact(note: str) -> None:
    for article in (read(STORY, note), read(note, STORY)):
        assert article.text == STORY
        assert [words.strip("()• ") for words in article.corrections] == [note.strip("()• ")]
        assert [cut.rule for cut in article.cuts if cut.text.strip()] == ["correction"]


def test_a_list_of_corrections() -> None:
    second = "The number of lorries was 12; it was given wrongly as 21."
    article = read(STORY, "Corrections and clarifications", AMENDED, second, EARLIER)
    assert article.text == STORY
    assert article.corrections == (AMENDED, second, EARLIER)
    assert article.signal is not None
    assert article.signal.kind == "correction"


def test_a_correction_that_the_extractor_leaves_out_is_kept() -> None:
    page = PAGE.replace("</article>", f"</article><div class='related'><p>{AMENDED}</p></div>")
    article = clean(page.encode(), source="articles/0/0", received=datetime(2024, 5, 4, tzinfo=UTC))
    assert article.text == STORY
    assert article.corrections == (AMENDED,)


@pytest.mark.parametrize(
    "text",
    [
        "The Department of Corrections said that the prison was full on Monday.",
        "Corrections officers were called to the prison, a union said on Tuesday.",
        "The version of the story that the driver told the police was wrong, the mayor said.",
    ],
)
def test_a_story_about_corrections_is_none(text: str) -> None:
    article = read(STORY, text, PARAGRAPHS[1] + " It went on.")
    assert text in article.text
    assert article.corrections == ()


def test_a_subhead_is_no_list_of_corrections() -> None:
    article = read(STORY, "Corrections", "The prison has held 700 men since the year 1990, the warden told reporters on Monday.")
    assert article.text.endswith("told reporters on Monday.")


@pytest.mark.parametrize(
    "contact",
    [
        "Contact: Ann Moor, press@arlen.example",
        "Media Contact: Ann Moor, +44 20 7946 0000",
        "For more information, please contact the press office at press@arlen.example.",
        "For further information contact Ann Moor on 020 7946 0000",
        "Email: ann@arlen.example",
        "Tel: +44 20 7946 0000",
        "ann.moor@arlen.example",
        "Ann Moor can be reached at ann@arlen.example",
    ],
)
def test_contacts_go(contact: str) -> None:
    article = read(STORY, contact)
    assert article.text == STORY
    assert [cut.rule for cut in article.cuts if cut.text.strip()] == ["contact"]


def test_contacts_under_their_heading_go() -> None:
    article = read(STORY, "Media Contacts", "Ann Moor", "City of Arlen, press office", "020 7946 0000")
    assert article.text == STORY
    assert {cut.rule for cut in article.cuts if cut.text.strip()} == {"contact"}


@pytest.mark.parametrize(
    "text",
    ["Contact was lost with the ship at 10:42, the coast guard said.", "The mayor could be reached by telephone only, he said on Monday."],
)
def test_contact_with_a_ship_is_no_contact(text: str) -> None:
    assert text in read(STORY, text, PARAGRAPHS[1] + " It went on.").text
