"""Correction notes and contacts: what the first tell is kept as a fact, the second go as a class of their own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from streams.clean import clean
from streams.messages import CleanArticle
from tests.clean.articles import read_exactly
from tests.clean.test_page import PAGE, PARAGRAPHS

STORY = "\n\n".join(PARAGRAPHS)
AMENDED = "This article was amended on 3 May 2024 to correct the year in which the bridge was built."
EARLIER = "An earlier version of this story misstated the name of the mayor."


def read(*lines: str) -> CleanArticle:
    return read_exactly(headline="Bridge falls", text="\n\n".join(lines), received=datetime(2024, 5, 4, tzinfo=UTC))


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


MENU = ["Home", "World", "Sport", "Weather", "Culture", "Money", "Sign in", "Search", "Facebook", "Twitter"]
FOOT = ["Facebook", "Twitter", "Most read", "Privacy policy", "Contact us", "Terms of use", "Careers", "About us"]


def scraped(*lines: str) -> str:
    return read_exactly(text="\n".join([*MENU, *lines, *FOOT]), received=datetime(2024, 5, 4, tzinfo=UTC)).text


@pytest.mark.parametrize(
    "rows",
    [
        ["June 9 – Arlen, Town Hall", "June 10 – Moor, The Barn", "June 12 – Hale, Old Mill", "June 13 – Ford, The Inn",
         "June 15 – Ash, Pier", "June 17 – Elm, Park"],
        ["Arlen (Group A): Third", "Moor (Group A): Second", "Hale (Group B): First", "Ford (Group B): Tenth", "Ash (Group C): Last",
         "Elm (Group C): Out"],
    ],
)  # fmt: skip
def test_a_list_that_a_story_closes_with_is_kept(rows: list[str]) -> None:
    text = scraped("Band of Arlen goes on tour", *PARAGRAPHS, "All dates", *rows)
    assert text.split("\n") == [*PARAGRAPHS, "All dates", *rows]


def test_a_list_that_is_announced_is_kept() -> None:
    rows = ["Song of the year", "Ann Moor", "Bob Hale", "Group of the year", "The Fords", "Ash and Elm", "The Arlens"]
    text = scraped("Prizes are given in Arlen", *PARAGRAPHS, "Here are all of the winners of this year:", *rows)
    assert text.split("\n")[-len(rows) :] == rows


def test_titles_of_other_stories_are_no_list_of_the_story() -> None:
    titles = [
        "Mayor of Hale to go",
        "Snow on the hills by Friday",
        "SHOCK: How Ford lost to the club from Ash by nine",
        "Ten ways to bake an apple",
    ]
    assert scraped("Bridge falls at Arlen", *PARAGRAPHS, *titles, *titles[:2]).split("\n") == PARAGRAPHS


def test_a_standfirst_far_above_the_story_is_kept() -> None:
    standfirst = "Two were killed and a third is missing after the old bridge over the river gave way on Monday morning in heavy rain"
    between = ["Ann Moor", "Share", "Facebook", "Twitter", "Email", "Print", "1 May 2024", "Comments", "Save", "Follow", "Reddit"]
    text = scraped("Bridge falls at Arlen in storm", standfirst, *between, *PARAGRAPHS)
    assert text.split("\n") == [standfirst, *PARAGRAPHS]


@pytest.mark.parametrize(
    "bio",
    [
        "Ann Moor is a political correspondent for the Arlen Courier and lives in Hale.",
        "Bob Hale was a staff writer at The Courier who covered bridges.",
    ],
)
def test_who_wrote_it_is_no_part_of_the_story(bio: str) -> None:
    article = read(STORY, bio)
    assert article.text == STORY
    assert [cut.rule for cut in article.cuts if cut.text.strip()] == ["author"]
    assert bio in read(bio, STORY).text
