"""The place of an event within its country, chosen among those that its article names by a sum of which each term is shown.

The weights are a multinomial logistic regression over the happenings of the corpus' training texts (`streams model train events`). Grammar
alone names a place of the predicate's own clause; where a later sentence says where the blast occurred, where the event reader sees its
place, and what is only a ministry's seat or a point that a distance is counted from, it does not weigh. Of the alerts on news of the
corpus' test part 68 of 100 named the right town by grammar and nearness, 75 by this sum.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from streams.detect.draft import Draft
from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.detect.types import kind_of
from streams.detect.weights import learned
from streams.detect.where import MARKERS, Grain, Places
from streams.messages import Frame, Place

FAR = 3
"""The most sentences between an event and a place that comes into question for it; those of the first two sentences always do."""
MOST = 24
"""The most places that come into question for an event, the nearest first."""
MOST_NAMES = 30
"""The most names of one sentence that come into question, so that a sentence of a thousand names takes no longer."""
MOST_MENTIONS = 48
"""The most mentions that are looked at for an event."""
_INSIDE, _OFFSET, _OCCURS = words("where", "inside"), words("where", "offset"), words("where", "occurs")
_BESIDE = frozenset({"near", "outside", "off"})
_BACK = 5
"""The words before a name among which its preposition is looked for."""
_SPEAKER = 40
"""The characters behind a reporting verb in which the speaker's own place may stand ("the ministry said in Athens")."""
Key = tuple[str, str | None, str | None]
"""A place by name, province and country: what all mentions of one place share."""


def table() -> Mapping[str, float]:
    """Return the weights by feature."""
    return learned("town")


