"""This module makes rows of the event reader, with their targets, of annotated texts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from streams.model.events.labels import Labels, telling
from streams.model.events.windows import WORDS, Window, before, windows
from streams.model.pieces import Pieces, Row
from streams.model.recipe.events.corpus import Text, Told, argument_span, span_of
from streams.model.recipe.silver import SKIP

ALSO = 0.25
"""The share of a target that goes to the other types that a fair editor would accept."""
_WITHOUT = 0.15
"""Share of windows in training that stand without day and headline."""
_DROPPED = 0.8
"""Share of sentences without a trigger word and an event that training leaves out; the reader at work leaves out all of them."""
_SHORT, _LONG = 50, 170
"""Bounds of the most words of a window, which is drawn anew for each text and pass."""

Array = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Word:
    """An event word by its index in the sentence's words, and the indices of its arguments' words by role."""

    index: int
    told: Told
    roles: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """A text in the pipeline's words."""

    text: Text
    headline: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    events: tuple[tuple[Word, ...], ...]
    """The event words of each sentence."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A row and its targets: by word soft types (words, types), news, realis, modes; by event word and word `roles`; the text's kind."""

    row: Row
    parts: tuple[int, ...]
    types: NDArray[np.float32]
    news: Array
    realis: Array
    modes: Array
    triggers: Array
    roles: Array
    """The role of each word for each trigger (triggers, words); SKIP outside the trigger's sentence."""
    kind: int


def page(nlp: Language, text: Text) -> Page:
    """Return a text cut into the pipeline's words, with its events put on them; an argument that is not in its sentence is left out."""
    by_sentence: list[list[Told]] = [[] for _ in text.sentences]
    for told in text.events:
        by_sentence[told.sentence].append(told)
    docs = [nlp.make_doc(sentence) for sentence in text.sentences]
    return Page(
        text,
        tuple(word.text for word in nlp.make_doc(text.headline or "") if not word.is_space),
        tuple(tuple(word.text for word in doc if not word.is_space) for doc in docs),
        tuple(
            tuple(word for told in events if (word := _word(doc, sentence, told)) is not None)
            for doc, sentence, events in zip(docs, text.sentences, by_sentence, strict=True)
        ),
    )


def _word(doc: Doc, sentence: str, told: Told) -> Word | None:
    span = span_of(sentence, told)
    indices = () if span is None else _indices(doc, span)
    if span is None or not indices:
        return None
    roles = dict[str, tuple[int, ...]]()
    for role, words in told.arguments.items():
        at = argument_span(sentence, words, span[0])
        held = () if at is None else tuple(index for index in _indices(doc, at) if index != indices[-1])
        if held:
            roles[role] = held
    return Word(indices[-1], told, roles)


def _indices(doc: Doc, span: tuple[int, int]) -> tuple[int, ...]:
    """Return the indices of the words, blanks not counted, that lie in a stretch."""
    words = [word for word in doc if not word.is_space]
    return tuple(index for index, word in enumerate(words) if word.idx < span[1] and word.idx + len(word.text) > span[0])


def samples(pages: Sequence[Page], pieces: Pieces, labels: Labels, rng: random.Random | None) -> Iterator[Sample]:
    """Yield one sample for each window; with `rng` windows and their context are drawn anew, as for a pass of training."""
    for one in pages:
        ahead = before(one.headline, one.text.published)
        if rng is not None and rng.random() < _WITHOUT:
            ahead = []
        numbers = [
            number
            for number, words in enumerate(one.sentences)
            if rng is None or one.events[number] or telling(words, labels) or rng.random() >= _DROPPED
        ]
        sentences = [(number, one.sentences[number]) for number in numbers if one.sentences[number]]
        counts = {word: len(pieces.of(word)) for words in (ahead, *(words for _, words in sentences)) for word in words}
        for window in windows(sentences, ahead, counts, rng.randint(_SHORT, _LONG) if rng is not None else WORDS):
            yield _sample(one, window, pieces, labels)


def _sample(one: Page, window: Window, pieces: Pieces, labels: Labels) -> Sample:
    size = len(window.words)
    types = np.zeros((size, len(labels.types)), dtype=np.float32)
    news, realis, modes = (np.full(size, SKIP, dtype=np.int64) for _ in range(3))
    triggers, roles = list[int](), list[Array]()
    for number, start, end in window.sentences:
        types[start:end, 0] = 1
        for word in one.events[number]:
            index = start + word.index
            if index >= end:
                continue
            told = word.told
            types[index] = 0
            also = [labels.types.index(name) for name in told.also if name != told.type]
            types[index, labels.types.index(told.type)] = 1 - ALSO * bool(also)
            for other in also:
                types[index, other] += ALSO / len(also)
            news[index], realis[index] = told.news, labels.realis.index(told.realis)
            modes[index] = labels.modes.index(told.mode) if told.mode in labels.modes else 0
            row = np.full(size, SKIP, dtype=np.int64)
            row[start:end] = 0
            for role, held in word.roles.items():
                for at in held:
                    if start + at < end:
                        row[start + at] = labels.roles.index(role)
            triggers.append(index)
            roles.append(row)
    return Sample(
        pieces.row(window.words),
        window.parts,
        types,
        news,
        realis,
        modes,
        np.array(triggers, dtype=np.int64),
        np.array(roles, dtype=np.int64).reshape(len(triggers), size),
        labels.kinds.index(one.text.kind),
    )
