"""Places that the tree loses: `in X` behind a predicate or its arguments, read off the surface.

A parser hangs `in Kabul` on the nearest noun as often as on the verb; for where something happened that makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from streams.extract import lexicon, tree
from streams.extract.frames.arguments import Slot
from streams.extract.frames.predicates import Predicate
from streams.extract.tokens import Stretch, Token
from streams.messages import Entity

_PLACES = frozenset({"LOC", "GPE", "FAC"})
_STATEMENTS = frozenset({"ccomp", "advcl", "acl", "parataxis", "conj", "csubj", "ROOT"})
_MOVING = frozenset({"from", "into", "toward", "towards"})


def surface_places(
    one: Predicate,
    filled: Sequence[Slot],
    entities: Sequence[Entity],
    at: Mapping[int, int],
    known: Mapping[int, Predicate],
    sentence: Stretch,
) -> Iterator[Slot]:
    """Yield the first place by preposition behind a predicate that the tree gave none, within its own clause."""
    if one.pos == "ADJ" and tree.base(one.token) == "amod":
        return
    if any(slot.role == "oblique" and _is_place(slot.head, entities, at) for slot in filled):
        return
    start = one.words[-1].i + 1
    for token in sentence.doc[start : sentence.end]:
        if _ends_clause(token, one, known):
            return
        if token.lower_ in lexicon.WHERE_PREPOSITIONS and token.pos_ in ("ADP", "SCONJ"):
            place = _place_behind(token, entities, at, sentence.end)
            if place is not None and not (token.lower_ in _MOVING and one.pos == "NOUN"):
                yield Slot("oblique", place, str(token.lower_))
                return


def _is_place(head: Token, entities: Sequence[Entity], at: Mapping[int, int]) -> bool:
    """Return True if a phrase is a place: by its head, or by a name in compound with it ("Kapisa province")."""
    return any(word.i in at and entities[at[word.i]].label in _PLACES for word in [head, *tree.children(head, "compound")])


def _place_behind(token: Token, entities: Sequence[Entity], at: Mapping[int, int], end: int) -> Token | None:
    """Return the head word of a place name behind a preposition, with at most four words between; None without one."""
    for word in token.doc[token.i + 1 : min(end, token.i + 6)]:
        number = at.get(word.i)
        if number is not None and entities[number].label in _PLACES:
            inside = [part for part in token.doc[word.i : min(end, word.i + 8)] if at.get(part.i) == number]
            return next((part for part in inside if at.get(part.head.i) != number), inside[-1])
        if word.is_punct or word.pos_ in ("VERB", "ADP", "SCONJ", "CCONJ"):
            return None
    return None


def _ends_clause(token: Token, one: Predicate, known: Mapping[int, Predicate]) -> bool:
    """Return True if another statement begins at this word."""
    if token.text in (";", ":", "—", "\n") or token.is_sent_start:
        return True
    other = known.get(token.i)
    if other is not None and other.token.i != one.token.i:
        # An event noun that is an argument of this predicate does not end it; another verb does.
        return other.pos == "VERB" or tree.base(other.token) in _STATEMENTS
    return token.lower_ in lexicon.CLAUSE_OPENINGS and token.pos_ in ("SCONJ", "PRON", "CCONJ", "ADV")
