"""This module reads the end of an embargo, as agencies and press offices write it: `0001 GMT DEC 20`, `9 am CET, Tuesday 4 March 2031`.

Whatever leaves a choice is read as the later moment: nothing goes out too early.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

ANYWHERE = timedelta(hours=-12)
"""The zone in which a day ends last: a time without a zone is certainly over only once it is over there."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b\.?"
)
_DAY = r"(?<![\d:.])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])"
_YEAR = r"(?:\s*,?\s*(?P<year>(?:19|20)\d\d|'\d\d)(?!\d))?"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"{_DAY}(?:\s+of)?[\s/-]*{_MONTH}[\s/-]*{_YEAR}", re.I),
    re.compile(rf"\b{_MONTH}\s*{_DAY}{_YEAR}", re.I),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4}|\d\d)(?!\d)"),
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_CLOCKS = (
    re.compile(
        rf"(?<![\d:.+-])(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.]\d\d(?:\.\d+)?)?(?![\d/-])\s*(?:{_HALF}|hours\b|hrs\b|h\b)?", re.I
    ),
    re.compile(rf"(?<![\d:.+-])(?P<hour>\d{{1,2}})\s*{_HALF}", re.I),
    re.compile(
        r"(?<![\d:.+-])(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?=\s*(?:hours|hrs|h)\b|Z\b|\s*\(?(?:GMT|UTC?|[A-Z]{2,5}T|[ECMP]T)\b)",
        re.I,
    ),
    re.compile(r"(?<![\d:.+-])(?P<hour>\d{1,2})\s?h\s?(?P<minute>\d\d)?(?!\w)", re.I),
    re.compile(r"(?<![\d:.+-])(?P<hour>\d{1,2})\s*o.clock\b", re.I),
    re.compile(r"\b(?:12\s+)?(?P<word>noon|midday|midnight)\b", re.I),
    re.compile(r"(?<![\d:.+-])(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?![\d:/-])"),
)
"""The forms of a clock in the order of trial: four figures alone are a clock only where nothing else is one, once the date with its year is
taken out."""
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b", re.I
)
_RELATIVE = re.compile(r"\b(today|tonight|this (?:morning|afternoon|evening)|tomorrow)\b", re.I)
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC|UT)\s?)?(?<![\d-])([+-])(\d{1,2})(?::?(\d\d))?(?![\d/-])")
_OLSON = re.compile(r"\b([A-Z][A-Za-z]{1,20}(?:/[A-Z][A-Za-z_-]{1,30}){1,2})\b")
_CITY = re.compile(r"\b([A-Z][a-z.]+(?: [A-Z][a-z]+){0,2}|[A-Z]{3,}(?: [A-Z]{3,}){0,2}) +(?i:(?:local )?time)\b")
_NAME = re.compile(r"(?<![\w/])([A-Za-z]{1,5})(?![\w/])")
_WORDS = re.compile(
    r"\b(eastern|central|mountain|pacific|central european|british|greenwich mean|indian?)(?: (standard|daylight|summer"
    r"|mean))?(?: time)?\b",
    re.I,
)
_SEASON = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver", "pacific": "America/Los_Angeles",
    "central european": "Europe/Paris", "british": "Europe/London", "greenwich mean": "UTC",
    "india": "Asia/Kolkata", "indian": "Asia/Kolkata",
}  # fmt: skip
_HOURS: dict[str, float] = {
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "bst": 1, "wet": 0, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "trt": 3, "ist": 1, "idt": 3, "gst": 4, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8,
    "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "sast": 2, "cat": 2,
    "eat": 3, "wat": 1, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "brt": -3, "art": -3, "clt": -4,
}  # fmt: skip
"""Hours east of UTC (https://www.iana.org/time-zones); of names that stand for several zones (IST, CST, EST) the westernmost."""
_CITIES = {"new delhi": "Asia/Kolkata", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "beijing": "Asia/Shanghai",
           "washington": "America/New_York", "geneva": "Europe/Zurich", "frankfurt": "Europe/Berlin", "milan": "Europe/Rome",
           "barcelona": "Europe/Madrid", "edinburgh": "Europe/London", "uk": "Europe/London", "cape town": "Africa/Johannesburg",
           "abuja": "Africa/Lagos", "islamabad": "Asia/Karachi", "tel aviv": "Asia/Jerusalem", "canberra": "Australia/Sydney",
           "wellington": "Pacific/Auckland", "rio de janeiro": "America/Sao_Paulo", "san francisco": "America/Los_Angeles",
           "boston": "America/New_York", "ottawa": "America/Toronto", "hanoi": "Asia/Bangkok", "ankara": "Europe/Istanbul"}  # fmt: skip
