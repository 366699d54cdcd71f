"""The scene of an event: the place that its own words, its sentence or the story give it, once its country is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from streams.detect.country import Countries
from streams.detect.draft import Draft
from streams.detect.reading import Reading
from streams.detect.types import kind_of
from streams.detect.where import Places
from streams.messages import Place

_FINENESS = {"facility": 0, "city": 1, "province": 2, "unknown": 3, "country": 4, "region": 5}


def set_in(reading: Reading, places: Places, countries: Countries, draft: Draft) -> Draft:
    """Return the draft with those of its places that lie in its likeliest country, or with one that the story gives it there.

    What its own clause says stands; a name that the gazetteer does not know lies in that country. An incident that names no place of its
    own has that of its sentence, of the one before it, or of the first one; words have a town only where they name one, and what is
    recalled only that of its own sentence.
    """
    code = countries.likeliest(draft)
    own = [_in_land(place, code) for place in draft.places if place.country in (code, None)]
    if code is None or any(place.precision not in ("country", "region") for place in own):
        return draft.with_(places=tuple(own))
    for sentence in _around(draft):
        near = [i for i in reading.entities[sentence] if (value := places.value(i)) is not None and value.country == code]
        near = [i for i in near if not places.is_country(i) and not places.is_seat(i)]
        best = min(near, key=lambda i: _FINENESS[found.precision] if (found := places.value(i)) is not None else 9, default=None)
        if best is not None and (place := places.of(best)) is not None:
            return draft.with_(places=(place,), linked=_linked(draft, sentence))
    if own:
        return draft.with_(places=tuple(own))
    if places.dateline is not None and places.dateline.country == code and kind_of(draft.type).incident:
        return draft.with_(places=(places.dateline,))
    return draft.with_(places=tuple(_country(reading, places, countries, draft, code)))


def _in_land(place: Place, code: str | None) -> Place:
    """Return the place, in the given country if the gazetteer does not know its name; a part of the world lies in none."""
    return place if place.country or place.precision == "region" else place.with_(country=code)


def _around(draft: Draft) -> Iterator[int]:
    """Yield the sentences whose towns may be the place of an event, the likeliest first."""
    if not kind_of(draft.type).incident:
        return
    yield draft.sentence
    if draft.realis not in ("historical", "denied"):  # what is only recalled was hardly where the news is
        yield from dict.fromkeys(sentence for sentence in (draft.sentence - 1, 0) if 0 <= sentence != draft.sentence)


def _country(reading: Reading, places: Places, countries: Countries, draft: Draft, code: str) -> Iterator[Place]:
    """Yield the country itself as a place, at the mention nearest to the event's sentence."""
    named, value = countries.mentions.get(code, ()), reading.article.countries.get(code)
    if not named or value is None:
        return
    at = bisect_left(named, draft.sentence, key=lambda pair: pair[0])
    entity = min(named[max(0, at - 1) : at + 1], key=lambda pair: abs(pair[0] - draft.sentence))[1]
    yield Place(start=entity.start, end=entity.end, text=entity.text, name=value.name, country=code, lat=value.lat, lon=value.lon,
                precision="country", radius_km=value.radius_km)  # fmt: skip


def _linked(draft: Draft, sentence: int) -> tuple[int, ...]:
    return draft.linked if sentence in draft.sentences else (*draft.linked, sentence)
