"""The input and the output of a stage's step: plain values, so that a step can be tested without Kafka."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, runtime_checkable

from streams.errors import Malformed
from streams.headers import ORDER, header, is_raw, number
from streams.topics import Topic


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a source topic, as it came."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    timestamp: float | None
    """The broker's record time in seconds since 1970; None or nonsense where a client wrote such a record."""
    headers: tuple[tuple[str, bytes | None], ...] = ()
    """The headers as they came, without those of the dead letters."""
    attempts: int = 0
    """The number of times that it has been a dead letter before."""

    @property
    def position(self) -> str:
        """The position at which it stands: `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def order(self) -> tuple[int, float, int, int]:
        """The key by which a batch is sorted: the number in the global order that clean wrote into a header, before clean the record time.

        Records of several partitions come interleaved by chance; a story's update must not overtake its first report. Never raises:
        anybody may write any header on `articles`, so the order is believed only behind clean, and one that cannot be read is 0.
        """
        world = 0 if is_raw(self.topic) else number(header(self.headers, ORDER))
        return world, self.timestamp or 0.0, self.partition, self.offset

    @property
    def received(self) -> datetime:
        """The broker's record time, in UTC; raises Malformed where that is no moment of a calendar."""
        try:
            if self.timestamp is None or self.timestamp < 0:  # Kafka's own word for none is -1
                raise ValueError
            return datetime.fromtimestamp(self.timestamp, UTC)
        except (ValueError, OverflowError, OSError):
            raise Malformed(
                f"the record's time is no moment of a calendar: {self.timestamp} seconds since 1970", field="timestamp"
            ) from None


@dataclass(frozen=True, slots=True)
class Out:
    """One record to be written."""

    topic: Topic
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = field(default=())


Result = list[Out] | Exception
"""The outcome of one record: the records to write, or the error by which it cannot pass."""


class Step(Protocol):
    """A stage's work on one batch."""

    async def __call__(self, records: Sequence[Record], /) -> list[Result]:
        """Return one result for each record, in their order."""


@runtime_checkable
class StateStep(Step, Protocol):
    """The step of a stage that has a state of its own, which it reads back, and articles that wait in it."""

    def missing(self) -> str | None:
        """Return the reason why the stage is not ready, None if it is."""

    def assigned(self, owner: bool) -> None:
        """Forget the state: partitions were given anew, to this worker if it is the owner."""

    async def release(self) -> None:
        """Release the articles that have waited long enough by now."""

    async def keep_embargoes(self) -> None:
        """Release them for ever, each in its time."""

    async def listen(self) -> None:
        """Hear for ever what a person says of them."""
