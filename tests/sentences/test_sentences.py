"""Tests that what was read rightly stays so: the least of each set, a little below what `python -m tests.sentences` prints."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.sentences.judge import SETS, cases, toponyms, wrong

RIGHT = {"counts": 0.9, "dates": 0.94, "places": 0.85, "nationalities": 1.0, "actors": 0.9, "types": 0.8}
TOPONYMS = {"found": 0.97, "right country": 0.925, "within 161 km": 0.83}


@pytest.mark.parametrize("name", SETS)
def test_sentences_are_read_rightly(nlp: Language, name: str) -> None:
    slips = wrong(nlp, name)
    assert 1 - len(slips) / len(cases(name)) >= RIGHT[name], slips


def test_toponyms_are_found_and_placed(nlp: Language) -> None:
    found = toponyms(nlp)
    assert {name: share for name, share in found.items() if share < TOPONYMS[name]} == {}
