"""This module reads dates as people write them: `Sun, 17 May 2026 1:55 PM`, `17. Mai 2026, 13.55 Uhr`, `5/17/2026`.

A text is read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from streams.clean.dates.iso import at_clock
from streams.clean.dates.moment import Told, Unread
from streams.clean.dates.names import month_of, plain, weekday_of
from streams.clean.dates.place import Place
from streams.clean.dates.zones import is_zone_name, take_zone

_HALF = r"(?P<half>a\. ?m\.?|p\. ?m\.?|[ap]m|πμ|μμ|π\.μ\.|μ\.μ\.|oo|os|ص|م|du\.|de\.)(?!\w)"
_CLOCKS = (
    re.compile(
        rf"(?<!\d)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,:]\d{{1,9}})?)?(?![\d:])(?: ?{_HALF}| uhr\b)?", re.I
    ),
    re.compile(r"(?:^|(?<=\d{4} ))(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?= ?(?:GMT|UTC|Z)\b)", re.I),
    re.compile(rf"(?<![\d:.])(?P<hour>\d\d?) ?{_HALF}", re.I),
    re.compile(r"(?<![\d:.])(?P<hour>\d\d?) ?(?:h|uhr)(?: ?(?P<minute>\d\d)(?!\d))?(?!\w)", re.I),
    re.compile(r"(?<!\d)(?P<hour>\d\d?) ?[時시点](?: ?(?P<minute>\d\d?) ?[分분])?(?: ?(?P<second>\d\d?) ?[秒초])?"),
    re.compile(
        r"(?<![\d.])(?<!\d )(?P<hour>\d\d?)\.(?P<minute>\d\d)(?:\.(?P<second>\d\d))?(?![\d.]|\. ?\d)(?: uhr\b)?"
        r"|(?<=\d{4} )(?P<h>\d\d?)\.(?P<m>\d\d)(?![\d.])(?: uhr\b)?",
        re.I,
    ),
)
_HALF_BEFORE = re.compile(r"(?P<half>午前|午後|오전|오후|上午|下午) ?$")
_LATER = frozenset(plain(word) for word in ("pm", "μμ", "ös", "م", "du", "午後", "오후", "下午"))
_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d\d?) ?[月월](?: ?(\d\d?) ?[日일])?(?: ?[(]?[월화수목금토일月火水木金土日]요?일?[)]?)?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/.]) ?(\d\d?)\2 ?(\d\d?)(?!\d)\.?")
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([-/.]) ?(\d\d?)\2 ?(\d{4}|\d\d)(?!\d)")
_MONTH_ALONE = re.compile(r"(?<!\d)(?:(\d{4})[/.](\d\d?)|(\d\d?)[/.](\d{4}))(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIGURE = re.compile(r"(?P<cut>['’])?(?<!\d)(?P<figure>\d{1,4})(?!\d)(?:st|nd|rd|th|er|re|[ºª°])?(?!\w)")
_TIE = re.compile(r"(?<=\d)T(?=\d)|(?<=\d)(?=[^\W\d_]{3})|(?<=[^\W\d_])[-/.](?=\d)|(?<=\d)[-/.](?=[^\W\d_])", re.I)
_NOISE_LIST = (
    "at on of the de del di den der um uhr à às a las alle ore kl klo am le el la em o om h г года р року в год рік saat ora godz dia "
    "gada m d del "
    "published posted updated created date time pubdate last modified issued first"
)
_NOISE = frozenset(plain(word) for word in _NOISE_LIST.split())
_PIVOT = 69
"""The number below which a year of two digits is of this century (POSIX, strptime)."""


class _Clock(NamedTuple):
    hour: int
    minute: int
    second: int
    fraction: str
    precise: bool


def read_written(text: str, place: Place) -> tuple[Told, timedelta | None] | None:
    """Return a date by names or numbers and the offset of its zone (UTC where none is told, None for one that cannot be known).

    Returns None for a text that is no date as a whole; raises Unread for a day or time that there is not.
    """
    clock, head, tail = _clock(text)
    zoned: tuple[timedelta | None, str] | None = (timedelta(), tail)
    if clock is None:
        day = _day(text, place)
        return (day, timedelta()) if day is not None else None
    behind = tail.strip(" ,")
    candidate = take_zone(behind, datetime(2000, 1, 1), place) if behind and _opens_zone(behind) else None
    rest = f"{head} {candidate[1] if candidate else tail}"
    day = _day(rest, place)
    if day is None:
        return None
    if day.precision != "day":
        return (day, timedelta())
    time = at_clock(day.time, clock.hour, clock.minute, clock.second, clock.fraction)
    if candidate is not None:
        zoned = take_zone(behind, time, place)  # again: what New York's offset is depends on the day
    offset = zoned[0] if zoned is not None else None
    return Told(time, "second" if clock.precise else "minute"), offset


def read_day_of(text: str) -> tuple[int, int, int | None] | None:
    """Return month, day and year (None where it is not told) of a day by its month's name: `Aug 28`, `28 August 2021`; None for no day."""
    return next(_named_days(text), None)


def _opens_zone(text: str) -> bool:
    """Return True if what stands behind a clock is a zone, and no month or weekday; `CET` is one, though Thursday in Serbian."""
    word = _WORD.match(text)
    return word is None or is_zone_name(word[0]) or (month_of(word[0]) is None and weekday_of(word[0]) is None)


