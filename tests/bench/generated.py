"""Generated sketches, as bytes from the log, with which screen's index is measured at sizes for which there are no articles.

Of 400 words in the mean: words by Zipf's law from 60,000, turns of phrase that many share, names and figures. Eight in ten are texts of
their own; the others are copies, edits, updates, excerpts and templates filled in anew of those shortly before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import xxhash

from streams.clean.sketch import SKETCH_VERSION, _packed
from streams.messages import Sketch
from streams.screen.text import distinct

WORDS = 400
WORLD, NAMES, FIGURES, PHRASES = 60_000, 20_000, 3_000, 3_000
DRAWN = 1 << 20
RECENT = 3_000
"""The number of recent articles from which a copy or an edit is made."""
KINDS = ("own", "copy", "edit", "update", "excerpt", "template")
SHARES = (0.80, 0.06, 0.05, 0.04, 0.03, 0.02)
Words = npt.NDArray[np.uint32]


class Wire:
    """Generated sketches, one after the other, the same for the same seed. Words are numbers until they are written."""

    def __init__(self, apart: timedelta, seed: int = 1) -> None:
        self._dice = np.random.default_rng(seed)
        self._hashes = self._dice.integers(0, 2**32, WORLD + NAMES + FIGURES, dtype=np.uint32)
        law = np.cumsum(1 / np.arange(1, WORLD + 1))
        self._drawn = np.searchsorted(law, self._dice.random(DRAWN) * law[-1]).astype(np.uint32)
        self._phrases = [self._common(int(n)) for n in self._dice.integers(3, 8, PHRASES)]
        self._recent: deque[Words] = deque(maxlen=RECENT)
        self._apart, self.start, self._number = apart, datetime(2026, 3, 2, tzinfo=UTC), -1

    def sketches(self, count: int) -> Iterator[bytes]:
        """Yield the records of the next `count` articles."""
        for words in self.texts(count):
            yield self._record(words)

    def texts(self, count: int) -> Iterator[Words]:
        """Yield the words of the next `count` articles, as numbers."""
        for _ in range(count):
            self._number += 1
            kind = KINDS[int(np.searchsorted(np.cumsum(SHARES), self._dice.random()))] if self._recent else "own"
            words = self._made(kind)
            if kind in ("own", "update"):
                self._recent.append(words)
            yield words

    @property
    def uri(self) -> str:
        """The uri of the last article."""
        return f"https://agency{self._number % 40}.example/2026/03/{self._number}"

    def _made(self, kind: str) -> Words:
        if kind == "own":
            return self._text(int(np.clip(self._dice.lognormal(np.log(WORDS) - 0.125, 0.5), 60, 3000)))
        old = self._recent[int(self._dice.integers(len(self._recent)))]
        match kind:
            case "edit":
                words = old.copy()
                words[self._dice.integers(0, len(words), len(words) // 50)] = self._common(1)
                return words
            case "update":
                return np.concatenate((self._text(60), old))[:3000]
            case "excerpt":
                start = int(self._dice.integers(max(1, len(old) - 60)))
                return np.concatenate((self._text(150), old[start : start + 60], self._text(150)))
            case "template":
                words = old.copy()
                for first, size in ((WORLD, NAMES), (WORLD + NAMES, FIGURES)):
                    at = np.flatnonzero((words >= first) & (words < first + size))
                    words[at] = self._dice.integers(first, first + size, len(at), dtype=np.uint32)
                return words
        return old

    def _common(self, count: int) -> Words:
        """Return words of the common vocabulary; each is drawn anew, for neighbours of a fixed draw would repeat."""
        words: Words = self._drawn[self._dice.integers(0, DRAWN, count)]
        return words

    def _text(self, size: int) -> Words:
        words = self._common(size)
        for at, which in self._dice.integers(0, (size, PHRASES), (size // 40, 2)).tolist():
            phrase = self._phrases[which][: size - at]
            words[at : at + len(phrase)] = phrase
        for first, pool, share in ((WORLD, NAMES, 12), (WORLD + NAMES, FIGURES, 40)):
            words[self._dice.integers(0, size, size // share)] = self._dice.integers(first, first + pool, size // share, dtype=np.uint32)
        return words

    def _record(self, words: Words) -> bytes:
        number = self._number
        hashes = self._hashes[words]
        figures, named = words >= WORLD + NAMES, (words >= WORLD) & (words < WORLD + NAMES)
        return Sketch.model_construct(
            version=SKETCH_VERSION,
            source=f"articles/{number % 12}/{number // 12}",
            uri=self.uri,
            article_version="1",
            publisher=f"Agency {number % 200}",
            link=self.uri,
            headline=f"Headline of {number} with {number % 97} further words to be found by",
            received=self.start + number * self._apart,
            exact=xxhash.xxh3_64_hexdigest(hashes.tobytes()),
            words=_packed(hashes, "<u4"),
            figures=_packed(distinct(hashes[figures] & np.uint32(0xFFFF)), "<u2"),
            names=_packed(distinct(hashes[named]), "<u4"),
            lead_names=_packed(distinct(hashes[:45][named[:45]]), "<u4"),
        ).encode()
