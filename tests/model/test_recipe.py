"""The recipe from end to end on miniature data: a handful of steps, then one pipeline that loads and scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from streams.model import evaluate, load
from streams.model.card import card
from streams.model.package import package, weight
from streams.model.train import train

FEW = {"training.max_steps": 2, "training.eval_frequency": 2, "training.batcher.size": 60}
SMALL = {"names": "components.ner.model.tok2vec", "grammar": "components.tok2vec.model"}


@pytest.fixture(scope="module")
def packaged(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    for part in ("names", "grammar"):
        train(part, work, FEW | {f"{SMALL[part]}.width": 16, f"{SMALL[part]}.embed_size": 50})
    return package(work, tmp_path_factory.mktemp("package") / "weights")


def test_trained_parts_become_one_pipeline(packaged: Path) -> None:
    doc = load(str(packaged))("Police arrested Amina.\nThey know.")
    assert {token.text for token in doc if token.is_sent_start} >= {"Police", "They"}
    assert all(token.tag_ and token.dep_ and token.lemma_ for token in doc)


def test_package_holds_no_trace_of_machine_or_text(packaged: Path, work: Path) -> None:
    for path in packaged.rglob("*"):
        if path.suffix in {".cfg", ".json"}:
            assert str(work) not in path.read_text(encoding="utf-8")
    assert "Amina" not in (packaged / "vocab" / "strings.json").read_text(encoding="utf-8")


def test_notes_beside_the_weights_outlive_a_new_package(packaged: Path, work: Path) -> None:
    (packaged / "LICENSE.md").write_text("as before", encoding="utf-8")
    package(work, packaged)
    assert (packaged / "LICENSE.md").read_text(encoding="utf-8") == "as before"


def test_every_score_is_measured_and_shown(packaged: Path, data: Path, work: Path) -> None:
    scores = evaluate.evaluate(load(str(packaged)), data, work)
    assert scores["names"]["live"]["all"]["gold"] == 6
    assert scores["bytes"] == weight(packaged)
    for kinds in scores["grammar"].values():
        assert {"dep_uas", "dep_las", "tag_acc", "pos_acc", "lemma_acc", "sents_f"} <= kinds["live"].keys()
    page = card(scores)
    assert "| PERSON | 3 |" in page
    assert "PUD news, live" in page
