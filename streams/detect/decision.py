"""The decision which type of event a predicate tells of, or none, by a sum of what the rules and the event reader say; each term of it is
shown.

The weights are a multinomial logistic regression over the corpus' training texts, for which the reader had been trained without them
(`streams model train events`). Where an article has no readings the rules alone decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from streams.detect.lexicon import Sense, plain_sense
from streams.detect.likeness import Example, Shelf, shares, shelf
from streams.detect.reading import Reading
from streams.detect.topic import Topic, topic_of
from streams.detect.trigger import Roles, Trigger, roles_of
from streams.detect.types import kind_of
from streams.detect.voice import Voice, voice_of
from streams.detect.weights import learned
from streams.messages import AnalysedArticle, EventType, Frame

NONE = "none"
_FLOOR = 0.004
"""The chance of a type that is not among those that the reading names, each of which has a hundredth at least."""
_SURER = 90
"""The chance of an event, in percent, from which a reading outweighs a sense of the lexicon that says none."""
_STORIES = ("news", "roundup", "court")
"""Kinds of article in which words of harm are mostly meant."""


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
    """The nearest example in the corpus that tells of that class; empty without one, and where nobody asked for it."""


def triggers(reading: Reading, topic: Topic) -> dict[int, Trigger]:
    """Return the predicates that tell of an event, by the index of their frame."""
    voices = voices_of(reading, topic)
    found = dict[int, Trigger]()
    for index, frame in enumerate(reading.article.frames):
        voice = voices.get(index)
        if reading.article.kinds is None:
            if voice is not None and voice.first.type != "NONE":
                key, sense, noun = voice.holding[0]
                found[index] = Trigger(sense, key, voice.roles, noun)
        elif (voice is not None or frame.reading is not None) and (made := _decided(reading, index, voices, topic)) is not None:
            found[index] = made
    return found | dict(_of_their_objects(reading, voices, found))


def _of_their_objects(reading: Reading, voices: Mapping[int, Voice], found: Mapping[int, Trigger]) -> Iterator[tuple[int, Trigger]]:
    """Yield each predicate that the lexicon knows by its object, where the object tells of an event and the predicate of none, or where the
    object tells of the type that the lexicon gives the predicate and the predicate of another.

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
            yield index, Trigger(sense, key, voice.roles, noun, kind_of(sense.type).name, found[other].chance)


def governs(frame: Frame, noun: Frame) -> bool:
    """Return True if a predicate governs an event noun: the noun is its object or a part of it, or is told with `of` or `to` behind it."""
    inside = any((a.role == "patient" or a.marker in ("of", "to")) and a.head_start <= noun.start < a.head_end for a in frame.arguments)
    return noun.pos == "NOUN" and (inside or frame.noun == noun.lemma)


def decisions(article: AnalysedArticle) -> Iterator[tuple[int, Decision]]:
    """Yield the decision on each predicate of which the lexicon or the event reader says something, with the index of its frame; none where
    the rules stand alone.
    """
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
    """Return the senses that the lexicon gives to each frame, by the frame's index; frames for which no entry holds are left out."""
    found = dict[int, Voice]()
    for index in range(len(reading.article.frames)):
        if (voice := voice_of(reading, index, topic)) is not None:
            found[index] = voice
    return found


def _decided(reading: Reading, index: int, voices: Mapping[int, Voice], topic: Topic) -> Trigger | None:
    (best, *_), chance = _ranked(features(reading, index, voices, topic))
    if best == NONE:
        return None
    type_ = kind_of(best).name
    frame, voice = reading.article.frames[index], voices.get(index)
    if voice is None:
        return _unworded(type_, frame, roles_of(reading, index), chance)
    if voice.first.parent and voice.first.type not in ("NONE", "RESULT"):
        type_ = kind_of(voice.first.type).name  # "learnt to deny their links": what governs it makes its meaning
    for key, sense, noun in sorted(voice.holding, key=lambda held: "_" not in held[0]):  # `seize_power` before `seize`
        if sense.type == type_ or (sense.type == "RESULT" and kind_of(type_).harmful):
            return Trigger(sense, key, voice.roles, noun, type_, chance)
    return _unworded(type_, frame, voice.roles, chance)


def _unworded(type_: EventType, frame: Frame, roles: Roles, chance: float) -> Trigger:
    """Return the trigger of a predicate that is no word of its type in the lexicon."""
    key, mode = frame.noun or frame.lemma, (frame.reading.mode or "") if frame.reading is not None else ""
    return Trigger(plain_sense(type_, mode), key, roles, frame.pos == "NOUN", type_, chance, worded=False)


def base_of(frame: Frame) -> str:
    """Return the base form of the word that tells of the event, in lower case: of a light verb with its noun it is the noun's."""
    return (frame.noun or frame.lemma).lower()