_LOOK = 200
"""The number of characters behind an embargo's words in which its end is told."""


class Until(NamedTuple):
    """The end of an embargo in UTC, and the offsets in the text of the words that tell it."""

    time: datetime
    start: int
    end: int


class _Clock(NamedTuple):
    hour: int
    minute: int
    midnight: bool
    """True for the word `midnight`, which may be either end of its day: the later is meant here."""


def read_until(text: str, own: datetime) -> Until | None:
    """Return the end that a text of up to 200 characters tells; `own` is the article's own time, which gives the year that is not told.

    A weekday alone is the next one, a clock with its zone alone the next such hour; without a clock it is the start of the day. Where no
    zone is told, or one that cannot be known, it is over once it is over everywhere. None where no end can be read: no day, no such day, a
    weekday that is another day's, or day and month in an order that is not told.
    """
    text = text[:_LOOK]
    spans: list[tuple[int, int]] = []
    if (numbers := _NUMBERS.search(text)) is not None:
        dated = _ordered(numbers)
        if dated is None:
            return None
        spans.append(numbers.span())
        days: list[date] | None = [dated]
    else:
        days, found = _days(text, own)
        spans += [found] if found else []
    masked = _masked(text, spans)
    clock, span = _clock(masked)
    if clock is not None:
        spans.append(span)
        masked = _masked(masked, [span])
    elif span != (0, 0):
        return None  # an hour that no clock has
    weekdays = {_DAYS.index(each[0][:3].lower()) for each in _WEEKDAY.finditer(masked)}
    relative = _RELATIVE.search(masked)
    zone, zone_span = _zone(masked, span[1])
    spans += [each.span() for each in (*_WEEKDAY.finditer(masked), *([relative] if relative else []))]
    spans += [zone_span] if zone_span else []
    start, end = min((one for one, _ in spans), default=0), max((one for _, one in spans), default=0)
    if days is not None and len(days) == 0:
        return None
    told = clock or _Clock(0, 0, False)
    if days is not None:
        fitting = [day for day in days if not weekdays or day.weekday() in weekdays]
        if not fitting:
            return None
        day = min(fitting, key=lambda each: abs((_moment(each, told, zone) - own).total_seconds()))
        return Until(_moment(day, told, zone), start, end)
    if relative is not None:
        day = _local(own, zone) + timedelta(days=relative[1].lower() == "tomorrow")
        return Until(_moment(day, told, zone), start, end)
    if weekdays:
        coming = (_local(own, zone) + timedelta(days=ahead) for ahead in range(9))
        ahead = [_moment(day, told, zone) for day in coming if day.weekday() in weekdays]
        return Until(next(time for time in ahead if time > own), start, end)
    if clock is not None and zone_span is not None:
        hours = (_moment(_local(own, zone) + timedelta(days=ahead), told, zone) for ahead in range(-1, 3))
        return Until(next(time for time in hours if time > own), start, end)
    return None


_Zone = timedelta | ZoneInfo


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _days(text: str, own: datetime) -> tuple[list[date] | None, tuple[int, int] | None]:
    """Return the days that a date may be, without a year those of the years around, and its offsets.

    The list is empty for a day that the calendar does not have; both are None where the text has no date.
    """
    for pattern in _DATES:
        if (found := pattern.search(text)) is None:
            continue
        got = found.groupdict()
        month = int(got["number"]) if got.get("number") else _MONTHS.index(got["month"][:3].lower()) + 1
        years = [_full(got["year"])] if got["year"] else [own.year - 1, own.year, own.year + 1]
        return list(_real(years, month, int(got["day"]))), found.span()
    return None, None


