"""CPU seconds of a stage on records made to cost time (tests/hostile): at the largest size that it takes, and at 2n over n.

A record is doubled from SMALLEST until the stage refuses it, or it is as large as the stage may see, or takes LONGEST. Each size is read
several times and the least time counts. The ratio is that of the two largest sizes with the same outcome (read, or refused by the same
name) of which the larger takes at least MEASURED; below that nothing is measured and the time alone counts.
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import FrameType
from typing import Any

from streams.alert import IncidentLog
from streams.clean import Limits, clean
from streams.clean.sketch import sketch
from streams.detect.work import deciding
from streams.errors import Poison
from streams.extract.work import reading
from streams.messages import CleanArticle, EventArticle, Relation, ScreenedArticle
from tests.bench.figure import Part
from tests.hostile import KINDS, Kind

SMALLEST = 15_625
"""The size in characters of the smallest record; doubled seven times it is 2,000,000."""
LONGEST = 2.0
"""Seconds of CPU that one record may take."""
MEASURED = 0.1
"""Seconds at the larger of two sizes from which their ratio is one."""
RATIO = 2.3
HANGS = 20.0
"""Seconds after which a reading is broken off."""
SLOWEST = 10
"""The number of the slowest kinds of each stage that are told at the end."""
_REPEATS, _QUICK_REPEATS = 5, 2
_reading, _deciding = cache(reading), cache(deciding)
_RECEIVED = datetime(2024, 5, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage to measure: `run` is timed; `prepare`, which makes of the record what the stages before make of it, is not."""

    name: str
    run: Callable[[Any], object]
    prepare: Callable[[bytes], Any] = bytes
    most: int = Limits().value_bytes
    """The size of the largest record, in bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one record: its size in bytes, the least CPU seconds, and `read` or the error's name."""

    size: int
    seconds: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Found:
    """The readings of all sizes of one kind at one stage."""

    kind: str
    stage: str
    readings: tuple[Reading, ...]

    @property
    def slowest(self) -> Reading:
        """The reading that takes longest."""
        return max(self.readings, key=lambda reading: reading.seconds)

    @property
    def ratio(self) -> float | None:
        """The time at 2n over that at n; None if nothing takes long enough to tell."""
        pairs = [
            (small, large)
            for small, large in zip(self.readings, self.readings[1:], strict=False)
            if small.outcome == large.outcome and large.seconds >= MEASURED
        ]
        return pairs[-1][1].seconds / pairs[-1][0].seconds if pairs else None

    @property
    def failed(self) -> bool:
        """True if a record takes too long (LONGEST), hangs, or the time grows faster than the size (RATIO)."""
        return self.slowest.seconds >= LONGEST or (self.ratio or 0) >= RATIO or any(r.outcome == "hangs" for r in self.readings)


class Hangs(Exception):
    """A reading took HANGS seconds of CPU and was broken off."""


def _clean(value: bytes) -> object:
    return clean(value, source="articles/0/0", received=_RECEIVED)


def _screened(value: bytes) -> bytes:
    article = clean(value, source="articles/0/0", received=_RECEIVED)
    fields = {name: getattr(article, name) for name in CleanArticle.model_fields}
    return ScreenedArticle(**fields | {"relation": Relation(kind="new", story="a")}).encode()


def _analysed(value: bytes) -> bytes:
    return _passed(_reading()([_screened(value)]))


def _decided(value: bytes) -> EventArticle:
    return EventArticle.decode(_passed(_deciding()([_analysed(value)])))


def _extract(value: bytes) -> object:
    return _passed(_reading()([value]))


def _detect(value: bytes) -> object:
    return _passed(_deciding()([value]))


def _alert(article: EventArticle) -> object:
    return IncidentLog().fold(article, _RECEIVED)


def _passed(results: list[bytes | Exception]) -> bytes:
    (result,) = results
    if isinstance(result, Exception):
        raise result
    return result


STAGES = (
    Stage("clean", _clean),
    Stage("sketch", sketch, _clean),
    Stage("extract", _extract, _screened),
    Stage("detect", _detect, _analysed),
    Stage("alert", _alert, _decided),
)
"""The stages that are measured, in the order of the pipeline."""


def measure_kind(name: str, kind: Kind, stage: Stage, repeats: int = _REPEATS) -> Found:
    """Read records of a kind at every size and return the readings."""
    readings: list[Reading] = []
    size = SMALLEST
    while True:
        value = kind(size)
        if len(value) > stage.most and readings:
            break
        readings.append(_read(value, stage, repeats))
        if readings[-1].seconds >= LONGEST or readings[-1].outcome == "hangs":
            break
        if len(readings) > 1 and readings[-1].size <= readings[-2].size:  # a kind with a greatest size of its own
            break
        size *= 2
    return Found(name, stage.name, tuple(readings))


def _read(value: bytes, stage: Stage, repeats: int) -> Reading:
    least, outcome = float("inf"), "read"
    try:
        given = stage.prepare(value)
    except Poison as exc:
        return Reading(len(value), 0.0, f"refused before: {type(exc).__name__}")
    for number in range(repeats):
        gc.collect()
        begin = time.process_time()
        try:
            with _broken_off(HANGS), _without_collector():
                stage.run(given)
        except Poison as exc:
            outcome = type(exc).__name__
        except Hangs:
            return Reading(len(value), HANGS, "hangs")
        least = min(least, time.process_time() - begin)
        if least > LONGEST or (number and least < MEASURED / 4):
            break
    return Reading(len(value), least, outcome)


@contextmanager
def _broken_off(seconds: float) -> Iterator[None]:
    """Raise Hangs in the body after so many CPU seconds; regular expressions look for signals too."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Hangs

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep the garbage collector off: its pauses of .1 s fall where they fall, and would make twice the size thrice the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def measure(
    tell: Callable[[str], None],
    *,
    quick: bool = False,
    stages: Sequence[Stage] = STAGES,
    kinds: Mapping[str, Kind] = KINDS,
    word: str | None = None,
) -> Part:
    """Measure every kind (with `word` in its name) at every stage, and tell a line for each."""
    part = Part("hostile")
    chosen = {name: kind for name, kind in kinds.items() if word is None or word in name}
    for stage in stages:
        found = []
        for name, kind in chosen.items():
            one = measure_kind(name, kind, stage, _QUICK_REPEATS if quick else _REPEATS)
            found.append(one)
            tell(said(one))
        part.add(f"{stage.name}: kinds", len(found), "", digits=0)
        part.add("  slowest", max((one.slowest.seconds for one in found), default=0.0), "s", LONGEST, 2)
        ratios = [one.ratio for one in found if one.ratio is not None]
        part.add("  greatest ratio of time at 2n to n", max(ratios, default=0.0), "", RATIO, 2)
        part.add("  kinds that fail", sum(one.failed for one in found), "", 0.5, 0)
        part.notes += [said(one) for one in found if one.failed]
        part.notes += [f"slow: {said(one)}" for one in sorted(found, key=lambda one: -one.slowest.seconds)[:SLOWEST] if not one.failed]
    return part


def said(one: Found) -> str:
    """Return a line that tells of a kind at a stage."""
    ratio = "-" if one.ratio is None else f"{one.ratio:.2f}"
    last = one.readings[-1]
    slow = one.slowest
    mark = " !" if one.failed else ""
    return f"{one.stage:<8} {one.kind:<44} {slow.seconds:6.2f} s at {slow.size:>9,}  2n/n {ratio:>5}  {last.outcome}{mark}"
