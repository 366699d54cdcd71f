"""Tests of descriptions: the words beside a name that say what it is."""

from __future__ import annotations

import pytest

from streams.extract.frames.frame import words_of
from streams.extract.model import load
from streams.extract.names.descriptions import described
from streams.extract.names.entities import entities
from streams.extract.tokens import tokens

SAID = [
    ("Ana Quispe, the president of Peru, spoke.", {"Ana Quispe": ["the president of Peru"]}),
    ("Peru's president, Ana Quispe, spoke.", {"Ana Quispe": ["Peru's president"]}),
    ("French President Claude Morel spoke.", {"Claude Morel": ["French President"]}),
    ("The head of the army, General Omar Bello, spoke.", {"Omar Bello": ["General", "The head of the army"]}),
    ("Ana Quispe and Omar Bello spoke.", {}),
    ("Ana Quispe spoke.", {}),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_descriptions(text: str, expected: dict[str, list[str]]) -> None:
    doc = load()(text)
    found = entities(doc)
    with tokens(doc) as words:
        said = described(words, found, words_of(doc, found))
    assert {found[number].text: [span.text for span in spans] for number, spans in said.items()} == expected
    assert all(text[span.start : span.end] == span.text for spans in said.values() for span in spans)
