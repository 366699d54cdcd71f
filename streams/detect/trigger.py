"""Triggers: the predicates that tell of an event, with its type and mode, and with their arguments by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from streams.detect.classes import classes
from streams.detect.lexicon import Sense, SenseType, words
from streams.detect.phrase import PRONOUNS
from streams.detect.reading import Reading
from streams.messages import Argument, Entity, EventType, Frame, ReadArgument, Role

_SURE = 50
"""The sureness, in percent, from which words that only the event reader takes for an argument are one."""
_TARGET = words("trigger", "target")
_SUPPORT_VERBS = words("trigger", "support_verbs")
_NOBODY = PRONOUNS - {"he", "she", "they", "it", "who", "which", "that"}


class Roles(NamedTuple):
    """The arguments of a frame by part (who does it, to whom, and with or at whom), with stand-ins for missing ones."""

    agents: tuple[Argument, ...]
    patients: tuple[Argument, ...]
    recipients: tuple[Argument, ...]
    borrowed: bool = False
    """True if the agent was taken from a governing frame."""


class Trigger(NamedTuple):
    """A predicate that tells of an event."""

    sense: Sense
    key: str
    """The entry of the lexicon that it was found by."""
    roles: Roles
    noun: bool
    decided: EventType | None = None
    """The type that the event reader and the rules together decided on; None where the rules stand alone."""
    chance: float | None = None
    """The chance of that type, 0 to 1; None where the rules stand alone."""
    worded: bool = True
    """True if the lexicon has the predicate among the words of its type; False where the event reader alone takes it for one."""

    @property
    def type(self) -> SenseType:
        """The type that was decided on, else the sense's; a sense's `RESULT` stands for harm whose cause is told elsewhere."""
        return self.decided or self.sense.type


def roles_of(reading: Reading, index: int) -> Roles:
    """Return a frame's arguments by their part in the event; where it has no agent, that of the governing frame stands in."""
    frame = reading.article.frames[index]
    given = defaultdict[Role, list[Argument]](list)
    for argument in frame.arguments:
        given[argument.role].append(argument)
    agents, patients, recipients = given["agent"], given["patient"], given["recipient"]
    obliques = [a for a in given["oblique"] if a.marker in _TARGET and not _timely(reading, a)]
    if frame.pos == "NOUN" and not agents:
        agents = [a for a in given["modifier"] if _acts(reading, a)]
    agents = [_said(reading, frame, a) for a in agents]
    if frame.reading is not None:
        agents = agents or list(_read(reading, frame, "who", "agent"))
        if not patients and not recipients and not obliques:
            patients = list(_read(reading, frame, "whom", "patient")) or list(_read(reading, frame, "victim", "patient"))
    borrowed = False
    if not agents and frame.voice != "passive" and (lent := _lent(reading, frame)) is not None:
        agents, borrowed = [lent], True
    return Roles(tuple(agents), tuple(patients), tuple(recipients + obliques), borrowed)


def _read(reading: Reading, frame: Frame, part: str, role: Role) -> Iterator[Argument]:
    """Yield the words that the event reader takes for a part, each as an argument of the given role; they stand in where the parse gave
    none.
    """
    for one in frame.reading.arguments if frame.reading is not None else ():
        if one.role == part and one.sure >= _SURE:
            words = reading.said_in(one.start, one.end)
            names = [i for i in reading.entities[frame.sentence] if _within(reading.article.entities[i], one)]
            last = max((w for w in words if w.lower[0].isalpha()), key=lambda w: w.start, default=None)
            if last is not None and (whole := _whole(reading, frame, one, last.start)) is not None:
                yield whole.with_(role=role, marker=None)
            elif last is not None:
                entity = next((i for i in names if reading.article.entities[i].end == one.end), names[0] if len(names) == 1 else None)
                yield Argument(
                    start=one.start,
                    end=one.end,
                    text=reading.text(one.start, one.end),
                    role=role,
                    head=last.lower if entity is None else reading.article.entities[entity].text,
                    head_start=last.start,
                    head_end=last.end,
                    entity=entity,
                    entities=tuple(names),
                )


def _whole(reading: Reading, frame: Frame, one: ReadArgument, head: int) -> Argument | None:
    """Return the argument of any predicate of the sentence that has the same head and all words of what was read, since the reader may see
    only a part; None without one.
    """
    for index in reading.frames[frame.sentence]:
        for argument in reading.article.frames[index].arguments:
            if argument.head_start <= head < argument.head_end and argument.start <= one.start and one.end <= argument.end:
                return argument
    return None


def _within(entity: Entity, one: ReadArgument) -> bool:
    return one.start <= entity.start and entity.end <= one.end


def _acts(reading: Reading, argument: Argument) -> bool:
    """Return True if a modifier of an event noun names who did it: "a Taliban attack", "police raid"."""
    found = classes(reading, argument)
    return bool(
        found
        & {"rebel", "police", "military", "government", "gang", "group", "country", "opposition", "court", "igo", "labour", "education"}
    )


def _timely(reading: Reading, argument: Argument) -> bool:
    """Return True if an argument holds a date or a time."""
    return any(reading.article.entities[i].label in ("DATE", "TIME") for i in argument.entities if 0 <= i < len(reading.article.entities))


def _lent(reading: Reading, frame: Frame) -> Argument | None:
    """Return the agent of the frame that governs this one ("police began to arrest"), up to three steps up; None without one."""
    seen = 0
    while frame.parent is not None and 0 <= frame.parent < len(reading.article.frames) and seen < 3:
        above = reading.article.frames[frame.parent]
        if above.sentence != frame.sentence:
            return None
        agents = [a for a in above.arguments if a.role == "agent"]
        objects = [a for a in above.arguments if a.role in ("patient", "recipient") and a.frame is None]
        if frame.pos == "VERB" and above.lemma in ("force", "ask", "urge", "order", "tell", "allow", "cause", "want") and objects:
            return objects[0]
        if agents and (frame.pos == "VERB" or above.lemma.replace(" ", "_") in _SUPPORT_VERBS):
            return agents[0] if agents[0].head.lower() not in _NOBODY else None
        if above.voice == "passive" and frame.pos == "VERB" and above.lemma in ("accuse", "suspect", "convict", "charge", "arrest"):
            passive = [a for a in above.arguments if a.role == "patient"]
            return passive[0] if passive else None
        frame, seen = above, seen + 1
    return None


def _said(reading: Reading, frame: Frame, agent: Argument) -> Argument:
    """Return the speaker instead of a pronoun that means him ("rebels said they hold the road"), unless the sentence names another before
    it.
    """
    meant = reading.entity(agent)
    if agent.head.lower() not in ("he", "she", "they", "it") or frame.parent is None:
        return agent
    if meant is not None and meant.start >= reading.article.sentences[frame.sentence].start:
        return agent
    above = reading.article.frames[frame.parent]
    lent = [a for a in above.arguments if a.role == "agent" and a.head.lower() not in PRONOUNS]
    return lent[0] if lent and above.sentence == frame.sentence else agent
