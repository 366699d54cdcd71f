"""The evaluation runs on invented data of the shape of the real, and finds what it should."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from streams.evaluation.screen import duplicates as evaluation
from streams.evaluation.screen import passages, questions
from streams.evaluation.screen.edits import EDITS, Base, figures, quoted, refilled, renumbered, sentences
from streams.evaluation.screen.reports_apart import REPORTS_APART
from tests.screen.wire import prose


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(evaluation, "SPEED_ARTICLES", 10)
    monkeypatch.setattr(evaluation, "MEMORY_ARTICLES", 20)
    monkeypatch.setattr(questions, "NOISE", 10)
    monkeypatch.setattr(questions, "REPORTS_EACH", 5)
    monkeypatch.setattr(passages, "SIZES", (250,))
    texts = {"a": prose(1), "b": prose(1) + " Ends.", "c": prose(2)}
    write(tmp_path / "duplicates/news_cluster.jsonl.gz", [{"id": i, "text": t, "domain": i} for i, t in texts.items()])
    pairs = [{"a": "a", "b": "b", "label": "near_dup"}, {"a": "a", "b": "c", "label": "different_event"}]
    pairs.append({"a": "b", "b": "c", "label": "same_event_own_text"})
    write(tmp_path / "duplicates/pairs.jsonl.gz", pairs)
    write(tmp_path / "text/wikinews.jsonl.gz", [{"text": prose(n)} for n in range(20, 36)])
    write(tmp_path / "text/press_releases.jsonl.gz", [{"text": prose(n, 6), "office": "x"} for n in range(40, 100)])
    worldwide = [[{"tokens": part.split()} for part in sentences(prose(n))] for n in range(200, 216)]
    write(tmp_path / "entities/worldwide.jsonl.gz", [{"sentences": tokens} for tokens in worldwide])
    pages = [[[line, "article"] for line in sentences(prose(n))] + [["Share this", "boiler"]] for n in range(300, 304)]
    for name in ("lines_fundus_eval", "lines_scrapinghub"):
        write(tmp_path / f"cleaning/{name}.jsonl.gz", [{"lines": page} for page in (pages[:2] if "fundus" in name else pages[2:])])
    return tmp_path


def test_figures_have_targets(data: Path) -> None:
    result = evaluation.evaluate(data)
    figures = result["figures"]
    assert set(result["targets"]) == set(evaluation.TARGETS) <= set(figures)
    assert set(evaluation.BELOW) < set(evaluation.TARGETS)
    assert (figures["pairs.near_dup"], figures["pairs.different_event_apart"]) == (1.0, 1.0)
    assert figures["pairs.near_dup_count"] == 2
    assert {f"edits.recall_{name}" for name in EDITS} < set(figures)
    assert figures["edits.recall"] > 0.9
    assert figures["reports.false_alarms"] < 0.1
    assert figures["edits.tolls_swallowed"] == 0
    assert figures["peers.exact hash.f1"] < figures["peers.SimHash.f1"] < figures["edits.f1"]
    assert figures["peers.this one.bytes_an_article"] > 500
    assert figures["apart.edits.f1"] > 0.9
    assert figures["apart.edits.tolls_swallowed"] == 0
    assert figures["apart.edits.count"] == 14
    assert {f"apart.reports.alarms_{name}" for name in REPORTS_APART} < set(figures)
    assert figures["passages.150_of_250"] == 1.0


def test_a_pair_is_asked_both_ways(data: Path) -> None:
    found = {pair["label"]: (one.kind, other.kind) for pair, one, other in evaluation.pair_verdicts(data / "duplicates")}
    assert found == {"near_dup": ("near", "near"), "different_event": ("new", "new"), "same_event_own_text": ("new", "new")}


def test_sets_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    assert evaluation.evaluate(tmp_path) == {"figures": {}, "targets": {}, "met": True}


def test_edits_do_what_they_say() -> None:
    base, dice = Base(prose(1), prose(2), prose(3)), random.Random(1)
    assert len(sentences(base.text)) == 20
    made = refilled(base, dice)
    assert len(made.split()) == len(base.text.split())
    assert sum(a != b for a, b in zip(made.split(), base.text.split(), strict=True)) > 30
    risen = renumbered(base, dice).split()
    assert sum(a != b for a, b in zip(risen, base.text.split(), strict=True)) == 2
    assert [f.group() for f in figures("In 2011 some 1,200 of 34 died, 5.5 percent, 7 of them women.")] == ["34", "7"]
    passage = quoted(base, dice).removeprefix(" ".join(sentences(base.other)[:10])).split()[:60]
    assert " ".join(passage) in base.text
