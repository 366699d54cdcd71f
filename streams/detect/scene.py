"""The scene of an event: the place that its own words, its sentence or the story give it, once its country is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from streams.detect.country import Countries
from streams.detect.draft import Draft
from streams.detect.reading import Reading
from streams.detect.town import Towns
from streams.detect.types import kind_of
from streams.detect.where import Places
from streams.messages import Place


def set_in(reading: Reading, places: Places, countries: Countries, towns: Towns, draft: Draft) -> Draft:
    """Return the draft with its likeliest place in its likeliest country, or with those of several fights that its clause tells there.

    A name that the gazetteer does not know lies in that country. An incident that names no place has that of the dateline.
    """
    code = countries.likeliest(draft)
    own = tuple(_in_land(place, code) for place in draft.places if place.country in (code, None))
    if code is None or len(own) > 1:
        return draft.with_(places=own)
    place = towns.likeliest(draft, code)
    if place is not None:
        return draft.with_(places=(_in_land(place, code),), linked=_linked(draft, reading.sentence_at(place.start)))
    if not own and places.dateline is not None and places.dateline.country == code and kind_of(draft.type).incident:
        return draft.with_(places=(places.dateline,))
    return draft.with_(places=tuple(_country(reading, countries, draft, code)))


def _in_land(place: Place, code: str | None) -> Place:
    """Return the place, in the given country if the gazetteer knows none for it: it does not know the name, or it is a sea."""
    return place if place.country else place.with_(country=code)


def _country(reading: Reading, countries: Countries, draft: Draft, code: str) -> Iterator[Place]:
    """Yield the country itself as a place, at the mention nearest to the event's sentence."""
    named, value = countries.mentions.get(code, ()), reading.article.countries.get(code)
    if not named or value is None:
        return
    at = bisect_left(named, draft.sentence, key=lambda pair: pair[0])
    entity = min(named[max(0, at - 1) : at + 1], key=lambda pair: abs(pair[0] - draft.sentence))[1]
    yield Place(start=entity.start, end=entity.end, text=entity.text, name=value.name, country=code, lat=value.lat, lon=value.lon,
                precision="country", radius_km=value.radius_km)  # fmt: skip


def _linked(draft: Draft, sentence: int | None) -> tuple[int, ...]:
    return draft.linked if sentence is None or sentence in draft.sentences else (*draft.linked, sentence)
