"""Development data to training corpora: names from Worldwide, grammar from the free parts of EWT and GUM."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from streams.model import treebank, worldwide
from streams.model.lemmas import LemmaTable, learn_lemmas
from streams.model.treebank import Text

WORLDWIDE = Path("entities/worldwide.jsonl.gz")
EWT_TRAIN = Path("syntax/en_ewt-ud-train.rebuilt.conllu.gz")
EWT_DEV = Path("syntax/en_ewt-ud-dev.conllu.gz")
GUM = Path("syntax/gum.conllu.gz")
GUM_SPLITS = Path("syntax/gum_licence/splits.md")
PUD = Path("syntax/en_pud-ud-test.conllu.gz")

NAMES_TRAIN = "names-train.spacy"
NAMES_DEV = "names-dev.spacy"
GRAMMAR_TRAIN = "grammar-train.spacy"
GRAMMAR_DEV = "grammar-dev.spacy"
GRAMMAR_NEWS = "grammar-news.spacy"
LEMMAS = "lemmas.json"

# Each text is cut into windows this many times, differently, so that a sentence is seen in several settings and
# (spaCy's trainer makes the noise once) with and without noise.
CUTS = 3


def prepare(data: Path, work: Path, seed: int = 0) -> None:
    """Writes into `work` every corpus that the two trainings and the evaluation read."""
    work.mkdir(parents=True, exist_ok=True)
    prepare_names(data, work, seed)
    prepare_grammar(data, work, seed)


def prepare_names(data: Path, work: Path, seed: int = 0) -> None:
    """Worldwide's own two splits: train in runs of paragraphs, dev by the paragraph."""
    vocab = spacy.blank("en").vocab
    rng = random.Random(seed)
    train = list(worldwide.read_articles(data / WORLDWIDE, "train")) * CUTS
    dev = worldwide.read_articles(data / WORLDWIDE, "dev")
    _save(work / NAMES_TRAIN, worldwide.articles_to_docs(vocab, train, rng))
    _save(work / NAMES_DEV, worldwide.articles_to_docs(vocab, dev))


def prepare_grammar(data: Path, work: Path, seed: int = 0) -> None:
    """Training sentences in windows; EWT's dev part and PUD's news by the document, to measure."""
    vocab = spacy.blank("en").vocab
    rng = random.Random(seed)
    texts = training_texts(data)
    _save(
        work / GRAMMAR_TRAIN,
        (treebank.to_doc(vocab, part, rng) for _ in range(CUTS) for text in texts for part in treebank.windows(text, rng)),
    )
    _save(work / GRAMMAR_DEV, _whole(vocab, treebank.read_treebank(data / EWT_DEV)))
    _save(work / GRAMMAR_NEWS, _whole(vocab, news_of_pud(data)))
    learn_lemmas(texts).save(work / LEMMAS)


def training_texts(data: Path) -> list[Text]:
    """EWT's training part, and GUM's as far as its texts are free."""
    allowed = treebank.training_names((data / GUM_SPLITS).read_text(encoding="utf-8"))
    gum = treebank.read_treebank(data / GUM)
    return treebank.read_treebank(data / EWT_TRAIN) + [text for text in gum if text.name in allowed and treebank.is_free(text.name)]


def news_of_pud(data: Path) -> list[Text]:
    """The half of PUD that comes from newspapers."""
    return [text for text in treebank.read_treebank(data / PUD) if text.name.startswith("n")]


def lemma_table(work: Path) -> LemmaTable:
    """The lemma table that `prepare` left in `work`."""
    return LemmaTable.load(work / LEMMAS)


def _whole(vocab: Vocab, texts: Iterable[Text]) -> Iterable[Doc]:
    """One document a text."""
    return (treebank.to_doc(vocab, text.sentences) for text in texts)


def _save(path: Path, docs: Iterable[Doc]) -> None:
    """Writes documents as spaCy's trainer reads them."""
    DocBin(docs=docs, store_user_data=False).to_disk(path)
