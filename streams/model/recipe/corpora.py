"""The corpora that the recipe trains on: names and trees of gold, and running text for the teacher to label."""

from __future__ import annotations

import gzip
import random
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import spacy
from spacy.language import Language
from spacy.training import offsets_to_biluo_tags

from streams.model import titles
from streams.model.inventory import Inventory
from streams.model.recipe import settings, worldwide
from streams.model.recipe.treebank import Sentence, Text

Record = dict[str, Any]
Columns = list[list[Any]]
"""A sentence: its words, tags, parts of speech, heads (indices in it, its own for the root), relations."""

# Text that anyone may train on: government text, CC BY, public domain (the data folder's README).
RAW = ("text/press_releases.jsonl.gz", "text/wikinews.jsonl.gz", "text/globalvoices.jsonl.gz")
GMB = "entities/gmb.jsonl.gz"
_ENDS = (".", "!", "?", ".”", '."', "?”", "!”", ".’")


@dataclass(frozen=True, slots=True)
class Named:
    """Words and the number of each one's BIO tag."""

    words: tuple[str, ...]
    tags: tuple[int, ...]


def tokenizer() -> Language:
    """Return a blank pipeline with the bundled one's own tokeniser."""
    nlp = spacy.blank("en")
    titles.teach(nlp)
    return nlp


def gold_names(articles: Iterable[Sequence[worldwide.Paragraph]], classes: Inventory, nlp: Language) -> Iterator[Record]:
    """Yield each paragraph on the gold's own words, and again on the words of the pipeline's tokeniser where these differ."""
    number = {tag: index for index, tag in enumerate(classes.names)}
    for article in articles:
        for paragraph in article:
            tags = _tags(len(paragraph.words), paragraph.names)
            yield {"words": paragraph.words, "tags": [number[tag] for tag in tags]}
            words, live = _live(paragraph, nlp)
            if words != list(paragraph.words):
                yield {"words": words, "tags": [number.get(tag, -100) for tag in live]}


def _tags(length: int, names: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return the BIO tags of the spans of names in a text of so many words."""
    tags = ["O"] * length
    for start, end, label in names:
        tags[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return tags


def _live(paragraph: worldwide.Paragraph, nlp: Language) -> tuple[list[str], list[str]]:
    """Return the paragraph as running text in the pipeline's own words, with their tags; a word that a name's edge would cut has `-`."""
    spots, text = list[tuple[int, int]](), ""
    for word, space in zip(paragraph.words, paragraph.spaces, strict=True):
        spots.append((len(text), len(text) + len(word)))
        text += word + " " * space
    doc = nlp.make_doc(text)
    spans = [(spots[start][0], spots[end - 1][1], label) for start, end, label in paragraph.names]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name whose edge is inside one of our words: its words teach nothing
        cut = offsets_to_biluo_tags(doc, spans, missing="O")
    return [token.text for token in doc], [{"L": "I", "U": "B"}.get(tag[0], tag[0]) + tag[1:] for tag in cut]


def trees(texts: Iterable[Text]) -> Iterator[Record]:
    """Yield one record for each document: its sentences as (words, tags, parts of speech, heads, relations)."""
    for text in texts:
        yield {"sentences": [_columns(sentence) for sentence in text.sentences]}


def _columns(sentence: Sentence) -> Columns:
    """Return a sentence column by column."""
    rows = [(word.form, word.xpos, word.upos, word.head, word.label) for word in sentence.words]
    return [list(column) for column in zip(*rows, strict=True)]


def raw_paragraphs(data: Path, nlp: Language, dev: Iterable[Sequence[worldwide.Paragraph]], seed: int) -> Iterator[Record]:
    """Yield paragraphs of running text in the pipeline's words, up to the recipe's number of words; none has a run of words of `dev`."""
    limits = settings.read()["raw"]
    rng = random.Random(seed)
    held = _runs(dev, limits["shared"])
    sources = [list(_lines(data / path)) for path in RAW] + [list(_gmb(data / GMB))]
    budget = limits["words"] // len(sources)
    for lines in sources:
        rng.shuffle(lines)
        words, seen = 0, set[str]()
        for line in lines:
            if words >= budget:
                break
            if line in seen:  # a standing paragraph of an office teaches once
                continue
            seen.add(line)
            for part in _parts([token.text for token in nlp.make_doc(line) if not token.is_space], limits["longest"]):
                if len(part) >= limits["shortest"] and not (_grams(part, limits["shared"]) & held):
                    words += len(part)
                    yield {"words": part}


def _lines(path: Path) -> Iterator[str]:
    """Yield the paragraphs of a file of articles that end like a sentence."""
    with gzip.open(path, "rt", encoding="utf-8") as records:
        for record in records:
            yield from (line.strip() for line in orjson.loads(record)["text"].split("\n") if line.rstrip().endswith(_ENDS))


def sentences_of_gmb(data: Path) -> Iterator[str]:
    """Return the Groningen Meaning Bank's sentences in their order, which is that of its stories."""
    return _gmb(data / GMB)


def _gmb(path: Path) -> Iterator[str]:
    """Yield the Groningen Meaning Bank's sentences as running text, without its own labels, which are noisy."""
    with gzip.open(path, "rt", encoding="utf-8") as records:
        for record in records:
            words = orjson.loads(record)["tokens"]
            spaces = worldwide.spacing(words)
            yield "".join(word + " " * space for word, space in zip(words, spaces, strict=True)).strip()


def _parts(words: list[str], longest: int) -> Iterator[list[str]]:
    """Yield the words in parts, cut after a sentence end near `longest` words, at the latest after twice as many."""
    start = 0
    for index, word in enumerate(words):
        if (index - start >= longest * 0.6 and word in {".", "!", "?"}) or index - start >= 2 * longest:
            yield words[start : index + 1]
            start = index + 1
    if start < len(words):
        yield words[start:]


def _grams(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """Return all runs of `size` words, in small letters."""
    lower = [word.lower() for word in words]
    return {tuple(lower[index : index + size]) for index in range(len(lower) - size + 1)}


def _runs(articles: Iterable[Sequence[worldwide.Paragraph]], size: int) -> set[tuple[str, ...]]:
    """Return all runs of `size` words of some articles."""
    return {gram for article in articles for paragraph in article for gram in _grams(paragraph.words, size)}


def write(path: Path, records: Iterable[Record]) -> None:
    """Writes records as JSON lines."""
    with path.open("wb") as file:
        for record in records:
            file.write(orjson.dumps(record) + b"\n")


def read(path: Path) -> list[Record]:
    """Reads what `write` wrote."""
    with path.open("rb") as file:
        return [orjson.loads(line) for line in file]
