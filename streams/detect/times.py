"""Times: what the dates of wire copy mean, relative to when the article was published.

A weekday is the most recent one (the next one under a future verb); a month and day without a year is the nearest;
a part of a day is an interval. Intervals are UTC, end exclusive, ours being a reading of text that names no zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from streams.detect.counts import number
from streams.messages import When

Precision = Literal["minute", "part", "day", "week", "month", "year", "published"]
DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
PARTS = {  # hours from midnight
    "early": (0, 8),
    "dawn": (4, 7),
    "daybreak": (4, 7),
    "morning": (6, 12),
    "midday": (11, 13),
    "noon": (11, 13),
    "afternoon": (12, 18),
    "evening": (17, 22),
    "dusk": (17, 20),
    "night": (18, 30),
    "overnight": (18, 30),
    "midnight": (23, 25),
    "late": (18, 24),
    "lunchtime": (11, 14),
}
SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "fall": (9, 12), "winter": (12, 15)}
UNITS: dict[str, tuple[timedelta, Precision]] = {
    "minute": (timedelta(minutes=1), "minute"),
    "hour": (timedelta(hours=1), "part"),
    "day": (DAY, "day"),
    "week": (7 * DAY, "week"),
    "fortnight": (14 * DAY, "week"),
    "month": (30 * DAY, "month"),
    "year": (365 * DAY, "year"),
    "decade": (3652 * DAY, "year"),
    "century": (36524 * DAY, "year"),
}

_W = "|".join([*WEEKDAYS, "mon", "tues?", "wed", "thurs?", "fri", "sat", "sun"])
_M = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_FULL = "|".join(MONTHS)
_P = "|".join(p for p in PARTS if p not in ("early", "late"))
_N = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|a few|several|a couple of"
_U = "minute|hour|day|week|fortnight|month|year|decade|century|centurie"
_YEAR = r"(?:1[5-9]|20)\d\d"
EXPRESSION = re.compile(
    rf"""\b(?:
      (?P<iso>(?P<isoy>{_YEAR})-(?P<isom>[01]\d)-(?P<isod>[0-3]\d))(?!\d)
    | (?:(?P<mw>{_W})\.?,?\s+)?(?P<m1>{_M})\.?\s+(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d\d\d\b|:\d|\.\d)(?:,?\s+(?P<y1>{_YEAR})\b)?
    | (?:(?P<dw>{_W})\.?,?\s+)?(?:the\s+)?(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_M})\b\.?(?:,?\s+(?P<y2>{_YEAR})\b)?
    | (?:(?P<mpart>early|late|mid|mid-)[\s-]+)?(?P<m3>{_FULL}|(?:{_M})\.)(?:,?\s+(?P<y3>{_YEAR})\b)
    | (?P<inm>(?:in|since|last|next|this|early|late|mid)[\s-]+(?P<m4>{_FULL}))\b(?!\.?,?\s+{_YEAR}|\s+\d)
    | (?:(?P<pre>early|late)\s+(?:on\s+)?)?(?P<rel>last|next|this|past|the\s+following|coming)?\s*(?P<wd>{_W})\b\.?(?:\s+(?P<post>{_P})s?)?
    | (?P<yesterday>yesterday|the\s+day\s+before\s+yesterday)(?:\s+(?P<ypart>{_P}))?
    | (?P<tomorrow>tomorrow)(?:\s+(?P<tpart>{_P}))?
    | (?P<today>today|tonight|
        (?:earlier\s+)?this\s+(?:{_P})|last\s+night|overnight|earlier\s+in\s+the\s+day|at\s+(?:dawn|noon|midnight|dusk))
    | (?:(?P<within>(?:in|over|during|within)\s+the\s+(?:last|past)|(?:last|past))\s+)?(?P<n>{_N})\s+(?P<u>{_U})s?\b
        (?:\s+(?P<ago>ago|earlier|later|from\s+now|before|after)\b)?
    | (?:earlier\s+|later\s+|late\s+|early\s+)?(?P<this>this|last|next|past|previous)\s+
        (?P<period>week|weekend|month|year|decade|century|spring|summer|autumn|fall|winter)\b
    | (?P<vagueu>days|weeks|months|years|hours|decades)\s+(?P<vagued>ago|earlier|after|before)
    | (?:in|since|during|by|until|of|early|late|mid-?)\s+(?:early\s+|late\s+|mid-?\s*)?(?P<y4>{_YEAR})(?:-\d\d)?(?![\w-]|[.,]\d)
    | (?:the\s+)?(?:early\s+|late\s+|mid-?)?(?P<dec>(?:1[5-9]|20)\d0)s\b
    )""",
    re.I | re.X,
)
CLOCK = re.compile(
    r"\b(?P<h>[01]?\d|2[0-3])(?:[:.](?P<mi>[0-5]\d))?\s*(?P<ap>[ap])\.?m\b\.?|\b(?P<h24>[01]?\d|2[0-3]):(?P<mi24>[0-5]\d)\b", re.I
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression of the text with its interval; `anchored` = counted from another event, not from publication."""

    start: int
    end: int
    when: When
    anchored: Literal["after", "before"] | None = None


