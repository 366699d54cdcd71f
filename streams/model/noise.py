"""Training noise: what newsrooms do to letters (headline capitals, curly quotes) without changing a word."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from spacy import registry
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

SENTENCE_ENDS = frozenset(".?!")


def _words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# Words that stay small in a headline.
SMALL = _words("a an the and or but nor of in on at to by for from with as vs via over after")
_KEPT = ["ENT_IOB", "ENT_TYPE", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "SPACY"]
_CURLY = {"'": "’", "`": "‘", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'m": "’m", "'ll": "’ll", "'d": "’d"}
_STRAIGHT = {curly: straight for straight, curly in _CURLY.items()} | {"“": '"', "”": '"', "‘": "'"}

Augmenter = Callable[[Language, Example], Iterator[Example]]


def newsroom(headline: float, quotes: float, seed: int) -> Augmenter:
    """Noise for one example: with chance `headline` one sentence gets another case, with chance `quotes` its quotes change."""
    return partial(_roughen, rng=random.Random(seed), headline=headline, quotes=quotes)


def _roughen(nlp: Language, example: Example, *, rng: random.Random, headline: float, quotes: float) -> Iterator[Example]:
    """The example, respelled or as it is."""
    doc = example.reference
    words = [token.text for token in doc]
    if words and rng.random() < headline:
        start, end = rng.choice(list(stretches(words)))
        words[start:end] = rng.choice([titled, titled, uppered, lowered])(words[start:end])
    if rng.random() < quotes:
        words = (straightened if any(word in _STRAIGHT for word in words) else curled)(words)
    if words == [token.text for token in doc]:
        yield example
    else:
        reference = respelled(doc, words)
        yield Example(nlp.make_doc(reference.text), reference)


def respelled(doc: Doc, words: list[str]) -> Doc:
    """The same annotations over other spellings of the same words."""
    fresh = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    values = np.asarray(doc.to_array(_KEPT))
    return fresh.from_array(_KEPT, values)


def stretches(words: list[str]) -> Iterator[tuple[int, int]]:
    """Places of the runs of words that end at a sentence end or a line end."""
    start = 0
    for place, word in enumerate(words):
        if word in SENTENCE_ENDS or "\n" in word or place == len(words) - 1:
            yield start, place + 1
            start = place + 1


def titled(words: list[str]) -> list[str]:
    """Headline capitals: Every Word but the Small Ones."""
    return [word if place != 0 and word.lower() in SMALL else word[:1].upper() + word[1:] for place, word in enumerate(words)]


def uppered(words: list[str]) -> list[str]:
    """ALL CAPITALS, save where that would change the length of a word."""
    return [word.upper() if len(word.upper()) == len(word) else word for word in words]


def lowered(words: list[str]) -> list[str]:
    """all small letters."""
    return [word.lower() if len(word.lower()) == len(word) else word for word in words]


def curled(words: list[str]) -> list[str]:
    """Typewriter quotes as printers' quotes, opening and closing in turn."""
    made, opening = [], True
    for word in words:
        if word == '"':
            made.append("“" if opening else "”")
            opening = not opening
        else:
            made.append(_CURLY.get(word, word))
    return made


def straightened(words: list[str]) -> list[str]:
    """Printers' quotes as typewriter quotes."""
    return [_STRAIGHT.get(word, word) for word in words]


registry.augmenters("streams.newsroom.v1", func=newsroom)
