"""This module reads the Worldwide Newswire as running text: it puts the tokens back together, and gives the names as spans."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

LABELS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Date": "DATE",
    "Misc": "MISC",
    "Facility": "FAC",
    "Money": "MONEY",
    "Product": "PRODUCT",
}

Split = Literal["train", "dev"]


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())


_TOUCH_LEFT = _words(") ] } , . ; : ? ! % ’ ” » … ° 's ’s n't n’t 're ’re 've ’ve 'm ’m 'll ’ll 'd ’d")
_TOUCH_RIGHT = _words("( [ { “ ‘ « $ € £ ₹ ₡ ¥ # @")
_TOUCH_BOTH = _words("/ _ \\")
# Cut off its apostrophe in some articles: "Hasina", "’", "s".
_CLITICS = _words("s t re ve ll d m")
# After these a capital is still part of the same word: "anti-American".
_PREFIXES = _words("anti pro non ex mid post pre neo inter trans pan vice sub un")
# A capital one of these behind a hyphen opens a sentence: "25 March - It is already".
_OPENERS = _words("the a an it in at on as this that these those he she they we i after when for but and")

_MONTHS = _words(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: words, whether a space follows each, and its names as (start, end, label)."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    names: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the region that it comes from, and its paragraphs."""

    region: str
    paragraphs: tuple[Paragraph, ...]


def read_articles(path: Path, split: Split) -> Iterator[tuple[Paragraph, ...]]:
    """Return the articles of one split, each as its paragraphs."""
    return (article.paragraphs for article in read_regions(path, split))


def read_regions(path: Path, split: Split) -> Iterator[Article]:
    """Yield the articles of one split with their regions, as the file names them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["split"] == split:
                parts = (paragraph(part["tokens"], part["tags"]) for part in record["sentences"] if part["tokens"])
                yield Article(record["region"], tuple(parts))


def paragraph(tokens: list[str], tags: list[str]) -> Paragraph:
    """Return a paragraph made of the file's tokens and B-/I-/O tags."""
    words: list[str] = []
    marks: list[str] = []
    for token, tag in zip(tokens, tags, strict=True):
        for part in token.split() or ["-"]:  # "4 hours" is one token there; no live tokeniser makes such
            words.append(part)
            marks.append(tag.replace("B-", "I-") if tag[0] == "B" and part != token.split()[0] else tag)
    return Paragraph(tuple(words), tuple(spacing(words)), tuple(spans(marks)))


def spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, label) of B-/I-/O tags; an I- of another class than before opens a span."""
    start, kind = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        new = "" if tag == "O" else LABELS[tag[2:]]
        if kind and (new != kind or tag[0] == "B"):
            yield start, index, kind
            kind = ""
        if new and not kind:
            start, kind = index, new


def spacing(words: list[str]) -> list[bool]:
    """Return for each word whether a space follows it, as a newsroom would set it."""
    spaces = [_parted(left, right) for left, right in pairwise(words)] + [False]
    quoting = False
    for index, word in enumerate(words):
        if word in {"-", "–"} and 0 < index < len(words) - 1 and _joins(words[index - 1], words[index + 1], word):
            spaces[index - 1] = spaces[index] = False
        if word == '"':
            if quoting and index:
                spaces[index - 1] = False
            elif not quoting:
                spaces[index] = False
            quoting = not quoting
    return spaces


def _parted(left: str, right: str) -> bool:
    """Return True if a space stands between two neighbours, hyphens and straight quotes aside."""
    if right in _TOUCH_LEFT or left in _TOUCH_RIGHT:
        return False
    if left in _TOUCH_BOTH or right in _TOUCH_BOTH or (left == "’" and right in _CLITICS):
        return False
    return not (right == "'" and left.endswith("s"))


def _joins(left: str, right: str, dash: str) -> bool:
    """Return True if a dash makes one word of its neighbours ("anti-gay"), False if it parts two clauses."""
    if not (left[-1].isalnum() and right[0].isalnum()):
        return False
    if dash == "–":
        return left.isdigit() and right.isdigit()
    if right[0].isupper() and (right.lower() in _OPENERS or left.lower() in _MONTHS):
        return False
    if right[0].isupper() and not left[0].isupper():
        return left.lower() in _PREFIXES
    return not (left.isdigit() and right[0].isupper())


def to_doc(vocab: Vocab, article: Sequence[Paragraph]) -> Doc:
    """Return an article as a document with its names set, a line for each paragraph."""
    words, spaces, names = list[str](), list[bool](), list[tuple[int, int, str]]()
    for paragraph in article:
        if words:
            words.append("\n")
            spaces.append(False)
        names += [(len(words) + start, len(words) + end, label) for start, end, label in paragraph.names]
        words += paragraph.words
        spaces += paragraph.spaces
    doc = Doc(vocab, words=words, spaces=spaces)
    doc.set_ents([Span(doc, *name) for name in names], default="outside")
    return doc
