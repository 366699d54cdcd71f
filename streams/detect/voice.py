"""Voices: the senses that the lexicon gives a predicate, by their conditions on arguments, words around and topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from streams.detect.classes import classes
from streams.detect.heads import NAMES_KEPT, head_of
from streams.detect.lexicon import Sense, lexicon, words
from streams.detect.reading import Reading
from streams.detect.topic import Topic
from streams.detect.trigger import Roles, roles_of
from streams.detect.types import kind_of, types
from streams.messages import Argument, Frame

_FIGURATIVE = words("trigger", "figurative")
_GERUND = words("trigger", "gerund")
_CONTESTS = frozenset({"battle", "fight", "war"})
_STATE = frozenset(["military", "rebel", "police", "gang", "spy", "court", "government", "legislature", "igo", "country", "opposition"])
_NOT_TOLD = frozenset({"unknown", "none"})


class Voice(NamedTuple):
    """The senses that the lexicon gives one predicate, and the predicate's arguments by part."""

    holding: tuple[tuple[str, Sense, bool], ...]
    """The entry, the sense and True for a noun's entry, of every sense that holds, the most specific first."""
    roles: Roles

    @property
    def first(self) -> Sense:
        """The sense that the rules alone would take."""
        return self.holding[0][1]


def voice_of(reading: Reading, index: int, topic: Topic) -> Voice | None:
    """Return the senses of the lexicon that hold for a frame; None where none does. `index` is the frame's index in `article.frames`."""
    frame = reading.article.frames[index]
    _, verb, noun = _form(frame.lemma)
    if frame.noun is None and not (noun if frame.pos == "NOUN" else verb) and not frame.text.endswith("ing"):
        return None
    entries = list(_entries(reading, frame))
    if not entries or (frame.pos == "NOUN" and _no_event(reading, frame)):
        return None
    asked = _Asked(reading, frame, roles_of(reading, index))
    holding = tuple(_holding(asked, entries, topic))
    return Voice(holding, asked.roles) if holding else None


def _holding(asked: _Asked, entries: list[tuple[str, tuple[Sense, ...], bool]], topic: Topic) -> Iterator[tuple[str, Sense, bool]]:
    """Yield the senses that hold, the most specific first. A sense of `NONE` ends the list: nothing behind it is meant."""
    for key, senses, noun in entries:
        for sense in senses:
            if not _holds(asked, sense, noun):
                continue
            if sense.type != "NONE" and topic.name is not None and not _believed(asked, sense, topic):
                return
            yield key, sense, noun
            if sense.type == "NONE":
                return


def _entries(reading: Reading, frame: Frame) -> Iterator[tuple[str, tuple[Sense, ...], bool]]:
    """Yield the entries of the lexicon for a predicate, the most specific first."""
    book = lexicon()
    lemma, verb, _ = _form(frame.lemma)
    if frame.pos == "NOUN" or frame.noun is not None:
        noun, _, ends = _form(frame.noun or lemma)
        if frame.noun is not None and (senses := tuple(s for s in book.verbs.get(lemma, ()) if s.patient_near & {noun, f"{noun}s"})):
            yield lemma, senses, False  # "suffer casualties", "impose a curfew"
        if ends:
            before = [w for w in reading.before(frame, 2) if w.isalpha() or "-" in w] if frame.pos == "NOUN" else []
            modifiers = [a.head.lower() for a in frame.arguments if a.role == "modifier"]
            for lead in ["_".join(before), *before[-1:], *modifiers]:
                if lead and (senses := book.nouns.get(f"{lead}_{noun}", ())):
                    yield f"{lead}_{noun}", senses, True
            if senses := book.nouns.get(noun, ()):
                yield noun, senses, True
        if frame.noun is not None and (senses := book.verbs.get(f"{lemma}_{noun}", ())):
            yield f"{lemma}_{noun}", senses, False
    if (
        frame.pos == "VERB"
        and frame.text.endswith("ing")
        and (senses := book.nouns.get(frame.text.lower(), ()))
        and not _GERUND.isdisjoint(reading.before(frame, 1))
    ):
        yield frame.text.lower(), senses, True  # "a day of fighting", read as a verb
    if frame.pos != "NOUN" and verb:
        after = tuple(w for w in reading.after(frame, 4) if w not in ("the", "a", "an"))
        for tail in ("_".join(after[:2]), *after[:1], *(after[1:2] if frame.voice == "active" else ())):
            if tail and (senses := book.verbs.get(f"{lemma}_{tail}", ())):
                yield f"{lemma}_{tail}", senses, False
        if senses := book.verbs.get(lemma, ()):
            yield lemma, senses, False
        stem = lemma.partition("_")[0]
        if stem != lemma and frame.noun is None and (senses := book.verbs.get(stem, ())):
            yield stem, senses, False


