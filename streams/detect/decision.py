"""Decision: which type a predicate tells of, or none, as a sum of what the rules and the event reader say, each term of which is shown.

The weights are a multinomial logistic regression over the corpus' training texts, for which the reader had been trained without them
(`streams model train events`). Where an article has no readings the rules alone decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from streams.detect.lexicon import Sense, plain_sense
from streams.detect.likeness import Example, Shelf, shares, shelf
from streams.detect.reading import Reading
from streams.detect.topic import Topic, topic_of
from streams.detect.trigger import Trigger, roles_of, senses_of
from streams.detect.types import kind_of
from streams.detect.weights import learned
from streams.messages import AnalysedArticle, EventType, Frame

NONE = "none"
_FLOOR = 0.004
"""The chance of a type that is not among those that the reading names, each of which has a hundredth at least."""
_SURER = 90
"""Percent of an event from which a reading outweighs a sense of the lexicon that says none."""
_STORIES = ("news", "roundup", "court")
"""Kinds of article in which words of harm are mostly meant."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice holds what the lexicon says of one predicate."""

    holding: tuple[tuple[str, Sense, bool], ...]
    """(entry, sense, whether as a noun) of every sense that holds, the most specific first."""

    @property
    def first(self) -> Sense:
        """The sense that the rules alone would take."""
        return self.holding[0][1]


@dataclass(frozen=True, slots=True)
class Decision:
    """The class of one predicate, with the terms of its sum and those of the next best class."""

    type: EventType | None
    terms: tuple[tuple[str, float], ...]
    chance: float
    """Its share of all classes' odds, 0 to 1."""
    other: str
    other_terms: tuple[tuple[str, float], ...]
    like: str = ""
    """The nearest place in the corpus that tells of that class; empty where there is none, and where nobody asked for it."""


def triggers(reading: Reading, topic: Topic) -> dict[int, Trigger]:
    """The predicates that tell of an event, by frame."""
    voices = voices_of(reading, topic)
    found = dict[int, Trigger]()
    for index, frame in enumerate(reading.article.frames):
        voice = voices.get(index)
        if reading.article.kinds is None:
            if voice is not None and voice.first.type != "NONE":
                key, sense, noun = voice.holding[0]
                found[index] = Trigger(sense, key, roles_of(reading, index), noun)
        elif (voice is not None or frame.reading is not None) and (made := _decided(reading, index, voices, topic)) is not None:
            found[index] = made
    return found | dict(_of_their_objects(reading, voices, found))


def _of_their_objects(reading: Reading, voices: Mapping[int, Voice], found: Mapping[int, Trigger]) -> Iterator[tuple[int, Trigger]]:
    """A predicate that the lexicon knows by its object, where the object tells of an event and it does not, or of what the lexicon says.

    The object then means the reverse of what it says by itself: a ceasefire that is violated, a strike that is called off. Or it says what
    the predicate brings about: a release that is ordered.
    """
    for index, voice in voices.items():
        key, sense, noun = voice.holding[0]
        if sense.type in ("NONE", "RESULT") or not sense.patient_near:
            continue
        frame = reading.article.frames[index]
        within = [other for other in reading.frames[frame.sentence] if other in found and governs(frame, reading.article.frames[other])]
        other = next((other for other in within if index not in found or found[other].type == sense.type), None)
        if other is not None and (index not in found or found[index].type != sense.type):
            yield index, Trigger(sense, key, roles_of(reading, index), noun, kind_of(sense.type).name, found[other].chance)


def governs(frame: Frame, noun: Frame) -> bool:
    """A predicate governs an event noun that is its object, or is told with `of` or `to` behind it."""
    inside = any((a.role == "patient" or a.marker in ("of", "to")) and a.head_start <= noun.start < a.head_end for a in frame.arguments)
    return noun.pos == "NOUN" and (inside or frame.noun == noun.lemma)