def find_times(text: str, published: datetime, *, future: bool = False, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """All time expressions within a stretch of text; offsets are those of `text`, times UTC."""
    return list(_mentions(text, published, future, start, len(text) if end is None else end))


def published_when(published: datetime) -> When:
    """The article's own day, for what carries no date."""
    day = _midnight(published)
    return When(start=day, end=day + DAY, precision="published")


def _mentions(text: str, published: datetime, future: bool, start: int, end: int) -> Iterator[TimeMention]:
    for m in EXPRESSION.finditer(text, start, end):
        name = m["m1"] or m["m2"] or m["m3"] or m["m4"] or m["wd"]
        if name and name.islower():
            continue  # "may 12 people", "sat on": months and weekdays are capitalised
        try:
            read = _read(m, published, future)
        except (ValueError, OverflowError):
            continue  # 31 June, year 0: no date
        if read is None:
            continue
        low, high, precision = read
        anchored: Literal["after", "before"] | None = None
        word = (m["ago"] or m["vagued"] or "").lower()
        if word in ("after", "before"):
            anchored = "after" if word == "after" else "before"
        stop = m.end()
        if precision == "day" and (clock := CLOCK.search(text, max(start, m.start() - 24), min(end, m.end() + 16))):
            minute = _clock(clock)
            if minute is not None:
                low, high, precision = low + minute, low + minute + timedelta(minutes=1), "minute"
        words = re.sub(r"\s+", " ", text[m.start() : stop].strip(" ."))
        yield TimeMention(m.start(), stop, When(text=words, start=low, end=high, precision=precision), anchored)


def _read(m: re.Match[str], published: datetime, future: bool) -> tuple[datetime, datetime, Precision] | None:
    today = _midnight(published)
    if m["iso"]:
        return _day(datetime(int(m["isoy"]), int(m["isom"]), int(m["isod"]), tzinfo=UTC))
    for k in "12":
        if m[f"m{k}"]:
            return _month_day(_month(m[f"m{k}"]), int(m[f"d{k}"]), m[f"y{k}"], published, future)
    if m["m3"]:
        return _whole_month(int(m["y3"]), _month(m["m3"]))
    if m["m4"]:
        year = min(
            (today.year - 1, today.year, today.year + 1), key=lambda y: abs((datetime(y, _month(m["m4"]), 15, tzinfo=UTC) - today).days)
        )
        if not future and not m["inm"].lower().startswith("next") and datetime(year, _month(m["m4"]), 1, tzinfo=UTC) > published:
            year -= 1
        return _whole_month(year, _month(m["m4"]))
    if m["wd"]:
        return _weekday(m, today, future)
    if m["yesterday"]:
        return _part(today - (2 if "before" in m["yesterday"].lower() else 1) * DAY, m["ypart"])
    if m["tomorrow"]:
        return _part(today + DAY, m["tpart"])
    if m["today"]:
        return _today(m["today"].lower(), today)
    if m["u"]:
        return _counted(m, published, future)
    if m["period"]:
        return _period(m["this"].lower(), m["period"].lower(), today)
    if m["vagueu"]:
        unit, _ = UNITS[m["vagueu"].lower().removesuffix("s")]
        low, high = published - 9 * unit, published - 2 * unit if unit > DAY else published
        return low, high, "week" if unit <= DAY else "month" if unit < 300 * DAY else "year"
    if m["y4"]:
        return datetime(int(m["y4"]), 1, 1, tzinfo=UTC), datetime(int(m["y4"]) + 1, 1, 1, tzinfo=UTC), "year"
    if m["dec"]:
        return datetime(int(m["dec"]), 1, 1, tzinfo=UTC), datetime(int(m["dec"]) + 10, 1, 1, tzinfo=UTC), "year"
    return None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _day(day: datetime) -> tuple[datetime, datetime, Precision]:
    return day, day + DAY, "day"


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, start=1) if month.startswith(name.lower().rstrip(".")[:3]))


