"""Times of day by their words: `10:30 a.m. GMT`, `0900 GMT`, `ten o'clock`, `midnight`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from streams.extract.values.numbers import SMALL
from streams.extract.values.spans import DAY, Span, midnight
from streams.messages import TimeValue

_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.](?P<m>\d\d)(?:[:.]\d\d)?\s?(?P<half>[ap])?|(?P<h2>\d{1,2})\s?(?P<half2>[ap])\.?m|(?P<h4>\d\d)(?P<m4>\d\d)\b"
    rf"|(?P<word>noon|midnight)|(?P<of>\d{{1,2}}|{'|'.join(SMALL[:12])})\s+o",
    re.IGNORECASE,
)
_ZONES = {"gmt": 0, "utc": 0, "est": -5, "edt": -4, "cet": 1, "ist": 5.5, "bst": 1}
"""Hours east of Greenwich of the zones that figures.py knows behind a time; IST is India's, as in most copy that writes it."""
_AHEAD = timedelta(hours=12)
"""The time by which a time of the same day may seem to lie ahead of publication: the text's clock may be that far east of Greenwich."""
_ZONE = re.compile(r"\b(gmt|utc|est|edt|cet|ist|bst)$", re.IGNORECASE)


def clock_value(words: str, published: datetime, *, on: datetime | None = None, ahead: bool = False) -> TimeValue | str:
    """Return the minute that a time of day names, or the reason why that cannot be said.

    `on`: midnight of the day that its clause names. Without it the day is that of publication, or the one before where the time would lie
    more than `_AHEAD` ahead; under a verb of the future (`ahead`) it is that of publication, or the next where the time lies so far back.
    """
    m = _CLOCK.match(words)
    if m is None:
        return "no words of a time"
    if m["word"]:
        hour, minute = (12, 0) if m["word"].lower() == "noon" else (24, 0)
    else:
        hour = int(m["h"] or m["h2"] or m["h4"] or 0)
        if m["of"]:
            hour = int(m["of"]) if m["of"].isdigit() else SMALL.index(m["of"].lower()) + 1
        minute = int(m["m"] or m["m4"] or 0)
        half = (m["half"] or m["half2"] or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else 99
    if hour > 24 or minute > 59:
        return "no time of a clock"
    zone = _ZONE.search(words)
    moment = (on or midnight(published)) + timedelta(hours=hour - (_ZONES[zone[1].lower()] if zone else 0), minutes=minute)
    if on is None and ahead:
        moment += DAY if moment + _AHEAD <= published else timedelta()
    elif on is None and moment > published + _AHEAD:
        moment -= DAY
    return Span(moment, moment + timedelta(minutes=1), "minute").value()
