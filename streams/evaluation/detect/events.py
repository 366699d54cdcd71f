"""An evaluation of how events are read: the corpus' held-out texts by the rules alone, the reader alone, and both as detect decides.

Typed events count by sentence: a type is right if an event word of the sentence has it, or would accept it; a gold type is found if it, or
one that its word would accept, is given. A part of the corpus is by document, so no text is in two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from streams.detect.decision import decide, features, voices_of
from streams.detect.reading import Reading
from streams.detect.topic import topic_of
from streams.detect.types import kind_of
from streams.evaluation.corpus.annotated import Annotated, annotated
from streams.model.events.labels import ROLES
from streams.model.events.reader import EventReader
from streams.model.load import event_reader
from streams.model.recipe.events import corpus
from streams.model.recipe.events.corpus import Part, Told
from streams.model.recipe.events.samples import Page, page

TARGETS = {
    "both.harm.f": 0.84,
    "both.all.f": 0.78,
    "words.precision": 0.82,
    "words.recall": 0.82,
    "news.accuracy": 0.88,
    "realis.accuracy": 0.82,
    "realis.happenedPrecision": 0.93,
    "kind.accuracy": 0.85,
    "arguments.f": 0.70,
}
"""The share from 0 to 1 that each figure is to reach."""
_TYPED = 0.4
"""The chance from which the reader alone gives a type: where its F is best on the dev part."""
_WORD = 0.4
"""The chance from which the reader alone takes a word for an event word."""
_RECALL = 0.8
"""The recall at which the precision of `happened` is taken."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The gold event words of one sentence, and the types that each way of reading gives it."""

    gold: tuple[Told, ...]
    rules: frozenset[str]
    reader: frozenset[str]
    both: frozenset[str]


def evaluate(nlp: Language, folder: Path, part: Part = "test") -> dict[str, Any]:
    """Return every figure on a part of the corpus in `folder`; raise ValueError where the pipeline has no event reader."""
    reader = event_reader(nlp)
    if reader is None:
        raise ValueError("the pipeline has no event reader")
    texts = corpus.by_part(list(corpus.read(folder)), part)
    sentences = [sentence for one in annotated(nlp, texts) for sentence in sentences_of(one)]
    by_way: dict[str, list[frozenset[str]]] = {
        "rules": [one.rules for one in sentences],
        "reader": [one.reader for one in sentences],
        "both": [one.both for one in sentences],
    }
    gold = [one.gold for one in sentences]
    typed = {way: {name: typed_figures(gold, found, harm=name == "harm") for name in ("all", "harm")} for way, found in by_way.items()}
    size = {"texts": len(texts), "sentences": len(sentences), "events": sum(len(one) for one in gold)}
    return {"size": size, **typed, **word_figures(reader, [page(nlp, text) for text in texts])}


def sentences_of(one: Annotated) -> Iterator[Sentence]:
    """Yield the sentences of an annotated article with the types that the rules, the reader and both give them."""
    count = len(one.text.sentences)
    gold: list[list[Told]] = [[] for _ in range(count)]
    rules, read, both = ([set[str]() for _ in range(count)] for _ in range(3))
    for told in one.text.events:
        gold[told.sentence].append(told)
    reading = Reading(one.article)
    topic = topic_of(reading)
    voices = voices_of(reading, topic)
    for index, frame in enumerate(one.article.frames):
        at, voice = one.sentence_at(frame.start), voices.get(index)
        if voice is not None and voice.first.type != "NONE":
            rules[at].add("ASSAULT" if voice.first.type == "RESULT" else voice.first.type)
        if frame.reading is not None:
            read[at] |= {name for name, percent in frame.reading.types.items() if percent >= 100 * _TYPED}
        if (voice is not None or frame.reading is not None) and (
            chosen := decide(features(reading, index, voices, topic)).type
        ) is not None:
            both[at].add(chosen)
    for words, *ways in zip(gold, rules, read, both, strict=True):
        yield Sentence(tuple(words), *(frozenset(way) for way in ways))


def typed_figures(gold: Sequence[Sequence[Told]], found: Sequence[Iterable[str]], *, harm: bool) -> dict[str, float]:
    """Return precision, recall and F of types by sentence; with `harm` only occurrences at a place count, which alerts are mostly of."""
    said = right = told = hit = 0
    for words, types in zip(gold, found, strict=True):
        given = set(types)
        for name in given:
            if not harm or _harms(name):
                said += 1
                right += any(name == one.type or name in one.also for one in words)
        for name in {one.type for one in words}:
            if not harm or _harms(name):
                told += 1
                hit += any(name == one.type and given & {one.type, *one.also} for one in words)
    return _figures(right, said, hit, told)


