"""Whom a pronoun or `the group` means: the name that acted before it, and no name that only tells of whom something is."""

from __future__ import annotations

import pytest

from streams.extract.frames.frame import words_of
from streams.extract.model import load
from streams.extract.names.entities import entities
from streams.extract.names.pronouns import antecedents
from streams.extract.tokens import tokens

MEANT = [
    ("Marta Holub met Omar Bello on Monday. She left at noon.", {"She": "Marta Holub"}),
    ("Hungary met the envoys. It will not accept the plan.", {"It": "Hungary"}),
    ("The Israeli military said it had closed the road.", {}),
    ("Hamas fired at a post. The group later withdrew.", {"group": "Hamas"}),
    ("The group later withdrew.", {}),
]


@pytest.mark.parametrize(("text", "expected"), MEANT, ids=[text[:40] for text, _ in MEANT])
def test_antecedents(text: str, expected: dict[str, str]) -> None:
    doc = load()(text)
    found = entities(doc)
    with tokens(doc) as words:
        meant = {words[index].text: found[number].text for index, number in antecedents(words, found, words_of(doc, found)).items()}
    assert meant == expected
