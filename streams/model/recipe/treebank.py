"""This module reads Universal Dependencies files as sentences, and makes spaCy documents of sentences."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

# The features that tense, number and voice are read from; the others (case, pronoun type, typos ...)
# would double the number of classes to be told apart and nobody reads them.
FEATURES = frozenset({"Number", "Tense", "VerbForm", "Mood", "Voice", "Degree"})

# GUM's genres whose texts are CC BY or CC BY-SA. The rest is non-commercial and stays out.
FREE_GENRES = frozenset({"academic", "bio", "court", "interview", "news", "voyage"})


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; `head` is an index in its sentence, its own for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    features: str
    head: int
    label: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, and whether a paragraph begins with it."""

    words: tuple[Word, ...]
    opens_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One document of a treebank."""

    name: str
    sentences: tuple[Sentence, ...]


def read_treebank(path: Path) -> list[Text]:
    """Return the documents of a CoNLL-U file (gzip or plain), without empty nodes."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return list(_texts(lines))


def _texts(lines: Iterable[str]) -> Iterator[Text]:
    """Yield the documents of CoNLL-U lines, cut at `# newdoc`."""
    name, sentences = "", list[Sentence]()
    block = list[str]()
    for line in [*lines, "\n"]:
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if sentences:
                yield Text(name, tuple(sentences))
            name, sentences = line.partition("=")[2].strip(), []
        if line:
            block.append(line)
        elif block:
            sentences.append(_sentence(block))
            block = []
    if sentences:
        yield Text(name, tuple(sentences))


def _sentence(block: list[str]) -> Sentence:
    """Return one block of CoNLL-U lines as a sentence."""
    rows, glued = [], set[int]()
    for line in block:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if "-" in cells[0]:  # "don't" over "do" and "n't": the parts touch, the whole says what follows
            first, last = map(int, cells[0].split("-"))
            glued.update(range(first, last))
            if "SpaceAfter=No" in cells[9]:
                glued.add(last)
        elif cells[0].isdigit():
            rows.append(cells)
    words = tuple(
        Word(
            form=row[1],
            lemma=row[2],
            upos=row[3],
            xpos=row[4],
            features=kept_features(row[5]),
            head=int(row[6]) - 1 if row[6] != "0" else index,
            label="ROOT" if row[6] == "0" else row[7],
            spaced="SpaceAfter=No" not in row[9] and index + 1 not in glued,
        )
        for index, row in enumerate(rows)
    )
    return Sentence(words, any(line.startswith("# newpar") for line in block))


def kept_features(features: str) -> str:
    """Return the part of a CoNLL-U feature string that is learned."""
    return "|".join(pair for pair in features.split("|") if pair.partition("=")[0] in FEATURES)


def training_names(splits: str) -> frozenset[str]:
    """Return the names of the documents that GUM's list of splits gives for training."""
    for part in re.split(r"^## ", splits, flags=re.MULTILINE):
        if part.split("\n", 1)[0].strip() == "train":
            return frozenset(re.findall(r"\* (\S+)", part))
    return frozenset()


def is_free(name: str) -> bool:
    """Return True if a document of GUM may be used by anyone for anything, by the genre in its name."""
    parts = name.split("_")
    return parts[0] == "GUM" and len(parts) > 1 and parts[1] in FREE_GENRES


def to_doc(vocab: Vocab, sentences: Iterable[Sentence]) -> Doc:
    """Return sentences as one document, with a space between them."""
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[tuple[str, str, str, int, str, str]] = []
    starts: list[bool] = []
    for sentence in sentences:
        if spaces:
            spaces[-1] = True
        offset = len(words)
        for index, word in enumerate(sentence.words):
            words.append(word.form)
            spaces.append(word.spaced)
            rows.append((word.xpos, word.upos, word.features, offset + word.head, word.label, word.lemma))
            starts.append(index == 0)
    tags, upos, features, heads, labels, lemmas = (list(column) for column in zip(*rows, strict=True))
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        tags=tags,
        pos=upos,
        morphs=features,
        heads=heads,
        deps=labels,
        lemmas=lemmas,
        sent_starts=starts if len(words) > 1 else None,
    )
