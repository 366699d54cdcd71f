"""This module reads the day that a dateline names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.clean.dates.moment import EARLIEST, Moment
from streams.clean.dates.written import read_day_of

NEAR = timedelta(days=31)
"""The longest distance of a dateline's day from the article's own time at which it may be of another year than that."""


def read_day(text: str, before: datetime, own: Moment | None = None) -> datetime | None:
    """Return the start (UTC) of the day that a dateline names (`Aug 28`, `28 August 2021`).

    A year that is not told is that of the article's own time, or its neighbour where the day lies within 31 days of it so; without
    such a time it is the last such day up to a day after `before`. None for a day that the calendar does not have, or one after that.
    """
    found = read_day_of(text)
    if found is None or not found[1]:
        return None
    month, day, year = found
    latest = before + timedelta(days=1)
    if year is not None:
        years: tuple[int, ...] = (year,)
    elif own is None:
        years = (latest.year, latest.year - 1)
    else:
        near = [shift for shift in (-1, 1) if (moment := _date(own.time.year + shift, month, day)) and abs(moment - own.time) <= NEAR]
        years = (own.time.year + near[0] if near and own.precision != "year" else own.time.year,)
    days = (_date(year, month, day) for year in years)
    return next((moment for moment in days if moment is not None and EARLIEST < moment <= latest), None)


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
