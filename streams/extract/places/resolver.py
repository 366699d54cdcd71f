"""This module finds where the places of one article are: it resolves each mention in the light of all the others.

It goes, in order of trust, by what the sentence says itself ("Paris, Texas", "Sanjan in Kapisa province", "the Pakistani city of
Hyderabad"), what was said of the same name elsewhere in the article, provinces and countries the article speaks of, dateline, publisher,
size.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from streams.extract.places.chains import without_facility
from streams.extract.places.gazetteer import Candidate, Gazetteer, gazetteer, key
from streams.extract.places.mention import PlaceMention, Precision, Reading, ResolvedPlace, read, titled

__all__ = ["PlaceMention", "ResolvedPlace", "resolve"]

# Weights are log10 of people (see Candidate.weight): 1.0 outdoes a namesake ten times as large.
CHAINED = 8.0  # the text says it in so many words
SAID_BEFORE = 5.0  # the same name, settled by a chain elsewhere
PROVINCE = 2.5  # its province is spoken of under another name
COUNTRY = 1.0  # its country is spoken of ...
COUNTRY_SHARE = 1.0  # ... and by how much more than other countries
DATELINE = 1.0
PUBLISHER = 1.5
CONTEXT_MOST = 2.5  # country, dateline and publisher together never move a small Paris before the large one
# Their names stand in stories from everywhere ("the U.S. envoy"), so they say less of where one is.
EVERYWHERE = frozenset({"USA", "GBR", "RUS", "CHN"})
ELSEWHERE_HALF = 0.5
WORLD_CITY = 1_000_000  # people; New York in a story says nothing of a Geneva, New York
OBVIOUS = 1.5  # ahead of every namesake abroad by this much, a city vouches for its country
OUTSTANDING = 0.7  # and by this much a town is known abroad (Oxford, not Jackson)
LARGE = 6.0  # a weight at which a city's name is metonymy ("Moscow in Ukraine"), never a village of that name
SMALL = 100_000  # people; a smaller town with a doubtful name needs support
TOWN_IN_CHAIN = 1.0  # what stands before a comma and its country is more often a town than the province of that name
ONE_COUNTRY = 0.6  # share of the evidence that makes an article one about a single country
BROAD = frozenset({("GBR", "England")})  # half of a country's news is from there: no sign of one town in it
MOST_CANDIDATES = 3  # of a name that is left open
FACILITY_REACH = 600  # characters back to the town that a facility is in
NOT_PLACES = frozenset({"NORP", "LANGUAGE", "PERSON", "ORG"})


@dataclass(frozen=True, slots=True)
class _Sign:
    """One piece of evidence for a country, with the name that gave it; it does not count when that name itself is resolved."""

    said: str
    country: str
    admin1: str | None


def resolve(mentions: Sequence[PlaceMention], *, dateline: str | None, publisher_country: str | None) -> tuple[ResolvedPlace | None, ...]:
    """Return the place of each mention of one article, in order; None for peoples and for text that names nothing.

    ``dateline`` as written ("KABUL, Afghanistan"), ``publisher_country`` alpha-3.
    """
    book = gazetteer()
    readings = [read(book, m) for m in mentions]
    lines = [read(book, PlaceMention(titled(line), 0, 0, "GPE")) for line in (dateline,) if line and line.strip()]
    own = [r for r, m in zip(readings, mentions, strict=True) if not m.attributive]
    article = _Article(book, [*lines, *own], mentions, lines, publisher_country)
    found = [None if m.label in NOT_PLACES or not key(m.text) else article.place(r) for m, r in zip(mentions, readings, strict=True)]
    return tuple(_beside(mentions, found))


def _beside(mentions: Sequence[PlaceMention], found: Sequence[ResolvedPlace | None]) -> Iterator[ResolvedPlace | None]:
    """Yield the places; a facility of which no more than the country is known lies in the town named last: "the mall" in "El Paso"."""
    last: dict[int, ResolvedPlace] = {}
    town: tuple[int, ResolvedPlace] | None = None
    for at in sorted(range(len(mentions)), key=lambda at: mentions[at].start):
        place = found[at]
        if place is None or not mentions[at].end:
            continue
        if place.precision == "city":
            town = mentions[at].start, place
        elif place.precision in ("country", "unknown") and "FAC" in (mentions[at].label, place.kind[:3].upper()) and town is not None:
            near = mentions[at].start - town[0] <= FACILITY_REACH and place.country in (None, town[1].country)
            last[at] = replace(town[1], name=place.name, kind="facility", capital=False) if near else place
    for at, place in enumerate(found):
        yield last.get(at, place)


@dataclass(frozen=True, slots=True)
class _Rivals:
    """_Rivals are what else a name may mean: True for a country, the countries whose capital has it, and the weight of a province by its
    country.
    """

    country: bool
    capitals: frozenset[str | None]
    provinces: dict[str | None, float]

    @classmethod
    def of(cls, options: Sequence[Candidate]) -> Self:
        return cls(
            any(c.kind == "country" for c in options),
            frozenset(c.country for c in options if c.capital),
            {c.country: c.weight for c in reversed(options) if c.kind == "province"},
        )


class _Tally:
    """A tally counts the signs for each country and province; `but` is a name whose own signs do not count."""

    def __init__(self, signs: Sequence[_Sign]) -> None:
        self.countries = Counter(sign.country for sign in signs)
        self._all = len(signs)
        self._provinces = Counter((sign.country, sign.admin1) for sign in signs)
        self._own = Counter(sign.said for sign in signs)
        self._own_countries = Counter((sign.said, sign.country) for sign in signs)
        self._own_provinces = Counter((sign.said, sign.country, sign.admin1) for sign in signs)

    def everywhere(self, but: str) -> int:
        """Return the number of signs for any country."""
        return self._all - self._own[but]

    def country(self, code: str | None, but: str) -> int:
        """Return the number of signs for a country; 0 for None."""
        return 0 if code is None else self.countries[code] - self._own_countries[(but, code)]

    def province(self, code: str, admin1: str, but: str) -> int:
        """Return the number of signs for a province."""
        return self._provinces[(code, admin1)] - self._own_provinces[(but, code, admin1)]


class _Article:
    """An _Article holds what one article as a whole says of where it plays; it is made once, then asked for each mention."""

    def __init__(
        self,
        book: Gazetteer,
        readings: Sequence[Reading],
        mentions: Sequence[PlaceMention],
        lines: Sequence[Reading],
        publisher: str | None,
    ) -> None:
        self.book = book
        self.publisher = publisher
        self.settled: dict[str, Candidate] = {}
        self.strikers = {book.country_of_demonym(m.text) for m in mentions if m.striking}
        """The countries whose weapons strike: their own land is where they least do."""
        self.named = [*self._signs(readings)]
        """The signs that places give."""
        self.people = [
            _Sign(key(m.text), code, None)
            for m in mentions
            if (m.label == "NORP" or m.attributive) and not m.striking and (code := book.country_of_demonym(m.text)) is not None
        ]
        self.tally = _Tally([*self.named, *self.people])
        self.datelined: set[str] = set()
        for reading in readings:
            if reading.within and reading.options:
                best = self._best(reading)
                if best is not None and self._fits(best, reading.within):
                    self.settled.setdefault(key(reading.said), best)
        for line in lines:
            best = self._best(line)
            if best is not None and best.country:
                self.datelined.add(best.country)
        self.only = self._only()

    def place(self, reading: Reading) -> ResolvedPlace:
        """Return the place of a mention, or the place of its chain or article under its name where it is not known itself."""
        best = self._best(reading)
        if best is not None and not reading.facility:
            if not reading.within or self._fits(best, reading.within) or not self._overruled(best, reading.within):
                return _resolved(best)
        elif best is not None and (not reading.within or self._fits(best, reading.within)):
            return replace(_resolved(best), name=reading.mention, kind="facility")
        kind = "facility" if reading.facility or without_facility(reading.said) is not None else "locality"
        container = self._container(reading.within, part=reading.part)
        if container is None and self.only is not None:
            container = self.book.country(self.only)
        open_ = tuple(c for c in reading.options if not c.bound)[:MOST_CANDIDATES]
        if container is None:
            return ResolvedPlace(reading.said, kind, None, None, None, None, "unknown", None, candidates=open_)
        return replace(_resolved(container), name=reading.said, kind=kind, capital=False, candidates=open_)

    def _signs(self, readings: Sequence[Reading]) -> Iterator[_Sign]:
        for reading in readings:
            for name in reading.within:
                yield from (_Sign(key(name), code, admin1) for code, admin1 in self._vouched(self.book.candidates(name)))
                if (people := self.book.country_of_demonym(name)) is not None:
                    yield _Sign(key(name), people, None)
            if not reading.within:
                small = reading.options and reading.options[0].kind != "country"
                for code, admin1 in self._vouched(reading.options):
                    if not (small and code in self.strikers):
                        yield _Sign(key(reading.said), code, admin1)

    def _vouched(self, options: Sequence[Candidate]) -> Iterator[tuple[str, str | None]]:
        """Yield the country, and the province where that is plain, of a name that can hardly mean another place."""
        free = [c for c in options if not c.bound and not (c.common and c.kind == "city")]
        if not free:
            return
        best, country = free[0], free[0].country
        rivals = [c.weight for c in free[1:] if c.country != country]
        if country is None or (rivals and best.weight - max(rivals) < OBVIOUS):
            return
        if best.kind == "city" and (best.capital or best.population > WORLD_CITY):
            yield country, None
            return
        alike = [c for c in free[1:] if c.admin1 != best.admin1 and c.country == best.country and best.weight - c.weight < 1.0]
        yield country, None if alike else best.admin1

    def _best(self, reading: Reading) -> Candidate | None:
        said = key(reading.said)
        rivals = _Rivals.of(reading.options)
        scored = [(self._score(c, said, reading.within, rivals), c) for c in reading.options if self._trusted(c, said, reading)]
        return max(scored, key=lambda item: item[0])[1] if scored else None

    def _score(self, place: Candidate, said: str, within: tuple[str, ...], rivals: _Rivals) -> float:
        # "China, Japan": a town of China in Japan there may be, but "Mexico, Missouri" takes a province to say.
        narrow = rivals.country and place.kind in ("city", "district")
        held = [name for name in within if self._holds(name, place, narrow=narrow)]
        score = place.weight + CHAINED * len(held)
        if (
            held
            and place.kind == "city"
            and rivals.provinces.keys() <= {place.country}
            and key(place.admin1 or "") in ("", said, *map(key, within))
        ):
            score += TOWN_IN_CHAIN
        if _same(self.settled.get(said), place):
            score += SAID_BEFORE
        context = 0.0
        if place.country is not None:
            own = place.admin1 is not None and self.tally.province(place.country, place.admin1, but=said) > 0
            if own and place.kind == "province":
                # The suburbs of Buenos Aires lie in the province of that name, and the story is still about the capital.
                score += PROVINCE / 3 if place.country in rivals.capitals else PROVINCE
            elif own and (place.country, place.admin1) not in BROAD and place.weight + PROVINCE > rivals.provinces.get(place.country, 0.0):
                score += PROVINCE
            if told := self.tally.country(place.country, but=said):
                much = COUNTRY + COUNTRY_SHARE * told / self.tally.everywhere(but=said)
                context += much * (ELSEWHERE_HALF if place.country in EVERYWHERE else 1.0)
            context += DATELINE * (place.country in self.datelined) + PUBLISHER * (place.country == self.publisher)
        return score + min(context, CONTEXT_MOST)

    def _trusted(self, place: Candidate, said: str, reading: Reading) -> bool:
        """Return True if a name may mean this place: a doubtful one (a word, a bare direction, an old spelling of a small town) needs
        support.
        """
        options = reading.options
        if any(self._holds(name, place) for name in reading.within) or _same(self.settled.get(said), place):
            return True
        alone = len(options) == 1
        outstanding = all(c is place or c.weight < place.weight - OUTSTANDING for c in options)
        spoken = place.country == self.publisher or place.country in self.datelined
        spoken = spoken or self.tally.country(place.country, but=said) > 0
        foreign = bool(self.named or self.people) and not spoken
        small = place.kind == "city" and not place.capital and place.population < (SMALL if outstanding else 2.5 * SMALL)
        if place.country in self.strikers and not spoken and place.kind != "country":
            return False
        if foreign and (place.kind == "district" or (small and not alone)):
            # One of several towns of the name, in a country that the article never speaks of.
            return False
        if place.bound:
            return False if len(said) <= 5 and place.kind == "province" and said not in ("north", "south", "east", "west") else spoken
        if spoken or place.kind != "city":
            return True
        if place.alternate:
            return place.population >= 5 * SMALL or (alone and not foreign)
        return place.population >= SMALL or not place.common or (alone and reading.led and not foreign)

    def _holds(self, name: str, place: Candidate, *, narrow: bool = False) -> bool:
        """Return True if the place lies in something that ``name`` may mean (``narrow``: not in a country of that name)."""
        if not narrow and place.country is not None and self.book.country_of_demonym(name) == place.country:
            return True
        for outer in self.book.candidates(name):
            if outer.kind == "country" and not narrow and place.kind != "country" and outer.country == place.country:
                return True
            if (
                outer.kind == "province"
                and place.kind in ("city", "district")
                and (outer.country, outer.admin1) == (place.country, place.admin1)
            ):
                return True
            if outer.kind == "region" and place.kind != "region" and place.country in outer.countries:
                return True
        return False

    def _fits(self, place: Candidate, within: tuple[str, ...]) -> bool:
        return any(self._holds(name, place) for name in within)

    def _overruled(self, place: Candidate, within: tuple[str, ...]) -> bool:
        """Return True if the chain says that another, unlisted place of this name is meant ("Khost district in Baghlan")."""
        if place.kind in ("country", "region") or place.capital or place.weight >= LARGE:
            return False
        container = self._container(within)
        return container is not None and container.kind != "city"

    def _container(self, within: tuple[str, ...], *, part: bool = False) -> Candidate | None:
        """Return the narrowest place that the chain names, read in the light of its own outer names; None where it names none.

        ``part``: the mention is part of a province, so a province is meant and no town of its name.
        """
        for at, name in enumerate(within):
            rest = within[at + 1 :] + within[:at]
            options = tuple(c for c in self.book.candidates(name) if not c.bound or c.kind == "province")
            if part and any(c.kind == "province" for c in options):
                options = tuple(c for c in options if c.kind != "city")
            rivals = _Rivals.of(options)
            scored = [(self._score(c, key(name), rest, rivals), c) for c in options]
            if scored:
                return max(scored, key=lambda item: item[0])[1]
            if (code := self.book.country_of_demonym(name)) is not None and at == len(within) - 1:
                return self.book.country(code)
        return None

    def _only(self) -> str | None:
        """Return the single country in which the places that are named lie, or None; who acts or suffers says nothing: drones strike
        abroad.
        """
        total = Counter(sign.country for sign in self.named)
        for code in self.datelined:
            total[code] += 1
        if not total:
            return None
        first = max(sorted(total), key=lambda code: total[code])
        return first if total[first] / sum(total.values()) >= ONE_COUNTRY else None


def _same(one: Candidate | None, other: Candidate) -> bool:
    return one is not None and (one.name, one.kind, one.admin1, one.country) == (other.name, other.kind, other.admin1, other.country)


def _resolved(place: Candidate) -> ResolvedPlace:
    precision: Precision = "province" if place.kind == "district" else place.kind
    return ResolvedPlace(
        place.name, place.kind, place.admin1, place.country, place.lat, place.lon, precision, place.radius_km, place.capital
    )
