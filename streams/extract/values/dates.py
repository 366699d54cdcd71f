"""Dates by their words: `Friday`, `earlier this month`, `August 18`, `April 4, 1996`, `two days ago`, `the 1990s`, `New Year's Day`.

One grammar finds them and says when they are. A weekday is the most recent one, a month and day without a year the latest that has been,
unless the verb says that it is still to come; a part of a day is an interval. Intervals are UTC, `end` exclusive: the text names no zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from streams.extract.mentions import Mention
from streams.extract.values.numbers import SMALL, number
from streams.extract.values.spans import DAY, PARTS, SEASONS, UNITS, Span, day, midnight, part_of, period, whole_month
from streams.messages import EAST, TimeValue

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
# May, March, and the short forms are words of other kinds too: alone they need a preposition before them.
_SURE_MONTH = r"(?:January|February|April|June|July|August|September|October|November|December)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
_PART = r"(?:morning|afternoon|evening|night|noon|midnight|dawn)"
_NUMBER = rf"(?i:\d+|an?|{'|'.join(SMALL[:12])}|fifteen|twenty|thirty|several|few|a few|couple of|a couple of|many)"
_WHICH = (
    r"(?:[Tt]his|[Ll]ast|[Nn]ext|[Tt]he past|[Tt]he last|[Tt]he next|[Tt]he coming|[Tt]he following|[Tt]he previous|"
    r"[Tt]he same|[Tt]hat)"
)
_COUNTED = r"people|men|women|children|soldiers|troops|cases|deaths|dead|km|tonnes|tons|votes|homes|houses|were|was"
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|years?|decades?|centur(?:y|ies))"
_PERIOD = (
    rf"(?:day|week|weekend|fortnight|month|quarter|year|decade|century|spring|summer|autumn|fall|winter|season|{_PART}|{_WEEKDAY}|{_MONTH})"
)
_EDGE = (
    r"(?:(?:[Ee]arlier|[Ll]ater?|[Ee]arly|[Mm]id-?|[Tt]he end of|[Tt]he beginning of|[Tt]he start of|[Tt]he early hours of)"
    r"\s+(?:on\s+|in\s+)?)"
)
_INTRODUCED = "|".join(rf"(?<=\b{word} )" for word in ("[Ii]n", "[Ss]ince", "[Bb]y", "[Uu]ntil", "[Ee]arly", "[Ll]ate"))
_FEASTS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "valentine's day": (2, 14), "halloween": (10, 31), "may day": (5, 1), "epiphany": (1, 6), "all saints' day": (11, 1),
}  # fmt: skip
_EASTER = {"good friday": -2, "holy saturday": -1, "easter sunday": 0, "easter monday": 1, "palm sunday": -7, "ash wednesday": -46,
           "maundy thursday": -3, "pentecost": 49}  # fmt: skip
"""The number of days from the Sunday of Easter to each feast."""
_FEAST = "|".join(re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s+") for name in (*_FEASTS, *_EASTER))


@dataclass(frozen=True, slots=True)
class _Asked:
    """This is what a date is read against: the moment of publication, and True if the verb says that the date is still to come."""

    published: datetime
    ahead: bool

    @property
    def today(self) -> datetime:
        """Midnight of the day of publication."""
        return midnight(self.published)


_Reader = Callable[[re.Match[str], _Asked], Span | None]


def _iso(m: re.Match[str], asked: _Asked) -> Span | None:
    return day(datetime(int(m["y"]), int(m["m"]), int(m["d"]), tzinfo=UTC))


def _figures(m: re.Match[str], asked: _Asked) -> Span | None:
    """Read day and month in figures; where either may be the month, return the later of the days that have been, the other beside it."""
    one, two, year = int(m["a"]), int(m["b"]), int(m["y"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    found = sorted({datetime(year, month, on, tzinfo=UTC) for month, on in ((two, one), (one, two)) if month <= 12 and on <= 31})
    if not found:
        return None
    been = [one for one in found if one <= asked.published] or found[:1]
    return day(been[-1], other=next((one for one in found if one != been[-1]), None))


def _month_day(m: re.Match[str], asked: _Asked) -> Span | None:
    month, on = _month(m["month"]), int(re.sub(r"\D", "", m["d"]))
    if m["y"]:
        first = datetime(int(m["y"]), month, on, tzinfo=UTC)
    else:
        found = _nearest(month, on, asked)
        if found is None:
            return None
        first = found
    if m.re.groupindex.get("to") and m["to"]:
        last = first.replace(day=int(re.sub(r"\D", "", m["to"])))
        return Span(first, last + DAY, "day") if last >= first else None
    return day(first)


def _nearest(month: int, on: int, asked: _Asked) -> datetime | None:
    """Return the day of a month of the year that fits: the next one under a verb of the future, else the latest that has been, or None."""
    years = []
    for year in range(asked.published.year - 8, asked.published.year + 9):
        try:
            years.append(datetime(year, month, on, tzinfo=UTC))
        except ValueError:  # 29 February
            continue
    if asked.ahead:
        return next((one for one in years if one + DAY > asked.published), None)
    return next((one for one in reversed(years) if one <= asked.published + DAY), None)


def _month_year(m: re.Match[str], asked: _Asked) -> Span | None:
    return whole_month(int(m["y"]), _month(m["month"]))


def _month_alone(m: re.Match[str], asked: _Asked) -> Span | None:
    first = _nearest(_month(m["month"]), 1, asked)
    return None if first is None else whole_month(first.year, first.month)


def _which(m: re.Match[str], asked: _Asked) -> Span | None:
    """Read `last week`, `the past three days`, `next Friday`, `this morning`, `earlier this month`; None for one counted from another."""
    which, unit = " ".join(m["which"].lower().split()).removeprefix("the "), m["unit"].lower()
    if which in ("same", "that", "following", "previous") or (which == "next" and m["which"][:1] in "tT" and not asked.ahead):
        return None  # counted from what was told before
    if m["n"]:
        count, (size, precision) = _count(m["n"]), UNITS[_singular(unit)]
        if count is None or which == "this":
            return None
        if which in ("next", "coming"):
            return Span(asked.published, asked.published + count * size, precision)
        return Span(asked.published - count * size, asked.published, precision)
    if (weekday := _weekday_of(unit)) is not None:
        return _weekday_span(weekday, which, m["part"], asked)
    if unit in PARTS:
        return part_of(asked.today - (DAY if which == "last" else timedelta(0)), unit)
    known = _singular(unit) in UNITS or unit in SEASONS
    if not known:
        month = _month(unit)
        year = {"last": -1, "next": 1}.get(which, 0) + asked.published.year
        if which == "last" and month < asked.published.month:
            year += 1
        return whole_month(year, month)
    if which == "past" or unit not in ("week", "weekend", "month", "year", "decade", "century", *SEASONS):
        size, precision = UNITS.get(_singular(unit), (DAY, "day"))
        return Span(asked.published - size, asked.published, precision)
    step = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    return period(unit, step, asked.today)


def _recent(m: re.Match[str], asked: _Asked) -> Span | None:
    size, precision = UNITS[_singular(m["unit"].lower())]
    if m["which"].lower() == "coming":
        return Span(asked.published, asked.published + 9 * size, precision)
    return Span(asked.published - 9 * size, asked.published, precision)


def _counted(m: re.Match[str], asked: _Asked) -> Span | None:
    """Read `two days ago`, `a year earlier` as so long before publication, `three weeks later` under a verb of the future as after it."""
    count, (size, precision) = _count(m["n"]), UNITS[_singular(m["unit"].lower())]
    back = m["back"].lower()
    if count is None or (back == "later" and not asked.ahead):
        return None
    moment = asked.published + (count if back == "later" else -count) * size
    if size < DAY:
        return Span(moment, moment + size, precision)
    return Span(midnight(moment), midnight(moment) + (DAY if size == DAY else size), precision)


def _some(m: re.Match[str], asked: _Asked) -> Span | None:
    size, _ = UNITS[_singular(m["unit"].lower())]
    low, high = asked.published - 9 * size, asked.published - 2 * size if size > DAY else asked.published
    return None if m["back"] == "later" else Span(low, high, "week" if size <= DAY else "month" if size < 300 * DAY else "year")


def _weekday(m: re.Match[str], asked: _Asked) -> Span | None:
    weekday = _weekday_of(m["weekday"])
    edge = (m["edge"] or "").lower().split()
    part = m["part"] or ("early" if "early" in edge else "late" if edge[:1] in (["late"], ["later"]) else None)
    return None if weekday is None or m["plural"] else _weekday_span(weekday, "", part, asked)


def _weekday_span(weekday: int, which: str, part: str | None, asked: _Asked) -> Span:
    back, on = (asked.today.weekday() - weekday) % 7, (weekday - asked.today.weekday()) % 7
    if which in ("next", "coming"):
        moment = asked.today + (on or 7) * DAY
    elif which in ("last", "past"):
        moment = asked.today - (back or 7) * DAY
    else:
        next_day = part_of(asked.today + DAY, part)
        if on == 1 and next_day.start - asked.published <= EAST:
            return next_day
        moment = asked.today + on * DAY if asked.ahead else asked.today - back * DAY
    return part_of(moment, part)


def _relative(m: re.Match[str], asked: _Asked) -> Span | None:
    word, part = " ".join(m["word"].lower().split()), m["part"]
    match word:
        case "overnight" | "last night":
            return part_of(asked.today - DAY, "night")
        case "tonight":
            return part_of(asked.today, "night")
        case "the day before yesterday":
            return part_of(asked.today - 2 * DAY, part)
        case "the day after tomorrow":
            return part_of(asked.today + 2 * DAY, part)
        case _:
            return part_of(asked.today + {"yesterday": -1, "today": 0, "tomorrow": 1}[word] * DAY, part)


def _weekend(m: re.Match[str], asked: _Asked) -> Span | None:
    saturday = asked.today - (asked.today.weekday() - 5) * DAY
    if not asked.ahead and saturday > asked.published:
        saturday -= 7 * DAY
    return Span(saturday, saturday + 2 * DAY, "day")


def _feast(m: re.Match[str], asked: _Asked) -> Span | None:
    name = " ".join(m[0].lower().replace("’", "'").split())
    if name in _FEASTS:
        found = _nearest(*_FEASTS[name], asked)
        return None if found is None else day(found)
    days = [easter(asked.published.year + step) + _EASTER[name] * DAY for step in (-1, 0, 1)]
    been = [one for one in days if (one + DAY > asked.published if asked.ahead else one <= asked.published)]
    return day(been[0] if asked.ahead else been[-1]) if been else None


def easter(year: int) -> datetime:
    """Return the Sunday of Easter in the Gregorian calendar, by the anonymous method (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    month, on = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return datetime(year, month, on + 1, tzinfo=UTC)


def _decade(m: re.Match[str], asked: _Asked) -> Span | None:
    first = int(re.sub(r"\D", "", m[0]))
    first += 0 if first >= 1000 else 2000 if first < 30 else 1900
    return Span(datetime(first, 1, 1, tzinfo=UTC), datetime(first + 10, 1, 1, tzinfo=UTC), "year")


def _year(m: re.Match[str], asked: _Asked) -> Span | None:
    return Span(datetime(int(m[0]), 1, 1, tzinfo=UTC), datetime(int(m[0]) + 1, 1, 1, tzinfo=UTC), "year")


_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        # 2021-08-28, 28/08/2021
        (rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso),
        (r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4}|\d\d)\b", _figures),
        # Friday, 18 August 2021; August 18, 2021; August 18-20; 18 August; the 18th of August
        (rf"\b(?:{_WEEKDAY},?\s+(?:the\s+)?)?(?P<d>{_DAY})(?:\s+of)?\s+(?P<month>{_MONTH})(?:,?\s+(?P<y>{_YEAR}))?\b", _month_day),
        (rf"\b(?:{_WEEKDAY},?\s+)?(?P<month>{_MONTH})\s+(?P<d>{_DAY})(?:\s?[-–]\s?(?P<to>{_DAY}))?(?:,?\s+(?P<y>{_YEAR}))?\b", _month_day),
        (rf"\b(?:{_EDGE})?(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<y>{_YEAR})\b", _month_year),
        # earlier this month, late last week, the past three years, next Friday, this morning
        (rf"\b{_EDGE}?(?P<which>{_WHICH})\s+(?:(?P<n>{_NUMBER})\s+)?(?P<unit>{_PERIOD}|{_UNIT})(?:\s+(?P<part>{_PART}))?(?!\w)", _which),
        (r"\b(?P<which>[Rr]ecent|[Pp]ast|[Cc]oming)\s+(?P<unit>days|weeks|months|years|decades)\b", _recent),
        # two days ago, three weeks later, a year earlier
        (rf"\b(?:(?:[Aa]bout|[Aa]round|[Nn]early|[Aa]lmost|[Mm]ore than|[Oo]ver)\s+)?(?P<n>{_NUMBER})\s+(?P<unit>{_UNIT})\s+"
         r"(?P<back>ago|later|earlier|before)\b", _counted),
        (r"\b(?P<unit>[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Hh]ours)\s+(?P<back>ago|later|earlier)\b", _some),
        # early on Friday, Friday night, Fridays
        (rf"\b(?P<edge>{_EDGE})?(?P<weekday>{_WEEKDAY})(?:(?P<plural>s)\b|\s+(?P<part>{_PART})\b)?", _weekday),
        (r"\b(?P<word>[Tt]he\s+day\s+before\s+yesterday|[Tt]he\s+day\s+after\s+tomorrow|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight"
         r"|[Oo]vernight)(?:\s+(?P<part>morning|afternoon|evening|night))?\b", _relative),
        (r"\b[Tt]he\s+weekend\b", _weekend),
        (rf"\b(?=[NCBVHMEAGP])(?i:{_FEAST})\b", _feast),
        # the 1990s, 2019, August
        (r"\b(?:1[5-9]|20)\d0s\b|\b(?:the )?['’]?\d0s\b", _decade),
        (rf"(?<![\d.,$€£#-])\b{_YEAR}\b(?!\s+(?:{_COUNTED}))(?![.,]?\d|[%])", _year),
        (rf"\b{_EDGE}?(?P<month>{_SURE_MONTH})\b", _month_alone),
        (rf"(?=Ma)(?:{_INTRODUCED})(?P<month>March|May)\b", _month_alone),
    )
)  # fmt: skip
# Before a bare year it must be time that is told, not a count or a name.
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|to|and|before|after|during|early|late|mid|the|around"
    r"|year|between|circa|through|for)|[(,\-–])\s*$",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"(?:(?P<n>{_NUMBER})\s+)?(?P<unit>{_UNIT})", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?P<back>after|before)\b")
