"""This module reads ISO 8601 in all its forms, and bare digits: stamps (`20260517231600`) and counts since 1970.

A count is one of seconds, milli-, micro- or nanoseconds.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from streams.clean.dates.moment import LATEST, Moment, Told, Unread

_DATE = (
    r"(?P<year>\d{4})(?:-?W(?P<week>\d\d)(?:-?(?P<weekday>[1-7]))?(?!\d)|-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"
    r"|-(?P<zero>0\d\d)-(?P<of>\d\d)"
    r"|-?(?P<ordinal>\d{3})(?![\d-])|(?P<packed>\d{4})|-(?P<alone>\d\d)(?![\d-]))?"
)
_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d*)?)?)?(?![\d:])"
_PACKED_CLOCK = r"(?P<clock>\d{4}(?:\d\d)?)(?P<part>[.,]\d+)?(?![\d:])"
_FORM = re.compile(rf"{_DATE}(?:(?:[T ] ?|(?<=\d{{8}}))(?:{_PACKED_CLOCK}|{_CLOCK}))?(?P<zone>(?:(?<=\d)|[ .])\D.*|)", re.I)
_SINCE = re.compile(r"(?:/Date\()?(-?\d{9,19})(\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
_UNITS = {9: 1, 10: 1, 13: 10**3, 16: 10**6, 19: 10**9}
"""The units in a second that a count since 1970 (from 1973 to 2286) has, by its number of digits."""


def read_since(text: str) -> Moment | None:
    """Return the moment of a count since 1970; None for other digits, and from the year 2100 on. Raises Unread for a count out of range."""
    found = _SINCE.fullmatch(text)
    if found is None or (unit := _UNITS.get(len(found[1].lstrip("-")))) is None:
        return None
    try:
        whole = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(found[1]) * 10**6 // unit)
    except OverflowError:
        raise Unread("no such moment") from None
    return Moment(whole + timedelta(seconds=float(found[2] or 0)), "second") if whole < LATEST else None


def read_iso(text: str) -> Told | None:
    """Return a date in ISO 8601, its clock, and the text behind it; None for another form. Raises Unread for what the calendar has not."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    day, precision, _ = _day(found)
    if found["clock"] is None and found["hour"] is None:
        return None if found["zone"].strip() and precision != "day" else Told(day, precision, found["zone"].strip())
    if precision != "day":
        return None
    packed = found["clock"] or ""
    parts = (packed[:2], packed[2:4], packed[4:]) if packed else (found["hour"], found["minute"], found["second"])
    if packed and found["part"] and not parts[2]:
        return None
    fraction = (found["part"] or found["fraction"] or "").replace(",", ".")
    time = at_clock(day, int(parts[0]), int(parts[1] or 0), int(parts[2] or 0), fraction)
    return Told(time, "second" if parts[2] else "minute", found["zone"].strip(" ."))


def at_clock(day: datetime, hour: int, minute: int, second: int, fraction: str = "") -> datetime:
    """Return a clock's time on a day: 24:00 is the next day's start, a leap second the next minute's. Raises Unread for 24:01 or 12:60."""
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise Unread("no such time of day")
    part = int(fraction.lstrip(".")[:6].ljust(6, "0")) if len(fraction) > 1 else 0
    return day + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=part)


def _day(found: re.Match[str]) -> Told:
    year = int(found["year"])
    try:
        if found["week"] is not None:
            return _week(year, int(found["week"]), found["weekday"])
        if found["ordinal"] is not None:
            day = datetime(year, 1, 1) + timedelta(days=int(found["ordinal"]) - 1)
            if day.year != year:
                raise Unread("no such day")
            return Told(day, "day")
        if found["alone"] is not None:
            return Told(datetime(year, int(found["alone"]), 1), "month")
        packed = found["packed"]
        month, day_of = (packed[:2], packed[2:]) if packed else (found["month"] or found["zero"], found["day"] or found["of"])
        return Told(datetime(year, int(month or 1), int(day_of or 1)), "day" if month else "year")
    except (ValueError, OverflowError):
        raise Unread("no such day") from None


def _week(year: int, week: int, weekday: str | None) -> Told:
    """Return the day of a week; a week alone is told to the month, or to the year where it lies in two months.

    Raises Unread for a week of two years.
    """
    start = date.fromisocalendar(year, week, int(weekday or 1))
    if weekday:
        return Told(datetime(start.year, start.month, start.day), "day")
    end = start + timedelta(days=6)
    if start.month == end.month:
        return Told(datetime(start.year, start.month, 1), "month")
    if start.year == end.year:
        return Told(datetime(start.year, 1, 1), "year")
    raise Unread("a week of two years")
