"""The pauses that a publisher asks for: in HTTP's headers, and in the feed itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from streams.clean.dates import read_moment
from streams.errors import Malformed

DAY = timedelta(days=1)
"""The longest pause that is kept, whatever a server asks for: a mistaken header must not silence a wire for a year."""
_HEAD = 20_000
"""The characters of a feed in which `ttl` and `sy:updatePeriod` are looked for; they stand before the items."""
_TTL = re.compile(r"<ttl>\s{0,20}(\d{1,6})\s{0,20}</ttl>")
_PERIOD = re.compile(r"<(?:\w{1,20}:)?updatePeriod>\s{0,20}(hourly|daily|weekly|monthly|yearly)\s{0,20}<", re.I)
_FREQUENCY = re.compile(r"<(?:\w{1,20}:)?updateFrequency>\s{0,20}(\d{1,4})\s{0,20}<", re.I)
_PERIODS = {"hourly": timedelta(hours=1), "daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY, "yearly": 365 * DAY}
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s{0,5}=\s{0,5}\"?(\d{1,10})", re.I)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return the pause of `Retry-After`, in seconds or as a date, at most a day; None where it tells none that lies ahead."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,12}", value, re.ASCII):
        return min(timedelta(seconds=min(int(value), DAY.total_seconds())), DAY) or None
    try:
        pause = read_moment(value, "Retry-After").time - now
    except Malformed:
        return None
    return min(pause, DAY) if pause > timedelta(0) else None


def fresh_for(headers: Mapping[str, str], text: str) -> timedelta:
    """Return the time for which the publisher says that there is nothing new to fetch: the longest of `max-age`, `ttl` and
    `sy:updatePeriod`, at most a day; zero where none is told."""
    found = _MAX_AGE.search(headers.get("cache-control", "")[:1000])
    pauses = [timedelta(seconds=min(int(found[1]), 86_400))] if found is not None else []
    head = text[:_HEAD]
    if (ttl := _TTL.search(head)) is not None:
        pauses.append(timedelta(minutes=int(ttl[1])))
    if (period := _PERIOD.search(head)) is not None:
        frequency = _FREQUENCY.search(head)
        pauses.append(_PERIODS[period[1].lower()] / max(1, int(frequency[1]) if frequency is not None else 1))
    return min(max(pauses, default=timedelta(0)), DAY)
