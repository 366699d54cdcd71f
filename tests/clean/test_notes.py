"""Notes and datelines before the lead, alone or run into it: the note is a fact, the text starts at the lead. All texts are invented."""

from __future__ import annotations

import pytest

from tests.clean.test_story import BODY, HEADLINE, P1, P2, P3, read

STORY = "\n\n".join(BODY)
DATELINE = "ARLEN, May 1 (Northwire) - "
NOTES = [
    "(In May 1 story, corrects paragraph 2 to say that 14 were killed, not 41)",
    "(In an earlier version of this story, the name of the governor was misspelled in paragraph 3)",
    "(In this April 30 item, fixes the day in the lead)",
    "(Corrects spelling of governor's name in paragraph 2)",
    "(This April 30 story corrects the number of dead in the headline and the lead)",
    "[Refiles to fix a typographical error in the first paragraph]",
    "(Removes reference to the army (paragraph 3) and adds what the governor said)",
    "Editors: repeats to fix typographical error in the lead.",
    "Eds: Updates with what the governor said. Adds byline.",
    "Attention editors: corrects the number of dead in the second paragraph.",
    "EDS: Recasts throughout with fall of bridge.",
    "Repeats to widen distribution with no change to text.",
    "Repeating story first sent on Sunday; no change to text.",
    "Refiles to add dropped word in the lead.",
]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
def test_a_note_before_the_dateline_is_a_fact(note: str, between: str) -> None:
    article = read(f"{note}{between}{DATELINE}{P1}", P2, P3, headline=HEADLINE)
    assert article.text == STORY
    assert article.located == "ARLEN"
    assert note.strip("()[] ") in (article.ed_note, *article.corrections)


def test_two_notes_before_the_dateline() -> None:
    article = read(NOTES[3], NOTES[8], DATELINE + P1, P2, P3, headline=HEADLINE)
    assert (article.text, article.located) == (STORY, "ARLEN")
    assert article.ed_note == f"{NOTES[3][1:-1]} {NOTES[8]}"


def test_a_note_in_brackets_before_a_lead_without_dateline() -> None:
    article = read(f"(Corrects number of dead in the lead) {P1}", P2, P3, headline=HEADLINE)
    assert (article.text, article.ed_note) == (STORY, "Corrects number of dead in the lead")


def test_a_correction_in_the_note_is_a_correction() -> None:
    article = read(f"{NOTES[0]} {DATELINE}{P1}", P2, P3, headline=HEADLINE)
    assert article.signal is not None
    assert article.signal.kind == "correction"


@pytest.mark.parametrize(
    "line",
    [
        "(In May the town had voted to keep the old bridge, and the mayor (who lost) left.) It was built in 1931, he said.",
        "Editors of the three papers said on Monday that they would print no names of the dead (AP) until all had been found.",
        "Repeats of the programme were taken off the air on Monday after the fall of the bridge at Arlen, the station said.",
        "Adds to the grief of the town, the mayor said on Monday, that the bridge had been closed for three weeks only.",
    ],
)
def test_a_sentence_that_opens_like_a_note_stays(line: str) -> None:
    assert read(P1, line, P2, P3, headline=HEADLINE).text == "\n\n".join([P1, line, P2, P3])


@pytest.mark.parametrize(
    "opening",
    ["ADVISORY (Northwire) - ", "UPDATE (Northwire) -- ", "URGENT, May 1 (Northwire) - ", "BULLETIN (AP) — ", "NOTICE, May 1 (AFP): "],
)
def test_an_advisory_word_before_the_agency_is_no_place_and_no_text(opening: str) -> None:
    article = read(opening + P1, P2, P3, headline=HEADLINE)
    assert (article.located, article.text) == (None, STORY)
    assert article.wire == opening[opening.index("(") + 1 : opening.index(")")]


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("ARLEN, May 1: ", "ARLEN"),
        ("Arlen, 1 May (AFP): ", "Arlen"),
        ("ARLEN (AFP): ", "ARLEN"),
        ("ARLEN: ", "ARLEN"),
        ("ST. ARLEN: ", "ST. ARLEN"),
        ("ARLEN/HALE: ", "ARLEN/HALE"),
        ("ARLEN-SUR-MER: ", "ARLEN-SUR-MER"),
        ("RIO DE ARLEN: ", "RIO DE ARLEN"),
        ("ARLEN, Moorland: ", "ARLEN, Moorland"),
        ("ARLEN, MOORLAND: ", "ARLEN, MOORLAND"),
    ],
)
def test_a_colon_closes_a_dateline(opening: str, place: str) -> None:
    article = read(opening + P1, P2, P3, headline=HEADLINE)
    assert (article.located, article.text) == (place, STORY)


@pytest.mark.parametrize("opening", ["Question: ", "Moor: ", "Update, May 1: ", "DISCLAIMER: ", "WHO: ", "Q: "])
def test_what_a_colon_closes_may_be_no_place(opening: str) -> None:
    assert read(opening + P1, P2, P3, headline=HEADLINE).located is None
