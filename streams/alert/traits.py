"""The traits that an event must share with another to be the same happening, which are the keys that open incidents are found by; pure.

Beside alike texts `event_terms` reach SAME (0.9) in three ways only: the same town (1.0: its name, or 30 km), or a figure
(0.3 or 0.5) or a party (0.3 or 0.6) that both name. Without one of them it ends at the same province and the same mode: 0.6 + 0.2.
All three count only between types that can be one happening, and only within one country where both events name a country.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from math import floor

from streams.alert.match import parties
from streams.alert.place import EXACT, NEAR_KM, proper
from streams.detect.types import kind_of
from streams.messages import Event, EventType, Place

BAND_DEGREES = NEAR_KM / 111.0
"""Height of a band of latitude; a degree is 111.19 km, so what lies within NEAR_KM is in the band or in one beside it."""
ANYWHERE = "*"

Trait = tuple[Hashable, ...]


@cache
def family(kind: EventType) -> str:
    """Return the name of a type's family, whose types may be one happening with it; a type without a family is a family by itself."""
    return kind_of(kind).family or kind


def shown(event: Event) -> Iterator[Trait]:
    """Yield the traits that an event of a report is filed under, each for its country and for any country."""
    country = event.place.country if event.place else None
    for trait in (*_told(event), *_names(event.place), *_bands(event.place)):
        yield (family(event.type), country or None, *trait)
        yield (family(event.type), ANYWHERE, *trait)


def sought(event: Event) -> Iterator[Trait]:
    """Yield the traits to look for: every event that is the same happening is filed under one of them."""
    place = event.place
    country = place.country if place else None
    names = [] if place is None or place.precision in ("country", "region") else _names(place)
    for trait in (*_told(event), *names, *_bands(place, around=1)):
        for where in (country, None) if country else (ANYWHERE,):
            yield (family(event.type), where, *trait)


def _told(event: Event) -> Iterator[Trait]:
    yield from (("party", name) for name in parties(event))
    yield from (("toll", casualty.kind, casualty.min) for casualty in event.casualties if casualty.min > 1)


def _names(place: Place | None) -> list[Trait]:
    """Return the name of a place, the same without what it is the name of, and each word of one of several words: a place within a place
    shares two of them.
    """
    if place is None:
        return []
    words = set(place.name.casefold().split())
    names = dict.fromkeys((place.name.casefold(), proper(place.name)))
    return [*(("name", name) for name in names), *(("part", word) for word in sorted(words) if len(words) > 1)]


def _bands(place: Place | None, around: int = 0) -> list[Trait]:
    if place is None or place.lat is None or place.lon is None or place.precision not in EXACT:
        return []
    band = floor(place.lat / BAND_DEGREES)
    return [("band", near) for near in range(band - around, band + around + 1)]
