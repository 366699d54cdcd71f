"""Base forms by rule, irregular word and table."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.model.lemmas import LemmaTable

PLAIN = LemmaTable({}, {})


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("killed", "VBD", "kill"),
        ("stopped", "VBD", "stop"),
        ("Evacuated", "VBN", "evacuate"),
        ("toppled", "VBD", "topple"),
        ("seized", "VBN", "seize"),
        ("denied", "VBD", "deny"),
        ("timed", "VBN", "time"),
        ("shot", "VBD", "shoot"),
        ("fled", "VBD", "flee"),
        ("dying", "VBG", "die"),
        ("bombing", "VBG", "bomb"),
        ("hitting", "VBG", "hit"),
        ("clashes", "VBZ", "clash"),
        ("denies", "VBZ", "deny"),
        ("policemen", "NNS", "policeman"),
        ("casualties", "NNS", "casualty"),
        ("crises", "NNS", "crisis"),
        ("houses", "NNS", "house"),
        ("heaviest", "JJS", "heavy"),
        ("worse", "JJR", "bad"),
        ("bigger", "JJR", "big"),
        ("the", "DT", "the"),
        ("Nations", "NNPS", "Nations"),
        ("\n", "_SP", "\n"),
    ],
)
def test_base_form_without_a_table(form: str, tag: str, lemma: str) -> None:
    assert PLAIN.lemma(form, tag) == lemma


def test_known_base_decides_between_spellings() -> None:
    assert LemmaTable({}, {"VERB": {"bale": 3}}).lemma("baling", "VBG") == "bale"
    assert LemmaTable({}, {"VERB": {"focus": 3}}).lemma("focused", "VBD") == "focus"


def test_table_comes_before_rules_and_ignores_the_shape_of_apostrophes() -> None:
    table = LemmaTable({"RB": {"n't": "not"}}, {})
    assert table.lemma("n’t", "RB") == "not"


def test_table_is_read_back_as_written(tmp_path: Path) -> None:
    table = LemmaTable({"VBD": {"went": "go"}}, {"VERB": {"go": 2}})
    table.save(tmp_path / "lemmas.json")
    again = LemmaTable.load(tmp_path / "lemmas.json")
    assert (again.exceptions, again.bases) == (table.exceptions, table.bases)
