"""This module finds the arguments of a predicate, as slots with roles, from every construction that gives them.

A slot holds a head word and its role; words, offsets and names are added in frames.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from streams.extract import lexicon, tree
from streams.extract.frames.clause import voice
from streams.extract.frames.predicates import Predicate, happens, has_object_gap, lemma_of, particle_of
from streams.extract.frames.subjects import RELATIVES, antecedents, is_recipient, objects, relative_clause, spread, subjects
from streams.extract.frames.surface import behind
from streams.extract.tokens import Token
from streams.messages import Role

_SUBJECT_MARKERS = frozenset({"by"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument before it is written out."""

    role: Role
    head: Token
    marker: str | None = None


def slots(predicate: Predicate, known: Mapping[int, Predicate]) -> list[Slot]:
    """Return the arguments of one predicate in order of their heads, each head at most once per role."""
    token = predicate.token
    if predicate.pos == "VERB":
        found = list(_verb(predicate, known))
    elif predicate.pos == "ADJ" or tree.child(token, "cop") is not None:
        found = [*_state(predicate, known), *(_noun(token) if predicate.pos == "NOUN" else _oblique(token))]
    else:
        found = [*_noun(token), *_around(token, known)]
    unique: dict[tuple[int, str], Slot] = {}
    for slot in found:
        if slot.head.i != token.i and (predicate.noun is None or slot.head.i != predicate.noun.i):
            unique.setdefault((int(slot.head.i), "by" if slot.role == "oblique" else slot.role), slot)
    return sorted(unique.values(), key=lambda slot: int(slot.head.i))


# ------------------------------------------------------------------------------------------------------ verbs


def _verb(predicate: Predicate, known: Mapping[int, Predicate]) -> Iterator[Slot]:
    """Yield the subjects, objects, obliques and clauses of a verb, and those of its noun as well where it is a light verb."""
    token = predicate.token
    passive = voice(token) == "passive"
    subject_role: Role = "patient" if passive else "agent"
    if passive and predicate.lemma in lexicon.GIVING and tree.child(token, "obj") is not None:
        subject_role = "recipient"  # "he was given the keys": the patient is what was given
    merged = predicate.noun.i if predicate.noun is not None else None
    doers = subjects(token, known)
    for head in doers:
        if head.i != merged:
            yield Slot(subject_role, head)
    for head in objects(token):
        if head.i != merged:
            yield Slot("patient", head)
    if is_recipient(token):
        yield from (Slot("recipient", head) for head in spread(tree.children(token, "iobj")))
    yield from (slot for slot in _oblique(token, passive=passive) if slot.head not in doers)
    yield from _shared_oblique(token)
    yield from _relative(token, passive=passive)
    yield from _clauses(token, known)
    if predicate.noun is not None:
        yield from _noun(predicate.noun, but=token)


def _relative(token: Token, *, passive: bool) -> Iterator[Slot]:
    """Yield the antecedent of a relative clause as object (`attack they carried out`) or oblique (`blasts in which 150 died`)."""
    top = relative_clause(token)
    if top is None:
        return
    pronouns = [part for part in tree.parts(token) if part.lower_ in RELATIVES and tree.base(part) in ("obj", "obl", "advmod", "iobj")]
    for part in pronouns:
        case = "in" if part.lower_ == "where" else "on" if part.lower_ == "when" else tree.marker(part)
        for head in antecedents(top):
            if tree.base(part) == "obj":
                yield Slot("patient", head)
            elif case is not None:
                yield Slot("oblique", head, case)
    if not pronouns and not passive and (has_object_gap(token) or _shares_gap(token)):
        yield from (Slot("patient", head) for head in antecedents(top))


def _shares_gap(token: Token) -> bool:
    """Return True if a verb has no object of its own and stands right behind one whose object is the antecedent.

    So does `burned` in `the town that they took and burned`.
    """
    first = token.head
    if tree.base(token) != "conj" or lemma_of(token) in lexicon.INTRANSITIVE or tree.child(token, "nsubj", "obj", "ccomp", "xcomp"):
        return False
    between = token.doc[first.i + 1 : token.i]
    near = all(tree.base(word) in ("cc", "punct", "advmod") for word in between)
    return near and (has_object_gap(first) or any(part.lower_ in RELATIVES for part in tree.children(first, "obj")))


# --------------------------------------------------------------------------------------------------- obliques


def _oblique(token: Token, *, passive: bool = False) -> Iterator[Slot]:
    """Yield the phrases, with or without preposition, that hang on a verb or an adjective, as oblique, agent, recipient or patient."""
    motion = lemma_of(token) in lexicon.MOTION
    particle = particle_of(token)
    told = tree.child(token, "obl:agent") is not None  # "beaten by ten votes by Oyelaran": the tree says who of the two
    for head in tree.children(token, "obl", "nmod"):
        if particle is not None and any(case.i == particle.i for case in tree.children(head, "case")):
            yield from (Slot("patient", part) for part in tree.conjuncts(head))  # "took on the rebels"
            continue
        if head.dep_.startswith("nmod:poss") or (head.lower_ in RELATIVES and tree.is_relative(head)):
            continue
        case = tree.marker(head)
        for part in tree.conjuncts(head):
            own = tree.marker(part) or case
            does = head.dep_ == "obl:agent" if told else passive
            if own in _SUBJECT_MARKERS and does and not _is_measure(part):
                yield Slot("agent", part, own)
            elif own == "to" and not motion:
                yield Slot("recipient", part, own)
            else:
                yield Slot("oblique", part, own)
    for head in tree.children(token, "advmod"):
        if head.lower_ in lexicon.PLACE_ADVERBS:
            yield Slot("oblique", head)
    if passive and not any(tree.marker(head) == "by" for head in tree.children(token, "obl")):
        yield from (Slot("agent", head, "by") for head in behind(token, "by"))


