"""The forms of time that feeders write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from streams.errors import Malformed

_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?")
"""NewsML 1.2 and NITF write 20210828T103000+0200, which `fromisoformat` reads only in part before 3.11."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile("|".join(_MONTHS), re.I)
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_FRACTION = re.compile(r"(\.\d{6})\d+")
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""An article from outside these years is a feeder's mistake, and would move the windows of screen and alert."""


def read_time(value: object, field: str) -> datetime:
    """The moment in UTC: ISO 8601 (any precision from the day on, basic or extended) or RFC 822; no zone means UTC.

    Raises Malformed naming the field for another type, another form, or a moment outside 1900 to 2100.
    """
    if not isinstance(value, str):
        raise Malformed(f"{type(value).__name__} where a date and time is due", field=field)
    text = value.strip()
    moment = _iso(text) or _rfc822(text)
    if moment is None:
        raise Malformed(f"no date and time: {text[:60]!r}", field=field)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not EARLIEST.replace(tzinfo=None) < moment.replace(tzinfo=None) < LATEST.replace(tzinfo=None):
        raise Malformed(f"outside 1900 to 2100: {text[:60]!r}", field=field)
    return moment.astimezone(UTC)


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


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_FRACTION.sub(r"\1", text.upper() if text[:1].isdigit() else text))
    except ValueError:
        pass
    if (found := _BASIC.fullmatch(text)) is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone or ''}")
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
