"""The place of an event among those of its article, and one place for each where a fight names several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from streams.detect.heads import head_of
from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.messages import Argument, Entity, Frame, Place, PlaceValue

MARKERS = words("where", "markers")
_INSIDE = words("where", "inside")
Grain = Literal["facility", "town", "unlisted", "province", "country", "region"]
"""The size of a place; `unlisted` is a name in no gazetteer, of which at most the land around it is known."""
_GRAINS: Mapping[str, Grain] = {"facility": "facility", "city": "town", "province": "province", "country": "country", "region": "region"}
_FINENESS: Mapping[Grain | None, int] = {"facility": 0, "town": 1, "unlisted": 2, "province": 3, "country": 4, "region": 5, None: 9}
_CHAIN = words("where", "chain")
"""Words between a place and what it lies in."""
_KINDS = words("where", "kinds")
_LISTS = words("where", "lists")
"""Words behind an `and` that goes on with another place."""
_LANDS = frozenset({"state", "province", "region", "county", "governorate", "department", "prefecture", "oblast", "district"})
_NATIONAL, _LOCAL = words("where", "national"), words("where", "local")
"""Heads of bodies of a state, and words that make one a town's."""
_BODY = 4
"""Words behind a name that may name a body."""
_WIDEST = 40
"""The most characters between two places of one list."""


@dataclass(frozen=True)
class Places:
    """The places of one article as extract resolved them."""

    reading: Reading

    def value(self, index: int) -> PlaceValue | None:
        """Return the place that an entity is the name of; None for other entities."""
        return self.reading.article.entities[index].place

    @property
    def dateline(self) -> Place | None:
        """The place that the article was sent from, where it is known; it stands at no offset of the text, so (0, 0)."""
        found = self.reading.article.dateline
        return None if found is None else self._place(found, 0, 0, self.reading.article.located or found.name)

    def of(self, index: int) -> Place | None:
        """Return the place of an entity, as it stands in the text and as resolved; None where it is no place."""
        entity = self.reading.article.entities[index]
        return None if entity.place is None else self._place(entity.place, entity.start, entity.end, entity.text)

    @cached_property
    def _grains(self) -> tuple[Grain | None, ...]:
        """The size of each entity's place, None where it is no place."""
        found = (self.of(index) for index in range(len(self.reading.article.entities)))
        return tuple(None if place is None else "unlisted" if place.unlisted else _GRAINS[place.precision] for place in found)

    def grain(self, index: int) -> Grain | None:
        """Return the size of an entity's place; None where it is no place."""
        return self._grains[index]

    def fineness(self, index: int) -> int:
        """Return the rank of a place by its size, 0 for a facility, which is the finest, to 5 for a part of the world; 9 for no place."""
        return _FINENESS[self._grains[index]]

    def is_seat(self, index: int) -> bool:
        """Return True for a capital that only says whose a body of the state is: "Bogota's defence ministry" may speak of any place."""
        entity, found = self.reading.article.entities[index], self.value(index)
        if found is None or not found.capital or self.reading.text(entity.end, entity.end + 1) not in ("'", "’"):
            return False
        behind = [word for word in self.reading.lower_in(entity.end, entity.end + _WIDEST) if word[0].isalpha()][:_BODY]
        at = next((at for at, word in enumerate(behind) if word in _NATIONAL), None)
        return at is not None and _LOCAL.isdisjoint(behind[: at + 1])

    def is_country(self, index: int) -> bool:
        """Return True if an entity names a whole country."""
        return self._grains[index] == "country"

    def _place(self, found: PlaceValue, start: int, end: int, text: str) -> Place:
        land = self.reading.article.countries.get(found.country or "")
        name = None if land is None or land.name == found.name else land.name
        return Place(start=start, end=end, text=text, name=found.name, admin1=found.admin1, country=found.country, country_name=name,
                     lat=found.lat, lon=found.lon, precision=found.precision, radius_km=found.radius_km)  # fmt: skip


