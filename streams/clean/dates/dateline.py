"""The day that a dateline names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streams.clean.dates.moment import EARLIEST
from streams.clean.dates.written import read_day_of

NEAR = timedelta(days=31)
"""How far a dateline's day may lie from the time of its own page for the page to give its year."""


def read_day(text: str, before: datetime, own: datetime | None = None) -> datetime | None:
    """The start (UTC) of the day that a dateline names (`Aug 28`, `28 August 2021`).

    A year that is not told is that of the article's own time where the day is within 31 days of it, else of the last such day up to
    a day after `before`. None for a day that the calendar does not have, or a full date after that.
    """
    found = read_day_of(text)
    if found is None or not found[1]:
        return None
    month, day, year = found
    latest = before + timedelta(days=1)
    if year is not None:
        given = _date(year, month, day)
        return given if given is not None and EARLIEST < given <= latest else None
    if own is not None:
        near = [moment for shift in (-1, 0, 1) if (moment := _date(own.year + shift, month, day)) and abs(moment - own) <= NEAR]
        if near:
            return min(near, key=lambda moment: abs(moment - own))
    past = (_date(latest.year - back, month, day) for back in (0, 1))
    return next((moment for moment in past if moment is not None and EARLIEST < moment <= latest), None)


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
