"""Screen's index and alert's fold over a million records at the pace of ten million articles a day, and one incident that is told often.

Each runs in a process of its own, without Kafka, and is told of the articles' own clock, on which nothing ends within the run: at that pace
a million articles are less than three hours, so what is measured is growth without end. The clock is CPU time, decoding the record
included, making it not. Of a hundred reports that alert reads OPENED tell of something new, so the incidents that are open grow by that
share of the records; all have words of their own, and towns that no other has. One incident that thousands of articles tell is measured
too: what a report of it costs, and the largest record that is written of it.
"""

from __future__ import annotations

import multiprocessing.connection
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import orjson

from streams.alert import IncidentLog
from streams.child import settle
from streams.messages import EventArticle, Relation, Sketch, SketchPlace
from streams.pipeline.alert import _read
from streams.screen import Index
from streams.settings import Settings
from tests.bench.briefs import brief, uri
from tests.bench.figure import Part
from tests.bench.generated import Wire
from tests.bench.held import resident
from tests.bench.soak import SPAN, Soak

T = TypeVar("T")
RECORDS, QUICK_RECORDS = 1_000_000, 20_000
STEPS = 10
PER_DAY = 10_000_000
OPENED, UPDATED, REPEATED = 20, 30, 50
"""The shares in percent of reports that tell of something new, of something known, and of those that repeat another."""
REPORTS, QUICK_REPORTS = (100, 1_000, 5_000), (100, 300)
"""The numbers of reports of the one incident at which it is measured, each over the LAST before it."""
LAST = 100
PARTS = ("screen", "alert", "incident")


@dataclass(frozen=True, slots=True)
class Step:
    """A step is a measurement, taken when so many records had gone in."""

    records: int
    rate: float
    """Records a second of CPU, over the last step."""
    grew: int
    """The bytes by which the process has grown since before the first."""
    held: int
    """The number of articles in the index or of open incidents, or the bytes of the largest record of one incident."""


def screened(records: int) -> Iterator[Step]:
    """Apply sketches to an index of screen, and yield a Step after each tenth."""
    wire = Wire(timedelta(days=1) / PER_DAY)
    index = Index(limit=Settings().index_megabytes * 10_000_000)  # ten times the default: nothing is let go
    before = resident()
    for end, spent in _steps(wire.sketches(records), records, lambda value: index.apply(index.offset, Sketch.decode(value))):
        yield Step(end, records / STEPS / spent, resident() - before, index.count)


def folded(records: int) -> Iterator[Step]:
    """Fold reports into incidents, and yield a Step after each tenth."""
    soak = Soak(Settings(), "alert", int(SPAN / timedelta(days=1) * PER_DAY * 10), mix=(OPENED, UPDATED, REPEATED))
    log = IncidentLog()
    before = resident()

    def fold(value: bytes) -> None:
        article = _read(value)
        log.fold(article, article.received)

    for end, spent in _steps(_reports(soak, records), records, fold):
        yield Step(end, records / STEPS / spent, resident() - before, len(log.incidents))


def reported(marks: Sequence[int]) -> Iterator[Step]:
    """Fold updates of one happening, which tell it in the same words, and yield a Step at each mark, of the LAST reports before it."""
    soak = Soak(Settings(), "alert", marks[-1])
    template = next(found for number in range(marks[-1]) if isinstance(found := soak.renamed(number), EventArticle) and found.events)
    log, size = IncidentLog(), 0
    before = resident()

    def fold(number: int) -> None:
        nonlocal size
        relation = Relation(kind="update" if number else "new", of=uri(0) if number else None, story=uri(0), leader=uri(0))
        events = tuple(event.with_(id=f"evt-{number}-{nth}") for nth, event in enumerate(template.events[:1]))
        changes = {"uri": uri(number), "source": f"articles/0/{number}", "sketch": SketchPlace(version=1, offset=number)}
        article = template.with_(**changes, relation=relation, events=events, sentences=(), entities=(), frames=(), headline_reading=None)
        size = max((size, *(len(output.state or b"") for output in log.fold(article, article.received))))

    spent: deque[float] = deque(maxlen=LAST)
    for number in range(marks[-1]):
        began = time.process_time()
        fold(number)
        spent.append(time.process_time() - began)
        if number + 1 in marks:
            yield Step(number + 1, len(spent) / sum(spent), resident() - before, size)


def _reports(soak: Soak, records: int) -> Iterator[bytes]:
    for number in range(records):
        article = soak.renamed(number)
        assert isinstance(article, EventArticle)
        text = orjson.loads(brief(number, soak.at(number)))["text"]  # words of its own, or all would be alike
        yield article.with_(text=text, headline=text[:60]).encode()


def _steps(values: Iterator[T], records: int, work: Callable[[T], object]) -> Iterator[tuple[int, float]]:
    """Do some work on each value; yield after each tenth the number of values so far and the CPU seconds of that tenth."""
    spent = 0.0
    for number, value in enumerate(values, 1):
        began = time.process_time()
        work(value)
        spent += time.process_time() - began
        if number % (records // STEPS) == 0:
            yield number, spent
            spent = 0.0


def _run(name: str, records: int | Sequence[int], seen: multiprocessing.connection.Connection) -> None:
    settle()  # as a worker does
    steps = reported(records) if not isinstance(records, int) else screened(records) if name == "screen" else folded(records)
    with closing(seen):
        for step in steps:
            seen.send(step)


def measure(tell: Callable[[str], None], *, quick: bool = False, records: int | None = None, parts: Sequence[str] = PARTS) -> Part:
    """Measure them one after the other; a million records take an hour of a core in screen and two in alert."""
    part = Part("ten million articles a day")
    for name in parts:
        if name == "incident":
            for step in _told(name, QUICK_REPORTS if quick else REPORTS, tell):
                part.add(f"incident: a second and core, the last {LAST} of {step.records:,}", step.rate, "reports", None, 0)
                part.add(f"incident: largest record at {step.records:,}", step.held, "bytes", None, 0)
            continue
        count = records or (QUICK_RECORDS if quick else RECORDS)
        steps = list(_told(name, count, tell))
        first, last = steps[0], steps[-1]
        part.add(f"{name}: a second and core, first tenth", first.rate, "records", None, 0)
        part.add(f"{name}: a second and core, last tenth of {count:,}", last.rate, "records", None, 0)
        what = "articles" if name == "screen" else "open incidents"
        part.add(f"{name}: {what} at the end", last.held, "", None, 0)
        part.add(
            f"{name}: bytes each, as the process grew behind the first tenth",
            (last.grew - first.grew) / (last.held - first.held),
            "bytes",
            None,
            0,
        )
    return part


def _told(name: str, records: int | Sequence[int], tell: Callable[[str], None]) -> Iterator[Step]:
    """Yield the steps of a part, measured in a process of its own."""
    context = multiprocessing.get_context("spawn")
    seen, tells = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(name, records, tells))
    child.start()
    tells.close()
    try:
        while True:
            try:
                step: Step = seen.recv()
            except EOFError:
                return
            tell(f"{name}: {step.records:>9,} records, {step.rate:5.0f} a second, {step.held:,} held, grew by {step.grew / 1e6:,.0f} MB")
            yield step
    finally:
        child.terminate()
        child.join()
