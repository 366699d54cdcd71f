"""Junk goes by its form and is recorded; the story stays to the last word. All texts are invented."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.clean import clean, rebuild
from streams.clean.boilerplate.lines import read_lines
from streams.clean.boilerplate.story import read_story
from streams.errors import Poison
from streams.messages import CleanArticle
from tests.clean import articles
from tests.clean.articles import REBELS

HEADLINE = "Rebels Take Bridge At Arlen After Week Of Fighting"
P1 = REBELS
P2 = 'At least 14 people were killed, he told reporters, and added: "We will not leave the valley, and we will not bow to terror."'
P3 = "The army said that it had pulled back to the east bank of the river, where it was waiting for more men."
BODY = [P1, P2, P3]


def read(*lines: str, **facts: Any) -> CleanArticle:
    return articles.read({"text": "\n\n".join(lines), **facts})


def rules(article: CleanArticle) -> set[str]:
    return {cut.rule for cut in article.cuts} - {"space"}


def test_clean_story_is_left_alone() -> None:
    article = read(*BODY, headline=HEADLINE)
    assert article.text == "\n\n".join(BODY)
    assert article.cuts == ()


def test_scraped_page_head() -> None:
    article = read(HEADLINE, HEADLINE, "author-image", "Valley Bureau", "New Update", HEADLINE, "Photo Credits: AFP Photo", *BODY)
    assert article.text == "\n\n".join(BODY)
    assert (article.headline, article.by) == (HEADLINE, "Valley Bureau")
    assert rules(article) == {"headline", "author-image", "byline", "new update", "caption"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Also Read: Minister Denies Report Of His Death", "teaser"),
        ("READ MORE: Why the valley matters", "teaser"),
        ("Related stories", "teaser"),
        ("Share this article on Facebook", "share"),
        ("Follow us on Twitter and Instagram for more news.", "share"),
        ("Facebook | Twitter | WhatsApp", "share"),
        ("Join our WhatsApp channel for breaking news", "share"),
        ("Subscribe to our newsletter to get the day's top stories", "subscribe"),
        ("Sign up for our newsletter", "subscribe"),
        ("Enter your email address", "subscribe"),
        ("We use cookies to improve your experience.", "cookies"),
        ("Accept all cookies", "cookies"),
        ("Skip to main content", "navigation"),
        ("Advertisement", "navigation"),
        ("Image: A bridge in the valley, seen from the air", "caption"),
        ("Soldiers near the bridge at Arlen. REUTERS/Ann Moor", "caption"),
        ("Updated: May 1, 2024 10:32 IST", "timestamp"),
        ("4 min read", "timestamp"),
        ("© 2024 The Arlen Courier. All rights reserved.", "copyright"),
        ("(This story has not been edited by our staff and is published from a syndicated feed.)", "sign-off"),
        ("(Reporting by Ann Moor and Bo Lind; editing by Cy Dow)", "sign-off"),
        ("ENDS", "sign-off"),
    ],
)
def test_junk_line(line: str, rule: str) -> None:
    article = read(*BODY, line, headline=HEADLINE)
    assert article.text == "\n\n".join(BODY)
    assert rules(article) == {rule}


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell by 4 percent in the capital after the news, traders said.",
        "Follow-up talks were planned for Friday, the ministry said in its note to the press.",
        "Read out in court, the letter said that the bridge had been mined for weeks.",
        "Photographs of the dead were shown on state television late on Monday.",
        "Subscribers to the phone company in the valley had no service for a second day.",
        "By nightfall the rebels held the town hall, the market and both of the schools.",
        "Related violence was reported from two towns in the south, where shops were burned.",
        "Updated figures put the number of the missing at 31, the rescue service said.",
        "More from the south: two towns were said to have fallen to the rebels as well.",
        "The Associated Press was not able to verify the claim, which the army denied.",
        "Three dead. Nine hurt.",
        "Casualties by town",
        "Watch towers along the river were on fire, a witness said.",
    ],
)
def test_story_line_stays(line: str) -> None:
    article = read(P1, line, P2, P3, headline=HEADLINE)
    assert article.text == "\n\n".join([P1, line, P2, P3])


def test_embed_that_repeats_a_quote_goes_and_the_quote_stays() -> None:
    embed = "We will not leave the valley, and we will not bow to terror. https://t.co/abc— Al Nor (@alnor2) May 1, 2024"
    article = read(P1, P2, embed, P3, headline=HEADLINE)
    assert article.text == "\n\n".join(BODY)
    assert rules(article) == {"embed"}
    apart = read(P1, P2, embed.split("—")[0], "— Al Nor (@alnor2) May 1, 2024", P3, headline=HEADLINE)
    assert apart.text == "\n\n".join(BODY)


def test_embed_that_says_something_new_stays_without_its_link() -> None:
    embed = "Our men have now reached the dam and the power station. https://t.co/abc — Al Nor (@alnor2) May 1, 2024"
    article = read(*BODY, embed, headline=HEADLINE)
    assert article.text.endswith("Our men have now reached the dam and the power station. — Al Nor (@alnor2) May 1, 2024")


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Arlen Rebels rebel-army attack", ["Arlen", "Rebels", "rebel-army attack"]),
        ("Tags: Arlen, rebels, the valley", ["Arlen", "rebels", "the valley"]),
        ("#Arlen #Rebels", ["Arlen", "Rebels"]),
        ("Arlen | Rebels | Army", ["Arlen", "Rebels", "Army"]),
    ],
)
def test_tag_tail(line: str, tags: list[str]) -> None:
    article = read(*BODY, line, headline=HEADLINE)
    assert list(article.keywords) == tags
    assert article.text == "\n\n".join(BODY)


def test_last_line_that_is_no_tags_stays() -> None:
    assert read(*BODY, "A list of the dead will follow").text.endswith("will follow")


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("KABUL, Aug 28 (Reuters) - ", "KABUL"),
        ("Kabul, Aug 28 (IANS): ", "Kabul"),
        ("New Delhi [India], August 28 (ANI): ", "New Delhi"),
        ("KABUL, Afghanistan (AP) — ", "KABUL, Afghanistan"),
        ("WASHINGTON — ", "WASHINGTON"),
        ("PARIS/BERLIN, 28 August (dpa) -- ", "PARIS/BERLIN"),
        ("LOS ANGELES, Sept. 3, 2021 (Reuters) – ", "LOS ANGELES"),
        ("NEW DELHI: ", "NEW DELHI"),
    ],
)
def test_dateline(dateline: str, place: str) -> None:
    article = read(dateline + P1, P2, P3, headline=HEADLINE)
    assert article.located == place
    assert article.text == "\n\n".join(BODY)


@pytest.mark.parametrize("start", ["UNICEF said on Monday that ", "NATO - which has troops there - said that ", "BREAKING: ", "May 3 - "])
def test_no_dateline(start: str) -> None:
    article = read(start + P1, P2, P3, headline=HEADLINE)
    assert article.text.endswith("\n\n".join([P1, P2, P3]))
    assert article.located is None


def test_sign_off_in_the_last_paragraph() -> None:
    article = read(P1, P2, P3 + " (Reporting by Ann Moor; Editing by Bo Lind)", headline=HEADLINE)
    assert article.text == "\n\n".join(BODY)


def test_notes_are_kept_as_facts() -> None:
    article = read("(Adds governor's remarks, details)", "By Ann Moor", *BODY, headline=f"UPDATE 2-{HEADLINE}")
    assert article.text == "\n\n".join(BODY)
    assert (article.headline, article.by, article.ed_note) == (HEADLINE, "Ann Moor", "Adds governor's remarks, details")
    assert article.signal is not None
    assert (article.signal.kind, article.signal.number) == ("update", 2)


def test_page_with_menus_as_lines() -> None:
    menu = ["Home", "World", "Sport", "Search", "Sign in", "Video", "Weather", "Facebook", "Twitter"]
    foot = ["Most read", "Cat wins prize", "Rain all week", "Ten best soups", "About us", "Privacy policy", "Contact", "Help"]
    article = read(*menu, HEADLINE, "By Ann Moor", *BODY, *foot)
    assert article.text == "\n\n".join(BODY)
    assert (article.headline, article.by) == (HEADLINE, "Ann Moor")


def test_short_last_sentence_under_a_teaser_stays() -> None:
    foot = ["Share this:", "Twitter", "Facebook", "Like this:", "Like Loading...", "Related", "Cat wins prize", "Help", "Privacy policy"]
    article = read(HEADLINE, *BODY, "Read also: Rain all week", '"They came at dawn," said a witness.', *foot)
    assert article.text == "\n\n".join([*BODY, '"They came at dawn," said a witness.'])


def test_list_under_a_report_stays() -> None:
    seats = [f"Party of the {name}: {count} seats" for name, count in zip("ABCDEFGHIJ", range(10, 110, 10), strict=True)]
    assert read(*BODY, *seats, headline=HEADLINE).text == "\n\n".join([*BODY, *seats])


def test_white_space() -> None:
    article = read(f"  {P1}  ", "", "", f"{P2}\t", f"The  army   left.\r\n{P3}", headline=HEADLINE)
    assert article.text == f"{P1}\n\n{P2}\n\nThe army left.\n{P3}"


LINES = st.one_of(
    st.sampled_from([*BODY, HEADLINE, "New Update", "By Ann Moor", "Also Read: x", "Tags: a, b", "KABUL (AP) — " + P1, "(Adds a)"]),
    st.sampled_from(["— A (@b) May 1, 2024", "https://t.co/a", "Share", "\u200b", "\x00", "(Reporting by A B)", "#a #b", "ENDS", "\u00a0"]),
    st.text(max_size=60),
)


@given(st.lists(LINES, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n", " \n\t\n", "\u2028", "\r", "  "]))
@settings(max_examples=300, deadline=None)
def test_text_and_cuts_rebuild_the_raw_text(lines: list[str], between: str) -> None:
    raw = between.join(lines)
    story = read_story(raw, lines=read_lines(raw))
    assert rebuild(story.text, story.cuts) == raw
    assert all(raw[cut.start : cut.end] == cut.text for cut in story.cuts)
    assert all(a.end <= b.start for a, b in zip(story.cuts, story.cuts[1:], strict=False))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_an_article_or_a_named_refusal(value: bytes) -> None:
    for raw in (value, b"<p>" + value, b'{"text": "' + value):
        try:
            article = clean(raw, source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC))
        except Poison:
            continue
        assert CleanArticle.decode(article.encode()) == article


SCALARS = st.none() | st.booleans() | st.floats() | st.integers() | st.text()


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
@settings(max_examples=100, deadline=None)
def test_any_json_gives_an_article_or_a_named_refusal(value: Any) -> None:
    for field in ("text", "uri", "headlines", "bodies", "associations", "keywords", "by", "version", "published", "signals"):
        raw = json.dumps({"text": P1, field: value}).encode()
        with suppress(Poison):
            clean(raw, source="articles/0/0", received=datetime(2024, 5, 2, tzinfo=UTC)).encode()