def _clock(text: str) -> tuple[_Clock | None, str, str]:
    masked = _NUMBERS.sub(lambda found: "_" * len(found[0]), _YEAR_FIRST.sub(lambda found: "_" * len(found[0]), text))
    for pattern in _CLOCKS:
        for found in pattern.finditer(masked):
            got = found.groupdict()
            head, hour = text[: found.start()], int(got["hour"] or got.get("h") or 0)
            half = got.get("half")
            if half is None and (before := _HALF_BEFORE.search(head)) is not None:
                half, head = before["half"], head[: before.start()]
            if half is not None:
                hour = _of_day(hour, plain(half.replace(".", "").replace(" ", "")) in _LATER)
            fraction = "." + (got.get("fraction") or ".")[1:]
            minute, second = int(got.get("minute") or got.get("m") or 0), int(got.get("second") or 0)
            return _Clock(hour, minute, second, fraction, got.get("second") is not None), head, text[found.end() :]
    return None, text, ""


def _of_day(hour: int, later: bool) -> int:
    """Return the hour (0 to 23) of a clock of twelve; 13:55 PM is 13:55. Raises Unread for 13:55 AM."""
    if hour > 12 and not later:
        raise Unread("an hour after noon before noon")
    return hour % 12 + 12 * later if hour <= 12 else hour


def _day(text: str, place: Place) -> Told | None:
    for pattern in (_ASIAN, _YEAR_FIRST, _NUMBERS):
        if (found := pattern.search(text)) is not None:
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            if not _is_noise(rest):
                return None
            if pattern is _NUMBERS:
                return _ordered(found, place, _weekdays(rest))
            year, month, day = (found[1], found[2], found[3]) if pattern is _ASIAN else (found[1], found[3], found[4])
            return Told(_date(int(year), int(month), int(day or 1)), "day" if day else "month")
    if (found := _MONTH_ALONE.fullmatch(text.strip())) is not None:
        return Told(_date(int(found[1] or found[4]), int(found[2] or found[3]), 1), "month")
    named = next(_named_days(text), None)
    if named is not None and named[2] is not None:
        return Told(_date(named[2], named[0], named[1] or 1), "day" if named[1] else "month")
    return None


def _ordered(found: re.Match[str], place: Place, weekdays: frozenset[int]) -> Told | None:
    """Return the day in numbers whose order is told by their size, full stops, the weekday beside them, or the country; else the year.

    Raises Unread where there is no such day, or not even the year is certain.
    """
    first, mark, second, year = int(found[1]), found[2], int(found[3]), found[4]
    years = _year(year)
    orders = {"day": (years, second, first), "month": (years, first, second)}
    if mark == "-" and len(year) == 2:
        orders["year"] = (_year(found[1]), second, int(year))
    days = {order: day for order, told in orders.items() if (day := _maybe(*told)) is not None}
    if len(days) > 1 and mark == "." and "day" in days:
        days = {"day": days["day"]}
    if len(set(days.values())) > 1 and weekdays:
        days = {order: day for order, day in days.items() if day.weekday() in weekdays} or days
    if len(set(days.values())) > 1 and place.month_first is not None:
        days = {order: day for order, day in days.items() if order == ("month" if place.month_first else "day")} or days
    left = set(days.values())
    if not left:
        raise Unread("no such day")
    if len(left) == 1:
        return Told(left.pop(), "day")
    if len({day.year for day in left}) == 1:
        return Told(datetime(years, 1, 1), "year")
    raise Unread("which is the day, which the month and which the year is not told")


def _named_days(text: str) -> Iterator[tuple[int, int, int | None]]:
    """Yield month, day (0: not told) and year where one month is named and all else is a figure, a weekday or noise."""
    untied = _TIE.sub(" ", text)
    words = list(_WORD.finditer(untied))
    months = [(word.start(), word.end(), month, word[0]) for word in words if (month := month_of(word[0])) is not None]
    for one, two in pairwise(words):  # Arabic has months of two words
        if (month := month_of(f"{one[0]} {two[0]}")) is not None:
            months = [found for found in months if not one.start() <= found[0] <= two.end()]
            months.append((one.start(), two.end(), month, ""))
    if len(months) > 1:
        months = [found for found in months if weekday_of(found[3]) is None] or months[-1:]
    if len(months) != 1:
        return
    start, end, month, _ = months[0]
    figures = list(_FIGURE.finditer(untied))
    rest = _FIGURE.sub(" ", f"{untied[:start]} {untied[end:]}")
    if not 1 <= len(figures) <= 2 or not _is_noise(rest):
        return
    long = [found for found in figures if len(found["figure"]) == 4 or found["cut"]]
    short = [found for found in figures if found not in long]
    if len(short) == 2 and short[0].end() <= start and short[1].start() >= end and len(short[1]["figure"]) == 2:
        long, short = [short[1]], [short[0]]  # 17 May 26
    if len(long) > 1 or len(short) > 1 or any(len(found["figure"]) > 2 for found in short):
        return
    yield month, int(short[0]["figure"]) if short else 0, _year(long[0]["figure"]) if long else None


def _is_noise(text: str) -> bool:
    """Return True if the text has no digit or `+` and no words but noise and weekdays, so that nothing of a date is left unread."""
    if re.search(r"[\d+]", text):
        return False
    return all(plain(word) in _NOISE or weekday_of(word) is not None for word in _WORD.findall(text))


def _weekdays(text: str) -> frozenset[int]:
    return frozenset(day for word in _WORD.findall(text) if (day := weekday_of(word)) is not None and day >= 0)


def _year(figure: str) -> int:
    return int(figure) if len(figure) == 4 else int(figure) + (2000 if int(figure) < _PIVOT else 1900)


def _date(year: int, month: int, day: int) -> datetime:
    try:
        return datetime(year, month, day)
    except ValueError:
        raise Unread("no such day") from None


def _maybe(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)
    except ValueError:
        return None
