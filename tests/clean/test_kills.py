"""An order to kill a story is one in any of its usual forms, and names what it kills; what is withdrawn in the news is a story."""

from __future__ import annotations

import pytest

from tests.clean.articles import DATELINED, item_of_agency

DIARY = (
    "MONDAY, NOVEMBER 30\n\nARLEN - Governor opens bridge.\n\nTOLVIK - Ministers meet traders.\n\nTUESDAY, DECEMBER 1\n\nARLEN - Boat race."
)


KILLS = [
    ("BC-EU--Arlen Bridge, KILL", "It was wrong.", "BC-EU--Arlen Bridge"),
    ("BC-EU-ARLEN-BRIDGE-KILL", "It was wrong.", "BC-EU-ARLEN-BRIDGE"),
    ("Mandatory kill: Bridge falls at Arlen", "It was wrong.", "Bridge falls at Arlen"),
    ("MANDATORY KILL - Bridge falls at Arlen", "It was wrong.", "Bridge falls at Arlen"),
    ("***WITHDRAWN*** Bridge falls at Arlen", DATELINED, "Bridge falls at Arlen"),
    ("[WITHDRAWN] Bridge falls at Arlen", DATELINED, "Bridge falls at Arlen"),
    ("Bridge falls at Arlen (WITHDRAWN)", DATELINED, "Bridge falls at Arlen"),
    ("Bridge falls at Arlen - STORY WITHDRAWN", DATELINED, "Bridge falls at Arlen"),
    ("ADVISORY: Bridge at Arlen story withdrawn", "It was wrong.", "Bridge at Arlen"),
    ("Kill notice: Bridge falls at Arlen", "It was wrong.", "Bridge falls at Arlen"),
    ("RETRACTION: Bridge falls at Arlen", "It was wrong.", "Bridge falls at Arlen"),
    ("Note to editors", "Editors: kill the story slugged ARLEN-BRIDGE/. It was wrong.", "ARLEN-BRIDGE"),
    ("Advisory", 'Please kill the story headed "Bridge falls at Arlen", moved at 0610 GMT.', "Bridge falls at Arlen"),
    (
        "Advisory",
        "EDITORS: Please withdraw the story slugged BC-EU--Arlen Bridge, which moved on Monday. It was wrong.",
        "BC-EU--Arlen Bridge",
    ),
    ("Advisory", "The story headlined Bridge falls at Arlen has been withdrawn because it was wrong.", "Bridge falls at Arlen"),
    (
        "BC-EU--Arlen Bridge-KILL",
        'MANDATORY KILL\n\nEditors: Kill the story "Bridge falls at Arlen." It errs.',
        "Bridge falls at Arlen",
    ),
    ("Advisory", "Please withdraw our report “Bridge falls at Arlen”, sent in error.", "Bridge falls at Arlen"),
    ("Advisory", "Attention editors: spike the item 'Bridge falls at Arlen'. No bridge fell.", "Bridge falls at Arlen"),
    ("Advisory", "We are withdrawing our story headlined 'Bridge falls at Arlen' of Monday.", "Bridge falls at Arlen"),
    ("Advisory", "Agency is withdrawing its story headlined Bridge falls at Arlen. There was no bridge.", "Bridge falls at Arlen"),
]
NOTES = [
    "Please kill this story.",
    "STORY WITHDRAWN",
    "Mandatory kill. The bridge stands.",
    "Editors: kill the story slugged ARLEN-BRIDGE/.",
]
STORIES = [
    "Troops withdrawn from Arlen after bridge falls",
    "Kill switch fails at Arlen",
    "Kill order: rebels told to take no prisoners",
    "Kill orders - what the court heard",
    "Kill order (12 dead)",
    "Kill Bill: the sequel",
    "Drug withdrawn: what patients should know",
    "Withdrawn: how the army left Arlen",
    "Study withdrawn by journal over data",
    "Painting withdrawn from sale",
    "12 soldiers killed, 40 withdrawn",
    "Man, 40, killed",
    "Kill or be killed: life in the hills",
    "Retraction of troops begins",
    "Paper says story withdrawn under pressure",
    "Candidate withdrawn - party sources",
]
PROSE = [
    "The Harbour Paper has withdrawn its story about the mayor.",
    "The report was withdrawn by the ministry on Monday.",
    "The article has been retracted, the journal said, after readers found faults.",
    "The story is withdrawn by the library, not the author.",
    "Kill the bill, protesters shouted.",
    "Delete the app from your phone, the regulator told users.",
    "The army will withdraw the troops, it said in a report.",
]