def examples(reading: Reading, index: int, known: Shelf | None = None) -> list[tuple[float, Example]]:
    """Return the nearest examples in the corpus that have a predicate's word too, each with its nearness; `known`: other examples than the
    bundled ones.
    """
    frame = reading.article.frames[index]
    return (known or shelf()).nearest(base_of(frame), reading.vocabulary[frame.sentence], reading.article.uri)


def features(
    reading: Reading, index: int, voices: Mapping[int, Voice], topic: Topic, known: Shelf | None = None
) -> dict[str, dict[str, float]]:
    """Return the features of each class that comes into question, NONE among them; `known`: other examples than the bundled ones.

    NONE alone comes into question where a sense of the lexicon says so ("suffered a heart attack") and the reader is not all but certain:
    on the training texts, read by folds, that is right in 36 of 41 cases.
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
    frames = reading.article.frames
    others = [number for number in reading.frames[frame.sentence] if number != index]
    around = {number: voices[number].first.type for number in others if number in voices}
    children = {type_ for number, type_ in around.items() if frames[number].parent == index}
    parent = voices[frame.parent].first.type if frame.parent is not None and frame.parent in voices else None
    read = [one for number in others if (one := frames[number].reading) is not None]
    unread = said is None and not read
    like = shares(examples(reading, index, known))
    out = {NONE: _of_none(reading, frame, voice, like)}
    beside = {type_: max([one.types.get(type_, 0) for one in read]) for one in read for type_ in one.types}
    spoken_beside = set(around.values())
    for type_ in dict.fromkeys((*classes, *spoken, *(name for name in like if name != NONE))):
        kind = kind_of(type_)
        own = first if first is not None and first.type == type_ else None
        told: dict[str, float] = {} if unread else {"reader": math.log(max(classes.get(type_, 0.0), _FLOOR))}
        if unread:
            told |= {"unread": True, "unread harm": kind.harmful, "unread rule of near words": own is not None and _by_words(own)}
        if own is not None:
            told |= {"rule": not own.weak, "rule by its object": bool(own.patient_near), "weak rule": own.weak}
        elif type_ in spoken:
            told["other sense"] = True
        if kind.harmful and first is not None and first.type == "RESULT":
            told["result"] = True
        told |= {"like": like.get(type_, 0.0), "parent": type_ == parent}
        if type_ in spoken_beside:
            told |= {"child": type_ in children, "sentence": True}
        told["reader beside"] = beside.get(type_, 0) / 100
        if figures and kind.deed:
            told["where words of harm are figures"] = True
        told[f"is {kind.sort}"] = True
        if kind.harmful and own is None and type_ not in spoken:
            told["harm without its word"] = True
        out[type_] = {name: value for name, value in told.items() if value}
    return out


def _by_words(sense: Sense) -> bool:
    return bool(sense.near or sense.patient_near)


def _of_none(reading: Reading, frame: Frame, voice: Voice | None, like: Mapping[str, float]) -> dict[str, float]:
    said = frame.reading
    event = 0.0 if said is None else said.event / 100
    first = None if voice is None else voice.first
    told = {
        "reader of none": math.log(max(1 - event, _FLOOR)),
        "like": like.get(NONE, 0.0),
        "no example": not like,
        "no rule": first is None,
        "rule of none": first is not None and first.type == "NONE",
        "noun": frame.pos == "NOUN",
        "no arguments": not frame.arguments,
        "quiet kind": _quiet(reading),
    }
    return {name: value for name, value in told.items() if value}


def _quiet(reading: Reading) -> float:
    kinds = reading.article.kinds or {}
    return max(0.0, 1 - sum([kinds.get(name, 0) for name in _STORIES]) / 100) if kinds else 0.0


def decide(told: Mapping[str, Mapping[str, float]]) -> Decision:
    """Return the decision for the class with the greatest sum; of equal ones the first by name."""
    (best, other, *_), chance = _ranked(told)
    return Decision(None if best == NONE else kind_of(best).name, _terms(told[best]), chance, other, _terms(told.get(other, {})))


def _ranked(told: Mapping[str, Mapping[str, float]]) -> tuple[list[str], float]:
    """Return the classes by their sums, the greatest first, NONE at the end if it stands alone; and the chance of the first."""
    weights = table()
    sums = {name: sum([weights.get(feature, 0.0) * value for feature, value in values.items()]) for name, values in told.items()}
    order = sorted(sums, key=lambda name: (-sums[name], name))
    best = sums[order[0]]
    return order if len(order) > 1 else [*order, NONE], 1 / sum([math.exp(value - best) for value in sums.values()])


def _terms(values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple([(name, table().get(name, 0.0) * value) for name, value in values.items()])


def table() -> Mapping[str, float]:
    """Return the weights by feature."""
    return learned("weights")
