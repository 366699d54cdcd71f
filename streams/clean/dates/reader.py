"""This module turns a value of any form into a Moment."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from streams.clean.dates.iso import read_iso, read_since
from streams.clean.dates.moment import EARLIEST, LATEST, Moment, Told, Unread
from streams.clean.dates.names import without_marks
from streams.clean.dates.place import NOWHERE, Place
from streams.clean.dates.written import read_written
from streams.clean.dates.zones import take_zone
from streams.errors import Malformed

_LONGEST = 100
"""The most characters of a date; longer texts are no dates, and need not be searched."""
_MARKS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\u060c": ",", "\u3001": ","})
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LAST_TO_BEGIN = timedelta(hours=12)
"""The time after the start of a day in UTC at which the day has begun in the last zone, too."""
_KOREA = timedelta(hours=9)
_UNSET = Moment(datetime(1970, 1, 1, tzinfo=UTC), "second")


def read_moment(value: object, field: str, place: Place = NOWHERE) -> Moment:
    """Return the moment that a value tells, in UTC, and how much of it was told.

    Reads ISO 8601, RFC 822, asctime, dates with months by name in 48 languages, numbers, and counts since 1970 (numbers too); no
    zone means UTC. A zone that cannot be known leaves the day, an order of day and month that cannot be known the year.
    Raises Malformed naming the field for all else, for what would be a guess, and for a moment outside 1900 to 2100.
    """
    moment, _ = _read(value, field, place)
    return moment


def read_embargo(value: object, field: str, place: Place = NOWHERE) -> datetime:
    """Return the end of an embargo; for a day alone the moment at which that has begun everywhere.

    Raises Malformed where it is not told to the day, or its zone cannot be known: nothing goes out too early.
    """
    moment, known = _read(value, field, place)
    if not known or moment.precision in ("year", "month"):
        raise Malformed(f"an embargo whose end cannot be known: {str(value)[:60]!r}", field=field)
    return moment.time + _LAST_TO_BEGIN if moment.precision == "day" else moment.time


def _read(value: object, field: str, place: Place) -> tuple[Moment, bool]:
    text = _text(value, field)
    try:
        found = _found(text, place)
    except (Unread, OverflowError) as exc:
        raise Malformed(f"no date and time: {text[:60]!r}: {exc}", field=field) from None
    if found is None:
        raise Malformed(f"no date and time: {text[:60]!r}", field=field)
    if found[0] == _UNSET:
        raise Malformed(f"the start of all counts, so no date was set: {text[:60]!r}", field=field)
    if not EARLIEST < found[0].time < LATEST:
        raise Malformed(f"outside 1900 to 2100: {text[:60]!r}", field=field)
    return found


def _text(value: object, field: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value).removesuffix(".0")
    if not isinstance(value, str):
        raise Malformed(f"{type(value).__name__} where a date and time is due", field=field)
    if len(value) > _LONGEST:
        raise Malformed(f"no date and time: {value[:60]!r}", field=field)
    text = _HIDDEN.sub("", without_marks(value)).translate(_MARKS)
    return " ".join("".join(_digit(char) for char in text).split())


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if not char.isascii() and char.isdecimal() else char


def _found(text: str, place: Place) -> tuple[Moment, bool] | None:
    if (since := read_since(text)) is not None:
        return since, True
    told = read_iso(text)
    if told is not None:
        if not told.zone:
            return _zoned(told, timedelta())
        zone = take_zone(told.zone, told.time, place)
        if zone is not None and not zone[1].strip() and (zone[0] is not None or told.zone.upper() not in ("AM", "PM")):
            return _zoned(told, zone[0])
    written = read_written(text, place)
    if written is None:
        return None
    time, offset = written
    return _zoned(time, _KOREA if not offset and offset is not None and _HANGUL.search(text) and not _says_utc(text) else offset)


def _says_utc(text: str) -> bool:
    return re.search(r"\b(?:GMT|UTC?|Z)\b|\+0", text) is not None


def _zoned(told: Told, offset: timedelta | None) -> tuple[Moment, bool]:
    """Return the moment in UTC, and False if its zone cannot be known. The zone counts for a time of day; a day is the day that is told."""
    if told.precision not in ("minute", "second"):
        return Moment(told.time.replace(tzinfo=UTC), told.precision), True
    if offset is None:
        return Moment(told.time.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day"), False
    return Moment((told.time - offset).replace(tzinfo=UTC), told.precision), True
