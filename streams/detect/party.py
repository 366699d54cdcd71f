"""Parties: who did an event, to whom, and who came to harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from streams.detect.classes import classes
from streams.detect.heads import head_of
from streams.detect.lexicon import words
from streams.detect.reading import Reading
from streams.detect.trigger import Trigger
from streams.detect.types import kind_of
from streams.detect.who import actors, distinct, of_entity
from streams.messages import Actor, Argument, EventType, Frame, Span

_PEOPLE = frozenset({"people", "person"})
_SIDES = words("party", "sides")
_AGAINST = words("party", "against")
_THINGS = frozenset({"building", "vehicle"})
_LABELS = frozenset({"PERSON", "ORG", "NORP"})


class Parties(NamedTuple):
    """The actors of an event by their part, and the sentences outside its own that some of them were taken from."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    victims: tuple[Actor, ...]
    linked: tuple[int, ...] = ()
    targets: tuple[Span, ...] = ()
    """Things that are hit: a post, a pipeline, a lorry."""


def parties(reading: Reading, frame: Frame, hit: Trigger, type_: EventType) -> Parties:
    """Return the parties of an event. Who is hurt is a victim; whom it is aimed at, said to or done with is a recipient."""
    roles = hit.roles
    doing = _named(reading, roles.agents)
    done = _named(reading, roles.patients)
    with_whom = _named(reading, tuple(a for a in roles.recipients if a.marker in _AGAINST or a.role == "recipient"))
    kind = kind_of(type_)
    if kind.misfortune or type_ == "DISRUPTION":
        victims = [a for a in (*done, *doing) if a.kind in ("people", "person", "group")]
        return Parties((), (), distinct(victims)) if type_ != "DISRUPTION" else Parties(distinct(doing), (), ())
    if hit.sense.parent and frame.attribution is not None and frame.attribution.entity is not None:
        # "X said the Y have learnt to deny their links": X accuses Y.
        return Parties((of_entity(reading, reading.article.entities[frame.attribution.entity]),), distinct(doing), ())
    if not hit.sense.swap.isdisjoint((frame.lemma, hit.key)):
        if hit.type == "RESULT":  # who dies does nothing
            return Parties((), distinct(doing), distinct(a for a in doing if a.kind in ("people", "person", "group")))
        return Parties(distinct(_foes(reading, frame, doing)), distinct(doing), ())
    targets = [*done, *with_whom]
    if type_ == "RETREAT" and hit.noun and hit.sense.mode == "withdraw" and not doing:
        doing, targets = done, with_whom
    if not targets and not hit.noun:
        targets = _behind(reading, frame, hit, type_, doing)
    between = [a for a in roles.recipients if a.marker in ("between", "among")]
    if between and not doing:
        sides = _named(reading, tuple(between))
        if not sides or len(sides) < 2:
            sides = _sides(reading, between[0])
        doing, targets = sides[:1], sides[1:]
    if frame.pos == "NOUN" and not doing and (kind.mutual or type_ == "ASSAULT") and frame.lemma in _SIDES and len(done) > 1:
        doing, targets = done[:1], done[1:]
    if kind.mutual and len(doing) > 1 and not targets:
        doing, targets = doing[:1], doing[1:]
    hit_things = tuple(_things(reading, (*roles.patients, *roles.recipients))) if kind.harmful else ()
    doing_names = {a.name.lower() for a in doing}
    targets = [t for t in targets if t.name.lower() not in doing_names]
    if kind.harmful or (type_ == "COERCE" and hit.sense.mode == "disperse"):
        victims = [t for t in targets if t.kind in _PEOPLE or t.sector in ("CVL", "LAB", "EDU", "REL", "MED", "REF")]
        recipients = targets
    else:
        victims, recipients = [], targets
    return Parties(distinct(doing), distinct(recipients), distinct(victims), _links(reading, frame, (*doing, *targets)), hit_things)


def _things(reading: Reading, arguments: tuple[Argument, ...]) -> Iterator[Span]:
    """Yield the arguments that are things rather than parties, in the words of the text."""
    for argument in arguments:
        if classes(reading, argument) & _THINGS:
            yield Span(start=argument.start, end=argument.end, text=argument.text)


def _named(reading: Reading, arguments: tuple[Argument, ...]) -> list[Actor]:
    return [actor for argument in arguments for actor in actors(reading, argument)]


def _foes(reading: Reading, frame: Frame, side: list[Actor]) -> list[Actor]:
    """Return the other side of those who suffer losses: an armed agent elsewhere in the sentence."""
    known = {a.name.lower() for a in side}
    for index in reading.frames[frame.sentence]:
        for argument in reading.article.frames[index].arguments:
            if argument.role == "agent":
                foes = [
                    a for a in actors(reading, argument) if a.name.lower() not in known and a.sector in ("REB", "MIL", "COP", "OPP", "GOV")
                ]
                if foes:
                    return foes
    return []


def _behind(reading: Reading, frame: Frame, hit: Trigger, type_: EventType, doing: list[Actor]) -> list[Actor]:
    """Return the party that a verb is aimed at where the parse gave it no object: the name right after it."""
    if any(a.role in ("patient", "recipient", "clause") for a in frame.arguments) or frame.voice == "passive" or kind_of(type_).objectless:
        return []
    taken = {a.name.lower() for a in doing}
    for index in reading.entities[frame.sentence]:
        entity = reading.article.entities[index]
        if entity.start >= frame.end and entity.label in _LABELS:
            gap = reading.text(frame.end, entity.start)
            near = len(gap) <= 25 and not any(mark in gap for mark in ',;:."”') and " that " not in gap
            return [of_entity(reading, entity)] if near and entity.name.lower() not in taken else []
    return []


def _sides(reading: Reading, argument: Argument) -> list[Actor]:
    """Return the two sides of "between X and Y" where each is described by common words or names."""
    out: list[Actor] = []
    cut = argument.text.split(" and ", 1)
    offset = argument.start
    for part in cut:
        start = reading.article.text.find(part, offset, argument.end)
        if start < 0:
            return []
        names = [e for e in reading.names_within(start, start + len(part)) if e.label in (*_LABELS, "GPE")]
        head = head_of(part.lower())
        if head is not None and head.kind is not None and not (names and names[0].end == start + len(part.rstrip())):
            words = part.split()
            made = Argument(
                start=start,
                end=start + len(part),
                text=part,
                role="oblique",
                head=words[-1].lower(),
                head_start=start + len(part) - len(words[-1]),
                head_end=start + len(part),
                marker="between",
            )
            out += actors(reading, made)
        elif names:
            out.append(of_entity(reading, names[0]))
        offset = start + len(part)
    return out


def _links(reading: Reading, frame: Frame, found: tuple[Actor, ...]) -> tuple[int, ...]:
    """Return the sentences outside the frame's own from which a pronoun's name was taken."""
    sentences = {reading.sentence_at(a.start) for a in found}
    return tuple(sorted(s for s in sentences if s is not None and s != frame.sentence))
