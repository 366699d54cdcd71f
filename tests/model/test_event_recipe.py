"""The event reader's recipe in miniature: a few written texts, one pass of one layer, an export that reads, weights that are learned."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from streams.detect import likeness
from streams.evaluation.corpus.weigh import learn
from streams.extract.model import load
from streams.model.events.reader import EventReader
from streams.model.load import event_reader
from streams.model.recipe.events import corpus, folds

pytestmark = pytest.mark.train

SENTENCES = ["Gunmen killed nine farmers in Rigasa on Tuesday.", "The minister opened a school.", "Talks failed in 2019."]
EVENTS = [
    {"s": 0, "w": "killed", "t": "ASSAULT", "also": ["CRIME"], "st": "news", "r": "happened", "who": "Gunmen", "whom": "nine farmers"},
    {"s": 2, "w": "Talks", "t": "CONSULT", "also": [], "st": "background", "r": "historical", "on": "2019", "mode": "meet"},
]
HAPPENINGS = [
    {"main": True, "st": "news", "t": "ASSAULT", "also": ["CRIME"], "r": "happened", "what": "Gunmen kill nine farmers in Rigasa", "s": 0,
     "w": "killed", "place": {"name": "Rigasa", "country": "NGA"}, "killed": [9, 9]},
    {"main": False, "st": "background", "t": "CONSULT", "also": [], "r": "historical", "what": "Talks fail in 2019", "s": 2, "w": "Talks"},
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus")
    lines = [
        {"id": f"t:{number}", "source": "written", "headline": "Nine killed", "published": "2026-03-10", "kind": "news",
         "sentences": SENTENCES, "events": EVENTS,
         "happenings": HAPPENINGS}
        for number in range(12)
    ]  # fmt: skip
    (path / "texts-written.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_reader_is_trained_exported_and_weighed(folder: Path, tmp_path: Path) -> None:
    from streams.model.recipe.events.steps import Known, events

    said = list[str]()
    events(tmp_path, folder, Known(frozenset({"seethe"})), said.append, layers=1, passes=1)
    assert folds.count(tmp_path) == 3
    assert sum(": loss" in line for line in said) == 4
    nlp = load()
    bundled = event_reader(nlp)
    assert bundled is not None
    component = nlp.get_pipe("streams_reader")
    reader = EventReader(tmp_path / folds.EVENTS, component.pieces, component.words)
    story = reader.read([sentence.split() for sentence in SENTENCES], ["Nine", "killed"], None)
    assert 0 in story.sentences
    assert 1 not in story.sentences, "no word of it tells of an event in any text"
    assert story.sentences[0].types.shape == (8, 22)
    rare = reader.read([["They", "seethed"]], [], None, [["they", "seethe"]])
    assert 0 in rare.sentences, "the lexicon knows the word, the corpus does not"
    learn(tmp_path, folder, said.append)
    assert "reader of none" in (tmp_path / "weights.toml").read_text(encoding="utf-8")
    assert '"always"' in (tmp_path / "story.toml").read_text(encoding="utf-8")
    assert "[weights]" in (tmp_path / "country.toml").read_text(encoding="utf-8")
    examples = list(likeness.read(gzip.decompress((tmp_path / likeness.FILE).read_bytes()).decode()))
    assert {(one.base, one.type) for one in examples} == {("kill", "ASSAULT"), ("talk", "CONSULT")}


def test_running_text_is_labelled_by_readers_together(folder: Path, tmp_path: Path) -> None:
    import gzip

    import numpy as np

    from streams.model.pieces import Pieces
    from streams.model.recipe.corpora import tokenizer
    from streams.model.recipe.events.network import empty
    from streams.model.recipe.events.samples import page
    from streams.model.recipe.events.silver import STRING, labelled, raw_texts
    from streams.model.recipe.events.steps import labels_of
    from streams.model.recipe.steps import VOCABULARY, published

    texts = list(corpus.read(folder))
    held = [{"tokens": sentence.split()} for sentence in texts[0].sentences]
    fresh = [{"tokens": ["Rebels", "killed", str(number), "men", "."]} for number in range(3 * STRING)]
    (tmp_path / "entities").mkdir()
    with gzip.open(tmp_path / "entities" / "gmb.jsonl.gz", "wt") as out:
        out.writelines(json.dumps(row) + "\n" for row in (*fresh[:STRING], *held, *fresh[STRING:]))
    raw = list(raw_texts(tmp_path, texts))
    assert len(raw) == 2, "the string with a sentence of the corpus is left out"
    labels = labels_of(texts, 0.15)
    pieces, nlp = Pieces(published() / VOCABULARY), tokenizer()
    found = list(labelled([page(nlp, text) for text in raw], pieces, labels, [empty(1, labels).eval(), empty(1, labels).eval()]))
    assert sum(len(one.row.first) for one in found) > 100
    for one in found:
        sums = one.types.sum(-1)
        assert np.all((sums == 0) | (sums > 0.9)), "chances of a sentence's words, nothing of the headline's"
        assert one.roles.shape == (len(one.triggers), len(one.row.first))


def test_what_runs_is_what_was_trained(folder: Path, tmp_path: Path) -> None:
    import numpy as np
    import torch

    from streams.model.recipe.corpora import tokenizer
    from streams.model.recipe.events.network import empty
    from streams.model.recipe.events.samples import page, samples
    from streams.model.recipe.events.steps import FIRST, Known, events, labels_of
    from streams.model.recipe.events.train import padded

    events(tmp_path, folder, Known(), lambda _: None, layers=1, passes=1)
    texts = corpus.by_part(list(corpus.read(folder)), "train")
    labels = labels_of(texts, 0.15)
    network = empty(1, labels)
    network.load_state_dict(torch.load(tmp_path / FIRST / "state.pt", weights_only=True)["network"])
    component = load().get_pipe("streams_reader")
    one = page(tokenizer(), texts[0])
    (sample,) = samples([one], component.pieces, labels, None)
    batch = padded([sample])
    with torch.inference_mode():
        whole = torch.softmax(network.eval()(batch.ids, batch.cases, batch.parts, batch.first)["types"][0], -1).numpy()
    story = EventReader(tmp_path / folds.EVENTS, component.pieces, component.words).read(one.sentences, one.headline, texts[0].published)
    start = len(one.headline) + 3
    assert np.abs(story.sentences[0].types - whole[start : start + len(one.sentences[0])]).max() < 0.1
