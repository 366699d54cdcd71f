"""This module reads zones: offsets, names, Olson names.

A name that stands for several zones is told apart by the feed's country, or not at all.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from streams.clean.dates.place import Place

_OFFSET = re.compile(r"\(?(?:GMT|UTC|UT|Z)?\s?([+-])\s?(\d{1,2})(?::?(\d\d)(?::?00)?)?(?![\d:])\)?(?:\s[A-Z]{3,5}\b)?", re.I)
_OLSON = re.compile(r"\[?((?:[A-Za-z]{2,20}(?:_[A-Za-z]+)*)(?:/[A-Za-z0-9_+-]{2,30}){1,2})\]?")
_NAME = re.compile(r"\(?([^\W\d_]+(?: [^\W\d_]+){0,3})\)?")
_AGAIN = re.compile(r"\s?(?:\[[\w/+-]{1,40}\]|\([^()]{1,60}\))")
"""The zone once more, in other words: `Z[Europe/Paris]`, `+0200 (CEST)`."""
_LONGEST_OFFSET = timedelta(hours=14)
_UTC_NAMES = ("z", "utc", "ut", "gmt", "zulu", "greenwich mean time", "coordinated universal time", "universal time")
_HOURS: dict[str, float] = dict.fromkeys(_UTC_NAMES, 0) | {
    # RFC 822 fixes these, whatever else they are used for
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "eastern standard time": -5, "eastern daylight time": -4, "central standard time": -6, "central daylight time": -5,
    "mountain standard time": -7, "mountain daylight time": -6, "pacific standard time": -8, "pacific daylight time": -7,
    "akst": -9, "akdt": -8, "hst": -10, "nst": -3.5, "ndt": -2.5, "brt": -3, "brst": -2, "art": -3, "pet": -5,
    "clt": -4, "clst": -3, "vet": -4,
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "msd": 4,
    "central european time": 1, "central european summer time": 2, "eastern european time": 2, "eastern european summer time": 3,
    "bst": 1, "british summer time": 1, "trt": 3, "idt": 3, "irst": 3.5, "pkt": 5, "npt": 5.75, "nepal time": 5.75,
    "indian standard time": 5.5, "india standard time": 5.5, "israel standard time": 2, "irish standard time": 1,
    "wib": 7, "wita": 8, "wit": 9, "ict": 7, "hkt": 8, "sgt": 8, "myt": 8, "pht": 8, "jst": 9, "kst": 9, "japan standard time": 9,
    "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "sast": 2, "cat": 2, "eat": 3, "wat": 1,
}  # fmt: skip
"""Hours east of UTC (https://www.iana.org/time-zones and RFC 822, 5.1)."""
_BY_COUNTRY: dict[str, dict[str, float]] = {
    "ist": {"IN": 5.5, "LK": 5.5, "IL": 2, "IE": 1},
    "bst": {"BD": 6},
    "cst": {"CN": 8, "TW": 8, "CU": -5},
    "est": {"AU": 10},
    "edt": {"AU": 11},
    "pst": {"PH": 8, "PK": 5},
    "mst": {"MY": 8},
    "ast": {"CA": -4, "PR": -4, "TT": -4, "BB": -4, "SA": 3, "KW": 3, "QA": 3, "BH": 3, "IQ": 3},
    "gst": {"AE": 4, "OM": 4},
    "wst": {"AU": 8},
    "amt": {"BR": -4, "AM": 4},
    "bdt": {"BD": 6, "BN": 8},
}
_BY_SEASON = {
    "et": "America/New_York", "eastern time": "America/New_York", "ct": "America/Chicago", "central time": "America/Chicago",
    "mt": "America/Denver", "mountain time": "America/Denver", "pt": "America/Los_Angeles", "pacific time": "America/Los_Angeles",
    "at": "America/Halifax", "atlantic time": "America/Halifax",
}  # fmt: skip
_ELSEWHERE = frozenset({"local time", "local", "ortszeit", "heure locale", "hora local", "ora locale", "lokal tid"})


def is_zone_name(word: str) -> bool:
    """Return True if a word in capitals is the short name of a zone."""
    return word.isupper() and (word.lower() in _HOURS or word.lower() in _BY_COUNTRY or word.lower() in _BY_SEASON)


def take_zone(text: str, local: datetime, place: Place) -> tuple[timedelta | None, str] | None:
    """Return the zone that a text opens with, as its offset at that local time, and the rest of the text.

    The offset is None for a zone that is named but cannot be known; the whole is None where the text opens with no zone.
    """
    found = _take(text, local, place)
    return found and (found[0], _AGAIN.sub("", found[1], count=1) if _AGAIN.match(found[1]) else found[1])


def _take(text: str, local: datetime, place: Place) -> tuple[timedelta | None, str] | None:
    if (found := _OFFSET.match(text)) is not None:
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if int(found[3] or 0) > 59 or offset > _LONGEST_OFFSET:
            return None
        return (-offset if found[1] == "-" else offset), text[found.end() :]
    if (found := _OLSON.match(text)) is not None and (name := _olson().get(found[1].lower())) is not None:
        return ZoneInfo(name).utcoffset(local), text[found.end() :]
    if (found := _NAME.match(text)) is None:
        return None
    words = found[1].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        known = _named(name.lower(), local, place)
        if known is not None or name.lower() in _ELSEWHERE or (count == 1 and _unknown(name)):
            end = found.end() if count == len(words) else found.start(1) + len(name)
            return known, text[end:]
    return None


def _named(name: str, local: datetime, place: Place) -> timedelta | None:
    hours = _BY_COUNTRY.get(name, {}).get(place.country, _HOURS.get(name))
    if hours is not None:
        return timedelta(hours=hours)
    return ZoneInfo(_BY_SEASON[name]).utcoffset(local) if name in _BY_SEASON else None


def _unknown(name: str) -> bool:
    """Return True if a word has the form of a zone's name: up to five capitals (one is a military letter), or a name of several zones."""
    return (name.isascii() and name.isupper() and len(name) <= 5) or name.lower() in _BY_COUNTRY


@cache
def _olson() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if "/" in name}
