"""Comparison of places: whether two of them are one, and how precise a name is; pure."""

from __future__ import annotations

from streams.great_circle import great_circle_km
from streams.messages import WIDE_KM, Place

EXACT = ("city", "facility")
"""The precisions of places that are near enough to a point for their distance to say whether they are one."""
NEAR_KM = 30.0
ONE_TOWN, ONE_PROVINCE = 1.0, 0.6
CONTRADICTION = -9.0


def distance_km(a: Place, b: Place) -> float | None:
    """Return the great-circle distance in kilometres; None if one of the places has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return great_circle_km(a.lat, a.lon, b.lat, b.lon)


def place_score(a: Place | None, b: Place | None) -> float:
    """Return 1 for the same town, 0.6 for the same province, about 0.3 if one place lies within the other or both lie in one country.

    It is 0.2 if a place is not given, 0.1 if a country is not known, and CONTRADICTION, which is negative, if they lie apart.
    """
    if a is None or b is None:
        return 0.2
    if a.country and b.country and a.country != b.country:  # first: there is a Santiago in Chile and one in Cuba
        return CONTRADICTION
    if a.name.casefold() == b.name.casefold():
        return 1.0 if a.precision not in ("country", "region") else 0.3
    if not {"country", "region"} & {a.precision, b.precision} and _within(a.name, b.name):
        return 1.0
    apart = distance_km(a, b)
    if a.precision in EXACT and b.precision in EXACT and apart is not None:
        spread = a.spread_km + b.spread_km
        if apart > NEAR_KM + spread:
            return CONTRADICTION
        if apart <= NEAR_KM and spread <= WIDE_KM:
            return 1.0
    if a.admin1 and b.admin1:
        return 0.6 if a.admin1 == b.admin1 else CONTRADICTION
    return 0.3 if a.country and a.country == b.country else 0.1


def _within(name: str, other: str) -> bool:
    """Return True if one name is a part of the other: Kolok bridge, and its checkpoint; Wrzosowa, and Wrzosowa coal mine, but not York and
    New York.
    """
    if proper(name) == proper(other):
        return True
    words, others = set(name.casefold().split()), set(other.casefold().split())
    return len(words) > 1 < len(others) and (words <= others or others <= words)


def proper(name: str) -> str:
    """Return a name without the words in small letters at its end, which say what it is the name of."""
    words = name.split()
    while len(words) > 1 and words[-1].islower():
        words.pop()
    return " ".join(words).casefold()


def is_town(place: Place | None) -> bool:
    """Return True if a place is more than a country or a part of the world."""
    return place is not None and (place.precision in (*EXACT, "province") or place.unlisted)


def place_words(place: Place | None) -> frozenset[str]:
    """Return the words of a place's names: that two reports name one town is weighed by itself, and is no likeness of what they tell."""
    told = (place.name, place.admin1, place.country_name) if place is not None else ()
    return frozenset(word for name in told if name for word in name.casefold().split())
