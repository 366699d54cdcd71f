"""The figures that `streams eval clean` prints, where the data are at hand; never their text."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.evaluation.clean.benchmark import shingle_score
from streams.evaluation.clean.pages import TARGETS, failed_expectations, measure_lines, measure_pages
from tests.data import DATA

needs_data = pytest.mark.skipif(not (DATA / "cleaning").is_dir(), reason=f"no data in {DATA}")


@pytest.mark.skipif(not (DATA / "seed" / "expected.json").is_file(), reason=f"no seed in {DATA}")
def test_seed() -> None:
    assert failed_expectations(DATA / "seed") == []


@needs_data
def test_lines(tmp_path: Path) -> None:
    wrong: list[str] = []
    figures = measure_lines(DATA / "cleaning" / "lines_fundus_eval.jsonl.gz", wrong)
    assert figures["characters_lost"] <= 0.01
    assert figures["boiler_cut"] >= 0.945
    others = measure_lines(DATA / "cleaning" / "lines_scrapinghub.jsonl.gz")
    assert others["characters_lost"] <= 0.02
    assert others["boiler_cut"] >= 0.935
    assert any(line.startswith("  LOST  ") for line in wrong)
    assert any(line.startswith("  KEPT  ") for line in wrong)


@needs_data
def test_pages() -> None:
    figures = measure_pages(DATA / "cleaning" / "scrapinghub")
    assert figures["pages.f1"] >= TARGETS["pages.f1"]
    assert figures["pages.recall"] >= 0.97
    assert figures["pages.f1"] > figures["pages.trafilatura.f1"]


def test_score_is_the_benchmark_s() -> None:
    assert shingle_score([("a b c d e", "a b c d e"), ("a b c d e", "a b c d x")]) == {"precision": 0.75, "recall": 0.75, "f1": 0.75}
    assert shingle_score([("a b c d", "")])["recall"] == 0.0