def decisions(article: AnalysedArticle) -> Iterator[tuple[int, Decision]]:
    """The decision on each predicate of which lexicon or event reader say something, by frame; none where the rules stand alone."""
    if article.kinds is None:
        return
    reading = Reading(article)
    topic = topic_of(reading)
    voices = voices_of(reading, topic)
    for index, frame in enumerate(article.frames):
        if index in voices or frame.reading is not None:
            decision = decide(features(reading, index, voices, topic))
            same = (example.text for _, example in examples(reading, index) if example.type == (decision.type or NONE))
            yield index, replace(decision, like=next(same, ""))


def voices_of(reading: Reading, topic: Topic) -> dict[int, Voice]:
    """The lexicon has a voice on each frame of which an entry holds; the others are left out."""
    found = dict[int, Voice]()
    for index in range(len(reading.article.frames)):
        if holding := tuple(senses_of(reading, index, topic)):
            found[index] = Voice(holding)
    return found


def _decided(reading: Reading, index: int, voices: Mapping[int, Voice], topic: Topic) -> Trigger | None:
    decision = decide(features(reading, index, voices, topic))
    if (type_ := decision.type) is None:
        return None
    frame, voice = reading.article.frames[index], voices.get(index)
    if voice is not None and voice.first.parent and voice.first.type not in ("NONE", "RESULT"):
        type_ = kind_of(voice.first.type).name  # "learnt to deny their links": what governs it makes its meaning
    holding = sorted(voice.holding, key=lambda held: "_" not in held[0]) if voice is not None else []  # `seize_power` before `seize`
    for key, sense, noun in holding:
        if sense.type == type_ or (sense.type == "RESULT" and kind_of(type_).harmful):
            return Trigger(sense, key, roles_of(reading, index), noun, type_, decision.chance)
    key = frame.noun or frame.lemma
    return Trigger(plain_sense(type_, _mode(frame)), key, roles_of(reading, index), frame.pos == "NOUN", type_, decision.chance)


def _mode(frame: Frame) -> str:
    return (frame.reading.mode or "") if frame.reading is not None else ""


def base_of(frame: Frame) -> str:
    """The base form of the word that tells: of a light verb with its noun the noun."""
    return (frame.noun or frame.lemma).lower()


def examples(reading: Reading, index: int, known: Shelf | None = None) -> list[tuple[float, Example]]:
    """The nearest places in the corpus where a predicate's word stands too; `known`: others than the bundled ones."""
    frame = reading.article.frames[index]
    return (known or shelf()).nearest(base_of(frame), reading.vocabulary[frame.sentence], reading.article.uri)


