"""Screen's index with a million generated articles in it: what one more costs against how many are there, and the memory.

Sketches as bytes, as they come off the log, of 400 words in the mean: words by Zipf's law from 60,000, turns of phrase that many share,
names and figures. Eight in ten are texts of their own; the others are copies, edits, updates, excerpts and templates filled in anew of
those shortly before. The clock is CPU time of this process, decoding included, making the sketches not; on two cores that ten
processes share it counts up to twice what a core of one's own takes, so compare sizes, which are measured side by side.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import xxhash

from streams.clean.sketch import SKETCH_VERSION, _packed
from streams.messages import Sketch
from streams.screen import Index
from streams.screen.day import Day
from streams.screen.text import distinct
from streams.settings import Settings
from tests.bench.figure import Part

ARTICLES, QUICK_ARTICLES = 1_000_000, 50_000
STEPS = 6
TARGET = 600.0
WORDS = 400
POOL, APPLIED = 5_000, 4_000
"""Articles that the index is grown from, and those that are clocked at each size."""
WORLD, NAMES, FIGURES, PHRASES = 60_000, 20_000, 3_000, 3_000
DRAWN = 1 << 20
RECENT = 3_000
"""Articles from which a copy or an edit is made."""
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
        self._apart, self._start, self._number = apart, datetime(2026, 3, 2, tzinfo=UTC), 0

    def sketches(self, count: int) -> Iterator[bytes]:
        """So many records more."""
        for _ in range(count):
            number, self._number = self._number, self._number + 1
            kind = KINDS[int(np.searchsorted(np.cumsum(SHARES), self._dice.random()))] if self._recent else "own"
            words = self._made(kind)
            if kind in ("own", "update"):
                self._recent.append(words)
            yield self._record(number, words)

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
        """Neighbours of a fixed draw would repeat, so every word is drawn anew from it."""
        return self._drawn[self._dice.integers(0, DRAWN, count)]

    def _text(self, size: int) -> Words:
        words = self._common(size)
        for at, which in self._dice.integers(0, (size, PHRASES), (size // 40, 2)).tolist():
            phrase = self._phrases[which][: size - at]
            words[at : at + len(phrase)] = phrase
        for first, pool, share in ((WORLD, NAMES, 12), (WORLD + NAMES, FIGURES, 40)):
            words[self._dice.integers(0, size, size // share)] = self._dice.integers(first, first + pool, size // share, dtype=np.uint32)
        return words

    def _record(self, number: int, words: Words) -> bytes:
        hashes = self._hashes[words]
        figures, named = words >= WORLD + NAMES, (words >= WORLD) & (words < WORLD + NAMES)
        return Sketch.model_construct(
            version=SKETCH_VERSION,
            source=f"articles/{number % 12}/{number // 12}",
            uri=f"https://agency{number % 40}.example/2026/03/{number}",
            article_version="1",
            publisher=f"Agency {number % 200}",
            link=f"https://agency{number % 40}.example/2026/03/{number}",
            headline=f"Headline of {number} with {number % 97} further words to be found by",
            received=self._start + number * self._apart,
            exact=xxhash.xxh3_64_hexdigest(hashes.tobytes()),
            words=_packed(hashes, "<u4"),
            figures=_packed(distinct(hashes[figures] & np.uint32(0xFFFF)), "<u2"),
            names=_packed(distinct(hashes[named]), "<u4"),
            lead_names=_packed(distinct(hashes[:45][named[:45]]), "<u4"),
        ).encode()


def measure(tell: Callable[[str], None], *, quick: bool = False, articles: int | None = None) -> Part:
    """Some minutes, most of it for the sketches."""
    part = Part("a million articles in screen's index")
    most = articles or (QUICK_ARTICLES if quick else ARTICLES)
    wire = Wire(timedelta(days=1) / (most + 10 * APPLIED))
    pool = Index()
    for offset, value in enumerate(wire.sketches(POOL)):
        pool.apply(offset, Sketch.decode(value))
    ends = [int(size) for size in np.unique(np.geomspace(POOL, most, STEPS).astype(int) // POOL * POOL)]
    rates: list[float] = []
    before, index = _resident(), pool
    for size in ends:
        index = grown(pool, size // POOL)
        spent = slowest = 0.0
        for value in wire.sketches(APPLIED):
            began = time.process_time()
            index.apply(index.offset, Sketch.decode(value))
            took = time.process_time() - began
            spent, slowest = spent + took, max(slowest, took)
        rates.append(APPLIED / spent)
        tell(
            f"{size:>9,} articles: {rates[-1]:5.0f} a second and core, {1000 / rates[-1]:.2f} ms each, longest {slowest * 1000:.0f} ms; "
            f"{index.size / index.count:.0f} bytes an article"
        )
    part.add(f"ms an article with {ends[0]:,} in the index", 1000 / rates[0], "ms", None, 2)
    part.add(f"ms an article with {ends[-1]:,}", 1000 / rates[-1], "ms", 1000 / TARGET, 2)
    part.add("one against the other", rates[0] / rates[-1], "times", 1.5, 2)
    part.add("bytes an article, a fifth of them repeats and edits", index.size / index.count, "bytes", 1100.0, 0)
    part.add("the same, as the process grew", (_resident() - before) / index.count, "bytes", None, 0)
    return part


def grown(pool: Index, times: int) -> Index:
    """An index that holds so many times the articles of a day: its texts, under other keys but for those that several texts have.

    To apply a million takes a quarter of an hour of a core and leaves the same arrays: rows, bytes, and 50 million postings.
    """
    (day,) = pool._ring.days
    whole = day.arrays(closed=False)
    rows, blob, heads = (np.tile(whole[name], times) for name in ("rows", "blob", "heads"))
    postings = np.sort(np.concatenate([whole[name] for name in whole if name.startswith("postings")]))
    _, counts = np.unique(postings >> np.uint64(32), return_counts=True)
    shared = np.repeat(counts > 1, counts)
    dice, turned = np.random.default_rng(2), np.empty(len(postings) * times, dtype=np.uint64)
    for turn in range(times):
        own = np.where(shared | (turn == 0), 0, dice.integers(0, 2**32, len(postings), dtype=np.uint64)) << np.uint64(32)
        turned[turn * len(postings) : (turn + 1) * len(postings)] = (postings ^ own) + np.uint64(turn * day.count)
        here = slice(turn * day.count, (turn + 1) * day.count)
        rows["at"][here] += np.uint64(turn * len(whole["blob"]))
        rows["heads"][here] += np.uint32(turn * len(whole["heads"]) // 4)
        if turn:
            for name in ("source", "uri", "exact", "link"):
                rows[name][here] = dice.integers(1, 2**63, day.count)
    turned.sort()
    index = Index(limit=Settings().index_megabytes * 1_000_000)
    index._ring.days = [Day.of(day.number, 0, {"rows": rows, "blob": blob, "heads": heads, "postings.0": turned})]
    index._offset = day.count * times
    return index


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
