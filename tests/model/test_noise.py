"""Noise changes letters, never what was annotated."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

from streams.model import noise


@pytest.fixture
def gold() -> Doc:
    nlp = spacy.blank("en")
    doc = Doc(
        nlp.vocab,
        words=["Police", "don", "’t", "fear", "Amina", "Bello", "."],
        spaces=[True, False, True, True, True, False, False],
        heads=[3, 3, 3, 3, 3, 4, 3],
        deps=["nsubj", "aux", "advmod", "ROOT", "obj", "flat", "punct"],
    )
    doc.set_ents([Span(doc, 4, 6, "PERSON")])
    return doc


def test_respelled_document_keeps_trees_names_and_spaces(gold: Doc) -> None:
    made = noise.respelled(gold, [token.text.upper() for token in gold])
    assert made.text == "POLICE DON’T FEAR AMINA BELLO."
    assert [token.head.i for token in made] == [token.head.i for token in gold]
    assert [token.dep_ for token in made] == [token.dep_ for token in gold]
    assert [(name.text, name.label_) for name in made.ents] == [("AMINA BELLO", "PERSON")]


def test_augmenter_yields_one_example_on_live_tokens(gold: Doc) -> None:
    nlp = spacy.blank("en")
    rough = noise.newsroom(headline=1.0, quotes=1.0, seed=1)
    [made] = rough(nlp, Example(nlp.make_doc(gold.text), gold))
    assert made.predicted.text == made.reference.text
    assert made.reference.text != gold.text
    assert len(made.reference.ents) == 1


def test_no_noise_leaves_the_example_alone(gold: Doc) -> None:
    nlp = spacy.blank("en")
    example = Example(nlp.make_doc(gold.text), gold)
    assert list(noise.newsroom(headline=0.0, quotes=0.0, seed=1)(nlp, example)) == [example]


def test_headline_capitals_spare_small_words() -> None:
    assert noise.titled(["the", "fall", "of", "a", "town"]) == ["The", "Fall", "of", "a", "Town"]


def test_quotes_are_curled_in_pairs_and_straightened_again() -> None:
    straight = ['"', "It", "'s", "over", ",", '"', "he", "said"]
    curly = noise.curled(straight)
    assert curly == ["“", "It", "’s", "over", ",", "”", "he", "said"]
    assert noise.straightened(curly) == straight
