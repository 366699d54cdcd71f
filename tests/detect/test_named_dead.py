"""The dead who are counted by their names alone."""

from __future__ import annotations

import pytest

from tests.detect.hand import Said, events, verb


@pytest.mark.parametrize(
    ("word", "lemma", "whom", "names", "count"),
    [
        ("killed", "kill", "journalist Mara Okello", ["Mara Okello"], 1),
        ("shot", "shoot", "dead Ana Reyes and Luis Reyes", ["Ana Reyes", "Luis Reyes"], 2),
        ("assassinated", "assassinate", "Chad's king", [], 1),
        ("attacked", "attack", "Mara Okello", ["Mara Okello"], None),
    ],
    ids=["name", "two names", "leader", "alive"],
)
def test_named_people_whom_a_killing_befell_are_counted(word: str, lemma: str, whom: str, names: list[str], count: int | None) -> None:
    told = verb(word, lemma, ("agent", "Gunmen"), ("patient", whom), ("oblique", "Juba", "in"))
    (event,) = events(Said(f"Gunmen {word} {whom} in Juba.", [*((name, "PERSON") for name in names), ("Juba", "GPE")], [told]))
    assert max((one.min for one in event.casualties if one.kind == "killed"), default=None) == count


@pytest.mark.parametrize("more", [{"negated": True}, {"modality": "may"}, {"tense": "future"}, {"conditional": True}])
def test_what_is_no_fact_counts_nobody(more: dict[str, object]) -> None:
    told = verb("killed", "kill", ("agent", "Gunmen"), ("patient", "Mara Okello"), ("oblique", "Juba", "in"), **more)
    found = events(Said("Gunmen killed Mara Okello in Juba.", [("Mara Okello", "PERSON"), ("Juba", "GPE")], [told]))
    assert all(not event.casualties for event in found)
