"""The country that an event took place in, chosen among those that its article names by a sum of which each term is shown.

The weights are a multinomial logistic regression over the happenings of the corpus' training texts (`streams model train events`). Grammar
alone left the country open, or took a neighbour's, in 46 of 100 news happenings of the corpus' test part: the state whose police act, the
capital that answers for its land, the country that the report before is about.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from streams.detect.draft import Draft
from streams.detect.lexicon import words
from streams.detect.named import code_of
from streams.detect.reading import Reading
from streams.detect.types import kind_of
from streams.detect.weights import learned
from streams.messages import Entity

NOWHERE = ""
"""The class of an event whose country cannot be told."""
_INSIDE = words("where", "inside")
_NOT: frozenset[str] = frozenset()
MOST = 20
"""The most countries of a long article that are candidates for every event; those of its sentence, dateline, places and parties are added.
"""
_LAW = frozenset({"government", "military", "police", "country"})


def table() -> Mapping[str, float]:
    """Return the weights by feature."""
    return learned("country")


@dataclass(frozen=True)
class Countries:
    """The countries that an article names, with the sentences that name them."""

    reading: Reading
    weights: Mapping[str, float] = field(default_factory=table)
    """The weights by feature; others than the bundled ones only while they are learned."""

    @cached_property
    def named(self) -> tuple[tuple[tuple[str, Entity], ...], ...]:
        """For each sentence, its names that tell a country, each with the code of that country."""
        entities = self.reading.article.entities
        return tuple(tuple((code, entities[i]) for i in row if (code := code_of(entities[i])) is not None) for row in self.reading.entities)

    @cached_property
    def mentions(self) -> Mapping[str, tuple[tuple[int, Entity], ...]]:
        """By country, the names that tell it, each with the number of its sentence, in the order of the text."""
        found: dict[str, list[tuple[int, Entity]]] = {}
        for sentence, row in enumerate(self.named):
            for code, entity in row:
                found.setdefault(code, []).append((sentence, entity))
        return {code: tuple(names) for code, names in found.items()}

    @cached_property
    def often(self) -> Mapping[str, float]:
        """By country, its share of all names that tell a country; only the MOST countries that are named most often are there."""
        counted = Counter({code: len(names) for code, names in self.mentions.items()})
        return {code: count / counted.total() for code, count in counted.most_common(MOST)}

    @cached_property
    def first(self) -> str | None:
        """The country that is named first."""
        return next(iter(self.mentions), None)

    @cached_property
    def headlined(self) -> frozenset[str]:
        """The countries of which a name stands in the headline too."""
        headline = self.reading.article.headline or ""
        return frozenset(code for code, names in self.mentions.items() if any(one.text and one.text in headline for _, one in names))

    @cached_property
    def told(self) -> tuple[Mapping[str, frozenset[str]], ...]:
        """For each sentence, the ways in which it names each of its countries: `town`, `country`, `people`, `inside` (behind `in`, `at` or
        the like).
        """
        rows: list[Mapping[str, frozenset[str]]] = []
        for row in self.named:
            ways: dict[str, set[str]] = {}
            for code, entity in row:
                own = ways.setdefault(code, set())
                own.add("people" if entity.place is None else "country" if entity.place.precision == "country" else "town")
                if self._inside(entity):
                    own.add("inside")
            rows.append({code: frozenset(own) for code, own in ways.items()})
        return tuple(rows)

    def ways(self, sentence: int, code: str) -> frozenset[str]:
        """Return the ways in which a sentence names a country; none where it does not, and where there is no such sentence."""
        return self.told[sentence].get(code, _NOT) if 0 <= sentence < len(self.told) else _NOT

    def features(self, draft: Draft) -> dict[str, dict[str, float]]:
        """Return the features of each country that comes into question for an event, NOWHERE among them, by their names."""
        dateline = self.reading.article.dateline
        codes = [*self.often, *self.told[draft.sentence], *([dateline.country] if dateline is not None and dateline.country else [])]
        codes += [place.country for place in draft.places if place.country]
        codes += [party.country for party in (*draft.actors, *draft.recipients, *draft.victims) if party.country]
        kind, unknown = kind_of(draft.type), self._unknown(draft)
        codes = list(dict.fromkeys(codes))
        if kind.harmful or unknown:
            only = self._only_of_parties(draft, unknown)
            codes = [code for code in codes if not only(code)]
        out: dict[str, dict[str, float]] = {
            NOWHERE: {
                "nowhere": True,
                f"nowhere: {kind.sort}": True,
                "nowhere: a place that nobody knows": bool(draft.places) and not any(place.country for place in draft.places),
                "nowhere: no country in the sentence": not self.told[draft.sentence],
            }
        }
        out |= {code: self._of(draft, code, kind.sort) for code in codes}
        return {code: {name: value for name, value in told.items() if value} for code, told in out.items()}

    def _only_of_parties(self, draft: Draft, unknown: bool) -> Callable[[str], bool]:
        """Return a test that is True for a country that the article names only to say whose the parties are ("Russian warplanes struck a
        silo at Tolm"); `unknown` is True if a place is told that the gazetteer does not know.
        """
        dateline = self.reading.article.dateline
        placed = {place.country for place in draft.places} | {dateline.country if dateline is not None else None}
        frames = [self.reading.article.frames[index] for index in draft.frames]
        spans = [(a.start, a.end) for frame in frames for a in frame.arguments if a.role in ("agent", "patient", "recipient")]
        spans += [(one.start, one.end) for one in (*draft.actors, *draft.recipients, *draft.victims)]
        speakers = [(f.attribution.start, f.attribution.end) for f in frames if f.attribution is not None]

        def only(code: str) -> bool:
            return code not in placed and all(
                _within(entity, spans) or (unknown and s in draft.sentences and entity.place is None and not _within(entity, speakers))
                for s, entity in self.mentions.get(code, ())
            )

        return only

    def _unknown(self, draft: Draft) -> bool:
        """Return True if the event, or its sentence, names a place that the gazetteer does not know."""
        entities = self.reading.article.entities
        places = (entities[i].place for sentence in draft.sentences for i in self.reading.entities[sentence])
        return any(p is not None and p.country is None and p.precision == "unknown" for p in (*draft.places, *places))

    def _of(self, draft: Draft, code: str, sort: str) -> dict[str, float]:
        article = self.reading.article
        sentence = draft.sentence
        grammar = next((place for place in draft.places if place.country == code), None)
        actors = [actor for actor in draft.actors if actor.country == code]
        law = any(actor.kind in _LAW or actor.sector in ("GOV", "COP", "JUD", "MIL", "LEG") for actor in actors)
        own, before = self.ways(sentence, code), self.ways(sentence - 1, code)
        first, second = self.ways(0, code), self.ways(1, code)
        return {
            "grammar": grammar is not None,
            "grammar: a town": grammar is not None and grammar.precision not in ("country", "region"),
            f"grammar: {sort}": grammar is not None,
            f"actor: {sort}": bool(actors),
            f"actor of {draft.type}": bool(actors),
            "actor: a state's": law,
            f"actor: a state's, {sort}": law,
            f"recipient: {sort}": any(one.country == code for one in draft.recipients),
            "victim": any(one.country == code for one in draft.victims),
            "a town in the sentence": "town" in own,
            "in or at, in the sentence": "inside" in own,
            "named in the sentence": "country" in own,
            "its people in the sentence": "people" in own,
            "in the sentence before": bool(before),
            "a town in the sentence before": "town" in before,
            "in the sentence behind": bool(self.ways(sentence + 1, code)),
            "in the first two sentences": bool(first or second),
            "a town in the first two sentences": "town" in first or "town" in second,
            "in the headline": code in self.headlined,
            "dateline": article.dateline is not None and article.dateline.country == code,
            "named first": self.first == code,
            "share of names": self.often.get(code, 0.0),
            "share of names where the sentence has none": self.often.get(code, 0.0) * (not self.told[sentence]),
            "alone in the article": len(self.often) == 1,
        }

    def _inside(self, entity: Entity) -> bool:
        sentence = self.reading.sentence_at(entity.start)
        before = self.reading.lower_before(sentence, entity.start, 3) if sentence is not None else []
        return entity.place is not None and not _INSIDE.isdisjoint(before[-2:])

    def terms(self, draft: Draft) -> dict[str, tuple[tuple[str, float], ...]]:
        """Return the terms of each country's sum, natural logarithms of odds."""
        return {code: tuple((n, self.weights.get(n, 0.0) * v) for n, v in told.items()) for code, told in self.features(draft).items()}

    def likeliest(self, draft: Draft) -> str | None:
        """Return the country with the greatest sum, None for NOWHERE; of equal ones the first by name."""
        weights = self.weights
        told = self.features(draft).items()
        sums = {code: math.fsum([weights.get(name, 0.0) * value for name, value in own.items()]) for code, own in told}
        return min(sums, key=lambda code: (-sums[code], code)) or None


def _within(entity: Entity, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= entity.start < end for start, end in spans)
