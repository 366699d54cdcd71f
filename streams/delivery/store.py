"""The topic `deliveries` as the store of the worker's state: atoms are written whole or not at all, in order, and acknowledged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.broker.connection import client_options
from streams.broker.patience import started, stopped
from streams.delivery.changes import LEADER, Changes, Record
from streams.settings import Settings
from streams.topics import DELIVERIES

TERM = "term"
"""The header of each record of a worker: the offset of its own `leader` record."""
BATCH_BYTES = 4_000_000
"""The most that one batch holds before compression; an atom may be larger, up to the limit of the topic."""
log = logging.getLogger(__name__)


class Lost(Exception):
    """Another worker may be active by now: this one must write and send nothing more."""


class Store(Protocol):
    """The place in which changes are kept."""

    async def append(self, changes: Changes) -> None:
        """Return when all atoms are kept, behind those of earlier calls; raise Lost if they must not be written any more."""
        ...


@dataclass(frozen=True, slots=True)
class _Atom:
    """Records that are written together; `done` is set to the offset of the batch if they are the last of an append."""

    records: list[Record]
    done: asyncio.Future[int] | None = None


class TopicStore:
    """Writes changes as record batches of Kafka: a batch is kept whole or not at all, and no atom is cut in two.

    Run `keep` beside it. A broker that is away is waited for, with all that was appended meanwhile.
    """

    def __init__(self, settings: Settings, holds: Callable[[], bool]) -> None:
        self._topic, self._holds = settings.prefix + DELIVERIES.name, holds
        self._producer = AIOKafkaProducer(
            **client_options(settings),
            enable_idempotence=True,
            acks="all",
            compression_type="gzip",
            max_request_size=DELIVERIES.max_bytes,
            max_batch_size=DELIVERIES.max_bytes,
        )
        self._queue: asyncio.Queue[_Atom] = asyncio.Queue()
        self._headers: list[tuple[str, bytes]] = []

    async def __aenter__(self) -> Self:
        try:
            await started(self._producer)
        except BaseException:
            await stopped(self._producer)
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await stopped(self._producer)

    async def lead(self, name: str) -> int:
        """Write that this worker is active from now on; return the offset of that record, which is its term."""
        offset = await self._write([(LEADER, name.encode())])
        self._headers = [(TERM, str(offset).encode())]
        return offset

    async def append(self, changes: Changes) -> None:
        """Return when all atoms are acknowledged; raise Lost if the worker must not write any more."""
        if not changes.atoms:
            return
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        *others, last = changes.atoms
        for records in others:
            self._queue.put_nowait(_Atom(records))
        self._queue.put_nowait(_Atom(last, done))
        await done

    async def keep(self) -> None:
        """Write what is appended, for ever: as many atoms at once as there are, and fit."""
        taken: list[_Atom] = []
        later: list[_Atom] = []
        try:
            while True:
                taken = taken or [await self._queue.get()]
                size = sum(_size(each.records) for each in taken)
                while size < BATCH_BYTES and not self._queue.empty():
                    taken.append(self._queue.get_nowait())
                    size += _size(taken[-1].records)
                later = [taken.pop()] if size > BATCH_BYTES and len(taken) > 1 else []
                offset = await self._write([record for each in taken for record in each.records])
                for each in taken:
                    if each.done is not None and not each.done.done():
                        each.done.set_result(offset)
                taken, later = later, []
        except BaseException as exc:
            while not self._queue.empty():
                later.append(self._queue.get_nowait())
            for each in (*taken, *later):
                if each.done is not None and not each.done.done():
                    each.done.set_exception(Lost(f"not written: {exc!r}"))
                    each.done.exception()  # whoever waited may be gone
            raise

    async def _write(self, records: list[Record]) -> int:
        async for pause in backoff():
            if not self._holds():
                raise Lost("another worker may be active")
            batch = self._producer.create_batch()
            for key, value in records:
                if batch.append(timestamp=None, key=key.encode(), value=value, headers=self._headers) is None:
                    raise Lost(f"the records of one step are larger than {DELIVERIES.max_bytes:,} bytes; the first is {records[0][0]}")
            try:
                written = await (await self._producer.send_batch(batch, self._topic, partition=0))
                return int(written.offset)
            except KafkaError as exc:
                if not exc.retriable:
                    raise
                log.warning("%s: %r; again in %.1f s", self._topic, exc, pause)
        raise AssertionError("backoff never ends")


def _size(atom: list[Record]) -> int:
    return sum(len(key) + len(value or b"") + 60 for key, value in atom)