def _whole_month(year: int, month: int) -> tuple[datetime, datetime, Precision]:
    return datetime(year, month, 1, tzinfo=UTC), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC), "month"


def _month_day(month: int, day: int, year: str | None, published: datetime, future: bool) -> tuple[datetime, datetime, Precision] | None:
    if day == 0:
        return None
    if year:
        return _day(datetime(int(year), month, day, tzinfo=UTC))
    near = []
    for candidate in (published.year - 1, published.year, published.year + 1):
        try:
            near.append(datetime(candidate, month, day, tzinfo=UTC))
        except ValueError:  # 29 February of another year
            continue
    if not near:
        return None
    if future and (ahead := [d for d in near if d + DAY > published]):
        return _day(ahead[0])
    return _day(min(near, key=lambda d: abs(d - published)))


def _weekday(m: re.Match[str], today: datetime, future: bool) -> tuple[datetime, datetime, Precision]:
    wanted = next(i for i, name in enumerate(WEEKDAYS) if name.startswith(m["wd"].lower()[:3]))
    back = (today.weekday() - wanted) % 7
    relative = re.sub(r"\s+", " ", (m["rel"] or "").lower())
    ahead = (wanted - today.weekday()) % 7
    if relative in ("next", "the following", "coming"):
        day = today + (ahead or 7) * DAY
    elif relative in ("last", "past"):
        day = today - (back or 7) * DAY
    elif relative == "this" or future:
        day = today + ahead * DAY if future else today - back * DAY
    else:
        day = today - back * DAY
    return _part(day, m["post"] or m["pre"])


def _part(day: datetime, part: str | None) -> tuple[datetime, datetime, Precision]:
    if part is None:
        return _day(day)
    low, high = PARTS[part.lower()]
    return day + timedelta(hours=low), day + timedelta(hours=high), "part"


def _today(words: str, today: datetime) -> tuple[datetime, datetime, Precision]:
    words = re.sub(r"\s+", " ", words)
    if words in ("last night", "overnight"):
        return _part(today - DAY, "night")
    if words == "tonight":
        return _part(today, "night")
    part = words.rsplit(" ", 1)[-1]
    return _part(today, part if part in PARTS else None)


def _counted(m: re.Match[str], published: datetime, future: bool) -> tuple[datetime, datetime, Precision] | None:
    words = m["n"].lower()
    count = {"a few": 3, "several": 5, "a couple of": 2, "an": 1, "a": 1}.get(words) or number(words)
    unit, precision = UNITS[m["u"].lower().replace("centurie", "century")]
    if count is None:
        return None
    ago = re.sub(r"\s+", " ", (m["ago"] or "").lower())
    if m["within"]:
        return published - count * unit, published, precision
    if ago in ("ago", "earlier", "after", "before"):
        moment = published - count * unit
        if unit < DAY:
            return moment, moment + unit, precision
        low = _midnight(moment)
        return low, low + (DAY if unit == DAY else unit), precision
    if ago in ("later", "from now") and future:
        low = _midnight(published + count * unit)
        return low, low + max(DAY, unit if unit > DAY else DAY), precision
    return None


def _period(which: str, period: str, today: datetime) -> tuple[datetime, datetime, Precision] | None:
    step = {"this": 0, "next": 1}.get(which, -1)
    if period in ("week", "weekend"):
        monday = today - today.weekday() * DAY + 7 * step * DAY
        return (monday + 5 * DAY, monday + 7 * DAY, "day") if period == "weekend" else (monday, monday + 7 * DAY, "week")
    if period == "month":
        index = today.year * 12 + today.month - 1 + step
        return _whole_month(index // 12, index % 12 + 1)
    if period in SEASONS:
        first, last = SEASONS[period]
        year = today.year + step
        return datetime(year, first, 1, tzinfo=UTC), datetime(year + (last > 12), (last - 1) % 12 + 1, 1, tzinfo=UTC), "month"
    span = {"year": 1, "decade": 10, "century": 100}[period]
    first_year = today.year // span * span + step * span
    return datetime(first_year, 1, 1, tzinfo=UTC), datetime(first_year + span, 1, 1, tzinfo=UTC), "year"


def _clock(m: re.Match[str]) -> timedelta | None:
    if m["h24"]:
        return timedelta(hours=int(m["h24"]), minutes=int(m["mi24"]))
    hour = int(m["h"])
    if hour > 12:
        return None
    return timedelta(hours=hour % 12 + (12 if m["ap"].lower() == "p" else 0), minutes=int(m["mi"] or 0))
