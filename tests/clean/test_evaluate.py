"""The figures that `streams eval clean` prints, where the data are at hand; never their text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from streams.clean.evaluate import TARGETS, failed_expectations, measure_lines, measure_pages

DATA = Path(os.environ.get("NEWSWIRE_DATA") or Path(__file__).parents[3] / "shared" / "data")
needs_data = pytest.mark.skipif(not (DATA / "cleaning").is_dir(), reason=f"no data in {DATA}")


@pytest.mark.skipif(not (DATA / "seed" / "expected.json").is_file(), reason=f"no seed in {DATA}")
def test_seed() -> None:
    assert failed_expectations(DATA / "seed") == []


@needs_data
def test_lines() -> None:
    figures = measure_lines(DATA / "cleaning" / "lines_fundus_eval.jsonl.gz")
    assert figures["article_kept"] >= TARGETS["lines_fundus_eval.article_kept"]
    assert figures["boiler_cut"] >= TARGETS["lines_fundus_eval.boiler_cut"]


@needs_data
def test_pages() -> None:
    figures = measure_pages(DATA / "cleaning" / "scrapinghub")
    assert figures["f1"] >= TARGETS["pages.f1"]
    assert figures["recall"] >= TARGETS["pages.recall"]
