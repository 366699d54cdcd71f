"""This module puts the places of one article on its entities: where each name is, and the country that a name itself tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from streams.extract.places.gazetteer import gazetteer
from streams.extract.places.mention import PlaceMention, ResolvedPlace
from streams.extract.places.resolver import resolve
from streams.messages import Entity, PlaceCandidate, PlaceValue

_PLACES = frozenset({"LOC", "GPE", "FAC"})
_TELLING = frozenset({"NORP", "ORG", "MISC"})
_SEATS = 300_000
"""The least number of people of a town or province whose name in that of a body ("University of Colombo") tells where the body is; smaller
ones are names of people too."""
_LONGEST = 3
"""The most words of a country's name within a longer one ("Central African Republic")."""
_KEPT = 8192
"""The most names whose answer is kept; without a bound every name that was ever in the news would stay in memory."""


def located(
    text: str, entities: Sequence[Entity], dateline: str | None, publisher: str | None = None
) -> tuple[tuple[Entity, ...], PlaceValue | None]:
    """Return the entities with their places and countries, and the place of the `dateline` as written ("KABUL, Afghanistan"); None where
    that is not known. `publisher`: the publisher's country, alpha-3.
    """
    wanted = [at for at, entity in enumerate(entities) if entity.label in _PLACES or entity.label == "NORP"]
    mentions = [PlaceMention.of(text, entities[at].start, entities[at].end, entities[at].label) for at in wanted]
    line = [PlaceMention(dateline, 0, 0, "GPE")] if dateline and dateline.strip() else []
    found = resolve([*mentions, *line], dateline=dateline, publisher_country=publisher)
    out = list(entities)
    for at, place in zip(wanted, found, strict=False):
        if place is not None and entities[at].label in _PLACES:
            out[at] = out[at].with_(place=_value(place))
    for at, entity in enumerate(entities):
        code = country_in(entity.name) if entity.label in _TELLING else None
        if (code := code or (seat_in(entity.name) if entity.label == "ORG" else None)) is not None:
            out[at] = out[at].with_(country=code)
    sent = found[-1] if line else None
    return tuple(out), _value(sent) if sent is not None and sent.country is not None else None


def lands(entities: Sequence[Entity]) -> dict[str, PlaceValue]:
    """Return the countries that names tell or lie in, by alpha-3 code, each once, in the order of the names."""
    codes = (one.place.country if one.place is not None else one.country for one in entities)
    found = {code: gazetteer().country(code) for code in codes if code is not None}
    return {
        code: PlaceValue(name=one.name, country=code, lat=one.lat, lon=one.lon, precision="country", radius_km=one.radius_km)
        for code, one in found.items()
        if one is not None
    }


@lru_cache(maxsize=_KEPT)
def country_in(name: str) -> str | None:
    """Return the alpha-3 code of the country that a name is of or holds: `Afghans`, `Central Bank of Chile`; None where it tells none."""
    words = name.replace("’", "'").split()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            phrase = " ".join(words[at : at + size]).strip(",.;:()")
            if phrase[:1].isupper() and (code := _country(phrase)) is not None:
                return code
    return None


def _country(name: str) -> str | None:
    book = gazetteer()
    if (code := book.country_of_demonym(name)) is not None:
        return code
    return next((one.country for one in book.candidates(name) if one.kind == "country"), None)


@lru_cache(maxsize=_KEPT)
def seat_in(name: str) -> str | None:
    """Return the alpha-3 code of the country of the capital, large town or province that a body's name holds: as its first word ("Lagos
    State Council") or behind `of`; None where it holds none.
    """
    words = name.replace("’", "'").split()
    for phrase in ([words[0]] if len(words) > 1 else []) + [" ".join(words[at + 1 :]) for at, word in enumerate(words) if word == "of"]:
        found = [one for one in gazetteer().candidates(phrase) if not one.common][:1]
        if found and (found[0].capital or (found[0].kind in ("city", "province") and found[0].population >= _SEATS)):
            return found[0].country
    return None


def _value(place: ResolvedPlace) -> PlaceValue:
    rivals = tuple(PlaceCandidate(name=c.name, admin1=c.admin1, country=c.country, lat=c.lat, lon=c.lon) for c in place.candidates)
    return PlaceValue(
        name=place.name, admin1=place.admin1, country=place.country, lat=place.lat, lon=place.lon,
        precision="facility" if place.kind == "facility" else place.precision, radius_km=place.radius_km, capital=place.capital or None,
        candidates=rivals or None,
    )  # fmt: skip
