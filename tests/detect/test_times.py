"""The dates of wire copy, read on Saturday, 28 August 2021, noon."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detect.times import find_times
from tests.detect.hand import PUBLISHED

DATES: list[tuple[str, str, str, str]] = [
    ("on Friday", "2021-08-27T00", "2021-08-28T00", "day"),
    ("on Saturday", "2021-08-28T00", "2021-08-29T00", "day"),
    ("early Monday", "2021-08-23T00", "2021-08-23T08", "part"),
    ("late on Friday", "2021-08-27T18", "2021-08-28T00", "part"),
    ("Sunday night", "2021-08-22T18", "2021-08-23T06", "part"),
    ("last Saturday", "2021-08-21T00", "2021-08-22T00", "day"),
    ("next Tuesday", "2021-08-31T00", "2021-09-01T00", "day"),
    ("on August 18", "2021-08-18T00", "2021-08-19T00", "day"),
    ("on Dec. 31", "2021-12-31T00", "2022-01-01T00", "day"),
    ("on Jan. 3", "2022-01-03T00", "2022-01-04T00", "day"),
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
]


@pytest.mark.parametrize(("words", "start", "end", "precision"), DATES, ids=[row[0] for row in DATES])
def test_dates(words: str, start: str, end: str, precision: str) -> None:
    (mention,) = find_times(f"It happened {words}, they said.", PUBLISHED)
    when = mention.when
    assert (f"{when.start:%Y-%m-%dT%H}", f"{when.end:%Y-%m-%dT%H}", when.precision) == (start, end, precision)


def test_a_weekday_under_a_future_verb_is_the_next_one() -> None:
    (mention,) = find_times("They will meet on Tuesday.", PUBLISHED, future=True)
    assert mention.when.start == datetime(2021, 8, 31, tzinfo=UTC)


@pytest.mark.parametrize("text", ["He may go.", "may 12 people come", "She sat down.", "on 31 June", "a second later", "the march went on"])
def test_no_dates(text: str) -> None:
    assert find_times(text, PUBLISHED) == []


@given(st.text(max_size=120), st.datetimes(datetime(1971, 1, 1), datetime(2090, 1, 1)))
def test_any_text_is_read_and_intervals_are_in_order(text: str, published: datetime) -> None:
    for mention in find_times(text, published.replace(tzinfo=UTC)):
        assert mention.when.start < mention.when.end