def _is_measure(token: Token) -> bool:
    """Return True if the word behind `by` tells a measure, a time or a deed and so no doer: `by 5 percent`, `by then`, `by killing`."""
    return token.pos_ in ("NUM", "VERB") or token.lower_ in ("percent", "%", "cent", "end", "time", "then", "now")


def _shared_oblique(token: Token) -> Iterator[Slot]:
    """Yield the obliques before the first of conjoined verbs, which hold for all: `In Kabul, a bomb exploded and killed five`."""
    if tree.base(token) != "conj" or not tree.has_head(token) or tree.child(token, "nsubj") is not None:
        return
    first = tree.first_conjunct(token)
    for head in tree.children(first, "obl"):
        if head.i < first.i:
            case = tree.marker(head)
            if case is None or case in ("in", "on", "at", "near", "during", "after", "since", "outside"):
                yield Slot("oblique", head, case)


def _clauses(token: Token, known: Mapping[int, Predicate]) -> Iterator[Slot]:
    """Yield the complement and adverbial clauses of a verb: each that is a predicate, and a complement even if it is not one."""
    for label in ("ccomp", "xcomp", "csubj", "advcl"):
        for head in tree.children(token, label):
            for part in tree.conjuncts(head):
                first = part.i == head.i or tree.child(part, "cop", "nsubj") is not None
                if part.i in known or (first and label in ("ccomp", "xcomp")):  # "is a poet and a priest" is one clause
                    yield Slot("clause", part, tree.marker(head))


# ----------------------------------------------------------------------------------------------------- states


def _state(predicate: Predicate, known: Mapping[int, Predicate]) -> Iterator[Slot]:
    """Yield the words that a state is said of: as agent for `standing words`, as modifier for an event noun, else as patient."""
    token = predicate.token
    role: Role = "agent" if predicate.lemma in lexicon.STANDINGS else "patient"
    if predicate.pos == "NOUN" and predicate.lemma in lexicon.EVENT_NOUNS:
        role = "modifier"
    label = tree.base(token)
    if label == "amod" and tree.has_head(token):
        yield Slot(role, token.head)
        return
    for head in subjects(token, known):
        yield Slot(role, head)


# ------------------------------------------------------------------------------------------------------ nouns


def _noun(token: Token, but: Token | None = None) -> Iterator[Slot]:
    """Yield the phrases on an event noun: possessor, `of`, `by`, `between`, other prepositions, modifiers, apposition, clauses.

    `but`: the light verb of the noun, which is left out of them.
    """
    lemma = lexicon.event_noun(token.lemma_, token.text) or lemma_of(token)
    phrases = [part for part in tree.children(token, "nmod") if part.dep_ != "nmod:poss"]
    phrases += [part for part in tree.children(token, "obl") if but is None or part.i != but.i]
    by = any(tree.marker(part) == "by" for part in phrases)
    for owner in tree.children(token, "nmod:poss"):
        befallen = lemma in lexicon.PATIENT_NOUNS or by
        for part in tree.conjuncts(owner):
            yield Slot("patient" if befallen else "agent", part)
    for head in phrases:
        if head.lower_ in RELATIVES and tree.is_relative(head):
            continue
        case = tree.marker(head)
        for part in tree.conjuncts(head):
            own = tree.marker(part) or case
            yield Slot(_noun_role(own, lemma), part, own)
            if own == "of" and not by:  # "violation of the ceasefire by the rebels"
                for inner in tree.children(part, "nmod"):
                    if tree.marker(inner) == "by":
                        yield from (Slot("agent", doer, "by") for doer in tree.conjuncts(inner))
    if not any(tree.marker(part) == "of" for part in phrases):
        yield from (Slot("patient", part, "of") for part in behind(token, "of"))
    for part in tree.children(token, "amod", "compound", "nummod", "appos"):
        yield Slot("modifier", part)
    for head in tree.children(token, "acl"):
        if head.tag_ in ("VB", "VBG") and not tree.is_relative_clause(head) and tree.marker(head) is not None:
            yield Slot("clause", head, tree.marker(head))


def _noun_role(case: str | None, lemma: str) -> Role:
    """Return the role that a preposition (None: no preposition) gives a phrase behind an event noun."""
    if case == "by" or case == "between":
        return "agent"
    if case == "of":
        return "patient"
    if case == "to" and lemma not in lexicon.MOTION:
        return "recipient"
    return "oblique"


def _around(token: Token, known: Mapping[int, Predicate]) -> Iterator[Slot]:
    """Yield the arguments that an event noun has from the verb around it: place and time of `take place`, doer of a second object."""
    first = tree.first_conjunct(token)
    if not tree.has_head(first):
        return
    above = known.get(first.head.i)
    if above is None or above.pos != "VERB" or above.token.i == token.i:
        return
    label = tree.base(first)
    if label == "nsubj" and happens(above):
        for slot in _oblique(above.token):
            if slot.marker != "to":
                yield Slot("oblique", slot.head, slot.marker)
    if first.i != token.i and above.noun is not None and above.noun.i == first.i:
        yield from (Slot("agent", head) for head in subjects(above.token, known) if voice(above.token) == "active")
