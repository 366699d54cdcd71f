"""The seams between the steps and the world, as protocols: memory.py has them without a network, flow/ and broker/ have those of Kafka."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from streams.errors import Refused
from streams.logs import Located, Place
from streams.pipeline.record import Out, Record
from streams.topics import Topic

if TYPE_CHECKING:
    from streams.screen import Found

T = TypeVar("T")


class Written(Protocol):
    """The position of a record that a topic has taken."""

    @property
    def offset(self) -> int:
        """The offset in its partition."""


class Writer(Protocol):
    """A way to write records; a record is written when the call returns."""

    async def all(self, outs: Sequence[Out]) -> Sequence[Written | Refused]:
        """Write records in order, and return the position of each, or the Refused that says why no topic ever takes it."""

    async def one(self, out: Out) -> Written:
        """Write one record and return its position; raise Refused if no topic ever takes it."""


class Workers(Protocol):
    """Those who do a stage's costly work on the values of records."""

    async def map(self, values: Sequence[bytes], records: Sequence[Located | Place] = ()) -> list[bytes | Exception]:
        """Return the result for each value, or the error that it ended with, in order; `records` are theirs, for the log."""


class Limit(Protocol):
    """A limit on the work on one record in the worker's own process."""

    def run(self, record: Record, work: Callable[[], T]) -> T:
        """Return the result of `work`; raise the error that it raises, Transient, TooSlow or Killer if it was broken off."""


class Verdicts(Protocol):
    """The verdicts that the log of sketches gives."""

    async def found(self, source: str, offset: int | None) -> Found | None:
        """Return the verdict on an article whose sketch stands at an offset, as soon as the log is read so far; None without one."""


class Logged(Protocol):
    """A record that is read back."""

    @property
    def key(self) -> bytes:
        """Its key."""

    @property
    def value(self) -> bytes | None:
        """Its value; None for a tombstone."""

    @property
    def offset(self) -> int:
        """Its offset."""


class Log(Protocol):
    """The topics as logs that are read from their beginning."""

    def read_back(self, topic: Topic) -> AsyncIterator[Logged]:
        """Return all records that stand in a topic now; raise Transient if they cannot be read."""

    def follow(self, topic: Topic) -> AsyncIterator[Sequence[Logged]]:
        """Return the records of a topic, batch by batch, those to come too."""


class Seams(Protocol):
    """All that a step may need of the world; a step takes what it needs only, so that nothing else is made."""

    @property
    def writer(self) -> Writer:
        """The way to write records."""

    @property
    def workers(self) -> Workers:
        """Those who do the stage's costly work."""

    @property
    def limit(self) -> Limit:
        """The limit on the work in this process."""

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts of the log of sketches."""

    @property
    def log(self) -> Log:
        """The topics to read back."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The time now, in UTC."""