def places_of(
    reading: Reading, places: Places, frame: Frame, actors: Sequence[tuple[int, int]], *, split: bool, claimed: frozenset[int] = frozenset()
) -> list[Place]:
    """Return the places where a predicate says it happened: the narrowest place of its own obliques, else of its sentence; several if
    `split`.

    `actors` are stretches that name who and whom: a country among them is no place. `claimed` are entities that belong to other events. []
    where the sentence names none.
    """
    own = [a for a in frame.arguments if a.role == "oblique" and (a.marker or "").split(" ")[-1] in MARKERS]
    taken: list[int] = []
    for argument in own:
        if (argument.marker or "").split(" ")[0] in (
            "from",
            "to",
            "by",
            "of",
            "against",
            "into",
            "under",
            "between",
        ) and argument.marker != "of":
            continue
        taken += _entities(reading, places, argument)
    if not taken:
        taken += [
            i
            for a in frame.arguments
            if a.role in ("patient", "modifier", "agent")
            for i in _entities(reading, places, a)
            if _located(reading, i, a)
        ]
    if not taken:
        taken = _of_clause(reading, places, frame)
    if not taken:
        taken = _nearby(reading, places, frame, actors, claimed)
    if not taken:
        return []
    groups = _groups(reading, places, frame.sentence, taken[0])
    if not split:
        groups = groups[:1]
    out = []
    for group in groups:
        best = min(group, key=lambda i: (places.fineness(i), group.index(i)))
        if (place := _narrowest(reading, places, group, best)) is not None:
            out.append(place)
    return out


def _of_clause(reading: Reading, places: Places, frame: Frame) -> list[int]:
    """Return the place named by a clause that tells when or how (`were killed when a bomb exploded on the edge of Ramadi`); [] where none
    is.
    """
    clauses = [a for a in frame.arguments if a.role == "clause" and a.text.split(" ")[0].lower() in ("when", "as", "after", "while")]
    beside = [reading.article.frames[i] for i in sorted(reading.frames[frame.sentence])] if clauses else []
    inner = [f for f in beside for c in clauses if c.start <= f.start < c.end]
    told = [a for f in inner for a in f.arguments if a.role == "oblique" and (a.marker or "") in _INSIDE | {"on", "outside", "near"}]
    return [i for a in told for i in _entities(reading, places, a)][:1]


def _narrowest(reading: Reading, places: Places, group: list[int], best: int) -> Place | None:
    """Return the place of the name that the others of a chain hold ("Sanjan in Kapisa province", "Kenya's Garissa county"), if its country
    is known, else that of `best`.
    """
    first = group[0]
    if len(group) > 1 and _holds_next(reading, group[0], group[1]):
        first = group[1]
    place = places.of(first)
    if place is not None and (place.country is not None or first == best):
        return place
    return places.of(best)


def _holds_next(reading: Reading, one: int, other: int) -> bool:
    """Return True if the first of two names holds the second: "Kenya's Garissa", "the West Bank village of Beita", "Georgia's capital
    Tbilisi".
    """
    start, end = reading.article.entities[one].end, reading.article.entities[other].start
    between = reading.lower_in(start, end)
    owned = reading.text(start, start + 2) in ("'s", "’s") or (reading.text(end - 1, end) == " " and not reading.text(start, end).strip())
    kind = [word for word in between if word not in ("'s", "’s")]
    return owned or bool(kind and kind[0] in _KINDS)


def _entities(reading: Reading, places: Places, argument: Argument) -> list[int]:
    sentence = reading.sentence_at(argument.start)
    if sentence is None:
        return []
    return [
        i
        for i in reading.entities[sentence]
        if places.value(i) is not None and argument.start <= reading.article.entities[i].start < argument.end and not places.is_seat(i)
    ]


def _located(reading: Reading, index: int, argument: Argument) -> bool:
    """Return True if a name inside an argument tells where the argument is ("a market in Kirkuk"), not what it is."""
    entity = reading.article.entities[index]
    before = reading.text(argument.start, entity.start).split()
    if entity.start <= argument.head_start < entity.end:
        return argument.role != "agent"
    if argument.role == "patient" and (head := head_of(argument.head)) is not None and head.name in ("building", "vehicle"):
        return True
    return any(word.lower() in _INSIDE for word in before[-2:])


