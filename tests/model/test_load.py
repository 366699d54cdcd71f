"""The bundled pipeline: an ordinary spaCy document with everything the stages read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

from streams.model import load
from streams.model.load import WEIGHTS
from streams.model.recipe.package import LARGEST, weight

STORY = (
    "Gunmen kill 12 in village raid\n\n"
    "MAIDUGURI, Nigeria, Oct 5 (Reuters) - Gunmen killed twelve farmers in Nigeria on Tuesday, police said. "
    "President Muhammadu Buhari condemned the attack.\n"
)
UD_CORE = {"nsubj", "obj", "obl", "ROOT", "punct", "case"}


def test_names(nlp: Language) -> None:
    found = {name.text: name.label_ for name in nlp(STORY).ents}
    assert found["Nigeria"] == "LOC"
    assert found["Tuesday"] == "DATE"
    assert "Buhari" in " ".join(name for name, label in found.items() if label == "PERSON")


def test_headline_dateline_and_sentences_are_apart(nlp: Language) -> None:
    sentences = [sentence.text.strip() for sentence in nlp(STORY).sents]
    assert sentences == [
        "Gunmen kill 12 in village raid",
        "MAIDUGURI, Nigeria, Oct 5 (Reuters) -",
        "Gunmen killed twelve farmers in Nigeria on Tuesday, police said.",
        "President Muhammadu Buhari condemned the attack.",
    ]


def test_trees_speak_universal_dependencies(nlp: Language) -> None:
    doc = nlp("Gunmen killed twelve farmers on Tuesday.")
    killed = doc[1]
    assert (killed.dep_, killed.tag_, killed.pos_, killed.lemma_) == ("ROOT", "VBD", "VERB", "kill")
    assert {child.text: child.dep_ for child in killed.children} == {"Gunmen": "nsubj", "farmers": "obj", "Tuesday": "obl", ".": "punct"}
    assert set(nlp.get_pipe("streams_reader").labels) >= UD_CORE


def test_passive_is_told_from_active(nlp: Language) -> None:
    doc = nlp("Three soldiers were wounded by rebels.")
    assert {"nsubj:pass", "aux:pass"} <= {token.dep_ for token in doc}


def test_title_ends_no_sentence(nlp: Language) -> None:
    assert len(list(nlp("The army sent Lt. Gen. Musa Ibrahim to Bama.").sents)) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n a", "Lt.", "…", "\u200b", "a\n"])
def test_odd_texts_are_survived(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text


def test_blank_line_with_spaces_ends_a_sentence_once(nlp: Language) -> None:
    assert [sentence.text for sentence in nlp("Mr. Bello left.\n \nHe came back.").sents] == ["Mr. Bello left.\n \n", "He came back."]


def test_every_token_is_annotated(nlp: Language) -> None:
    for token in nlp(STORY):
        assert token.tag_
        assert token.pos_
        assert token.dep_
        assert token.lemma_


def test_pipe_agrees_with_one_by_one(nlp: Language) -> None:
    texts = ["", STORY, "Rain fell.", STORY.upper()]
    for doc, text in zip(nlp.pipe(texts), texts, strict=True):
        alone = nlp(text)
        assert [(token.text, token.dep_, token.tag_) for token in doc] == [(token.text, token.dep_, token.tag_) for token in alone]


def test_weights_are_small_and_have_no_history() -> None:
    assert weight(WEIGHTS) < LARGEST
    config = (WEIGHTS / "config.cfg").read_text(encoding="utf-8")
    meta = json.loads((WEIGHTS / "meta.json").read_text(encoding="utf-8"))
    assert "/" not in "".join(line for line in config.splitlines() if line.startswith(("train =", "dev =", "vectors =")))
    assert meta["license"] == "CC BY-SA 4.0"
    assert "Creative Commons" in (WEIGHTS / "LICENSE.md").read_text(encoding="utf-8")


def test_another_pipeline_can_be_named(tmp_path: Path, nlp: Language) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert load(str(tmp_path / "copy")).pipe_names == nlp.pipe_names


def test_scores_of_the_card_are_those_of_the_weights() -> None:
    scores = json.loads((WEIGHTS.parent / "scores.json").read_text(encoding="utf-8"))
    card = (WEIGHTS.parent / "CARD.md").read_text(encoding="utf-8")
    assert f"{scores['bytes'] / 1e6:.1f} MB" in card
    assert abs(scores["bytes"] - weight(WEIGHTS)) < 10_000


def test_onnxruntime_leaves_nothing_in_the_folders_of_the_user(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    subprocess.run([sys.executable, "-c", "from streams.model import load; load()"], env={**kept, "HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []
