"""All stages in one process, without a broker: the steps and the shell of the workers, with the seams of memory.py.

It serves `streams pipe`, `streams trace`, `streams eval` and the demo's check; instead of the log that gives the global order it has the
order in which it is given the articles.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from streams.clean.sketch import sketch
from streams.errors import Poison
from streams.messages import Alert, CleanArticle, EventArticle, Message, Wire
from streams.pipeline.memory import Here, Memory, MemorySeams
from streams.pipeline.record import Out, Record, Result, StateStep, Step
from streams.pipeline.shell import Shell, words_of
from streams.pipeline.stages import NAMES, STAGES, Stage
from streams.settings import Settings
from streams.topics import ALERTS

T = TypeVar("T")


class AlertedArticle(EventArticle):
    """The output of the stage alert: the article, and the alerts that it caused."""

    alerts: tuple[Alert, ...] = ()


class Released(Message):
    """The output for articles whose embargo ended while others came: the alerts that they caused."""

    released: tuple[Alert, ...]


class Failed(Message):
    """The output for a record that cannot pass: the dead letter's words, and the number of its line in the input, from 1."""

    line: int
    error: str
    message: str
    field: str


@dataclass
class Runner:
    """Runs articles through the stages from `start` to `until`; keeps the index and the incidents as it goes."""

    settings: Settings
    start: str = "clean"
    until: str = "alert"
    batch: int = 32
    memory: Memory | None = None
    """The memory to write into; None for one of its own."""

    def __post_init__(self) -> None:
        self._memory = self.memory or Memory(self.settings)
        self._now: datetime | None = None
        self._count = self._line = 0
        stages = STAGES[NAMES.index(self.start) : NAMES.index(self.until) + 1]
        self._stages = [(stage, Shell(stage.name, self._step(stage), self._memory)) for stage in stages]

    def _step(self, stage: Stage) -> Step:
        workers = Here(stage.task(self.settings) if stage.task is not None else None)
        step = stage.step(self.settings, MemorySeams(self._memory, workers, self._clock))
        if isinstance(step, StateStep):
            step.assigned(True)
        return step

    def _clock(self) -> datetime:
        return self._now or datetime.now(UTC)

    def run(self, values: Iterable[bytes], received: datetime | None = None) -> Iterator[Wire]:
        """Yield one message for each value, in order, and a Released where embargoes end; `received` stands in for the broker's record time
        and for the clock (else: now).
        """
        self._now = received
        rest = iter(values)
        while batch := list(islice(rest, self.batch)):
            yield from _done(self.take([self._record(value) for value in batch]))

    def _record(self, value: bytes) -> Record:
        self._count += 1
        return Record(self._stages[0][0].source.name, 0, self._count - 1, None, value, self._clock().timestamp())

    async def take(self, records: Sequence[Record]) -> list[Wire]:
        """Return what `run` yields for a batch of records of the first stage's topic, as they stand there."""
        if self.start == "screen":
            self._sketch(records)
        line = self._line
        self._line += len(records)
        ends: list[Record | Exception] = list(records)
        for stage, shell in self._stages:
            if stage.needs == "state":
                return [message for number, end in enumerate(ends, line + 1) for message in await self._told(shell, end, number)]
            settled = iter(await shell.settle([end for end in ends if isinstance(end, Record)]))
            ends = [self._next(stage, next(settled)) if isinstance(end, Record) else end for end in ends]
        self._memory.drain()
        last = self._stages[-1][0]
        return [
            _failed(end, number) if isinstance(end, Exception) else last.makes.decode(end.value)
            for number, end in enumerate(ends, line + 1)
        ]

    def _next(self, stage: Stage, result: Result) -> Record | Exception:
        """Return what a stage made of a record as the next stage's record, or its error."""
        if isinstance(result, Exception):
            return result
        (out,) = (out for out in result if out.topic is stage.target)
        return Record(out.topic.name, 0, self._count, out.key, out.value or b"", self._clock().timestamp(), out.headers)

    async def _told(self, shell: Shell, end: Record | Exception, line: int) -> list[Wire]:
        """Return the alerts of embargoes that have ended, then the article with its alerts, or its failure."""
        if isinstance(end, Exception):
            return [_failed(end, line)]
        assert isinstance(shell.step, StateStep)
        self._memory.drain()
        await shell.step.release()
        released = _alerts(self._memory.drain())
        (result,) = await shell.settle([end])
        alerts = _alerts(self._memory.drain())
        whole = _failed(result, line) if isinstance(result, Exception) else _alerted(end.value, alerts)
        return [Released(released=released), whole] if released else [whole]

    def _sketch(self, records: Sequence[Record]) -> None:
        """Put the articles into the index where clean did not: what it wrote has the positions of their sketches."""
        for record in records:
            with suppress(Poison):  # its stage says so of it
                article = CleanArticle.decode(record.value)
                self._memory.index.apply(article.sketch.offset if article.sketch is not None else record.offset, sketch(article))


def _done(work: Coroutine[Any, Any, T]) -> T:
    """Return the result of work that never waits, with or without an event loop about (a notebook has one): in memory all is there."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise AssertionError("a step waits, and nothing is to come")


def _alerts(outs: Iterable[Out]) -> tuple[Alert, ...]:
    return tuple(Alert.decode(out.value or b"") for out in outs if out.topic is ALERTS)


def _alerted(value: bytes, alerts: tuple[Alert, ...]) -> AlertedArticle:
    article = EventArticle.decode(value)
    return AlertedArticle.model_construct(**{name: getattr(article, name) for name in EventArticle.model_fields}, alerts=alerts)


def _failed(error: Exception, line: int) -> Failed:
    said = words_of(error)
    return Failed(line=line, error=said["error"], message=said["message"], field=said["field"])
