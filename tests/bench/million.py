"""Screen's index with a million generated articles in it: the cost of one more at several sizes, and the memory.

The articles are those of generated.py. The clock is CPU time of this process, decoding included, making the sketches not; on two cores
that ten processes share it counts up to twice what a core of one's own takes, so compare sizes, which are measured side by side.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from streams.clean.sketch import sketch
from streams.evaluation.screen.questions import read_rows
from streams.messages import CleanArticle, Sketch
from streams.screen import Index
from streams.screen.day import Day
from streams.screen.run import Run
from streams.settings import Settings
from tests.bench import held, saved
from tests.bench.figure import Part
from tests.bench.generated import WORDS, Wire
from tests.bench.held import resident

ARTICLES, QUICK_ARTICLES = 1_000_000, 50_000
STEPS = 6
TARGET = 600.0
POOL, APPLIED = 5_000, 4_000
"""The number of articles that the index is grown from, and of those that are clocked at each size."""
RELEASES = 2_000
HELD, QUICK_HELD = 20_480, 4_096
"""The articles held, a whole multiple of the rows that wait in a dictionary until they are sorted: its 3 MB are as large with a million."""


def measure(tell: Callable[[str], None], *, quick: bool = False, articles: int | None = None, data: Path | None = None) -> Part:
    """Measure the index; it takes some minutes, most of it for the sketches. With `data` raw press releases are measured too."""
    part = Part("a million articles in screen's index")
    most = articles or (QUICK_ARTICLES if quick else ARTICLES)
    wire = Wire(timedelta(days=1) / (most + 10 * APPLIED))
    pool = Index()
    for offset, value in enumerate(wire.sketches(POOL)):
        pool.apply(offset, Sketch.decode(value))
    ends = [int(size) for size in np.unique(np.geomspace(POOL, most, STEPS).astype(int) // POOL * POOL)]
    rates: list[float] = []
    before, index = resident(), pool
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
    part.add("the same, as the process grew", (resident() - before) / index.count, "bytes", None, 0)
    if data is not None:
        spent, count = 0.0, 0
        for value in _releases(data / "text" / "press_releases.jsonl.gz", wire):
            began = time.process_time()
            index.apply(index.offset, Sketch.decode(value))
            spent, count = spent + time.process_time() - began, count + 1
        part.add(f"{count:,} raw press releases of 400 words put into that", count / spent, "a second", TARGET, 0, floor=True)
    saved.measure(index, part)
    del index, pool
    few = QUICK_HELD if quick else HELD
    grew = {name: held.measure(name, few) for name in held.KEPT}
    for name, each in grew.items():
        part.add(f"{name}: a process's growth with {few:,}", each, "bytes an article", None, 0)
    part.add("of MinHashLSH .5's", grew["this index"] / grew["MinHashLSH .5"], "times", 0.1, 3)
    return part


def _releases(path: Path, wire: Wire) -> Iterator[bytes]:
    """Yield the sketch of every third press release, as articles of the same day."""
    for n, row in enumerate(islice(read_rows(path), 0, RELEASES * 3, 3)):
        text = " ".join(row["text"].split(" ")[:WORDS])
        article = CleanArticle(
            source=f"articles/99/{n}", uri=f"release:{n}", text=text, publisher=row["office"], published=wire.start, received=wire.start
        )
        yield sketch(article).encode()


def grown(pool: Index, times: int) -> Index:
    """Return an index that holds `times` times the articles of a day: their texts, under other keys but for those that several texts have.

    To apply a million takes a quarter of an hour of a core and leaves the same arrays: rows, bytes, and 50 million postings.
    """
    (day,) = pool._ring.days
    whole = day.arrays(closed=False)
    blob = np.concatenate([whole[name] for name in whole if name.startswith("blob")])
    rows, heads = np.tile(whole["rows"], times), np.tile(whole["heads"], times)
    postings = np.sort(np.concatenate([run.part(0, 1) for run in day.postings.runs()]))
    _, counts = np.unique(postings >> np.uint64(32), return_counts=True)
    shared = np.repeat(counts > 1, counts)
    dice, turned = np.random.default_rng(2), np.empty(len(postings) * times, dtype=np.uint64)
    for turn in range(times):
        own = np.where(shared | (turn == 0), 0, dice.integers(0, 2**32, len(postings), dtype=np.uint64)) << np.uint64(32)
        turned[turn * len(postings) : (turn + 1) * len(postings)] = (postings ^ own) + np.uint64(turn * day.count)
        here = slice(turn * day.count, (turn + 1) * day.count)
        rows["at"][here] += np.uint64(turn * len(blob))
        rows["heads"][here] += np.uint32(turn * len(whole["heads"]) // 4)
        if turn:
            for name in ("source", "uri", "exact", "link"):
                rows[name][here] = dice.integers(1, 2**63, day.count)
    turned.sort()
    run = Run.of(0, len(rows), turned)
    chunks = {f"blob.{turn}": blob for turn in range(times)}
    stored = {"runs": np.array([run.rows]), "starts.0": run.starts, "postings.0": run.values}
    index = Index(limit=Settings().index_megabytes * 1_000_000)
    index._ring.days = [Day.of(day.number, 0, {"rows": rows, "heads": heads, **chunks, **stored})]
    index._offset = day.count * times
    return index