@lru_cache(maxsize=NAMES_KEPT)
def _form(base: str) -> tuple[str, bool, bool]:
    """Return a base form as the lexicon writes it; True if an entry of a verb begins with its first word; and True if one of a noun ends in
    its last.
    """
    form = base.lower().replace(" ", "_")
    return form, form.partition("_")[0] in lexicon().verb_starts, form.rpartition("_")[2] in lexicon().noun_ends


@dataclass(frozen=True)
class _Asked:
    """The words and classes that the conditions of senses ask for of one predicate, each found when it is first asked for."""

    reading: Reading
    frame: Frame
    roles: Roles

    @cached_property
    def leading(self) -> frozenset[str]:
        return _leading(self.reading, self.frame)

    @cached_property
    def behind(self) -> tuple[str, ...]:
        return self.reading.after(self.frame, 6)

    @cached_property
    def agent(self) -> frozenset[str]:
        return _all(self.reading, self.roles.agents)

    @cached_property
    def patient(self) -> frozenset[str]:
        return _all(self.reading, self.roles.patients)

    @cached_property
    def whom(self) -> frozenset[str]:
        """The classes of a noun's patients and recipients."""
        return _all(self.reading, (*self.roles.patients, *self.roles.recipients))

    @cached_property
    def object(self) -> frozenset[str]:
        """The classes of a verb's patients, and of its recipients where it has no patients."""
        if self.roles.patients:
            return self.patient
        return self.patient | (_all(self.reading, self.roles.recipients) - _NOT_TOLD)

    def object_words(self, noun: bool) -> frozenset[str]:
        return self._noun_words if noun else self._verb_words

    @cached_property
    def _noun_words(self) -> frozenset[str]:
        return _object_words(self.reading, self.frame, self.roles, noun=True)

    @cached_property
    def _verb_words(self) -> frozenset[str]:
        return _object_words(self.reading, self.frame, self.roles, noun=False)


def _holds(asked: _Asked, sense: Sense, noun: bool) -> bool:
    reading, frame = asked.reading, asked.frame
    vocabulary = reading.vocabulary[frame.sentence]
    if sense.near and sense.near.isdisjoint(reading.said if sense.wide else vocabulary):
        return False
    if sense.not_near and not vocabulary.isdisjoint(sense.not_near):
        return False
    if sense.modifier and asked.leading.isdisjoint(sense.modifier):
        return False
    if sense.not_modifier and not asked.leading.isdisjoint(sense.not_modifier):
        return False
    if sense.parent and (frame.parent is None or reading.article.frames[frame.parent].lemma.replace(" ", "_") not in sense.parent):
        return False
    if sense.patient_near and asked.object_words(noun).isdisjoint(sense.patient_near):
        return False
    if sense.clause_near and sense.clause_near.isdisjoint(asked.behind):
        return False
    if sense.clause and not any(a.role == "clause" for a in frame.arguments) and "to" not in asked.behind[:2]:
        return False
    if sense.agent and asked.agent.isdisjoint(sense.agent) and not (noun and "unknown" in asked.agent and asked.agent <= _NOT_TOLD):
        return False
    if sense.not_agent and not asked.agent.isdisjoint(sense.not_agent):
        return False
    if not sense.patient and not sense.not_patient:
        return True
    patient = asked.whom if noun else asked.object
    if sense.patient and patient.isdisjoint(sense.patient):
        return False
    return patient.isdisjoint(sense.not_patient) or not patient.isdisjoint(_STATE)


