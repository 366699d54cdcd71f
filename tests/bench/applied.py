"""A million generated articles put into screen's index one by one, and the snapshot of them: what a worker lives through.

`million` grows the index in bulk and takes minutes; this takes twenty minutes of a core. The clock of the
rates is CPU time, decoding included, making the sketches not; that of the snapshot is the wall's, with an event loop beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from streams.messages import Sketch
from streams.screen import Index
from streams.settings import Settings
from tests.bench import saved
from tests.bench.figure import Part
from tests.bench.generated import Wire
from tests.bench.held import resident
from tests.bench.million import ARTICLES, QUICK_ARTICLES, TARGET
from tests.bench.saved import STOP_SECONDS

MARKS = (5_000, 100_000, 500_000, 1_000_000)
CLOCKED = 4_000
"""The number of articles up to a mark over which its rate is taken."""


def measure(tell: Callable[[str], None], *, quick: bool = False, articles: int | None = None) -> Part:
    """Measure the index and its snapshot; it takes twenty minutes of a core, one minute if quick."""
    part = Part("a million articles applied one by one")
    most = articles or (QUICK_ARTICLES if quick else ARTICLES)
    marks = sorted({mark for mark in MARKS if mark < most} | {most})
    index = Index(limit=Settings().index_megabytes * 1_000_000)
    wire = Wire(timedelta(days=1) / (most + 1))
    before, spent, since, slowest = resident(), 0.0, 0.0, 0.0
    rates: list[float] = []
    for number, value in enumerate(wire.sketches(most), 1):
        began = time.process_time()
        index.apply(index.offset, Sketch.decode(value))
        took = time.process_time() - began
        spent, slowest = spent + took, max(slowest, took)
        if any(number == mark - CLOCKED for mark in marks):
            since = spent
        if number in marks:
            rates.append(CLOCKED / (spent - since))
            tell(f"{number:>9,} articles: {rates[-1]:5.0f} a second and core, longest so far {slowest * 1000:.0f} ms")
            part.add(f"ms an article up to {number:,}", 1000 / rates[-1], "ms", 1000 / TARGET, 2)
    part.add("all of them, a second and core", most / spent, "articles", TARGET, 0, floor=True)
    part.add("one against the other", rates[0] / rates[-1], "times", 1.5, 2)
    part.add("longest stop for one article (postings are merged)", slowest, "s", STOP_SECONDS, 2)
    part.add("bytes an article", index.size / index.count, "bytes", 1100.0, 0)
    part.add("the same, as the process grew", (resident() - before) / index.count, "bytes", None, 0)
    saved.measure(index, part)
    return part
