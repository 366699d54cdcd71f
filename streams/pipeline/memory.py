"""The seams without a network: topics as offsets that count up, children as calls, the log of sketches as an index that is applied at once.

What was written is handed on by `drain`; only what a step reads back is kept, so that a long run takes no more memory than a short one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from streams.logs import Located, Place
from streams.messages import Sketch
from streams.pipeline.record import Out, Record
from streams.pipeline.seams import Limit, Workers
from streams.pool import Task
from streams.screen import Found, Index
from streams.settings import Settings
from streams.topics import HOLDS, INCIDENTS, SKETCHES, Topic

T = TypeVar("T")
_READ_BACK = (INCIDENTS, HOLDS)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it stands in a topic; `value` is None for a tombstone."""

    key: bytes
    value: bytes | None
    offset: int


class Memory:
    """The topics of one process: it takes what is written, gives the verdicts, and gives back what a step reads back."""

    def __init__(self, settings: Settings) -> None:
        self.index = Index(timedelta(hours=settings.window_hours), settings.index_megabytes * 1_000_000)
        self._ends = Counter[str]()
        self._written: list[Out] = []
        self._kept: dict[str, dict[bytes, Kept]] = defaultdict(dict)

    async def all(self, outs: Sequence[Out]) -> list[Kept]:
        """Take records in order, and return the position of each; an article's sketch is in the index at once."""
        return [self._take(out) for out in outs]

    async def one(self, out: Out) -> Kept:
        """Take one record and return its position."""
        return self._take(out)

    def _take(self, out: Out) -> Kept:
        kept = Kept(out.key or b"", out.value, self._ends[out.topic.name])
        self._ends[out.topic.name] += 1
        self._written.append(out)
        if out.topic is SKETCHES:
            self.index.apply(kept.offset, Sketch.decode(out.value or b""))
        elif out.topic in _READ_BACK:
            of = self._kept[out.topic.name]
            of.pop(kept.key, None)
            if kept.value is not None:
                of[kept.key] = kept
        return kept

    def drain(self) -> list[Out]:
        """Return what was written since the last call, in order."""
        written, self._written = self._written, []
        return written

    async def found(self, source: str, offset: int | None) -> Found | None:
        """Return the verdict on an article, None without one."""
        return self.index.found(source)

    async def read_back(self, topic: Topic) -> AsyncIterator[Kept]:
        """Yield the newest record of each key of a topic that a step reads back, in the order of their offsets."""
        for kept in list(self._kept[topic.name].values()):
            yield kept

    async def follow(self, topic: Topic) -> AsyncIterator[Sequence[Kept]]:
        """Yield the records of a topic that a step reads back, all in one batch: nobody else writes into this memory."""
        yield list(self._kept[topic.name].values())


@dataclass(frozen=True, slots=True)
class MemorySeams:
    """The seams of one stage without a network."""

    writer: Memory
    workers: Workers
    clock: Callable[[], datetime]
    limit: Limit = field(default_factory=lambda: Unlimited())

    @property
    def verdicts(self) -> Memory:
        """The memory itself: its index has every sketch that was written into it."""
        return self.writer

    @property
    def log(self) -> Memory:
        """The memory itself: a step reads back what was written into it."""
        return self.writer


class Here:
    """The work of a stage's children, done in this process; what it needs is loaded with the first value."""

    def __init__(self, task: Task | None) -> None:
        self._task = task
        self._work: Callable[[list[bytes]], list[bytes | Exception]] | None = None

    async def map(self, values: Sequence[bytes], records: Sequence[Located | Place] = ()) -> list[bytes | Exception]:
        """Return the result for each value, or the error that it ended with, in order."""
        if self._work is None:
            assert self._task is not None, "a stage without children sends them no work"
            self._work = self._task.made()
        return self._work(list(values))


class Unlimited:
    """No limit on the work on a record: a person who waits for it can stop it."""

    def run(self, record: Record, work: Callable[[], T]) -> T:
        """Return the result of `work`; raise the error that it raises."""
        return work()
