"""Tests that subscribers get as good alerts of invented stories as before: bars a little below what `python -m tests.stories` prints."""

from __future__ import annotations

import pytest

from tests.stories.judge import SETS, figures, told

LEAST = {"new": 0.9, "update": 0.5, "none": 0.58, "withdrawn": 1.0, "f1": 0.75}
MOST = {"incidentsFor": 2.2, "mixed": 0.08}


@pytest.mark.parametrize("name", SETS)
def test_stories_become_incidents(name: str) -> None:
    found = figures(told(name))
    assert {figure: found[figure] for figure, bar in LEAST.items() if found[figure] < bar} == {}
    assert {figure: found[figure] for figure, bar in MOST.items() if found[figure] > bar} == {}
