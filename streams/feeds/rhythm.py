"""The time until the next poll, from the rhythm in which a source publishes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

TIMES = 20
"""The number of a source's newest items whose times make its rhythm."""
_QUIET = 16
"""The part of the time since the last item that is waited: a source that has been silent for a day is asked every 90 minutes."""
_SLOWEST = 8
"""The most, in rhythms, to which the pause grows while nothing comes: a wire that has one item a minute is never left for an hour."""
JITTER = 0.1
"""The share by which a pause is made shorter or longer, so that sources that were added together are not asked together."""


def rhythm(times: Sequence[datetime], now: datetime, least: timedelta, most: timedelta) -> timedelta:
    """Return half the usual pause between two items (their median), or a sixteenth of the time since the last, if that is longer.

    `times` are those of the newest items, in any order. Without two of them it is the middle of the bounds, by their ratio.
    """
    ordered = sorted(time for time in times if time <= now)[-TIMES:]
    if len(ordered) < 2:
        return bounded(timedelta(seconds=(least.total_seconds() * most.total_seconds()) ** 0.5), least, most)
    usual = timedelta(seconds=median((after - before).total_seconds() for before, after in pairwise(ordered)))
    return bounded(max(usual / 2, (now - ordered[-1]) / _QUIET), least, most)


def after_nothing(interval: timedelta, own: timedelta, least: timedelta, most: timedelta) -> timedelta:
    """Return the pause after a poll that brought nothing: twice the last one, at most eight times the source's own rhythm."""
    return bounded(min(2 * interval, _SLOWEST * own), least, most)


def bounded(length: timedelta, least: timedelta, most: timedelta) -> timedelta:
    """Return a length of time within its bounds."""
    return min(max(length, least), most)


def jittered(pause: timedelta, draw: float) -> timedelta:
    """Return the pause, up to a tenth shorter or longer; `draw` is from 0 to 1."""
    return pause * (1 + JITTER * (2 * draw - 1))
