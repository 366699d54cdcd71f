"""Triggers: which predicates tell of an event, of what type and mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from streams.detect.heads import head_of
from streams.detect.lexicon import Sense, SenseType, lexicon, words
from streams.detect.reading import Reading
from streams.detect.topic import Topic
from streams.detect.types import kind_of, types
from streams.detect.who import PRONOUNS, classes
from streams.messages import Argument, Entity, EventType, Frame, ReadArgument, Role

_FIGURATIVE = words("trigger", "figurative")
_SURE = 50
"""Percent from which words that only the event reader takes for an argument are one."""
_CONTESTS = frozenset({"battle", "fight", "war"})
_GERUND = frozenset({"of", "the", "heavy", "fierce", "fresh", "renewed", "amid", "new", "more", "intense", "deadly"})
_TARGET = words("trigger", "target")
_STATE = frozenset(["military", "rebel", "police", "gang", "spy", "court", "government", "legislature", "igo", "country", "opposition"])
_SUPPORT_VERBS = words("trigger", "support_verbs")


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does what to whom in a frame, with what stands in for a missing argument."""

    agents: tuple[Argument, ...]
    patients: tuple[Argument, ...]
    recipients: tuple[Argument, ...]
    borrowed: bool = False
    """Whether the agent was taken from another frame or only from the order of the words."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A predicate that tells of an event."""

    sense: Sense
    key: str
    """The entry of the lexicon that it was found by."""
    roles: Roles
    noun: bool
    decided: EventType | None = None
    """The type that the event reader and the rules together decided on; None where the rules stand alone."""
    chance: float | None = None
    """How sure they are of it, 0 to 1."""

    @property
    def type(self) -> SenseType:
        """The type; of the sense alone, `RESULT` stands for harm whose cause is told elsewhere."""
        return self.decided or self.sense.type


def senses_of(reading: Reading, index: int, topic: Topic) -> Iterator[tuple[str, Sense, bool]]:
    """Every sense of the lexicon that holds for a frame, the most specific first: its entry, itself, whether as a noun.

    A sense of `NONE` ends the list: the lexicon says that nothing behind it is meant. `index` counts `article.frames`.
    """
    frame = reading.article.frames[index]
    entries = list(_entries(reading, frame))
    if not entries or (frame.pos == "NOUN" and _no_event(reading, frame)):
        return
    roles = roles_of(reading, index)
    for key, senses, noun in entries:
        for sense in senses:
            if not _holds(reading, frame, sense, roles, noun):
                continue
            if sense.type != "NONE" and topic.name is not None and not _believed(reading, frame, sense, roles, topic):
                return
            yield key, sense, noun
            if sense.type == "NONE":
                return


def roles_of(reading: Reading, index: int) -> Roles:
    """A frame's arguments by what they are to the event; the governing frame's agent where it has none of its own."""
    frame = reading.article.frames[index]
    agents = [a for a in frame.arguments if a.role == "agent"]
    patients = [a for a in frame.arguments if a.role == "patient"]
    recipients = [a for a in frame.arguments if a.role == "recipient"]
    obliques = [a for a in frame.arguments if a.role == "oblique" and a.marker in _TARGET and not _timely(reading, a)]
    if frame.pos == "NOUN":
        agents += [a for a in frame.arguments if a.role == "modifier" and not agents and _acts(reading, a)]
    agents = [_said(reading, frame, a) for a in agents]
    agents = agents or list(_read(reading, frame, "who", "agent"))
    if not patients and not recipients and not obliques:
        patients = list(_read(reading, frame, "whom", "patient")) or list(_read(reading, frame, "victim", "patient"))
    borrowed = False
    if not agents and frame.voice != "passive" and (lent := _lent(reading, frame)) is not None:
        agents, borrowed = [lent], True
    return Roles(tuple(agents), tuple(patients), tuple(recipients + obliques), borrowed)


def _read(reading: Reading, frame: Frame, part: str, role: Role) -> Iterator[Argument]:
    """The words that the event reader takes for that part, as an argument, where the parse gave none."""
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
    """The argument of a predicate of the sentence that has the same head and all words of what was read: the reader may see a part only."""
    for index in reading.frames[frame.sentence]:
        for argument in reading.article.frames[index].arguments:
            if argument.head_start <= head < argument.head_end and argument.start <= one.start and one.end <= argument.end:
                return argument
    return None


def _within(entity: Entity, one: ReadArgument) -> bool:
    return one.start <= entity.start and entity.end <= one.end


def _entries(reading: Reading, frame: Frame) -> Iterator[tuple[str, tuple[Sense, ...], bool]]:
    """The entries of the lexicon for a predicate, most specific first."""
    book = lexicon()
    lemma = frame.lemma.lower().replace(" ", "_")
    if frame.pos == "NOUN" or frame.noun is not None:
        noun = (frame.noun or lemma).lower().replace(" ", "_")
        if frame.noun is not None and (senses := tuple(s for s in book.verbs.get(lemma, ()) if s.patient_near & {noun, f"{noun}s"})):
            yield lemma, senses, False  # "suffer casualties", "impose a curfew"
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
        and set(reading.before(frame, 1)) & _GERUND
        and (senses := book.nouns.get(frame.text.lower(), ()))
    ):
        yield frame.text.lower(), senses, True  # "a day of fighting", read as a verb
    if frame.pos != "NOUN":
        after = tuple(w for w in reading.after(frame, 4) if w not in ("the", "a", "an"))
        for tail in ("_".join(after[:2]), *after[:1], *(after[1:2] if frame.voice == "active" else ())):
            if tail and (senses := book.verbs.get(f"{lemma}_{tail}", ())):
                yield f"{lemma}_{tail}", senses, False
        if senses := book.verbs.get(lemma, ()):
            yield lemma, senses, False
        stem = lemma.split("_")[0]
        if stem != lemma and frame.noun is None and (senses := book.verbs.get(stem, ())):
            yield stem, senses, False


