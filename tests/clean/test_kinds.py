"""Kinds of line that sites set between paragraphs, and sentences of stories that look like them. All texts are invented."""

from __future__ import annotations

import pytest

from streams.clean import boilerplate
from tests.clean.test_story import BODY, HEADLINE, P1, P2, P3, read, rules

STORY = "\n\n".join(BODY)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("MAYOR OF HALE TO LEAVE TOWN HALL AFTER ROW OVER FERRY", "teaser"),
        ("[Related: What we know of the bridge at Arlen]", "teaser"),
        ("Trending on The Arlen Courier", "teaser"),
        ("Picture of the week", "teaser"),
        ("Get the latest updates from the valley, interviews and more from the Courier's politics team.", "subscribe"),
        ("Join Courier News for access to this content", "subscribe"),
        ("Plus special access to select articles with your account - free of charge.", "subscribe"),
        ("By entering your email and pushing continue, you are agreeing to the terms of the Courier.", "subscribe"),
        ("Become a Courier Insider", "subscribe"),
        ("Email address:", "subscribe"),
        ("Contact the author:", "contact"),
        ("You can email Ann Moor here, and read more of Ann Moor's articles here.", "contact"),
        ("Men look at what is left of the bridge at Arlen. (Ann Moor / Arlen Wire)", "caption"),
        ("(Ann Moor / Arlen Wire)", "caption"),
        ("Ann Moor as the governor in the play. Photograph: Bob Hale", "caption"),
        ("Cartoon by Bob Hale", "caption"),
        ("(Image: Arlen Museum)", "caption"),
        ("1709417828", "navigation"),
        ("Show latest update", "navigation"),
        ("Search for:", "navigation"),
        ("[ 167 comments ]", "share"),
        ("Reprints & permissions", "copyright"),
    ],
)
def test_a_line_of_the_site_goes(line: str, rule: str) -> None:
    article = read(*BODY, line, headline=HEADLINE)
    assert article.text == STORY
    assert rules(article) == {rule}


@pytest.mark.parametrize(
    "about",
    [
        "The Arlen Wire is an independent news organization dedicated to reports from the valley and the hills.",
        "Courier North is a non-profit newsroom devoted to the towns on the river.",
        'Ann Moor is the author of the novel "The Ferry."',
        "Bob Hale contributed reporting from Hale Ford.",
    ],
)
def test_who_publishes_it_is_no_part_of_the_story(about: str) -> None:
    assert read(*BODY, about, headline=HEADLINE).text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "WHAT COMES NEXT",
        "It is telling that the largest producer of salt has joined for access to this content of the sea, one of them said.",
        "Join the army for access to a doctor: that is what the young men of Arlen were told, and many went.",
        "Get the latest was the cry of the boys who sold papers on the bridge, and they had news of the war every day.",
        "The Arlen Wire is a news agency, and its reporters were let into the town on Monday, the governor said.",
        "The wire said that the picture of the week was of the bridge, and that 1709417828 people had seen it.",
        "Ann Moor, who is the author of a report on the bridge, told the council on Monday that it had been unsafe.",
        "He held up a photograph: Ann Moor and Bob Hale on the old bridge, in the year in which it was built.",
        "The company (Moor / Hale) was sold in 1931, and with it went the bridge, the mayor said.",
    ],
)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    assert read(P1, line, P2, P3, headline=HEADLINE).text == "\n\n".join([P1, line, P2, P3])
    assert read(*BODY, line, P3 + " It left.", headline=HEADLINE).text == "\n\n".join([*BODY, line, P3 + " It left."])


def test_a_story_in_capitals_keeps_its_lines() -> None:
    lines = [line.upper() for line in BODY]
    assert read(*lines[:2], "THE ARMY HAS LEFT THE WEST BANK OF THE RIVER", lines[2]).text.count("\n\n") == 3


def test_which_rule_cuts_an_also_read_line_is_found_in_the_index() -> None:
    article = read(*BODY, "Also read: What we know of the bridge", headline=HEADLINE)
    assert rules(article) == {"teaser"}
    index = (boilerplate.__doc__ or "").split()
    assert index[index.index("teaser") + 4] == "teasers.py"
