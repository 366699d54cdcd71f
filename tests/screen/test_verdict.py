"""The rules on one pair of texts, by their numbers in docs/duplicates.md."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from streams.messages import SignalKind
from streams.screen.overlap import Overlap
from streams.screen.verdict import TextKind, judge, lifted

SAME = Overlap(
    size=400, old_size=400, copied=390, longest=200, fresh=4, density=0.98,
    figures=1.0, figure_count=6, names=1.0, joint=1.0, lead=1.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "near"),
        ({"copied": 21}, "new"),
        ({"copied": 39, "longest": 39}, "new"),
        ({"copied": 40, "longest": 19}, "new"),
        ({"copied": 60, "longest": 60}, "excerpt"),
        ({"size": 200, "copied": 180, "longest": 150, "fresh": 10}, "contained"),
        ({"size": 200, "copied": 150, "longest": 100, "fresh": 41}, "update"),
        ({"size": 500, "fresh": 30}, "update"),
        ({"size": 500, "fresh": 29}, "near"),
    ],
)
def test_shares_and_stretches(changes: dict[str, Any], kind: str) -> None:
    assert judge(replace(SAME, **changes))[0] == kind


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"longest": 44, "figures": 0.33, "figure_count": 5}, "new"),
        ({"longest": 44, "figures": 0.33, "figure_count": 4}, "near"),
        ({"longest": 45, "figures": 0.33}, "near"),
        ({"longest": 99, "density": 0.84, "figures": 0.33}, "new"),
        ({"longest": 44, "figures": 0.5, "names": 0.54}, "new"),
        ({"density": 0.87, "joint": 0.49}, "new"),
        ({"density": 0.74, "joint": 0.59}, "new"),
        ({"density": 0.76, "joint": 0.59}, "near"),
        ({"size": 149, "copied": 140, "old_size": 150, "joint": 0.74}, "new"),
        ({"size": 149, "copied": 140, "old_size": 150, "lead": 0.49}, "new"),
        ({"figures": 0.39, "names": 0.54}, "new"),
    ],
)
def test_templates(changes: dict[str, Any], kind: str) -> None:
    assert judge(replace(SAME, **changes))[0] == kind


def test_an_empty_text_divides_by_nothing() -> None:
    empty = replace(SAME, size=0, old_size=0, copied=0)
    assert (empty.of_new, empty.of_old, judge(empty)[0]) == (0.0, 0.0, "new")


@pytest.mark.parametrize(
    ("kind", "signal", "old", "one", "expected"),
    [
        ("near", None, None, True, "near"),
        ("near", "update", None, False, "update"),
        ("near", "correction", None, True, "correction"),
        ("near", "correction", "correction", False, "near"),
        ("near", "correction", "correction", True, "correction"),
        ("excerpt", "update", "update", False, "update"),
        ("new", "update", None, True, "new"),
        ("near", "advisory", None, True, "near"),
        ("near", "repeat", None, True, "near"),
    ],
)
def test_what_the_wire_says(kind: TextKind, signal: SignalKind | None, old: SignalKind | None, one: bool, expected: str) -> None:
    assert lifted(kind, signal, old_signal=old, same_publisher=one) == expected
