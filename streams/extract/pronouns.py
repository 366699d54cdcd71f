"""Whom `he` and `she` mean: the last person who did something before, at most three sentences back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streams.extract import tree
from streams.extract.tokens import Token
from streams.messages import Entity

_PERSONAL = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
_REACH = 120
"""Words back from a pronoun within which its person must stand."""


def _is_subject(token: Token) -> bool:
    """Whether a name, or the noun that it is joined to, is a subject."""
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
    """Entity index by the place of the pronoun.

    Speech in quotation marks is not told apart: `he` in a quote means somebody of the quote, and is often wrong.
    """
    found: dict[int, int] = {}
    subject: tuple[int, int] | None = None
    anyone: tuple[int, int] | None = None
    for token in doc:
        number = at.get(token.i)
        if number is not None and entities[number].label == "PERSON":
            anyone = (int(token.i), number)
            if _is_subject(token):
                subject = (int(token.i), number)
        elif token.lower_ in _PERSONAL and token.pos_ == "PRON":
            chosen = subject if subject is not None and token.i - subject[0] <= _REACH else anyone
            if chosen is not None and token.i - chosen[0] <= _REACH:
                found[int(token.i)] = chosen[1]
    return found
