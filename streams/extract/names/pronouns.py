"""This module finds the name that a pronoun or `the group` means: the last that was a subject before it, else the last of its kind, at most
`_REACH` words back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streams.extract import tree
from streams.extract.tokens import Token
from streams.messages import Entity

_PERSONAL = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
_COLLECTIVE = frozenset({"they", "them", "their", "themselves", "it", "its", "itself"})
_GROUPS = frozenset({"group", "outfit", "movement", "militia", "organisation", "organization"})
"""Nouns that with `the` before them stand for a body that has been named."""
_KINDS = {"PERSON": ("PERSON",), "BODY": ("ORG", "NORP", "LOC", "GPE")}
_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "det", "nmod"})
"""Relations of a name that only tells whose something else is: "the Israeli military said it" is not Israel."""
_REACH = 120
"""The most words from a pronoun back to its name."""


def _is_subject(token: Token) -> bool:
    """Return True if a name, or the noun that it is joined to, is a subject."""
    steps = 0
    while (
        tree.base(token) in ("flat", "compound", "appos", "nmod")
        and tree.has_head(token)
        and steps < 4
        and tree.child(token, "case") is None
    ):
        token, steps = token.head, steps + 1
    return tree.base(token) == "nsubj"


def antecedents(doc: list[Token], entities: Sequence[Entity], at: Mapping[int, int]) -> dict[int, int]:
    """Return the entity index by the index of the pronoun, or of the noun of `the group`.

    Speech in quotation marks is not told apart: `he` in a quote means somebody of the quote, and is often wrong.
    """
    found: dict[int, int] = {}
    subject: dict[str, tuple[int, int]] = {}
    anyone: dict[str, tuple[int, int]] = {}
    for token in doc:
        number = at.get(token.i)
        if number is not None:
            kind = next((kind for kind, labels in _KINDS.items() if entities[number].label in labels), None)
            if kind is not None and not (kind == "BODY" and token.dep_ in _MODIFIERS and at.get(token.head.i) != number):
                anyone[kind] = (token.i, number)
                if _is_subject(token):
                    subject[kind] = (token.i, number)
            continue
        kind = _asked(token)
        if kind is None:
            continue
        for last in (subject.get(kind), anyone.get(kind)):
            if last is not None and token.i - last[0] <= _REACH:
                found[token.i] = last[1]
                break
    return found


def _asked(token: Token) -> str | None:
    """Return the kind of name that a word stands for, `PERSON` or `BODY`; None where it stands for none."""
    if token.pos_ == "PRON":
        return "PERSON" if token.lower_ in _PERSONAL else "BODY" if token.lower_ in _COLLECTIVE else None
    if token.lower_ in _GROUPS and any(part.lower_ == "the" for part in tree.children(token, "det")) and not tree.children(token, "nmod"):
        return "BODY"
    return None