def _believed(asked: _Asked, sense: Sense, topic: Topic) -> bool:
    """Return True if words of violence or politics are meant as such in an article on sport, markets or entertainment."""
    sentence = asked.frame.sentence
    if sense.type == "ACCIDENT" and topic.name == "sport":
        return topic.harm(sentence)
    if sense.type in types() and kind_of(sense.type).misfortune:
        return not sense.weak and topic.strength < 2
    parties = asked.agent | asked.patient
    hard = bool(parties & (_STATE - {"country"})) or topic.harm(sentence)
    if sense.type in types() and kind_of(sense.type).of_states:
        return bool(parties & _STATE) and not (topic.name == "sport" and not hard)
    return hard and not sense.weak


def _no_event(reading: Reading, frame: Frame) -> bool:
    """Return True if a noun only looks like one of an event: the month of March, a name, something taken for gunfire."""
    if (
        frame.lemma in ("march", "may")
        and frame.text[:1].isupper()
        and any(w[:1].isdigit() for w in (*reading.before(frame, 1), *reading.after(frame, 2)))
    ):
        return True
    if any(
        e.label in ("DATE", "PERSON", "PRODUCT") and e.start <= frame.start and frame.end <= e.end
        for e in (reading.article.entities[i] for i in reading.entities[frame.sentence])
    ):
        return True
    after = reading.after(frame, 2)
    if frame.lemma in _FIGURATIVE and after[:1] == ("of",) and len(after) > 1 and after[1] not in ("a", "an", "the", "its", "two", "three"):
        follow = reading.text(frame.end, frame.end + 12).split()[1:2]
        head = head_of(after[1])
        if follow and follow[0].islower() and (head is None or head.name not in ("weapon", "building", "vehicle", "weather")):
            return True  # "a flood of applications"
    if frame.lemma in _CONTESTS and reading.after(frame, 1) == ("over",):
        matter = [head.name for word in reading.after(frame, 4)[1:] if (head := head_of(word)) is not None]
        if matter[:1] in (["market"], ["idea"]):
            return True  # "a battle over prices"
    before = reading.before(frame, 9)
    if "for" in before[-3:] and {"mistook", "mistaken", "took", "taken", "take", "mistake", "confused"} & set(before):
        return True
    return bool({"under", "despite", "during", "against"} & set(before[-3:-1] if len(before) > 1 else before)) and frame.lemma in (
        "truce",
        "ceasefire",
        "agreement",
        "deal",
        "treaty",
        "accord",
        "sanction",
        "embargo",
        "curfew",
        "ban",
        "blockade",
        "pact",
        "lockdown",
    )


def _all(reading: Reading, arguments: tuple[Argument, ...]) -> frozenset[str]:
    return frozenset().union(*[classes(reading, a) for a in arguments]) if arguments else _NOT_TOLD


def _leading(reading: Reading, frame: Frame) -> frozenset[str]:
    found = {word for a in frame.arguments if a.role == "modifier" for word in reading.lower_in(a.start, a.end)}
    found.update(reading.before(frame, 2) if frame.pos == "NOUN" else ())
    found.update(part for word in tuple(found) if "-" in word for part in word.split("-"))
    return frozenset(found)


def _object_words(reading: Reading, frame: Frame, roles: Roles, noun: bool) -> frozenset[str]:
    """Return the words of what a verb is done to; of a noun also its own, the two before it and those behind `of`, `to`, `on`; without
    any, the six behind the predicate.
    """
    near = [a for a in frame.arguments if noun and a.role in ("oblique", "recipient") and a.marker in ("of", "to", "on")]
    found = {part for a in (*roles.patients, *near) for word in reading.lower_in(a.start, a.end) for part in (word, *word.split("-"))}
    if noun:
        found |= {frame.lemma, frame.noun or "", *reading.before(frame, 2)}
    if not found:
        found.update(reading.after(frame, 6))
    return frozenset(found) | ({frame.noun} if frame.noun else set())
