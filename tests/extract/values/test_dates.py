"""The dates of wire copy, read on Saturday, 28 August 2021, noon."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.extract.values.valued import valued
from streams.messages import Frame, TimeValue
from tests.detect.hand import PUBLISHED, Said, article

DATES: list[tuple[str, str, str, str]] = [
    ("on Friday", "2021-08-27T00", "2021-08-28T00", "day"),
    ("on Saturday", "2021-08-28T00", "2021-08-29T00", "day"),
    ("early Monday", "2021-08-23T00", "2021-08-23T08", "part"),
    ("late on Friday", "2021-08-27T18", "2021-08-28T00", "part"),
    ("Sunday night", "2021-08-22T18", "2021-08-23T06", "part"),
    ("last Saturday", "2021-08-21T00", "2021-08-22T00", "day"),
    ("next Tuesday", "2021-08-31T00", "2021-09-01T00", "day"),
    ("on August 18", "2021-08-18T00", "2021-08-19T00", "day"),
    ("on Dec. 31", "2020-12-31T00", "2021-01-01T00", "day"),
    ("on Jan. 3", "2021-01-03T00", "2021-01-04T00", "day"),
    ("on April 4, 1996", "1996-04-04T00", "1996-04-05T00", "day"),
    ("on 4 April 1996", "1996-04-04T00", "1996-04-05T00", "day"),
    ("on 2021-08-01", "2021-08-01T00", "2021-08-02T00", "day"),
    ("yesterday", "2021-08-27T00", "2021-08-28T00", "day"),
    ("tomorrow", "2021-08-29T00", "2021-08-30T00", "day"),
    ("two days ago", "2021-08-26T00", "2021-08-27T00", "day"),
    ("this week", "2021-08-23T00", "2021-08-30T00", "week"),
    ("last week", "2021-08-16T00", "2021-08-23T00", "week"),
    ("earlier this month", "2021-08-01T00", "2021-09-01T00", "month"),
    ("last month", "2021-07-01T00", "2021-08-01T00", "month"),
    ("in June", "2021-06-01T00", "2021-07-01T00", "month"),
    ("in November", "2020-11-01T00", "2020-12-01T00", "month"),
    ("in March 2019", "2019-03-01T00", "2019-04-01T00", "month"),
    ("in 2019", "2019-01-01T00", "2020-01-01T00", "year"),
    ("in the 1980s", "1980-01-01T00", "1990-01-01T00", "year"),
    ("last night", "2021-08-27T18", "2021-08-28T06", "part"),
    ("at 10 a.m. on Thursday", "2021-08-26T10", "2021-08-26T10", "minute"),
    ("in the past 48 hours", "2021-08-26T12", "2021-08-28T12", "part"),
    ("on New Year's Day", "2021-01-01T00", "2021-01-02T00", "day"),
    ("on Christmas Eve", "2020-12-24T00", "2020-12-25T00", "day"),
    ("on Easter Monday", "2021-04-05T00", "2021-04-06T00", "day"),
    ("the day before yesterday", "2021-08-26T00", "2021-08-27T00", "day"),
    ("in the early hours of Thursday", "2021-08-26T00", "2021-08-26T08", "part"),
    ("on 25/07/2021", "2021-07-25T00", "2021-07-26T00", "day"),
    ("last November", "2020-11-01T00", "2020-12-01T00", "month"),
    ("on February 29", "2020-02-29T00", "2020-03-01T00", "day"),
    ("over the past decade", "2011-08-29T12", "2021-08-28T12", "year"),
]


def read(text: str, published: datetime = PUBLISHED) -> list[TimeValue | str]:
    """Return the values of the dates and times of a text, or the reason why one has none."""
    found = article(Said(text), published=published).entities
    return [e.value if isinstance(e.value, TimeValue) else str(e.unread) for e in found if e.label in ("DATE", "TIME")]


@pytest.mark.parametrize(("words", "start", "end", "precision"), DATES, ids=[row[0] for row in DATES])
def test_dates(words: str, start: str, end: str, precision: str) -> None:
    when = read(f"It happened {words}, they said.")[0]
    assert isinstance(when, TimeValue)
    assert (f"{when.start:%Y-%m-%dT%H}", f"{when.end:%Y-%m-%dT%H}", when.precision) == (start, end, precision)


def test_the_weekend_is_the_last_one_until_it_has_begun() -> None:
    (friday,) = read("It burned over the weekend.", datetime(2021, 8, 27, 12, tzinfo=UTC))
    assert isinstance(friday, TimeValue)
    assert (friday.start, friday.end) == (datetime(2021, 8, 21, tzinfo=UTC), datetime(2021, 8, 23, tzinfo=UTC))


def test_a_day_in_figures_that_may_be_two_says_so() -> None:
    (when,) = read("It happened on 3/8/2021.")
    assert isinstance(when, TimeValue)
    assert (when.start, when.other) == (datetime(2021, 8, 3, tzinfo=UTC), datetime(2021, 3, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "text", "start"),
    [
        (22, "A hillside fell on the hamlet before dawn on Sunday.", "2021-08-29T00"),
        (15, "Sunday's blast in the port was heard in three suburbs.", "2021-08-29T00"),
        (20, "The ferry sank early on Sunday, the coast guard said.", "2021-08-29T00"),
        (22, "The ferry sank on Friday, the coast guard said.", "2021-08-27T00"),
        (22, "The ferry sank last Sunday, the coast guard said.", "2021-08-22T00"),
        (22, "The ferry sank on Sunday night, the coast guard said.", "2021-08-22T18"),
        (9, "The ferry sank on Sunday, the coast guard said.", "2021-08-22T00"),
    ],
)
def test_a_day_that_has_begun_in_the_east_is_meant_by_its_name(hour: int, text: str, start: str) -> None:
    (when,) = read(text, PUBLISHED.replace(hour=hour))
    assert isinstance(when, TimeValue)
    assert f"{when.start:%Y-%m-%dT%H}" == start


def test_a_weekday_under_a_future_verb_is_the_next_one() -> None:
    text = "They will meet on Tuesday."
    said = article(Said(text))
    (day,) = said.entities
    at = text.index("Tuesday")
    from streams.messages import Argument

    argument = Argument(start=at, end=at + 7, text="Tuesday", role="oblique", head="Tuesday", head_start=at, head_end=at + 7, entities=(0,))
    frame = Frame(sentence=0, start=10, end=14, text="meet", lemma="meet", pos="VERB", tense="future", arguments=(argument,))
    (found,) = valued(text, [day.with_(value=None)], [frame], PUBLISHED)
    assert isinstance(found.value, TimeValue)
    assert found.value.start == datetime(2021, 8, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("on 31 June", "no day of the calendar"),
        ("A week later they left.", "counted from another event"),
        ("It lasted until the next day.", "counted from another event"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(text: str, why: str) -> None:
    assert read(text) == [why]


@pytest.mark.parametrize("text", ["He may go.", "may 12 people come", "She sat down.", "the march went on"])
def test_no_dates(text: str) -> None:
    assert read(text) == []


@given(st.text(max_size=120), st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)))
def test_every_date_and_figure_has_a_value_or_says_why_not(text: str, published: datetime) -> None:
    for entity in article(Said(text), published=published.replace(tzinfo=UTC)).entities:
        if entity.label in ("DATE", "TIME", "CARDINAL", "PERCENT", "QUANTITY", "MONEY"):
            assert (entity.value is None) == (entity.unread is not None)
            if isinstance(entity.value, TimeValue):
                assert entity.value.start < entity.value.end