def features(
    reading: Reading, index: int, voices: Mapping[int, Voice], topic: Topic, known: Shelf | None = None
) -> dict[str, dict[str, float]]:
    """The features of each class that comes into question, NONE among them; `known`: other examples than the bundled ones.

    NONE alone comes into question where a sense of the lexicon says so ("suffered a heart attack") and the reader is not all but certain:
    on the training texts, read by folds, that is right in 36 of 41 places.
    """
    frame = reading.article.frames[index]
    voice = voices.get(index)
    said = frame.reading
    first = None if voice is None else voice.first
    if first is not None and first.type == "NONE" and (said is None or said.event < _SURER):
        return {NONE: {"rule of none": 1.0}}
    figures = topic.name is not None and not topic.harm(frame.sentence)
    classes = {t: p / 100 for t, p in said.types.items()} if said is not None else {}
    spoken = {sense.type for _, sense, _ in voice.holding if sense.type not in ("NONE", "RESULT")} if voice is not None else set[str]()
    beside = _neighbours(reading, index, voices)
    frames = (reading.article.frames[number] for number in reading.frames[frame.sentence] if number != index)
    others = [one.reading for one in frames if one.reading is not None]
    unread = said is None and not others
    like = shares(examples(reading, index, known))
    out = {NONE: _of_none(reading, frame, voice, like)}
    for type_ in dict.fromkeys((*classes, *spoken, *(name for name in like if name != NONE))):
        kind = kind_of(type_)
        own = first is not None and first.type == type_
        told = {
            "reader": 0.0 if unread else math.log(max(classes.get(type_, 0.0), _FLOOR)),
            "unread": float(unread),
            "unread harm": float(unread and kind.harmful),
            "unread rule of near words": float(unread and own and first is not None and bool(first.near or first.patient_near)),
            "rule": float(own and not (first is not None and first.weak)),
            "rule by its object": float(own and first is not None and bool(first.patient_near)),
            "weak rule": float(own and first is not None and first.weak),
            "other sense": float(not own and type_ in spoken),
            "result": float(first is not None and first.type == "RESULT" and kind.harmful),
            "like": like.get(type_, 0.0),
            "parent": float(type_ in beside["parent"]),
            "child": float(type_ in beside["child"]),
            "sentence": float(type_ in beside["sentence"]),
            "reader beside": max((one.types.get(type_, 0) / 100 for one in others), default=0.0),
            "where words of harm are figures": float(figures and kind.deed),
            f"is {kind.sort}": 1.0,
        }
        if not own and type_ not in spoken and kind.harmful:
            told["harm without its word"] = 1.0
        out[type_] = {name: value for name, value in told.items() if value}
    return out


def _of_none(reading: Reading, frame: Frame, voice: Voice | None, like: Mapping[str, float]) -> dict[str, float]:
    said = frame.reading
    event = 0.0 if said is None else said.event / 100
    first = None if voice is None else voice.first
    told = {
        "reader of none": math.log(max(1 - event, _FLOOR)),
        "like": like.get(NONE, 0.0),
        "no example": float(not like),
        "no rule": float(first is None),
        "rule of none": float(first is not None and first.type == "NONE"),
        "noun": float(frame.pos == "NOUN"),
        "no arguments": float(not frame.arguments),
        "quiet kind": _quiet(reading),
    }
    return {name: value for name, value in told.items() if value}


def _quiet(reading: Reading) -> float:
    kinds = reading.article.kinds or {}
    return max(0.0, 1 - sum(kinds.get(name, 0) for name in _STORIES) / 100) if kinds else 0.0


def _neighbours(reading: Reading, index: int, voices: Mapping[int, Voice]) -> dict[str, set[str]]:
    """The types that the rules give to the parent, to the children and to other predicates of the sentence."""
    frame = reading.article.frames[index]

    def types_of(numbers: Sequence[int]) -> set[str]:
        firsts = (voices[number].first for number in numbers if number in voices)
        return {sense.type for sense in firsts if sense.type not in ("NONE", "RESULT")}

    others = [number for number in reading.frames[frame.sentence] if number != index]
    children = [number for number in others if reading.article.frames[number].parent == index]
    return {
        "parent": types_of([] if frame.parent is None else [frame.parent]),
        "child": types_of(children),
        "sentence": types_of(others),
    }


def decide(told: Mapping[str, Mapping[str, float]]) -> Decision:
    """The class with the greatest sum; of equal ones the first by name."""
    weights = table()
    terms = {name: tuple(_terms(values, weights)) for name, values in told.items()}
    sums = {name: sum(value for _, value in own) for name, own in terms.items()}
    order = sorted(sums, key=lambda name: (-sums[name], name))
    best, other = order[0], order[1] if len(order) > 1 else NONE
    chance = 1 / sum(math.exp(value - sums[best]) for value in sums.values())
    return Decision(None if best == NONE else best, terms[best], chance, other, terms.get(other, ()))  # type: ignore[arg-type]


def _terms(values: Mapping[str, float], weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    for name, value in values.items():
        yield name, weights.get(name, 0.0) * value


def table() -> Mapping[str, float]:
    """Return the weights by feature."""
    return learned("weights")
