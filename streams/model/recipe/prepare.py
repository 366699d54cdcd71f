"""This module makes corpora of the development data: names (Worldwide), grammar (free parts of EWT and GUM), running text to label."""

from __future__ import annotations

from pathlib import Path

from streams.model.lemmas import LemmaTable
from streams.model.recipe import corpora, treebank, worldwide
from streams.model.recipe.base_forms import learn_lemmas
from streams.model.recipe.classes import inventory
from streams.model.recipe.treebank import Text

WORLDWIDE = Path("entities/worldwide.jsonl.gz")
EWT_TRAIN = Path("syntax/en_ewt-ud-train.rebuilt.conllu.gz")
EWT_DEV = Path("syntax/en_ewt-ud-dev.conllu.gz")
GUM = Path("syntax/gum.conllu.gz")
GUM_SPLITS = Path("syntax/gum_licence/splits.md")
PUD = Path("syntax/en_pud-ud-test.conllu.gz")

NAMES_TRAIN = "names-train.jsonl"
TREES_TRAIN = "trees-train.jsonl"
RAW = "raw.jsonl"
CLASSES = "inventory.json"
LEMMAS = "lemmas.json"


def prepare(data: Path, work: Path, seed: int = 0) -> None:
    """Writes into `work` every corpus that training reads."""
    work.mkdir(parents=True, exist_ok=True)
    nlp = corpora.tokenizer()
    texts = training_texts(data)
    classes = inventory(texts)
    classes.save(work / CLASSES)
    learn_lemmas(texts).save(work / LEMMAS)
    corpora.write(work / TREES_TRAIN, corpora.trees(texts))
    corpora.write(work / NAMES_TRAIN, corpora.gold_names(worldwide.read_articles(data / WORLDWIDE, "train"), classes, nlp))
    held = list(worldwide.read_articles(data / WORLDWIDE, "dev"))
    corpora.write(work / RAW, corpora.raw_paragraphs(data, nlp, held, seed))


def training_texts(data: Path) -> list[Text]:
    """Return EWT's training part, and GUM's as far as its texts are free."""
    allowed = treebank.training_names((data / GUM_SPLITS).read_text(encoding="utf-8"))
    gum = treebank.read_treebank(data / GUM)
    return treebank.read_treebank(data / EWT_TRAIN) + [text for text in gum if text.name in allowed and treebank.is_free(text.name)]


def news_of_pud(data: Path) -> list[Text]:
    """Return the half of PUD that comes from newspapers."""
    return [text for text in treebank.read_treebank(data / PUD) if text.name.startswith("n")]


def lemma_table(work: Path) -> LemmaTable:
    """Return the lemma table that `prepare` left in `work`."""
    return LemmaTable.load(work / LEMMAS)
