"""The frequency of words: how few texts of the event corpus have a word, by which screen places an article in a story and alert in an
incident.

Term frequency and inverse document frequency (Sparck Jones 1972). The table is bundled, so that the same articles are as alike on every
worker and after every restart. Stop words are spaCy's, kept in `data/stopwords.toml`, since the screen stage has no need of spaCy.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from streams import wordlist

FILE = "frequency.tsv.gz"
_FEWEST = 5
"""The least number of texts of the corpus that have a word, for it to be kept in the table."""
_WORD = re.compile(r"[^\W\d_][\w'’-]{2,39}|\d{1,20}")


@dataclass(frozen=True, slots=True)
class Frequency:
    """The number of texts in all, and of those in which each word stands."""

    texts: int
    of: Mapping[str, int]

    def rarity(self, word: str) -> float:
        """Return the inverse document frequency, a natural logarithm: about 0 for a word of every text."""
        return math.log((self.texts + 1) / (self.of.get(word, 0) + 0.5))


def term(count: float) -> float:
    """Return the factor by which a word weighs more if it stands in a text several times; its rarity is the other factor."""
    return 1 + math.log(count)


def words(text: str) -> Iterable[str]:
    """Return the words of a text that weigh anything, as written, without their possessive: no stop word, none of under three letters."""
    plain = (word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text))
    return (word for word in plain if word.lower() not in stop_words())


@cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing of what a text is about, in lower case."""
    return frozenset(wordlist.entries(wordlist.read("screen", "stopwords")["stop_words"]))


@cache
def bundled() -> Frequency:
    """Return the table that is shipped."""
    return read(gzip.decompress((files("streams.screen") / "data" / FILE).read_bytes()).decode())


def read(text: str) -> Frequency:
    """Return the table that a text holds: the number of texts, then a word and its number of texts a line, parted by a tab."""
    first, *lines = text.splitlines()
    return Frequency(int(first), MappingProxyType({word: int(count) for word, count in (line.split("\t") for line in lines)}))


def count(texts: Iterable[str]) -> Frequency:
    """Return the frequency of the words of some texts; words of fewer than _FEWEST texts are left out."""
    number, found = 0, Counter[str]()
    for text in texts:
        number += 1
        found.update({word.lower() for word in words(text)})
    return Frequency(number, {word: many for word, many in sorted(found.items()) if many >= _FEWEST})


def write(frequency: Frequency, path: Path) -> None:
    """Write a table to a file; the same table gives the same bytes."""
    lines = chain([str(frequency.texts)], (f"{word}\t{many}" for word, many in frequency.of.items()))
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))