_ANCHORED = re.compile(r"\b(?:earlier|later|before|after|following|previous|same|that|next)\b", re.IGNORECASE)
_BACK = 12
"""Characters before a date that a pattern may look back at."""


def dates(text: str) -> Iterator[Mention]:
    """Yield dates in order of strength (fuller patterns first); they may overlap."""
    for pattern, _ in _FORMS:
        for match in pattern.finditer(text):
            words = match.group()
            if re.fullmatch(_YEAR, words) and not _BEFORE_YEAR.search(text[max(0, match.start() - _BACK) : match.start()]):
                continue
            if re.fullmatch(r"[Tt]hat (?:day|week|month|year)", words):
                continue
            yield Mention(match.start(), match.end(), "DATE")


def date_value(text: str, start: int, end: int, published: datetime, *, ahead: bool = False) -> TimeValue | str:
    """Return the interval of the date at `start` to `end` of a text, or the reason why that cannot be said.

    `ahead`: the verb of its clause speaks of what is still to come. The words may hold more than a date ("the week of May 3").
    """
    asked = _Asked(published, ahead)
    lengths = _LENGTH.fullmatch(text, start, end)
    if lengths is not None:
        back = _AFTER.match(text, end)
        if back is None:
            return "a length of time"
        return _said(_before_now, lengths, asked, "a length of time")
    best: tuple[int, TimeValue | str] | None = None
    for pattern, reader in _FORMS:
        for match in pattern.finditer(text, start, end):
            length = match.end() - match.start()
            if best is None or length > best[0]:
                best = length, _said(reader, match, asked, "no day of the calendar")
    if best is None:
        return "no words of a date"
    anchored = isinstance(best[1], str) and _ANCHORED.search(text, start, end)
    return "counted from another event" if anchored else best[1]