def _harms(name: str) -> bool:
    return kind_of(name).deed and not kind_of(name).dealing


def word_figures(reader: EventReader, pages: Sequence[Page]) -> dict[str, Any]:
    """Return the figures of the reader alone, on the words of the corpus' own sentences; status, realis and arguments on the gold event
    words.
    """
    chances, events = list[float](), list[bool]()
    types, news, realis, kinds = list[bool](), list[bool](), list[bool](), list[bool]()
    happened = list[tuple[float, bool]]()
    arguments: Counter[tuple[str, str]] = Counter()
    for one in pages:
        story = reader.read(one.sentences, one.headline, one.text.published)
        if story.kinds is not None:
            kinds.append(reader.labels.kinds[int(story.kinds.argmax())] == one.text.kind)
        for number, words in enumerate(one.sentences):
            said = story.sentences.get(number)
            indices = {word.index for word in one.events[number]}
            if said is None:  # it holds no word that may tell of an event
                chances += [0.0] * len(words)
                events += [index in indices for index in range(len(words))]
                continue
            read = said.event().tolist()
            chances += read + [0.0] * (len(words) - len(read))
            events += [index in indices for index in range(len(words))]
            for word in one.events[number]:
                if word.index >= len(read):
                    continue
                best = reader.labels.types[1 + int(said.types[word.index, 1:].argmax())]
                types.append(best == word.told.type or best in word.told.also)
                news.append((said.news[word.index] > 0.5) == word.told.news)
                realis.append(reader.labels.realis[int(said.realis[word.index].argmax())] == word.told.realis)
                happened.append((float(said.realis[word.index, 0]), word.told.realis == "happened"))
                _argued(arguments, said.roles(word.index), reader, word.index, word.roles)
    sure, true = np.array(chances), np.array(events)
    precision, recall = _shares(sure >= _WORD, true)
    return {
        "words": {"precision": precision, "recall": recall, "type": _mean(types)},
        "news": {"accuracy": _mean(news)},
        "realis": {"accuracy": _mean(realis), "happenedPrecision": _precision_at(happened)},
        "kind": {"accuracy": _mean(kinds)},
        "arguments": _argument_figures(arguments),
    }


def _argued(
    counts: Counter[tuple[str, str]], roles: NDArray[np.float32], reader: EventReader, at: int, gold: dict[str, tuple[int, ...]]
) -> None:
    """Count the arguments of one event word: one is right if at least half of the longer of the two spans is common to both."""
    best = roles.argmax(axis=1)
    for role in ROLES:
        number = reader.labels.roles.index(role)
        found = {index for index in np.flatnonzero(best == number).tolist() if index != at}
        told = {index for index in gold.get(role, ()) if index < len(best)}
        right = bool(found and told) and 2 * len(found & told) >= max(len(found), len(told))
        counts[role, "right"] += right
        counts[role, "said"] += bool(found)
        counts[role, "told"] += bool(told)


def _argument_figures(counts: Counter[tuple[str, str]]) -> dict[str, Any]:
    def figures(roles: Iterable[str]) -> dict[str, float]:
        right, said, told = (sum(counts[role, what] for role in roles) for what in ("right", "said", "told"))
        return _figures(right, said, right, told)

    return {**figures(ROLES), **{role: figures((role,))["f"] for role in ROLES}}


def _precision_at(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the precision of the likeliest, taken until the recall _RECALL is reached; 0 for no pairs."""
    ordered = [true for _, true in sorted(pairs, key=lambda pair: -pair[0])]
    wanted, right = _RECALL * sum(ordered), 0
    for count, true in enumerate(ordered, 1):
        right += true
        if right >= wanted:
            return round(right / count, 4)
    return 0.0


def _shares(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> tuple[float, float]:
    both = int((found & true).sum())
    return round(both / max(1, int(found.sum())), 4), round(both / max(1, int(true.sum())), 4)


def _figures(right: int, said: int, hit: int, told: int) -> dict[str, float]:
    precision, recall = right / max(1, said), hit / max(1, told)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
    }


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / max(1, len(values)), 4)