def _holds(reading: Reading, frame: Frame, sense: Sense, roles: Roles, noun: bool) -> bool:
    vocabulary = reading.vocabulary[frame.sentence]
    if sense.near:
        around = vocabulary
        if sense.wide:
            around = reading.said
        if not around & sense.near:
            return False
    if sense.not_near and vocabulary & sense.not_near:
        return False
    if sense.modifier or sense.not_modifier:
        leading = _leading(reading, frame)
        if sense.modifier and not leading & sense.modifier:
            return False
        if leading & sense.not_modifier:
            return False
    if sense.parent and (frame.parent is None or reading.article.frames[frame.parent].lemma.replace(" ", "_") not in sense.parent):
        return False
    if sense.patient_near and not _object_words(reading, frame, roles, noun) & sense.patient_near:
        return False
    if sense.clause_near and not frozenset(reading.after(frame, 6)) & sense.clause_near:
        return False
    if sense.clause and not any(a.role == "clause" for a in frame.arguments) and "to" not in reading.after(frame, 2):
        return False
    agent = _all(reading, roles.agents)
    patient = _all(reading, roles.patients if not noun else (*roles.patients, *roles.recipients))
    if not noun and not roles.patients:
        patient |= _all(reading, roles.recipients) - {"unknown", "none"}
    if (
        sense.agent
        and not agent & sense.agent
        and not (noun and "unknown" in agent and len(agent) <= 2 and not agent - {"unknown", "none"})
    ):
        return False
    if sense.patient and not patient & sense.patient:
        return False
    return not (agent & sense.not_agent or (patient & sense.not_patient and not patient & _STATE))


def _believed(reading: Reading, frame: Frame, sense: Sense, roles: Roles, topic: Topic) -> bool:
    """Whether words of violence or politics are meant as such in an article on sport, markets or entertainment."""
    agent, patient = _all(reading, roles.agents), _all(reading, roles.patients)
    if sense.type == "ACCIDENT" and topic.name == "sport":
        return topic.harm(frame.sentence)
    if sense.type in types() and kind_of(sense.type).misfortune:
        return not sense.weak and topic.strength < 2
    hard = bool((agent | patient) & (_STATE - {"country"})) or topic.harm(frame.sentence)
    if sense.type in types() and kind_of(sense.type).of_states:
        return bool((agent | patient) & _STATE) and not (topic.name == "sport" and not hard)
    return hard and not sense.weak


def _no_event(reading: Reading, frame: Frame) -> bool:
    """Whether a noun only looks like one of an event: the month of March, a name, something taken for gunfire."""
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
    return frozenset().union(*(classes(reading, a) for a in arguments)) if arguments else frozenset({"unknown", "none"})


def _acts(reading: Reading, argument: Argument) -> bool:
    """Whether a modifier of an event noun names who did it: "a Taliban attack", "police raid"."""
    found = classes(reading, argument)
    return bool(
        found
        & {"rebel", "police", "military", "government", "gang", "group", "country", "opposition", "court", "igo", "labour", "education"}
    )


def _timely(reading: Reading, argument: Argument) -> bool:
    """Whether an argument tells when."""
    return any(reading.article.entities[i].label in ("DATE", "TIME") for i in argument.entities if 0 <= i < len(reading.article.entities))


def _lent(reading: Reading, frame: Frame) -> Argument | None:
    """The agent of the frame that governs this one ("police began to arrest"), up to three steps up."""
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
            return agents[0] if agents[0].head.lower() not in PRONOUNS - {"he", "she", "they", "it", "who", "which", "that"} else None
        if above.voice == "passive" and frame.pos == "VERB" and above.lemma in ("accuse", "suspect", "convict", "charge", "arrest"):
            passive = [a for a in above.arguments if a.role == "patient"]
            return passive[0] if passive else None
        frame, seen = above, seen + 1
    return None


def _said(reading: Reading, frame: Frame, agent: Argument) -> Argument:
    """The speaker in place of a pronoun that means him ("rebels said they hold the road"), unless its sentence names another before it."""
    meant = reading.entity(agent)
    if agent.head.lower() not in ("he", "she", "they", "it") or frame.parent is None:
        return agent
    if meant is not None and meant.start >= reading.article.sentences[frame.sentence].start:
        return agent
    above = reading.article.frames[frame.parent]
    lent = [a for a in above.arguments if a.role == "agent" and a.head.lower() not in PRONOUNS]
    return lent[0] if lent and above.sentence == frame.sentence else agent


def _leading(reading: Reading, frame: Frame) -> frozenset[str]:
    found = {w.lower for a in frame.arguments if a.role == "modifier" for w in reading.said_in(a.start, a.end)}
    found.update(reading.before(frame, 2) if frame.pos == "NOUN" else ())
    found.update(part for word in tuple(found) if "-" in word for part in word.split("-"))
    return frozenset(found)


def _object_words(reading: Reading, frame: Frame, roles: Roles, noun: bool) -> frozenset[str]:
    """The words of what a verb is done to; of a noun also its own, those before it and those behind `of`, `to`, `on`."""
    near = [a for a in frame.arguments if noun and a.role in ("oblique", "recipient") and a.marker in ("of", "to", "on")]
    found = {part for a in (*roles.patients, *near) for w in reading.said_in(a.start, a.end) for part in (w.lower, *w.lower.split("-"))}
    if noun:
        found |= {frame.lemma, frame.noun or "", *reading.before(frame, 2)}
    if not found:
        found.update(reading.after(frame, 6))
    return frozenset(found) | ({frame.noun} if frame.noun else set())
