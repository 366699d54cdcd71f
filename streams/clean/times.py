"""The forms of time that feeders write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from streams.errors import Malformed
from streams.messages import Precision

_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
"""NewsML 1.2 and NITF write 20210828T103000+0200, which `fromisoformat` reads only in part before 3.11."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile("|".join(_MONTHS), re.I)
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_REDUCED = re.compile(r"([12]\d{3})(?:-(\d\d))?")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?(?:\d\d)?(?::\d\d)?)$", re.I)
_FRACTION = re.compile(r"(\.\d{6})\d+")
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""An article from outside these years is a feeder's mistake, and would move the windows of screen and alert."""


class Moment(NamedTuple):
    """A moment in UTC, and how much of it was told: what is finer is its start."""

    time: datetime
    precision: Precision


def read_time(value: object, field: str) -> datetime:
    """The moment in UTC, as `read_moment` reads it."""
    return read_moment(value, field).time


def read_moment(value: object, field: str) -> Moment:
    """The moment: ISO 8601 (any precision from the year on, basic or extended) or RFC 822; no zone means UTC.

    Raises Malformed naming the field for another type, another form, or a moment outside 1900 to 2100.
    """
    if not isinstance(value, str):
        raise Malformed(f"{type(value).__name__} where a date and time is due", field=field)
    text = value.strip()
    found = _calendar(text) or _iso(text) or _rfc822(text)
    if found is None:
        raise Malformed(f"no date and time: {text[:60]!r}", field=field)
    time, precision = found
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
    if not EARLIEST.replace(tzinfo=None) < time.replace(tzinfo=None) < LATEST.replace(tzinfo=None):
        raise Malformed(f"outside 1900 to 2100: {text[:60]!r}", field=field)
    return Moment(time.astimezone(UTC), precision)


def read_day(text: str, before: datetime) -> datetime | None:
    """The start (UTC) of the day that a dateline names (`Aug 28`, `28 August 2021`); without a year the last such day up to
    a day after `before`. None for a day that the calendar does not have, or a full date after that.
    """
    month, day, year = _MONTH.search(text), _DAY.search(text), _YEAR.search(text)
    if month is None or day is None:
        return None
    latest = before + timedelta(days=1)
    for candidate in [int(year[0])] if year else [latest.year, latest.year - 1]:
        try:
            moment = datetime(candidate, _MONTHS.index(month[0].lower()) + 1, int(day[0]), tzinfo=UTC)
        except ValueError:
            continue
        if EARLIEST < moment <= latest:
            return moment
    return None


def _calendar(text: str) -> Moment | None:
    """A year or a month alone."""
    found = _REDUCED.fullmatch(text)
    if found is None or not 1 <= int(found[2] or 1) <= 12:
        return None
    return Moment(datetime(int(found[1]), int(found[2] or 1), 1), "month" if found[2] else "year")


def _iso(text: str) -> Moment | None:
    try:
        time = datetime.fromisoformat(_FRACTION.sub(r"\1", text.upper() if text[:1].isdigit() else text))
    except ValueError:
        pass
    else:
        colons = _ZONE.sub("", text).count(":")
        basic = len(re.split("[T ]", _ZONE.sub("", text).upper(), maxsplit=1)[-1]) if "T" in text.upper() and not colons else 0
        return Moment(time, "second" if colons > 1 or basic >= 6 else "minute" if colons or basic else "day")
    if (found := _BASIC.fullmatch(text)) is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        time = datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone or ''}")
    except ValueError:
        return None
    return Moment(time, "second" if second else "minute" if hour else "day")


def _rfc822(text: str) -> Moment | None:
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(time, ("day", "minute", "second")[min(2, _ZONE.sub("", text).count(":"))])