@dataclass(frozen=True)
class Towns:
    """The places of an article that are finer than a country, and the sum by which each is the place of an event."""

    reading: Reading
    places: Places
    drafts: Sequence[Draft]
    weights: Mapping[str, float] = field(default_factory=table)
    """The weights by feature; others than the bundled ones only while they are learned."""

    @cached_property
    def named(self) -> tuple[tuple[int, ...], ...]:
        """For each sentence, its names of places finer than a country; a seat of government that only says whose a body is is none."""
        return tuple(tuple(islice((i for i in row if self._fine(i)), MOST_NAMES)) for row in self.reading.entities)

    @cached_property
    def _holders(self) -> frozenset[int]:
        """The provinces beside which, in their sentence, a finer place of theirs is named."""
        return frozenset(i for row in self.named for i in row if any(self._holds(i, other) for other in row))

    def _fine(self, index: int) -> bool:
        return self.places.grain(index) not in (None, "country") and not self.places.is_seat(index)

    @cached_property
    def _placed(self) -> Mapping[tuple[str, str | None], Sequence[Draft]]:
        """By name and country, the events of which a clause names that place."""
        found: dict[tuple[str, str | None], list[Draft]] = {}
        for draft in self.drafts:
            for place in draft.places:
                found.setdefault((place.name.lower(), place.country), []).append(draft)
        return found

    @cached_property
    def _telling(self) -> Mapping[int, Sequence[Draft]]:
        """By sentence, the events that it tells of."""
        found: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            for sentence in dict.fromkeys(draft.sentences):
                found.setdefault(sentence, []).append(draft)
        return found

    def candidates(self, draft: Draft, code: str) -> dict[Key, list[tuple[int, int]]]:
        """Return the places that come into question for an event in a country: each with its mentions, as sentence and index of the entity,
        the nearest first.
        """
        near = {own + step for own in draft.sentences for step in range(-FAR, FAR + 1)} | {0, 1}
        inside = [sentence for sentence in near if 0 <= sentence < len(self.named)]
        found: dict[Key, list[tuple[int, int]]] = {}
        left = MOST_MENTIONS
        for sentence in sorted(inside, key=lambda each: (min(abs(each - own) for own in draft.sentences), each)):
            for index in self.named[sentence]:
                value = self.places.value(index)
                if value is None or value.country not in (code, None):
                    continue
                key = value.name.lower(), value.admin1, value.country
                if left and (key in found or len(found) < MOST):
                    found.setdefault(key, []).append((sentence, index))
                    left -= 1
        return found

    def features(self, draft: Draft, code: str) -> dict[Key | None, dict[str, float]]:
        """Return the features of each place that comes into question for an event in a country; None is the class of no place in it."""
        sort = kind_of(draft.type).sort
        fine = any(place.unlisted or place.precision not in ("country", "region") for place in draft.places)
        none = {
            "country": 1.0,
            f"country: {sort}": 1.0,
            "country: grammar": bool(draft.places) and not fine,
            "country: grammar has a town": fine,
            "country: historical": draft.realis in ("historical", "denied"),
        }
        found = self.candidates(draft, code)
        told = {key: self._of(draft, sort, key, mentions) | {"alone": len(found) == 1} for key, mentions in found.items()}
        return {key: {name: float(value) for name, value in own.items() if value} for key, own in [(None, none), *told.items()]}

    def _of(self, draft: Draft, sort: str, key: Key, mentions: Sequence[tuple[int, int]]) -> dict[str, float]:
        article = self.reading.article
        grain = self.places.grain(mentions[0][1])
        by_clause = [*self._placed.get((key[0], key[2]), ()), *(self._placed.get((key[0], None), ()) if key[2] is not None else ())]
        grammar = any(each.frames == draft.frames for each in by_clause)
        others = [each for each in by_clause if each.frames != draft.frames]
        at, first = self._read(draft, {index for _, index in mentions})
        out = {
            f"is {grain}": 1.0,
            f"is {grain}, {sort}": 1.0,
            "grammar": grammar,
            f"grammar: {sort}": grammar,
            f"grammar: {grain}": grammar,
            "region of no country": grain == "region" and key[2] is None,
            "named again": math.log(len(mentions)),
            "in the headline": any(article.entities[index].text in (article.headline or "") for _, index in mentions),
            "another event's place": bool(others),
            "place of another event of its sort": any(kind_of(each.type).sort == sort for each in others),
            "reader: its place": at,
            f"reader: its place, {sort}": at,
            "reader: first of its place": first,
        }
        frames = [article.frames[index] for index in draft.frames]
        return out | {name: 1.0 for sentence, index in mentions for name in self._mention(draft, sort, frames, sentence, index)}

    def _read(self, draft: Draft, mentions: set[int]) -> tuple[float, bool]:
        """Return the event reader's chance that a place is where the event's predicates say it happened, and True if it is the first name
        there: what a name there holds is there too ("in Hyderabad in [Sindh]").
        """
        best, leads = 0.0, False
        for frame in (self.reading.article.frames[index] for index in draft.frames):
            for argument in frame.reading.arguments if frame.reading is not None else ():
                if argument.role != "at":
                    continue
                row = self.named[frame.sentence]
                inside = [i for i in row if argument.start <= self.reading.article.entities[i].start < argument.end]
                names = sorted({*inside, *(i for i in row for holder in inside if self._holds(holder, i))})
                if not mentions.isdisjoint(names):
                    best = max(best, argument.sure / 100)
                    leads = leads or names[0] in mentions
        return best, leads

    def _mention(self, draft: Draft, sort: str, frames: Sequence[Frame], sentence: int, index: int) -> Iterator[str]:
        """Yield what one mention of a place says of its being the event's, from where it stands and the words around it."""
        entity = self.reading.article.entities[index]
        marker, offset = self._marked[index]
        where = self._where(draft, sentence)
        yield where
        yield f"{where}, {sort}"
        if marker:
            yield f"{where}, {marker}"
        if offset:
            yield "an offset"
        if index in self._holders:
            yield "a finer place beside it"
        if self._occurred(sentence, entity.start):
            yield f"occurred, {where}"
        if self.reading.lower_before(sentence, entity.start, 1) == ("of",):
            yield "called one"
        if where != "own sentence":
            yield f"{where}, {'another' if self._telling.get(sentence) else 'no'} event's"
            return
        for frame in (frame for frame in frames if frame.sentence == sentence):
            if frame.attribution is not None and frame.attribution.start <= entity.start < frame.attribution.end + _SPEAKER:
                yield "speaker's"
            for a in frame.arguments:
                if a.start <= entity.start < a.end:
                    yield f"in {a.role} {a.marker}" if a.role == "oblique" and a.marker in MARKERS else f"in {a.role}"

    def _where(self, draft: Draft, sentence: int) -> str:
        gap = min((sentence - own for own in draft.sentences), key=abs)
        if gap in (-1, 0, 1):
            return ("own sentence", "sentence behind", "sentence before")[gap]
        return "two behind" if 0 < gap <= FAR else "first sentences" if sentence < 2 else "far"

    @cached_property
    def _marked(self) -> Mapping[int, tuple[str, bool]]:
        """By entity, the kind of preposition before a place, and True if a distance or a point of the compass is counted from it ("80 km
        from Quito").
        """
        return {index: self._marker(sentence, index) for sentence, row in enumerate(self.named) for index in row}

    def _marker(self, sentence: int, index: int) -> tuple[str, bool]:
        before = self.reading.lower_before(sentence, self.reading.article.entities[index].start, _BACK)
        offset = len(before) > 1 and before[-1] in ("of", "from") and before[-2] in _OFFSET
        for word in reversed(before):
            if word in MARKERS:
                return "near" if word in _BESIDE else "in" if word in _INSIDE else word, offset
            if not word.isalpha() or word in ("and", "or", "but"):
                break
        return "", offset

    def _occurred(self, sentence: int, offset: int) -> bool:
        """Return True if a predicate that says only that something occurred has a place there: "The blast happened in Maywand"."""
        frames = (self.reading.article.frames[index] for index in self.reading.frames[sentence])
        return any(frame.lemma in _OCCURS and any(a.start <= offset < a.end for a in frame.arguments) for frame in frames)

    def _holds(self, holder: int, other: int) -> bool:
        """Return True if a name is a province and another, finer one lies in it."""
        outer, inner = self.places.value(holder), self.places.value(other)
        if outer is None or inner is None or self.places.grain(holder) != "province" or self.places.grain(other) not in _FINER:
            return False
        return (inner.admin1, inner.country) == (outer.name, outer.country)

    def terms(self, draft: Draft, code: str) -> dict[Key | None, tuple[tuple[str, float], ...]]:
        """Return the terms of each place's sum, natural logarithms of odds."""
        told = self.features(draft, code).items()
        return {key: tuple((name, self.weights.get(name, 0.0) * value) for name, value in own.items()) for key, own in told}

    def key(self, draft: Draft, code: str) -> Key | None:
        """Return the key of the place in a country with the greatest sum, of equal ones the nearest; None for no place in it."""
        weights, told = self.weights, self.features(draft, code).items()
        sums = {key: math.fsum([weights.get(name, 0.0) * value for name, value in own.items()]) for key, own in told}
        return max(sums, key=lambda key: sums[key])

    def likeliest(self, draft: Draft, code: str) -> Place | None:
        """Return the likeliest place in a country, at the mention that the event's clause names, else at the nearest; None for none."""
        best = self.key(draft, code)
        if best is None:
            return None
        own = {(place.start, place.end) for place in draft.places}
        found = [place for _, index in self.candidates(draft, code)[best] if (place := self.places.of(index)) is not None]
        return next((place for place in found if (place.start, place.end) in own), found[0])


_FINER: tuple[Grain, ...] = ("facility", "town", "unlisted")
