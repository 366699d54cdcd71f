"""The times of a digest: one message that lists what came since the last; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_ENTRIES = 50
"""The largest number of alerts that a digest lists: a page of a mail. Of those beyond it, the number is told."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Digest:
    """The times of a digest: the whole multiples of `every`, or the minutes `at` of each day by the clock of `location`.

    Multiples are counted from midnight UTC of 1 January 1970: `1h` is each full hour.
    """

    every: timedelta | None = None
    at: tuple[int, ...] = ()
    location: str = "UTC"

    def after(self, moment: datetime) -> datetime:
        """Return the first time of the digest that is later than a moment, in UTC."""
        if self.every is not None:
            return _EPOCH + ((moment - _EPOCH) // self.every + 1) * self.every
        zone = ZoneInfo(self.location)
        today = moment.astimezone(zone).date()
        # the third day: where a clock was put forward over the hour, the time of the first day may be past by then
        times = (
            datetime.combine(today + timedelta(days=ahead), time(minute // 60, minute % 60), zone).astimezone(UTC)
            for ahead in range(3)
            for minute in self.at
        )
        return min(each for each in times if each > moment)
