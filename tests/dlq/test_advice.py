"""Every error of a dead letter has a meaning and something to do; the page on operating says the same of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.dlq.advice import ADVICE, advice
from streams.dlq.letter import read_letter
from streams.errors import Malformed, Poison
from tests.dlq.records import failed

PAGE = Path(__file__).parents[2] / "docs" / "operating.md"


def test_every_poison_has_advice_and_a_row_of_the_page() -> None:
    assert ADVICE.keys() == {kind.__name__ for kind in Poison.__subclasses__()}
    page = PAGE.read_text("utf-8")
    assert [error for error in ADVICE if f"`{error}`" not in page] == []


@pytest.mark.parametrize(("error", "means"), [(Malformed("not JSON"), "it has no shape"), (KeyError("x"), "a bug of ours")])
def test_advice_names_the_letter(error: Exception, means: str) -> None:
    letter = read_letter(failed(7, error=error))
    found = advice(letter)
    assert found.means.startswith(means)
    assert f"--id {letter.position} --yes" in found.do
    assert "{" not in found.do