@pytest.mark.parametrize(("headline", "text", "name"), KILLS)
def test_a_kill_in_its_usual_forms_names_what_it_kills(headline: str, text: str, name: str) -> None:
    article = item_of_agency(headline=headline, text=text)
    assert article.signal is not None
    assert (article.signal.kind, article.dropped) == ("withdrawal", None)
    assert name in article.withdraws


@pytest.mark.parametrize("note", NOTES)
def test_a_kill_in_the_editors_note(note: str) -> None:
    article = item_of_agency(headline="Bridge falls at Arlen", text=DATELINED, edNote=note)
    assert article.signal is not None
    assert article.signal.kind == "withdrawal"


@pytest.mark.parametrize("headline", STORIES)
def test_what_is_withdrawn_or_killed_in_the_news_is_a_story(headline: str) -> None:
    article = item_of_agency(headline=headline, text=DATELINED)
    assert (article.signal, article.headline, article.withdraws) == (None, headline, ())


@pytest.mark.parametrize("opening", PROSE)
def test_prose_about_a_withdrawal_orders_none(opening: str) -> None:
    assert item_of_agency(headline="Bridge falls at Arlen", text=f"{opening}\n\n{DATELINED}").signal is None


@pytest.mark.parametrize("note", ["UPDATES NUMBER OF KILLED", "Adds that journal article was withdrawn", "ADDS TROOPS WITHDRAWN"])
def test_a_note_that_tells_of_the_killed_is_an_update(note: str) -> None:
    signal = item_of_agency(headline="Bridge falls at Arlen", text=DATELINED, edNote=note).signal
    assert signal is not None
    assert signal.kind == "update"


@pytest.mark.parametrize(
    "headline",
    [
        "DIARY-Events in Arlen from November 30",
        "UPDATE 1-DIARY-Events in Arlen",
        "Day ahead: Monday",
        "Arlen Daybook",
        "ARLEN NEWS DAYBOOK for Monday, November 30",
        "WIRE DIARY for the week from November 30",
        "AGENDA for Monday",
        "Events in Arlen from November 30",
    ],
)
def test_a_list_of_coming_events_is_an_advisory(headline: str) -> None:
    dropped = item_of_agency(headline=headline, text=DIARY).dropped
    assert dropped is not None
    assert dropped.reason == "advisory"


@pytest.mark.parametrize(
    "headline",
    [
        "Diary: my week at Arlen",
        "Poet's diary sells for a million",
        "Day ahead of vote, bridge falls at Arlen",
        "Agenda for talks agreed",
        "AGENDA FOR ARLEN: BRIDGE FALLS",
        "DIARY OF A BRIDGE",
    ],
)
def test_a_story_with_a_diary_in_it_is_a_story(headline: str) -> None:
    assert item_of_agency(headline=headline, text=f"{DATELINED}\n\n{DATELINED} It had stood there for 200 years.").dropped is None


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("ARLEN NEWS DAYBOOK for Monday, November 30", "GMT.\n\n0900 ARLEN - Council.\n\n1100 OSLO - Court.\n\n1800 ROME - Concert."),
        ("Events for Tuesday", "0930 ARLEN - Bridge opened.\n\n1200 OSLO - Ministers meet.\n\n1500 ROME - Strike vote."),
        ("Day ahead for December 1", "ARLEN - Bridge opened.\n\nOSLO - Ministers meet.\n\nROME - Strike vote."),
    ],
)  # fmt: skip
def test_the_day_of_a_list_may_stand_in_its_name_alone(headline: str, text: str) -> None:
    dropped = item_of_agency(headline=headline, text=text).dropped
    assert dropped is not None
    assert dropped.reason == "advisory"
