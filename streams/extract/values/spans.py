"""Intervals of time that dates are made of: days, parts of a day, months, seasons, years. All of them UTC, `end` exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from streams.messages import TimeValue

Precision = Literal["minute", "part", "day", "week", "month", "year"]
DAY = timedelta(days=1)
PARTS = {
    "early": (0, 8), "dawn": (4, 7), "daybreak": (4, 7), "morning": (6, 12), "midday": (11, 13), "noon": (11, 13), "afternoon": (12, 18),
    "evening": (17, 22), "dusk": (17, 20), "night": (18, 30), "midnight": (23, 25), "late": (18, 24), "lunchtime": (11, 14),
}  # fmt: skip
"""The first and the last hour (exclusive) of each part of a day, from midnight."""
SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "fall": (9, 12), "winter": (12, 15)}
"""First month of each season and the one behind its last, in the northern half of the world, where most of the wires' customers are."""
UNITS: dict[str, tuple[timedelta, Precision]] = {
    "second": (timedelta(seconds=1), "minute"), "minute": (timedelta(minutes=1), "minute"), "hour": (timedelta(hours=1), "part"),
    "day": (DAY, "day"), "week": (7 * DAY, "week"), "weekend": (7 * DAY, "week"), "fortnight": (14 * DAY, "week"),
    "quarter": (91 * DAY, "month"), "season": (91 * DAY, "month"), "month": (30 * DAY, "month"), "year": (365 * DAY, "year"),
    "decade": (3652 * DAY, "year"), "century": (36524 * DAY, "year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of time and its precision; `other` is the other day that figures may mean."""

    start: datetime
    end: datetime
    precision: Precision
    other: datetime | None = None

    def value(self) -> TimeValue:
        """Return the interval as it stands in messages."""
        return TimeValue(start=self.start, end=self.end, precision=self.precision, other=self.other)


def midnight(moment: datetime) -> datetime:
    """Return the start of the day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def day(first: datetime, *, other: datetime | None = None) -> Span:
    """Return the whole day that begins at `first`, a midnight."""
    return Span(first, first + DAY, "day", other)


def part_of(first: datetime, part: str | None) -> Span:
    """Return a part of a day by its name, the whole day without one."""
    if part is None:
        return day(first)
    low, high = PARTS[part.lower()]
    return Span(first + timedelta(hours=low), first + timedelta(hours=high), "part")


def whole_month(year: int, month: int) -> Span:
    """Return a month of a year; raise ValueError for one that does not exist."""
    return Span(datetime(year, month, 1, tzinfo=UTC), datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC), "month")


def period(name: str, step: int, today: datetime) -> Span:
    """Return the week, weekend, month, season, year, decade or century of a day, `step` of them on; raise ValueError past year 9999."""
    if name in ("week", "weekend"):
        monday = today - today.weekday() * DAY + 7 * step * DAY
        return Span(monday + 5 * DAY, monday + 7 * DAY, "day") if name == "weekend" else Span(monday, monday + 7 * DAY, "week")
    if name == "month":
        index = today.year * 12 + today.month - 1 + step
        return whole_month(index // 12, index % 12 + 1)
    if name in SEASONS:
        first, last = SEASONS[name]
        year = today.year + step
        return Span(datetime(year, first, 1, tzinfo=UTC), datetime(year + (last > 12), (last - 1) % 12 + 1, 1, tzinfo=UTC), "month")
    size = {"year": 1, "decade": 10, "century": 100}[name]
    first_year = today.year // size * size + step * size
    return Span(datetime(first_year, 1, 1, tzinfo=UTC), datetime(first_year + size, 1, 1, tzinfo=UTC), "year")
