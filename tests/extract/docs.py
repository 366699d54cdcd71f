"""Hand-made documents: trees that are right by definition, so that rules are tested and not the parser."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import spacy
from spacy.tokens import Doc

from streams.extract.articles import sentence_spans
from streams.extract.frames.frame import frames
from streams.extract.names.entities import entities
from streams.messages import AnalysedArticle, Argument, Attribution, Entity, Frame, Relation, ScreenedArticle, Sentence

VOCAB = spacy.blank("en").vocab
_NO_SPACE_BEFORE = frozenset({".", ",", "'s", "n't", "”", ";", "-"})
_TAGS = {
    "PROPN": "NNP NNPS", "NOUN": "NN NNS", "PRON": "PRP PRP$ WP WDT", "ADV": "WRB RB", "ADJ": "JJ", "DET": "DT", "ADP": "IN RP",
    "PART": "TO POS", "NUM": "CD", "CCONJ": "CC", "AUX": "MD", "PUNCT": ", . `` ''",
}  # fmt: skip
_UPOS = {tag: upos for upos, tags in _TAGS.items() for tag in tags.split()}

Frames = dict[str, dict[str, list[str]]]
"""The texts of arguments by role, by the lemma of their frame."""


def tree(rows: str, names: dict[str, str] | None = None) -> Doc:
    """Return a document of one sentence; a row is `word tag lemma head relation`, heads count from 1, 0 is the root.

    `names` gives entity labels by the words of each name, first occurrence.
    """
    cells = [row.split() for row in rows.strip().splitlines()]
    words = [row[0] for row in cells]
    spaces = [
        index + 1 < len(words) and words[index + 1] not in _NO_SPACE_BEFORE and words[index] not in ("“", "-")
        for index in range(len(words))
    ]
    labels = [row[4] for row in cells]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        tags=[row[1] for row in cells],
        pos=["AUX" if label.startswith(("aux", "cop")) else _UPOS.get(row[1], "VERB") for row, label in zip(cells, labels, strict=True)],
        lemmas=[row[2] for row in cells],
        heads=[int(row[3]) - 1 if row[3] != "0" else index for index, row in enumerate(cells)],
        deps=["ROOT" if row[3] == "0" else row[4] for row in cells],
    )
    spans = [doc.char_span(doc.text.index(name), doc.text.index(name) + len(name), label=label) for name, label in (names or {}).items()]
    doc.ents = [span for span in spans if span is not None]
    return doc


def read(doc: Doc) -> AnalysedArticle:
    """Return the document as extract writes it out."""
    spans = sentence_spans(doc)
    found = entities(doc)
    fields: dict[str, Any] = {
        "text": doc.text,
        "sentences": tuple(Sentence(start=span.start_char, end=span.end_char) for span in spans),
        "entities": found,
        "frames": frames(doc, found, spans),
    }
    return AnalysedArticle.model_construct(**fields)


def named(doc: Doc) -> list[tuple[str, str]]:
    """Return the label and the words of each entity."""
    return [(one.label, one.text) for one in entities(doc)]


def plain(text: str, names: dict[str, str] | None = None) -> Doc:
    """Return a text with names marked wherever they stand, but without a tree."""
    doc = spacy.blank("en")(text)
    spans = []
    for name, label in (names or {}).items():
        index = text.find(name)
        while index >= 0:
            spans.append(doc.char_span(index, index + len(name), label=label, alignment_mode="expand"))
            index = text.find(name, index + len(name))
    doc.ents = spacy.util.filter_spans([span for span in spans if span is not None])
    return doc


def frame(article: AnalysedArticle, lemma: str) -> Frame:
    """Return the only frame of a lemma (or of a light verb's noun)."""
    (one,) = [each for each in article.frames if lemma in (each.lemma, each.noun)]
    return one


def stretches(one: Frame) -> list[Frame | Argument | Attribution]:
    """Return the frame and its parts, each with its offsets."""
    return [one, *one.arguments, *([one.attribution] if one.attribution else [])]


def roles(one: Frame) -> dict[str, list[str]]:
    """Return the texts of a frame's arguments by role, obliques by their marker."""
    found: dict[str, list[str]] = {}
    for argument in one.arguments:
        found.setdefault(key(argument), []).append(argument.text)
    return found


def roles_by_lemma(rows: str, lemmas: Iterable[str]) -> Frames:
    """Return the roles of the frames with these lemmas in a tree, in which Orvik is a town."""
    article = read(tree(rows, {"Orvik": "LOC"} if "Orvik" in rows else None))
    return {lemma: roles(frame(article, lemma)) for lemma in lemmas}


def key(argument: Argument) -> str:
    """Return the marker of an oblique (`in`, `with`), the role of any other argument."""
    return argument.marker or "at" if argument.role == "oblique" else argument.role


def entity(article: AnalysedArticle, argument: Argument) -> Entity | None:
    """Return the entity behind an argument; None without one."""
    return None if argument.entity is None else article.entities[argument.entity]


def screened(text: str, **changes: object) -> ScreenedArticle:
    """Return an article that screen let through as new."""
    when = datetime(2024, 3, 9, 12, tzinfo=UTC)
    new = Relation(kind="new", story="s")
    return ScreenedArticle(source="t/0/0", uri="urn:t", text=text, published=when, received=when, relation=new).with_(**changes)