def _nearby(reading: Reading, places: Places, frame: Frame, actors: Sequence[tuple[int, int]], claimed: frozenset[int]) -> list[int]:
    """Return the place of the sentence that is nearest and nobody in it, at most one: one after `in`, `at` and the like comes first."""
    entities = reading.article.entities
    if frame.attribution is not None:
        actors = (*actors, (frame.attribution.start, frame.attribution.end + 40))
    free = [
        i
        for i in reading.entities[frame.sentence]
        if places.value(i) is not None
        and i not in claimed
        and not places.is_seat(i)
        and not any(s <= entities[i].start < e and places.is_country(i) for s, e in actors)
    ]
    located = [i for i in free if _marker(reading, entities[i]) in _INSIDE]
    pool = located or [i for i in free if _marker(reading, entities[i]) not in ("from", "to", "by", "against", "with")]
    pool = [i for i in pool if not (places.is_country(i) and _marker(reading, entities[i]) not in _INSIDE and i not in located)] or pool
    nearest = sorted(pool, key=lambda i: min(abs(entities[i].start - frame.end), abs(frame.start - entities[i].end)))
    return nearest[:1]


def _marker(reading: Reading, entity: Entity) -> str:
    sentence = reading.sentence_at(entity.start)
    if sentence is None:
        return ""
    before = reading.lower_before(sentence, entity.start, 5)
    if before[-2:] == ("close", "to") or before[-2:-1] == ("outskirts",):
        return "near"
    for word in reversed(before):
        if word in MARKERS:
            return word
        if not word.isalpha() or word in ("and", "or", "but"):
            return ""
    return ""


def _groups(reading: Reading, places: Places, sentence: int, first: int) -> list[list[int]]:
    """Return the chain of names that begins with `first`, cut where `and` starts another place."""
    entities = reading.article.entities
    row = [i for i in reading.entities[sentence] if places.value(i) is not None and entities[i].start >= entities[first].start]
    groups = [[first]]
    for i in row[1:]:
        last = groups[-1][-1]
        between = [word for word in reading.lower_in(entities[last].end, entities[i].start) if word != "'s"]
        if _holds(between) and (_land(reading, i) or not _sibling(places, last, i, between)):
            groups[-1].append(i)
        elif _lists(between) and entities[i].start - entities[last].end < _WIDEST and not places.is_country(last):
            groups.append([i])
        else:
            break
    return groups


def _land(reading: Reading, index: int) -> bool:
    """Return True if a name's last word, or the one behind it, says that towns lie in it: `Kaduna state`, which may be read as the town
    Kaduna.
    """
    entity = reading.article.entities[index]
    behind = reading.lower_in(entity.end, entity.end + _WIDEST)[:1]
    return not _LANDS.isdisjoint([entity.text.lower().split()[-1], *behind])


def _holds(between: Sequence[str]) -> bool:
    """Return True if the words between two names may say that the first lies in the second: "valley in the eastern province of"."""
    own = next((at for at, word in enumerate(between) if word in _CHAIN), len(between))
    return own <= 2 and not {"and", "or"} & set(between[:own]) and all(word in _CHAIN for word in between[own:])


def _lists(between: Sequence[str]) -> bool:
    """Return True if the words between two names go on with another place: ", near", "province and parts of"."""
    end = len(between)
    while end and between[end - 1] in _LISTS:
        end -= 1
    return bool(end) and between[end - 1] in ("and", ",") and not {".", ";"} & set(between)


def _sibling(places: Places, one: int, other: int, between: Sequence[str]) -> bool:
    """Return True if a comma lists two places rather than saying where the first lies."""
    if list(between) not in ([","], [",", "and"]):
        return False
    a, b = places.value(one), places.value(other)
    return a is not None and b is not None and a.precision == b.precision and a.precision != "unknown"
