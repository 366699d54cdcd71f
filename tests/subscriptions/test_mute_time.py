"""Mute times by the clock of their zone, over midnight, weekends, ends of months and changes of the clock; durations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.subscriptions.duration import read_duration, write_duration
from streams.subscriptions.mute_time import MuteTime, mute, mute_until

NIGHT = (MuteTime(times=((22 * 60, 1440), (0, 360)), location="Europe/Berlin"),)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-03-14T12:00", "2026-03-14T12:00"),
        ("2026-03-14T21:00", "2026-03-15T05:00"),
        ("2026-03-15T04:59", "2026-03-15T05:00"),
        ("2026-03-15T05:00", "2026-03-15T05:00"),
        ("2026-03-28T21:30", "2026-03-29T04:00"),  # the clock goes forward in that night
        ("2026-10-24T20:30", "2026-10-25T05:00"),  # and back in this one
    ],
)
def test_a_night_ends_at_six_by_its_own_clock(now: str, end: str) -> None:
    assert mute_until(NIGHT, utc(now)) == utc(end)


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        (MuteTime(weekdays=frozenset({5, 6})), "2026-03-14T00:00", "2026-03-16T00:00"),
        (MuteTime(days=((-1, -1),)), "2026-02-28T12:00", "2026-02-27T12:00"),
        (MuteTime(days=((1, 7),)), "2026-03-07T23:59", "2026-03-08T00:00"),
        (MuteTime(months=frozenset({8})), "2026-08-31T23:59", "2026-09-01T00:00"),
        (MuteTime(times=((600, 660),), weekdays=frozenset({0})), "2026-03-16T10:30", "2026-03-17T10:30"),
    ],
)
def test_each_field_that_is_given_must_hold(interval: MuteTime, inside: str, outside: str) -> None:
    assert interval.covers(utc(inside))
    assert not interval.covers(utc(outside))


def test_intervals_that_follow_one_another_are_one_and_those_without_end_have_none() -> None:
    weekend = MuteTime(weekdays=frozenset({5, 6}))
    monday = MuteTime(weekdays=frozenset({0}), times=((0, 540),))
    assert mute_until((weekend, monday), utc("2026-03-14T10:00")) == utc("2026-03-16T09:00")
    assert mute_until((MuteTime(),), utc("2026-03-14T10:00")) is None


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(moments)
def test_the_end_of_a_mute_time_is_never_mute_and_all_before_it_is(moment: datetime) -> None:
    end = mute_until(NIGHT, moment)
    assert end is not None
    assert not mute(NIGHT, end)
    assert end == moment or mute(NIGHT, end - timedelta(seconds=1))
    assert end - moment <= timedelta(hours=9)


@given(st.integers(0, 7 * 86_400))
def test_a_duration_that_is_written_reads_as_itself(seconds: int) -> None:
    assert read_duration(write_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "1h 30m", "-5m", "1.5h", "5M", "9999999s", "٣m"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert read_duration(text) is None
