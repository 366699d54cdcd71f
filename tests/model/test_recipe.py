"""The recipe from end to end on miniature data: a handful of steps of each run, then one pipeline that loads and scores."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from streams.evaluation.model import scores as evaluate
from streams.evaluation.model.card import card
from streams.model import load
from streams.model.recipe import prepare, settings
from streams.model.recipe.package import package, weight

pytestmark = pytest.mark.train

SKIP = -100

FEW: dict[str, Any] = {"steps": 3, "pieces": 120, "layers": 1}
MIXED: dict[str, Any] = {"silver": 0.5}


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def packaged(work: Path, said: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from streams.model.recipe import steps

    steps.use_threads(1)
    steps.teacher(work, "cpu", said.append, **FEW)
    steps.labels(work, said.append, [work / steps.TEACHER])
    steps.student(work, "cpu", said.append, **FEW, **MIXED)
    steps.export(work, said.append, **FEW)
    return package(work, tmp_path_factory.mktemp("package") / "weights")


def test_a_trained_network_becomes_a_pipeline(packaged: Path) -> None:
    doc = load(str(packaged))("Police arrested Amina.\nThey know.")
    assert {token.text for token in doc if token.is_sent_start} >= {"Police", "They"}
    assert all(token.tag_ and token.dep_ and token.lemma_ for token in doc if not token.is_space)


def test_every_word_of_every_corpus_is_labelled(packaged: Path, work: Path) -> None:
    import numpy as np

    from streams.model.recipe import steps

    for name in steps.CORPORA:
        for words, silver in zip(steps.words_of(work, name), steps.labels_of(work, name), strict=True):
            assert {len(words)} == {len(column) for column in (silver.names, silver.tags, silver.pos, silver.arcs, silver.relations)}
            assert np.allclose(silver.names.astype(np.float32).sum(axis=1), 1, atol=0.01)
            assert silver.starts[0] == 1
            assert ((silver.arcs == SKIP) | ((silver.arcs >= 0) & (silver.arcs <= len(words)))).all()
            assert not (silver.arcs == np.arange(len(words)) + 1).any(), "no word is its own head: the root's is 0"


def test_a_student_begins_with_the_mean_of_other_states(packaged: Path, work: Path, tmp_path: Path) -> None:
    import shutil

    import torch

    from streams.model.recipe import steps

    for path in work.iterdir():
        if path.is_file() and path.name != "student.pt":
            shutil.copyfile(path, tmp_path / path.name)
    one = torch.load(work / "student.pt", weights_only=True)["network"]
    other = tmp_path / "other.pt"
    torch.save({"network": {name: weight + 2 for name, weight in one.items()}}, other)
    steps.student(tmp_path, "cpu", list[str]().append, [work / "student.pt", other], **FEW | {"steps": 1, "rate": 0.0}, **MIXED)
    begun = torch.load(tmp_path / "student.pt", weights_only=True)["network"]
    assert all(torch.allclose(begun[name], one[name] + 1, atol=1e-5) for name in one)


def test_a_shallower_student_takes_the_lowest_layers(packaged: Path, work: Path, tmp_path: Path) -> None:
    import torch

    from streams.model.inventory import Inventory
    from streams.model.recipe import steps
    from streams.model.recipe.network import Network

    deep, shallow = (Network(layers, Inventory.load(work / prepare.CLASSES)) for layers in (2, 1))
    torch.save({"network": deep.state_dict()}, tmp_path / "deep.pt")
    steps.fill(shallow, [tmp_path / "deep.pt"])
    assert all(torch.equal(weight, deep.state_dict()[name]) for name, weight in shallow.state_dict().items())
    with pytest.raises(KeyError):
        steps.fill(deep, [work / "student.pt"])


def test_a_run_that_was_stopped_goes_on_and_one_that_is_over_is_over(packaged: Path, work: Path) -> None:
    from streams.model.recipe import steps

    said: list[str] = []
    steps.student(work, "cpu", said.append, **FEW, **MIXED)
    assert said == []
    steps.student(work, "cpu", said.append, **FEW | {"steps": 5}, **MIXED)
    assert [line.split(":")[0] for line in said] == ["step 5 of 5"]


def test_what_runs_is_what_was_trained(packaged: Path, work: Path) -> None:
    import numpy as np
    import torch

    from streams.model.encoder import Encoder
    from streams.model.inventory import Inventory
    from streams.model.recipe.batches import Sample, padded
    from streams.model.recipe.network import Network
    from streams.model.words import Words

    folder = packaged / "streams_reader"
    network = Network(1, Inventory.load(work / prepare.CLASSES))
    network.load_state_dict(torch.load(work / "student.pt", weights_only=True)["network"])
    reader = load(str(packaged)).get_pipe("streams_reader")
    rows = [reader.pieces.row(words.split()) for words in ("Police arrested Amina .", "They know")]
    batch = padded([Sample(row, {}) for row in rows], "cpu")
    with torch.inference_mode():
        whole = network.eval()(batch.ids, batch.cases, batch.first)["names"].numpy()
    for index, reading in enumerate(Encoder(folder / "encoder.onnx", Words.load(folder / "words.npz")).read(rows)):
        exact = whole[index, : len(reading.names)]
        assert np.abs(reading.names - exact).max() < 0.2 * np.abs(exact).max(), "int8 moves scores by some percent"


def test_package_holds_no_trace_of_machine(packaged: Path, work: Path) -> None:
    for path in packaged.rglob("*"):
        if path.suffix in {".cfg", ".json"}:
            assert str(work) not in path.read_text(encoding="utf-8")
    assert b"/" + str(work).encode() not in (packaged / "streams_reader" / "encoder.onnx").read_bytes()


def test_notes_beside_the_weights_outlive_a_new_package(packaged: Path, work: Path) -> None:
    (packaged / "LICENSE.md").write_text("as before", encoding="utf-8")
    package(work, packaged)
    assert (packaged / "LICENSE.md").read_text(encoding="utf-8") == "as before"


def test_every_score_is_measured_and_shown(packaged: Path, data: Path) -> None:
    scores = evaluate.evaluate(load(str(packaged)), data, str(packaged))
    assert scores["names"]["live"]["all"]["gold"] == 6
    assert scores["bytes"] == weight(packaged)
    for kinds in scores["grammar"].values():
        assert {"dep_uas", "dep_las", "tag_acc", "pos_acc", "lemma_acc", "sents_f"} <= kinds["live"].keys()
    page = card(scores)
    assert "| PERSON | 3 |" in page
    assert "PUD news, live" in page


def test_the_recipe_names_runs_that_exist() -> None:
    recipe = settings.read()
    for name in ("teacher", "student"):
        assert dataclasses.asdict(settings.run(name, recipe))["steps"] > 0
