"""This module corrects relations: infinitives that a parser takes for purpose though their governor asks for them."""

from __future__ import annotations

from streams.extract import lexicon, tree
from streams.extract.frames.predicates import lemma_of
from streams.extract.tokens import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def relation(token: Token) -> str:
    """Return the relation to the head without tail; `xcomp` for the infinitive of a verb that controls one ("forced them to leave")."""
    label = tree.base(token)
    if label not in ("advcl", "ccomp", "acl") or token.tag_ != "VB" or tree.child(token, "nsubj") is not None:
        return label
    marks = [mark for mark in tree.children(token, "mark") if mark.lower_ == "to"]
    if not marks or any(mark.lower_ in ("order", "so", "as") for mark in tree.parts(token)):
        return label
    governor = lemma_of(token.head)
    if label == "ccomp":
        return "xcomp"
    if label == "advcl" and governor in lexicon.RAISING and token.i > token.head.i:
        return "xcomp"
    if label == "advcl" and governor in lexicon.OBJECT_CONTROL:
        for part in tree.children(token.head, "obj", "iobj"):
            if part.right_edge.i + 1 == marks[0].i:
                return "xcomp"
    return label


def conjunct_head(token: Token) -> Token:
    """Return the verb that a conjunct is joined to: a finite form joins a finite one, even where the nearest is an infinitive."""
    head = token.head
    finite = token.tag_ in _FINITE or any(part.tag_ in _FINITE for part in tree.children(token, "aux", "aux:pass"))
    if not finite:
        return head
    found = head
    steps = 0
    while found.tag_ in ("VB", "VBG") and tree.child(found, "aux", "nsubj") is None and tree.has_head(found) and steps < 4:
        found, steps = found.head, steps + 1
    return found if found.pos_ in ("VERB", "AUX") else head