def _said(reader: _Reader, match: re.Match[str], asked: _Asked, otherwise: str) -> TimeValue | str:
    try:
        found = reader(match, asked)
    except (ValueError, OverflowError, KeyError):
        return otherwise
    return otherwise if found is None or found.start >= found.end else found.value()


def _before_now(m: re.Match[str], asked: _Asked) -> Span | None:
    """Read `days after X carried out blasts` as so long before publication, as an interval."""
    size, precision = UNITS[_singular(m["unit"].lower())]
    if m["n"] is None:
        return Span(asked.published - 9 * size, asked.published - (2 * size if size > DAY else timedelta(0)), precision)
    count = _count(m["n"])
    moment = midnight(asked.published - (count or 1) * size)
    return None if count is None else Span(moment, moment + max(DAY, size), precision)


def _count(words: str) -> int | None:
    known = {"a few": 3, "few": 3, "several": 5, "many": None, "a couple of": 2, "couple of": 2, "a": 1, "an": 1}
    lower = " ".join(words.lower().split())
    if lower in known:
        return known[lower]
    found = number(lower)
    return found if isinstance(found, int) and found < 100_000 else None


def _singular(unit: str) -> str:
    return "century" if unit.startswith("centur") else unit.removesuffix("s")


def _month(name: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower()[:3]))


def _weekday_of(name: str) -> int | None:
    lower = name.lower().rstrip(".")
    return next((at for at, day_ in enumerate(_WEEKDAYS) if len(lower) >= 3 and day_.startswith(lower)), None)
