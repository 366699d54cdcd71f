"""The table of mutants keeps up with the source: each text that it takes out stands there exactly once, and every point has a row."""

from __future__ import annotations

import pytest

from tests.mutants.__main__ import ROOT, mutated
from tests.mutants.table import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.point}: {mutant.guard}")
def test_a_mutant_fits_the_source_and_names_a_test_that_is_there(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text()
    assert mutated(source, mutant) != source
    file, _, name = mutant.test.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / file).read_text()


def test_a_text_that_is_not_there_is_said() -> None:
    with pytest.raises(SystemExit, match="stands there 0 times"):
        mutated("", MUTANTS[0])


def test_every_point_has_a_mutant() -> None:
    assert {mutant.point for mutant in MUTANTS} == {*map(str, range(1, 11)), "A", "B"}
