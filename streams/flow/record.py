"""What a stage's step takes and gives: plain values, so that a step can be tested without Kafka."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from streams.topics import Topic

ORDER = "order"
"""Header of every record behind clean: the offset of the article's sketch."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source topic, as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    timestamp: float
    """Seconds since 1970, the broker's record time."""
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def source(self) -> str:
        """Its place in the world: `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def order(self) -> tuple[int, float, int, int]:
        """What a batch is sorted by: the order of the world that clean wrote into a header, before it the record times.

        Records of several lanes come interleaved by chance; a story's update must not overtake its first report.
        """
        world = next((int(value) for name, value in self.headers if name == ORDER), 0)
        return world, self.timestamp, self.partition, self.offset

    @property
    def received(self) -> datetime:
        """The broker's record time."""
        return datetime.fromtimestamp(self.timestamp, UTC)


@dataclass(frozen=True, slots=True)
class Out:
    """One record to be written."""

    topic: Topic
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = field(default=())


Result = list[Out] | Exception
"""What became of one record: what to write, or why it cannot pass."""

Step = Callable[[Sequence[Record]], Awaitable[list[Result]]]
"""A stage's work on one batch; results in the order of the records."""
