"""Corpora keep held-out text out, read as newsrooms write, and carry the trees they were given."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from streams.model.inventory import Inventory
from streams.model.recipe import corpora, prepare, treebank, worldwide


def held_names(data: Path) -> list[Doc]:
    vocab = spacy.blank("en").vocab
    return [worldwide.to_doc(vocab, article) for article in worldwide.read_articles(data / prepare.WORLDWIDE, "dev")]


def held_trees(texts: list[treebank.Text]) -> list[Doc]:
    vocab = spacy.blank("en").vocab
    return [treebank.to_doc(vocab, text.sentences) for text in texts]


@pytest.mark.parametrize("corpus", [prepare.NAMES_TRAIN, prepare.TREES_TRAIN])
def test_nothing_held_out_is_trained_on(work: Path, corpus: str) -> None:
    text = (work / corpus).read_text(encoding="utf-8")
    assert "Amina" in text
    assert "Bello" in text
    assert "Held" not in text


def test_running_text_near_the_held_out_articles_is_left_out(work: Path) -> None:
    raw = [" ".join(record["words"]) for record in corpora.read(work / prepare.RAW)]
    assert any("Ministers met in Accra" in paragraph for paragraph in raw)
    assert not any("HeldName" in paragraph for paragraph in raw)


def test_a_paragraph_is_on_its_own_words_and_on_the_tokenisers_where_they_differ(work: Path) -> None:
    first, second, *_ = corpora.read(work / prepare.NAMES_TRAIN)
    assert (first["words"][:5], first["tags"][:5]) == (["Police", "arrested", "Amina", "in", "Lagos"], [0, 0, 1, 0, 5])
    assert second["words"] == first["words"], "these agree, so the second record is the next paragraph"


def test_the_classes_are_those_of_the_treebank_and_of_the_names(work: Path) -> None:
    classes = Inventory.load(work / prepare.CLASSES)
    assert classes.names[:3] == ("O", "B-PERSON", "I-PERSON")
    assert classes.labels[2] == "LOC"
    assert {"ROOT", "nsubj"} <= set(classes.relations)


def test_lemmas_are_learned_from_training_texts_only(work: Path) -> None:
    assert "Held" not in (work / prepare.LEMMAS).read_text(encoding="utf-8")
    assert prepare.lemma_table(work).bases["VERB"]["arrest"] > 0


def test_wiki_half_of_pud_is_not_news(data: Path) -> None:
    news = " ".join(doc.text for doc in held_trees(prepare.news_of_pud(data)))
    assert "HeldPud" in news
    assert "HeldWiki" not in news


def test_non_commercial_genres_are_not_free() -> None:
    assert treebank.is_free("GUM_news_asylum")
    assert not treebank.is_free("GUM_fiction_beast")
    assert not treebank.is_free("GENTLE_legal_service")


def test_names_survive_with_their_offsets(data: Path) -> None:
    [doc, *_] = held_names(data)
    assert doc.text.split("\n")[0] == "Police arrested HeldName in Lagos, the anti-graft agency said."
    assert [(name.text, name.label_) for name in doc.ents][:2] == [("HeldName", "PERSON"), ("Lagos", "LOC")]


def test_live_tokeniser_agrees_with_the_corpus(data: Path) -> None:
    for doc in (*held_names(data), *held_trees(treebank.read_treebank(data / prepare.EWT_DEV))):
        assert [token.text for token in spacy.blank("en")(doc.text)] == [token.text for token in doc]


def test_trees_sentences_and_parts_of_contractions_are_kept(data: Path) -> None:
    [doc] = held_trees(prepare.news_of_pud(data))
    assert [sentence.text.strip() for sentence in doc.sents] == ["Police arrested HeldPud in Lagos.", "They don't know."]
    arrested = doc[1]
    assert (arrested.dep_, arrested.tag_, arrested.pos_, arrested.lemma_) == ("ROOT", "VBD", "VERB", "arrest")
    assert [child.dep_ for child in arrested.children] == ["nsubj", "obj", "obl", "punct"]
    assert "it" not in {token.text for token in doc}  # an empty node


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("an anti - gay law", "an anti-gay law"),
        ("the anti - American mood", "the anti-American mood"),
        ("Nairobi , 25 March - It is", "Nairobi, 25 March - It is"),
        ("1990 – 1994", "1990–1994"),
        ('He said " no " twice .', 'He said "no" twice.'),
        ("about $ 5 ( four euros )", "about $5 (four euros)"),
        ("Hasina ’ s remark", "Hasina’s remark"),
        ("3 km / h", "3 km/h"),
    ],
)
def test_tokens_are_set_as_a_newsroom_would(words: str, text: str) -> None:
    parts = words.split()
    joined = "".join(word + " " * space for word, space in zip(parts, worldwide.spacing(parts), strict=True))
    assert joined == text


def test_token_with_a_space_inside_becomes_two() -> None:
    made = worldwide.paragraph(["at", "4:00 p.m.", "Monday"], ["O", "B-Date", "I-Date"])
    assert made.words == ("at", "4:00", "p.m.", "Monday")
    assert made.names == ((1, 4, "DATE"),)


def test_inside_tag_of_another_class_opens_a_span() -> None:
    assert list(worldwide.spans(["I-Person", "I-Location", "B-Location"])) == [(0, 1, "PERSON"), (1, 2, "LOC"), (2, 3, "LOC")]
