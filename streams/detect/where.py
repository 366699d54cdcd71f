"""Where: which of an article's places an event took, and one place for each where a fight names several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from streams.detect.lexicon import words
from streams.detect.places import PlaceMention, ResolvedPlace, resolve
from streams.detect.reading import Reading
from streams.detect.who import head_of
from streams.messages import Argument, Entity, Frame, Place

LABELS = frozenset({"GPE", "LOC", "FAC"})
MARKERS = words("where", "markers")
_INSIDE = words("where", "inside")
_RANK = {"facility": 0, "city": 1, "province": 2, "region": 4, "country": 3, "unknown": 2}
_CHAIN = re.compile(
    r"^(?:['’]s)?(?:\s+(?!and\b|or\b)\w+){0,2}?\s*(?:,|\(|in|of|near|at|on|outside|district|province|state|city|town|village|region|county|governorate)?"
    r"(?:\s*(?:,|in|of|the|near|north|south|east|west|eastern|western|northern|southern|central|district|province|city|town|village|region|state|neighbou?ring))*\s*$"
)
_AND = re.compile(r"^(?P<before>[^.;]{0,40}?)(?:,?\s+and\s+|,\s+)(?:in\s+|near\s+|at\s+|the\s+|parts of\s+)*$")
_AIRPORT = re.compile(
    r"(?:['’]s)?\s+(?:international\s+|main\s+|central\s+)?(?:airport|airbase|air base|port|station|prison|hospital|university|"
    r"market|stadium|bazaar|embassy)\b",
    re.I,
)
_PLACE_NOUN = re.compile(r"^\s+(province|state|district|region|county|governorate)\b", re.I)


@dataclass(frozen=True)
class Places:
    """The places of one article, each resolved in the light of the others; made once an article."""

    reading: Reading
    publisher_country: str | None = None

    @cached_property
    def resolved(self) -> dict[int, ResolvedPlace]:
        """Entity index to what it resolves to, of the names of places."""
        article = self.reading.article
        wanted = [i for i, e in enumerate(article.entities) if e.label in LABELS or e.label == "NORP"]
        mentions = [
            PlaceMention.of(article.text, article.entities[i].start, article.entities[i].end, article.entities[i].label) for i in wanted
        ]
        found = resolve(mentions, dateline=article.located, located=article.located, publisher_country=self.publisher_country)
        return {i: place for i, place in zip(wanted, found, strict=True) if place is not None and article.entities[i].label in LABELS}

    @cached_property
    def dateline(self) -> Place | None:
        """The place that the article was sent from, where it is known; it stands at no offset of the text, so (0, 0)."""
        located = self.reading.article.located
        if not located:
            return None
        (found,) = resolve(
            [PlaceMention(located, 0, 0, "GPE")], dateline=located, located=located, publisher_country=self.publisher_country
        )
        if found is None or found.country is None:
            return None
        return _place(found, 0, 0, located)

    def of(self, index: int) -> Place | None:
        """The place of an entity, as it stands and as resolved; with its facility, if the words after it name one."""
        entity, found = self.reading.article.entities[index], self.resolved.get(index)
        if found is None:
            return None
        end = entity.end
        sentence = self.reading.sentence_at(entity.start)
        stop = self.reading.article.sentences[sentence].end if sentence is not None else end
        after = self.reading.article.text[end:stop]
        if found.precision == "city" and (facility := _AIRPORT.match(after)):
            end += facility.end()
            text = self.reading.text(entity.start, end)
            return _place(found, entity.start, end, text).with_(name=text, precision="facility")
        return _place(found, entity.start, end, self.reading.text(entity.start, end))

    def is_country(self, index: int) -> bool:
        """Whether an entity names a whole country."""
        found = self.resolved.get(index)
        return found is not None and found.precision == "country"


def places_of(
    reading: Reading, places: Places, frame: Frame, actors: Sequence[tuple[int, int]], *, split: bool, claimed: frozenset[int] = frozenset()
) -> list[Place]:
    """Where a predicate says it happened: the narrowest place of its own obliques, else of its sentence; several if `split`.

    `actors` are stretches that name who and whom: a country among them is no place. [] where the sentence names none.
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
        best = min(group, key=lambda i: (_RANK[places.resolved[i].precision] if i in places.resolved else 9, group.index(i)))
        if (place := _narrowest(places, group, best)) is not None:
            out.append(place)
    return out


