"""The vector of an article: its weightiest words with their weights, made from its sketch by whole numbers alone.

The headline's words count twice and capitalised words half as much again, as in alert (streams/alert/likeness.py). A sketch has hashes
of words instead of words, so a possessive is undone only for words of the table of frequencies: `Kirkuk's` of a town that the table does
not have is a word beside `Kirkuk`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import isqrt
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt

from streams.clean.sketch import normal, word_hashes, word_spans
from streams.screen.frequency import Frequency, bundled, stop_words, term
from streams.screen.seen import MOST_TEXTS, Seen
from streams.screen.text import Text, Words

LARGEST = 64
"""The largest number of words of a vector."""
ONE = 1000
"""The length of a vector: its weights are whole thousandths, so that they are the same on every machine."""
READ_WORDS = 2000
"""The number of words of a text that are read: what comes behind tells nothing new of what it is about."""
_MOST_HALVES = 8192
"""One more than the largest count of a word, in halves: a headline that has one word a thousand times is no headline."""
_LEAST_LENGTH = 3
"""The least number of letters of a word that says anything; figures of one or two digits do."""
_LOW = 0xFFFFFFFF
MUTE = -1
_MOST_CORPUS = 1 << 17
"""More texts than the corpus of the table will have."""

Weights = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vector:
    """The weights of some words, the weightiest first, of equal ones that of the smaller hash."""

    words: Words
    weights: Weights
    """In thousandths."""
    square: int
    """The sum of the squares of the weights, about a million."""
    said: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    """All words of the text that weigh anything, each once."""


@dataclass(frozen=True, slots=True)
class Table:
    """The number of texts of the corpus that have a word, by the words' hashes, which are sorted."""

    hashes: Words
    plain: Words
    """The hash of the word without its possessive."""
    counts: Weights
    """The number of texts that have the word; MUTE for words that say nothing."""
    texts: int
    """The number of texts in all."""

    @classmethod
    def of(cls, frequency: Frequency) -> Table:
        """Return the table of some frequencies, with the words that say nothing."""
        mute = {normal(word) for word in stop_words()} | {
            "".join(letters) for many in range(1, _LEAST_LENGTH) for letters in product(ascii_lowercase, repeat=many)
        }
        counts = {normal(word): many for word, many in frequency.of.items()} | dict.fromkeys(mute, MUTE)
        known = list(counts)
        found = dict[int, tuple[int, int]]()
        for forms in ([f"{word}'s" for word in known], known):  # a word as it stands goes before a possessive of the same hash
            for hash_, plain, word in zip(word_hashes(forms).tolist(), word_hashes(known).tolist(), known, strict=True):
                found[hash_] = (plain, counts[word])
        hashes = np.array(sorted(found), dtype=np.uint32)
        plains = np.array([found[hash_][0] for hash_ in hashes.tolist()], dtype=np.uint32)
        values = np.array([found[hash_][1] for hash_ in hashes.tolist()], dtype=np.int64)
        return cls(hashes, plains, values, frequency.texts)


def vector_of(headline: str | None, text: Text, seen: Seen, table: Table | None = None) -> Vector:
    """Return the weightiest words of an article, at most LARGEST; none if it says nothing. `seen`: the texts of the log before it."""
    table = table or _bundled()
    words, halves = _counted(text.words[:READ_WORDS], text.names, *_headline(headline))
    at = np.minimum(np.searchsorted(table.hashes, words), len(table.hashes) - 1)
    known = table.hashes[at] == words
    plain = np.where(known, table.plain[at], words)
    for index in np.flatnonzero(plain != words).tolist():  # a possessive counts as its word
        (other,) = np.flatnonzero(words == plain[index])[:1].tolist() or (index,)
        if other != index:
            halves[other] += halves[index]
            halves[index] = 0
    counts = np.where(known, table.counts[at], 0)
    mute = counts == MUTE
    # ln((texts + 1) / (count + 1/2)), as in frequency.py, over the corpus and the log together
    rarities = _logs()[2 * (table.texts + seen.texts + 1)] - _logs()[2 * (counts * ~mute + seen.of(plain)) + 1]
    rarities = np.where(mute, 0, np.maximum(rarities, 0))
    weighed = rarities * _terms()[np.minimum(halves, _MOST_HALVES - 1)]
    said = plain[weighed > 0]
    # One number for each word sorts them all: its weight, and of equal weights the smaller hash.
    packed = np.sort((weighed << 32) | (_LOW - plain))[: -LARGEST - 1 : -1]
    weighed, plain = packed >> 32, (_LOW - (packed & _LOW)).astype(np.uint32)
    length = isqrt(int(weighed @ weighed)) or 1
    weights = (2 * ONE * weighed + length) // (2 * length)
    count = int(np.count_nonzero(weights))
    weights = weights[:count]
    return Vector(plain[:count], weights, int(weights @ weights), said)


def _counted(body: Words, names: Words, titled: Words, capital: npt.NDArray[np.bool_]) -> tuple[Words, Weights]:
    """Return the words of a text and its headline, each once, and their counts in halves: 2 for a word, 3 with a capital, twice that in
    the headline.
    """
    words = np.sort(np.concatenate((body, titled)))
    first = np.flatnonzero(np.diff(words, prepend=words[:1] ^ 1))
    counts = np.diff(first, append=len(words))
    words = words[first]
    halves = np.where(among(words, names), 3, 2)
    indices = np.searchsorted(words, titled)
    above = np.bincount(indices, weights=np.where(capital, 6, 4), minlength=len(words)).astype(np.int64)  # small sums are exact
    counts -= np.bincount(indices, minlength=len(words))
    return words, counts * halves + above


def _headline(headline: str | None) -> tuple[Words, npt.NDArray[np.bool_]]:
    """Return the hashes of a headline's words, and a mask of those with a capital."""
    written = [headline[start:end] for start, end in word_spans(headline)] if headline else []
    return word_hashes(map(normal, written)), np.array([word[0].isupper() for word in written], dtype=np.bool_)


def among(values: Words, others: Words) -> npt.NDArray[np.bool_]:
    """Return a mask of the values that stand among others, which are sorted."""
    if not len(others):
        return np.zeros(len(values), dtype=np.bool_)
    mask: npt.NDArray[np.bool_] = others[np.minimum(np.searchsorted(others, values), len(others) - 1)] == values
    return mask


@cache
def _bundled() -> Table:
    return Table.of(bundled())


@cache
def _terms() -> Weights:
    """Return the factor of each count, given in halves, in thousandths."""
    return np.array([0, 0, *(_thousandths(term(halves / 2)) for halves in range(2, _MOST_HALVES))], dtype=np.int64)


@cache
def _logs() -> npt.NDArray[np.int32]:
    """Return the natural logarithm of each whole number that is asked for, in thousandths, and 0 for 0."""
    numbers = np.arange(1, 2 * (MOST_TEXTS + _MOST_CORPUS), dtype=np.float64)
    return np.concatenate(([0], np.rint(ONE * np.log(numbers)))).astype(np.int32)


def _thousandths(value: float) -> int:
    return round(ONE * value)
