"""The story of an article: those of its events that an editor would take from it as news, by a sum of which each term is shown.

The weights are a logistic regression over the events that detect finds in the corpus' training texts, read by readers that never saw them:
an event is right where it tells of a news happening of the text, by its type (`streams model train events`). Without an event reader there
is no story, and alert goes by position and harm alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from streams.detect.decision import base_of
from streams.detect.draft import Draft
from streams.detect.reading import Reading
from streams.detect.types import kind_of
from streams.detect.weights import learned
from streams.messages import Frame

NEWS = 0.5
"""The chance from which an event is news."""
_DAY = 86_400.0
_STEM = 5
"""The number of first letters by which a headline's word and a predicate's base form are one word: `bombing`, `bombed`, `bombs`."""
_SHORT = 3
_NAMES = ("PERSON", "ORG", "NORP", "GPE", "LOC", "FAC", "MISC")
_LEAST = 0.005


@dataclass(frozen=True)
class Story:
    """An article with its events, and the facts that are found once for all of them."""

    reading: Reading
    drafts: Sequence[Draft]

    @cached_property
    def headline(self) -> frozenset[str]:
        """The stems of the headline's longer words."""
        words = (self.reading.article.headline or "").lower().replace("’", "'").split()
        plain = (word.strip(".,:;!?\"'()[]") for word in words)
        return frozenset(word.removesuffix("'s")[:_STEM] for word in plain if len(word) > _SHORT)

    @cached_property
    def lead(self) -> frozenset[str]:
        """The names of the first two sentences."""
        return frozenset().union(*[self.named(sentence) for sentence in range(min(2, len(self.reading.entities)))])

    def named(self, sentence: int) -> frozenset[str]:
        """Return the names of a sentence, by their last word in small letters."""
        names = (self.reading.article.entities[i] for i in self.reading.entities[sentence])
        return frozenset([one.text.lower().split()[-1] for one in names if one.label in _NAMES and one.text.strip()])

    @cached_property
    def earliest(self) -> Mapping[str, int]:
        """By type, the first sentence that tells of an event of that type."""
        found: dict[str, int] = {}
        for draft in self.drafts:
            found[draft.type] = min(found.get(draft.type, len(self.reading.article.sentences)), *draft.sentences)
        return found

    @cached_property
    def beside(self) -> Counter[int]:
        """By sentence, the number of events whose leading frame stands in it."""
        return Counter(draft.sentence for draft in self.drafts)

    def features(self, draft: Draft) -> dict[str, float]:
        """Return the features of one event by their names; those that are 0 are left out."""
        frames = [self.reading.article.frames[index] for index in draft.frames]
        told = {**self._read(draft, frames), **self._placed(draft), **self._said(draft, frames[0]), **self._dated(draft)}
        return {name: value for name, value in told.items() if value}

    def _read(self, draft: Draft, frames: Sequence[Frame]) -> dict[str, float]:
        read = [frame.reading for frame in frames if frame.reading is not None]
        kinds = self.reading.article.kinds or {}
        weighed = sum(one.event for one in read)
        news = sum(one.event * one.news for one in read) / weighed / 100 if weighed else 0.0
        first = frames[0].reading
        return {
            "reader: news": _odds(news) if read else 0.0,
            "reader: news of the first": _odds(first.news / 100) if first is not None else 0.0,
            "reader: event": _odds(max((one.event for one in read), default=0) / 100) if read else 0.0,
            "no reading": not read,
            "decision": _odds(draft.trigger.chance or 0.0),
            **{f"article is {name}": percent / 100 for name, percent in kinds.items()},
        }

    def _placed(self, draft: Draft) -> dict[str, float]:
        first = min(draft.sentences)
        roundup = (self.reading.article.kinds or {}).get("roundup", 0) / 100
        head = self.headline
        own = {word[:_STEM] for word in self.reading.vocabulary[draft.sentence] if len(word) > _SHORT}
        bases = {base_of(self.reading.article.frames[index])[:_STEM] for index in draft.frames}
        return {
            "first sentence": first == 0,
            "second or third sentence": first in (1, 2),
            "far down": math.log1p(first),
            "far down in a roundup": roundup * math.log1p(first),
            "share of the text above": first / max(1, len(self.reading.article.sentences)),
            "headline: its words in the sentence": len(head & own) / len(head) if head else 0.0,
            "headline: tells it": not bases.isdisjoint(head),
            "no headline": not head,
            "names of the lead": first > 1 and not self.named(draft.sentence).isdisjoint(self.lead),
            "told again": math.log(len(set(draft.sentences))),
            "same type above": self.earliest[draft.type] < first,
            "none above": min(self.earliest.values()) == first,
            "events beside it": math.log(self.beside[draft.sentence]),
        }

    def _said(self, draft: Draft, frame: Frame) -> dict[str, float]:
        killed = max((casualty.min for casualty in draft.casualties if casualty.kind == "killed"), default=None)
        harm = any(casualty.max != 0 for casualty in draft.casualties)
        return {
            f"type {draft.type}": 1.0,
            f"realis {draft.realis}": 1.0,
            f"{kind_of(draft.type).sort}, {draft.realis}": 1.0,
            "noun": frame.pos == "NOUN",
            "under another predicate": frame.parent is not None,
            "negated": frame.negated,
            "unreal mood": frame.modality is not None or frame.conditional,
            "in quotes": frame.quoted,
            "attributed": frame.attribution is not None,
            "present tense": frame.tense == "present",
            "perfect": frame.aspect == "perfect",
            "progressive": frame.aspect == "progressive",
            "no tense": frame.tense == "none" and frame.pos == "VERB",
            "passive": frame.voice == "passive",
            "actor": bool(draft.actors),
            "named actor": any(actor.name[:1].isupper() for actor in draft.actors),
            "recipient": bool(draft.recipients),
            "victim": bool(draft.victims),
            "harm counted": harm,
            "many killed": killed is not None and killed >= 1000,
            "place": bool(draft.places),
            "town": any(place.precision in ("city", "facility") for place in draft.places),
            "only a country": bool(draft.places) and all(place.precision == "country" for place in draft.places),
            "weak word": draft.trigger.sense.weak,
        }

    def _dated(self, draft: Draft) -> dict[str, float]:
        if draft.when.precision == "published":
            return {"no date": 1.0}
        published = self.reading.article.published
        age = (published - draft.when.end).total_seconds() / _DAY
        ahead = draft.when.start > published
        return {
            "date ahead": ahead,
            "date of this week": not ahead and age <= 7,
            "date of this month": not ahead and 7 < age <= 31,
            "older date": not ahead and age > 31,
            "a year or more": draft.when.precision == "year",
        }

    def terms(self, draft: Draft) -> tuple[tuple[str, float], ...]:
        """Return the terms of an event's sum, natural logarithms of odds, the weightiest first."""
        weights = table()
        found = [(name, weights.get(name, 0.0) * value) for name, value in self.features(draft).items()]
        return (("always", weights.get("always", 0.0)), *sorted(found, key=lambda term: (-abs(term[1]), term[0])))

    def chance(self, draft: Draft) -> float:
        """Return how likely an editor takes the event from the article as news, 0 to 1."""
        weights = table()
        total = math.fsum([weights.get("always", 0.0), *[weights.get(name, 0.0) * value for name, value in self.features(draft).items()]])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _odds(chance: float) -> float:
    bounded = min(1 - _LEAST, max(_LEAST, chance))
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Judged:
    """The chances that an article's events are news, and its main event; events are numbered in the order of the text."""

    news: Mapping[int, float]
    """The chance that each is news; empty where no event reader is installed."""
    main: int | None
    """The number of the event that the article is about; None where no event is likelier news than not."""


def story_of(reading: Reading, drafts: Sequence[Draft]) -> Judged:
    """Judge the events of an article; the likeliest news is main, if it is likelier than not."""
    if reading.article.kinds is None:
        return Judged({}, None)
    story = Story(reading, drafts)
    news = {number: story.chance(draft) for number, draft in enumerate(drafts)}
    best = max(news, key=lambda number: (news[number], -number), default=None)
    return Judged(news, best if best is not None and news[best] >= NEWS else None)


def table() -> Mapping[str, float]:
    """Return the weights by feature."""
    return learned("story")