def _of_clause(reading: Reading, places: Places, frame: Frame) -> list[int]:
    """Where the clause says it that tells when or how (`were killed when a bomb exploded on the edge of Ramadi`)."""
    clauses = [a for a in frame.arguments if a.role == "clause" and a.text.split(" ")[0].lower() in ("when", "as", "after", "while")]
    beside = [reading.article.frames[i] for i in sorted(reading.frames[frame.sentence])] if clauses else []
    inner = [f for f in beside for c in clauses if c.start <= f.start < c.end]
    told = [a for f in inner for a in f.arguments if a.role == "oblique" and (a.marker or "") in _INSIDE | {"on", "outside", "near"}]
    return [i for a in told for i in _entities(reading, places, a)][:1]


def _narrowest(places: Places, group: list[int], best: int) -> Place | None:
    """The first name of a chain ("Sanjan in Kapisa province") with the position of what holds it, where it has none itself."""
    first = places.of(group[0])
    if first is not None and (first.country is not None or group[0] == best):
        return first
    return places.of(best)


def _entities(reading: Reading, places: Places, argument: Argument) -> list[int]:
    sentence = reading.sentence_at(argument.start)
    if sentence is None:
        return []
    return [
        i for i in reading.entities[sentence] if i in places.resolved and argument.start <= reading.article.entities[i].start < argument.end
    ]


def _located(reading: Reading, index: int, argument: Argument) -> bool:
    """Whether a name inside an argument is where it is ("a market in Kirkuk"), not what it is."""
    entity = reading.article.entities[index]
    before = reading.text(argument.start, entity.start).split()
    if entity.start <= argument.head_start < entity.end:
        return argument.role != "agent"
    if argument.role == "patient" and (head := head_of(argument.head)) is not None and head.name in ("building", "vehicle"):
        return True
    return any(word.lower() in _INSIDE for word in before[-2:])


def _nearby(reading: Reading, places: Places, frame: Frame, actors: Sequence[tuple[int, int]], claimed: frozenset[int]) -> list[int]:
    """Places of the sentence that are nobody in it: after `in`, `at` and the like first, then the nearest."""
    entities = reading.article.entities
    if frame.attribution is not None:
        actors = (*actors, (frame.attribution.start, frame.attribution.end + 40))
    free = [
        i
        for i in reading.entities[frame.sentence]
        if i in places.resolved and i not in claimed and not any(s <= entities[i].start < e and places.is_country(i) for s, e in actors)
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
    before = [w.lower for w in reading.words[sentence] if w.end <= entity.start][-5:]
    for word in reversed(before):
        if word in MARKERS:
            return word
        if not word.isalpha() or word in ("and", "or", "but"):
            return ""
    return ""


def _groups(reading: Reading, places: Places, sentence: int, first: int) -> list[list[int]]:
    """The chain of names that begins with `first`, cut where `and` starts another place."""
    entities = reading.article.entities
    row = [i for i in reading.entities[sentence] if i in places.resolved and entities[i].start >= entities[first].start]
    groups = [[first]]
    for i in row[1:]:
        last = groups[-1][-1]
        between = reading.text(entities[last].end, entities[i].start)
        if _CHAIN.match(between) and not _sibling(places, last, i, between):
            groups[-1].append(i)
        elif _AND.match(between) and len(between) < 40 and not places.is_country(last):
            groups.append([i])
        else:
            break
    return groups


def _sibling(places: Places, one: int, other: int, between: str) -> bool:
    """Whether a comma lists two places rather than saying where the first lies."""
    if between.strip() not in (",", ", and"):
        return False
    a, b = places.resolved[one], places.resolved[other]
    return a.precision == b.precision and a.precision != "unknown"


def _place(found: ResolvedPlace, start: int, end: int, text: str) -> Place:
    precision = "facility" if found.kind == "facility" else found.precision
    return Place(
        start=start,
        end=end,
        text=text,
        name=found.name,
        admin1=found.admin1,
        country=found.country,
        lat=found.lat,
        lon=found.lon,
        precision=precision,
        radius_km=found.radius_km,
    )
