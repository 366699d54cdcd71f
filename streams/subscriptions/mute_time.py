"""The times at which a subscription is mute, in Alertmanager's words: times, weekdays, days of the month, months, location."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAY = 24 * 60
"""Minutes of a day: the end of `24:00`."""
_HORIZON = 366
"""The number of days within which a mute time must end."""


@dataclass(frozen=True, slots=True)
class MuteTime:
    """One interval: a moment is in it if each field that is given holds it; by the clock of `location`.

    times: minutes of the day, end exclusive; weekdays: 0 is Monday; days: 1 to 31, negative from the end of the month; months: 1 to 12.
    """

    times: tuple[tuple[int, int], ...] = ()
    weekdays: frozenset[int] = frozenset()
    days: tuple[tuple[int, int], ...] = ()
    months: frozenset[int] = frozenset()
    location: str = "UTC"

    def covers(self, moment: datetime) -> bool:
        """Return True if the interval holds this moment, an aware time."""
        local = moment.astimezone(ZoneInfo(self.location))
        minute = local.hour * 60 + local.minute
        return (
            (not self.times or any(start <= minute < end for start, end in self.times))
            and (not self.weekdays or local.weekday() in self.weekdays)
            and (not self.months or local.month in self.months)
            and (not self.days or any(_holds(local.date(), first, last) for first, last in self.days))
        )

    def edges(self, day: date) -> Iterable[datetime]:
        """Yield the moments of a local day at which the interval may begin or end, in UTC."""
        zone = ZoneInfo(self.location)
        for minute in {0, *(edge for span in self.times for edge in span)}:
            rest = minute % DAY
            local = datetime.combine(day + timedelta(days=minute // DAY), time(rest // 60, rest % 60), zone)
            yield local.astimezone(UTC)


def mute(intervals: Iterable[MuteTime], moment: datetime) -> bool:
    """Return True if any of the intervals holds the moment."""
    return any(interval.covers(moment) for interval in intervals)


def mute_until(intervals: tuple[MuteTime, ...], moment: datetime) -> datetime | None:
    """Return the first moment from `moment` on at which no interval is in force; None if one is in force for 366 days."""
    if not mute(intervals, moment):
        return moment
    for ahead in range(-1, _HORIZON):
        day = moment.date() + timedelta(days=ahead)
        for edge in sorted({edge for interval in intervals for edge in interval.edges(day)}):
            if edge > moment and not mute(intervals, edge):
                return edge
    return None


def _holds(day: date, first: int, last: int) -> bool:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    length = (following - timedelta(days=1)).day
    start, end = (bound if bound > 0 else length + 1 + bound for bound in (first, last))
    return start <= day.day <= end
