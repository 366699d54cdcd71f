"""An embargo told in words is one: its end is read so that nothing goes out too early, or it is held. A story about one is a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.clean.notices import find_embargo, without_embargo
from streams.clean.notices.until import ANYWHERE, read_until
from streams.messages import CleanArticle
from tests.clean.articles import DATELINED, item_of_agency

OWN = datetime(2026, 11, 28, 6, tzinfo=UTC)
"""The publication time of the articles, a Saturday."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(**item: object) -> CleanArticle:
    return item_of_agency(**{"text": DATELINED} | item)


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("0001 GMT DEC 20", "2026-12-20T00:01"),
        ("00:01 GMT, SUNDAY 20 DECEMBER", "2026-12-20T00:01"),
        ("9 am CET, Tuesday 4 March 2031", "2031-03-04T08:00"),
        ("December 20 at 6 p.m. ET", "2026-12-20T23:00"),
        ("noon GMT on Monday", "2026-11-30T12:00"),
        ("12 noon Europe/Paris tomorrow", "2026-11-29T11:00"),
        ("2230 hours IST 3 Dec", "2026-12-03T21:30"),  # Indian, Israeli or Irish: the latest of them
        ("10:00 London time, 1 July 2027", "2027-07-01T09:00"),
        ("2026-12-20T00:01:00+01:00", "2026-12-19T23:01"),
        ("Jan. 3, 11 P.M. EST", "2027-01-04T04:00"),  # the year is the article's own time's nearest
        ("20.12.2026, 18.00 CET", "2026-12-20T17:00"),
        ("18:00 GMT", "2026-11-28T18:00"),
        ("0500 GMT", "2026-11-29T05:00"),
        ("midnight GMT Friday, 4 December", "2026-12-05T00:00"),  # either end of the day: the later
        ("24:00 GMT 4 December", "2026-12-05T00:00"),
        ("6 pm on December 20", "2026-12-21T06:00"),  # no zone: over everywhere
        ("10:00 local time, 20 December", "2026-12-20T22:00"),
        ("20 December", "2026-12-20T12:00"),
        ("0800 UTC+5 on 20 December", "2026-12-20T03:00"),
    ],
)
def test_an_end_in_the_forms_of_agencies_and_press_offices(written: str, end: str) -> None:
    found = read_until(written, OWN)
    assert found is not None
    assert found.time == at(end)


@pytest.mark.parametrize(
    "written",
    ["further notice", "delivery", "the minister rises", "31 February 10:00 GMT", "25:00 GMT Dec 20", "Thursday 20 December 2026", "6 pm",
     "05/04/2027 10:00 GMT", "2031", "in May", ""],
)  # fmt: skip
def test_an_end_that_cannot_be_read_is_none(written: str) -> None:
    assert read_until(written, OWN) is None


ZONES = {"GMT": "UTC", "CET": "Etc/GMT-1", "ET": "America/New_York", "Asia/Kolkata": "Asia/Kolkata", "London time": "Europe/London", "": ""}