def _real(years: list[int], month: int, day: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _full(year: str) -> int:
    figure = int(year.lstrip("'"))
    return figure + 2000 if figure < 100 else figure


def _ordered(found: re.Match[str]) -> date | None:
    """Return a date in numbers whose order is told by their size, else None."""
    one, other, year = int(found[1]), int(found[3]), _full(found[4])
    both = {*_real([year], other, one), *_real([year], one, other)}
    return both.pop() if len(both) == 1 else None


def _clock(text: str) -> tuple[_Clock | None, tuple[int, int]]:
    """Return the first clock, and its offsets; None with offsets for an hour that no clock has, None with (0, 0) for no clock."""
    for pattern in _CLOCKS:
        if (found := pattern.search(text)) is None:
            continue
        got = found.groupdict()
        if (word := got.get("word")) is not None:
            return _Clock(0 if word.lower() == "midnight" else 12, 0, word.lower() == "midnight"), found.span()
        hour, minute, half = int(got["hour"]), int(got.get("minute") or 0), (got.get("half") or "").lower()
        if half and hour <= 12:
            hour = hour % 12 + 12 * (half == "p")
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            return None, found.span()
        return _Clock(hour, minute, False), found.span()
    return None, (0, 0)


def _zone(text: str, behind: int) -> tuple[_Zone, tuple[int, int] | None]:
    """Return the zone told behind the clock, else before it, and its offsets; ANYWHERE where none is told, or one that cannot be known."""
    for start in (behind, 0) if behind else (0,):
        for pattern in (_OFFSET, _OLSON, _CITY, _WORDS, _NAME):
            for found in pattern.finditer(text, start):
                if (zone := _named(pattern, found)) is not None:
                    return zone, found.span()
    return ANYWHERE, None


def _named(pattern: re.Pattern[str], found: re.Match[str]) -> _Zone | None:
    if pattern is _OFFSET:
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return None if offset > timedelta(hours=14) else -offset if found[1] == "-" else offset
    name = found[1].lower()
    if pattern is _OLSON:
        return ZoneInfo(found[1]) if found[1] in available_timezones() else None
    if pattern is _CITY:
        words = name.split()
        places = (" ".join(words[at:]) for at in range(len(words)))
        return next((ZoneInfo(olson) for place in places if (olson := _cities().get(place)) is not None), None)
    if pattern is _WORDS:
        if found[2] is None and not found[0].lower().endswith("time") and name != "eastern":
            return None
        return ZoneInfo(_SEASON[name])
    if not found[1].isupper() and name not in ("gmt", "utc", "est", "cet", "bst"):
        return None  # `at`, `et al`
    return ZoneInfo(_SEASON[name]) if name in _SEASON else timedelta(hours=_HOURS[name]) if name in _HOURS else None


@cache
def _cities() -> dict[str, str]:
    return {name.rsplit("/", 1)[1].replace("_", " ").lower(): name for name in sorted(available_timezones()) if "/" in name} | _CITIES


def _local(own: datetime, zone: _Zone) -> date:
    if zone is ANYWHERE:
        return (own.astimezone(UTC) + timedelta(hours=14)).date()  # where the day is furthest
    return (own.astimezone(zone) if isinstance(zone, ZoneInfo) else own.astimezone(UTC) + zone).date()


def _moment(day: date, clock: _Clock, zone: _Zone) -> datetime:
    time = datetime(day.year, day.month, day.day) + timedelta(days=clock.midnight, hours=clock.hour, minutes=clock.minute)
    if isinstance(zone, ZoneInfo):
        return time.replace(tzinfo=zone).astimezone(UTC)
    return (time - zone).replace(tzinfo=UTC)