@given(
    st.datetimes(datetime(2026, 6, 1), datetime(2027, 5, 1)), st.sampled_from(sorted(ZONES)), st.sampled_from(["24", "12", "four"]),
    st.booleans(),    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
def test_an_end_is_read_in_any_order_of_its_parts(
    moment: datetime, zone: str, clock: str, day_first: bool, behind: bool, weekday: bool, year: bool
) -> None:
    moment = moment.replace(second=0, microsecond=0)
    clocks = {"12": f"{moment:%I:%M} {'AM' if moment.hour < 12 else 'PM'}", "four": f"{moment:%H%M}", "24": f"{moment:%H:%M}"}
    hour = clocks[clock]
    month, day = MONTHS[moment.month - 1], str(moment.day)
    date = (f"{day} {month}" if day_first else f"{month} {day}") + (f", {moment.year}" if year or clock == "four" else "")
    date = f"{moment:%A}, {date}" if weekday else date
    said = f"{date}, {hour} {zone}" if behind else f"{hour} {zone} {date}"
    found = read_until(said.strip(), OWN)
    assert found is not None, said
    local = moment.replace(tzinfo=ZoneInfo(ZONES[zone])).astimezone(UTC) if zone else (moment - ANYWHERE).replace(tzinfo=UTC)
    assert found.time == local, said


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read(before: str, behind: str) -> None:
    text = f"{before} embargoed until {behind}"
    read_until(text, OWN)
    found = find_embargo(text, OWN, note=True)
    assert found is None or (text[found.start : found.end] and found.words)
    assert without_embargo(text, OWN)


NOTICES = [
    ("EMBARGOED UNTIL 0001 GMT DECEMBER 4, 2031: Bridge falls at Arlen", "2031-12-04T00:01", "Bridge falls at Arlen"),
    ("Strictly embargoed: 9 am CET, Tuesday 4 March 2031 - Bridge falls at Arlen", "2031-03-04T08:00", "Bridge falls at Arlen"),
    ("Bridge falls at Arlen (EMBARGOED TO 2200 GMT FRIDAY)", "2026-12-04T22:00", "Bridge falls at Arlen"),
    ("Bridge falls at Arlen - EMBARGOED UNTIL 6 P.M. ET", "2026-11-28T23:00", "Bridge falls at Arlen"),
    ("EMBARGO: 0001 GMT, Dec 20 - Bridge falls at Arlen", "2026-12-20T00:01", "Bridge falls at Arlen"),
    ("Embargoed for 0001 GMT Dec 20 -- Bridge falls at Arlen", "2026-12-20T00:01", "Bridge falls at Arlen"),
    ("[UNDER EMBARGO UNTIL 7 AM GMT MONDAY] Bridge falls at Arlen", "2026-11-30T07:00", "Bridge falls at Arlen"),
    ("Hold for release: Bridge falls at Arlen", None, "Bridge falls at Arlen"),
    ("EMBARGOED: Bridge falls at Arlen", None, "Bridge falls at Arlen"),
    ("***EMBARGOED UNTIL FURTHER NOTICE*** Bridge falls at Arlen", None, "Bridge falls at Arlen"),
    ("HOLD FOR RELEASE", None, "HOLD FOR RELEASE"),
]  # fmt: skip
LINES = [
    ("NOT FOR PUBLICATION OR BROADCAST BEFORE 00:01 GMT, SUNDAY 20 DECEMBER 2026", "2026-12-20T00:01"),
    ("This story is embargoed until 10:00 CET on Wednesday, Dec. 2.", "2026-12-02T09:00"),
    ("FOR RELEASE AT 8:30 A.M. EST, FRIDAY, DECEMBER 4, 2026", "2026-12-04T13:30"),
    ("Please note: this report is under strict embargo until 1400 GMT Dec 5", "2026-12-05T14:00"),
    ("NO PUBLICATION, BROADCAST OR ONLINE USE UNTIL 0600 GMT DEC 1", "2026-12-01T06:00"),
    ("Must not be published or broadcast before 12 noon GMT on Thursday, 3 December", "2026-12-03T12:00"),
    ("Attention editors: EMBARGOED FOR RELEASE UNTIL 11 A.M. EASTERN TIME ON MONDAY", "2026-11-30T16:00"),
    ("Media embargo: until 7am AEDT Monday 30 November", "2026-11-29T20:00"),
    ("ADVANCE FOR USE SUNDAY, DEC. 20, AND THEREAFTER", "2026-12-20T12:00"),
    ("EMBARGO\n0001 GMT Dec 20", "2026-12-20T00:01"),
    ("Hold for release", None),
    ("Do not use before delivery", None),
    ("Embargoed until the minister begins to speak. Check against delivery.", None),
]
STORIES = [
    "Bridge falls at Arlen as arms embargo ends",
    "Embargo on arms to Sudan extended until 2027",
    "Arms embargo until 2030 agreed, minister says",
    "Embargo until 2030 on seed imports, minister says",
    "Embargo: how a ban on cheese changed Arlen",
    "Embargoed oil reaches Arlen",
    "The Harbour Paper broke the embargo on Monday",
    "FOR IMMEDIATE RELEASE",
    "Trade embargo to end on Monday, ministers say",
    "Hold for release of hostages falters",
    "Under embargo for 60 years, the island turns to tourism",
    "Embargo lifted at noon as traders cheer",
    "Released on Monday, the film broke records",
    "Families march for release of prisoners on Monday",
    "EMBARGO LIFTED: Bridge falls at Arlen",
]


@pytest.mark.parametrize(("headline", "end", "rest"), NOTICES)
def test_an_embargo_in_the_headline_holds_and_is_no_part_of_it(headline: str, end: str | None, rest: str) -> None:
    article = read(headline=headline)
    assert (article.embargoed_until, article.headline) == (at(end) if end else None, rest)
    assert bool(article.hold) == (end is None)
    assert article.dropped is None


@pytest.mark.parametrize(("line", "end"), LINES)
def test_an_embargo_in_the_first_line_holds_and_is_no_text_of_the_story(line: str, end: str | None) -> None:
    article = read(headline="Bridge falls at Arlen", text=f"{line}\n\n{DATELINED}")
    assert article.embargoed_until == (at(end) if end else None)
    assert bool(article.hold) == (end is None)
    assert article.text.startswith("Two people were killed")
    assert (article.signal, article.dropped) == (None, None)
    assert " ".join(line.split())[:20] in (article.ed_note or "")


@pytest.mark.parametrize(("line", "end"), LINES)
def test_an_embargo_in_the_note_or_slug_line_holds(line: str, end: str | None) -> None:
    for name in ("edNote", "slugline"):
        article = read(headline="Bridge falls at Arlen", **{name: " ".join(line.split())})
        assert (article.embargoed_until, bool(article.hold)) == (at(end) if end else None, end is None)
        assert article.dropped is None


@pytest.mark.parametrize("words", STORIES)
def test_a_story_about_an_embargo_is_under_none(words: str) -> None:
    for article in (read(headline=words), read(headline="Bridge falls at Arlen", text=f"{DATELINED}\n\n{words}.\n\n{DATELINED}")):
        assert (article.embargoed_until, article.hold) == (None, None)
    assert read(headline=words).headline == words or words.isupper() or ":" in words


def test_the_later_of_field_and_words_counts_and_a_field_tells_what_the_words_do_not() -> None:
    early = read(headline="EMBARGOED UNTIL 0600 GMT DEC 1: Bridge falls", embargoed="2026-12-03T00:00:00Z")
    assert (early.embargoed_until, early.hold) == (at("2026-12-03"), None)
    told = read(headline="HOLD FOR RELEASE: Bridge falls", embargoed="2026-12-03T00:00:00Z")
    assert (told.embargoed_until, told.hold) == (at("2026-12-03"), None)


@pytest.mark.parametrize("field", ["until delivery", True, "32.13.2026"])
def test_a_feeders_field_that_cannot_be_read_is_held_and_no_dead_letter(field: object) -> None:
    article = read(headline="Bridge falls at Arlen", embargoed=field)
    assert (article.embargoed_until, article.hold) == (None, f"embargoed: {field}")
    assert read(embargoed="").hold is None
    assert read(embargoed=False).hold is None


@pytest.mark.parametrize(("name", "said"), [("pubStatus", "embargoed"), ("pubstatus", "stat:embargoed"), ("pub_status", "Embargoed")])
def test_a_status_of_embargoed_without_an_end_is_held(name: str, said: str) -> None:
    article = read(headline="Bridge falls at Arlen", **{name: said})
    assert (article.pub_status, article.embargoed_until, article.hold) == ("usable", None, f"{name}: embargoed")
    told = read(headline="EMBARGOED UNTIL 0600 GMT DEC 1: Bridge falls", **{name: said})
    assert (told.embargoed_until, told.hold) == (at("2026-12-01T06:00"), None)
    assert read(headline="Bridge falls at Arlen", embargoed="2026-12-03T00:00:00Z", **{name: said}).hold is None


def test_the_year_is_the_articles_own_times_not_the_feeds() -> None:
    old = read(headline="EMBARGOED UNTIL 0001 GMT DEC 20: Bridge falls", published="2019-12-19T20:00:00Z")
    assert old.embargoed_until == at("2019-12-20T00:01")
    assert old.embargoed_until - old.published < timedelta(days=1)
