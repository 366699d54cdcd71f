"""The one agent body: it takes a batch, runs the step, delivers the outputs and dead-letters the failures; nothing ever escapes it.

An exception that leaves an agent body loses its batch (Faust acks and commits it), so the order is:
1. run the step on the batch; where it fails as a whole, on each record alone;
2. `Transient`, raised for the batch or returned for a record, is retried in place, for ever;
3. deliver all outputs, in order, and wait for the broker's word on each;
4. a record whose step failed, or whose output is refused, becomes a dead letter with its raw bytes; that write is retried for ever;
5. if even that fails: end the process (70); the batch is not committed and comes again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from datetime import UTC, datetime

import faust
from aiokafka.structs import RecordMetadata

from streams import __version__
from streams.backoff import backoff
from streams.errors import Poison, Refused, Transient
from streams.flow.delivery import Delivery
from streams.flow.metrics import DURATION, INFLIGHT, LAST, LETTERS, RECORDS, RETRIES
from streams.flow.record import Out, Record, Result, Step
from streams.headers import ATTEMPTS, LETTER, TRUNCATED, header, number, own
from streams.topics import DEAD_LETTERS

LAST_RESORT_EXIT = 70
CUT_BYTES, CUT_HEADERS, CUT_HEADER_BYTES = 500_000, 100, 1000
"""Limits on a dead letter that the broker rejects as too large: bytes of its value, number of its headers, and bytes of its key, of each
header's value and characters of each header's name."""
log = logging.getLogger(__name__)


def dead_letter(stage: str, record: Record, error: Exception) -> Out:
    """Return the dead letter of a record: the record as it came, with `dlq-*` headers that say where, when and why it failed."""
    said = {
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "stage": stage,
        "error": type(error).__name__,
        "message": str(error)[:500] if isinstance(error, Poison) else repr(error)[:500],
        "field": error.field if isinstance(error, Poison) else "",
        "kind": "poison" if isinstance(error, Poison) else "bug",
        "attempts": str(record.attempts + 1),
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "version": __version__,
    }
    headers = tuple((LETTER + name, value.encode("utf-8", "replace")) for name, value in said.items())
    return Out(DEAD_LETTERS, record.key, record.value, (*record.headers, *headers))


def cut(letter: Out) -> Out:
    """Return the parts of a dead letter that fit into a record, where it is too large as a whole.

    gzip lets a record of 12 MB of headers past a broker that refuses it unpacked.
    """
    own_headers = [(name, value) for name, value in letter.headers if not name.startswith(LETTER)]
    kept = [(name[:CUT_HEADER_BYTES], (value or b"")[:CUT_HEADER_BYTES]) for name, value in own_headers[:CUT_HEADERS]]
    said = [(name, value) for name, value in letter.headers if name.startswith(LETTER)]
    key = None if letter.key is None else letter.key[:CUT_HEADER_BYTES]
    return Out(DEAD_LETTERS, key, (letter.value or b"")[:CUT_BYTES], (*kept, *said, (TRUNCATED, str(CUT_BYTES).encode())))


class Shell:
    """Runs one stage's step over batches of events."""

    def __init__(self, stage: str, step: Step, delivery: Delivery) -> None:
        self.stage, self.step, self.delivery = stage, step, delivery

    async def run(self, events: Sequence[faust.EventT]) -> None:
        """Bring one batch to its end; never raises."""
        try:
            INFLIGHT.labels(self.stage).set(len(events))
            with DURATION.labels(self.stage).time():
                await self.settle(sorted((_record(event) for event in events), key=lambda record: record.order))
            INFLIGHT.labels(self.stage).set(0)
            LAST.labels(self.stage).set_to_current_time()
        except asyncio.CancelledError:
            raise
        except BaseException:
            log.critical("%s: a batch could not be brought to an end", self.stage, exc_info=True)
            os._exit(LAST_RESORT_EXIT)

    async def settle(self, records: Sequence[Record]) -> None:
        """Run the step, deliver its outputs and write the dead letters: 1 to 4 of the module's text."""
        results = await self.attempt(records)
        outs = [out for result in results if not isinstance(result, Exception) for out in result]
        done = iter(await self.delivery.all(outs))
        letters: list[Out] = []
        for record, result in zip(records, results, strict=True):
            failure = result if isinstance(result, Exception) else _refusal([next(done) for _ in result])
            RECORDS.labels(self.stage, "passed" if failure is None else type(failure).__name__).inc()
            if failure is not None:
                letters.append(dead_letter(self.stage, record, failure))
                if not isinstance(failure, Poison):
                    log.error("%s: bug on %s", self.stage, record.place, exc_info=failure)
        for letter, written in zip(letters, await self.delivery.all(letters), strict=True):
            LETTERS.labels(self.stage, (header(letter.headers, LETTER + "error") or b"").decode()).inc()
            if isinstance(written, Refused):  # larger than any topic takes: what fits is better than nothing
                await self.delivery.one(cut(letter))

    async def attempt(self, records: Sequence[Record]) -> list[Result]:
        """Return the step's results, none of them Transient: such records alone are tried again, while the batch waits for them."""
        results: dict[int, Result] = {}
        todo = list(range(len(records)))
        async for pause in backoff():
            results |= zip(todo, await self._once([records[place] for place in todo]), strict=True)
            todo = [place for place in todo if isinstance(results[place], Transient)]
            if not todo:
                return [results[place] for place in range(len(records))]
            RETRIES.labels(self.stage).inc(len(todo))
            log.warning("%s: %s (%d of %d records); again in %.1f s", self.stage, results[todo[0]], len(todo), len(records), pause)
        raise AssertionError("backoff never ends")

    async def _once(self, records: Sequence[Record]) -> list[Result]:
        """Run the step once; a batch that fails as a whole is run record by record, so that a bug costs its own record only."""
        try:
            results = await self.step(records)
            if len(results) != len(records):
                raise AssertionError(f"{len(results)} results for {len(records)} records")
            return results
        except Exception as exc:
            if isinstance(exc, Transient) or len(records) == 1:
                return [exc] * len(records)
            return [(await self._once([record]))[0] for record in records]


def _record(event: faust.EventT) -> Record:
    message = event.message
    headers = tuple(message.headers.items() if isinstance(message.headers, dict) else message.headers or ())
    attempts = number(header(headers, ATTEMPTS), at_most=1_000_000)
    return Record(
        message.topic, message.partition, message.offset, message.key, message.value or b"", message.timestamp, own(headers), attempts
    )  # fmt: skip


def _refusal(written: Sequence[RecordMetadata | Refused]) -> Refused | None:
    return next((item for item in written if isinstance(item, Refused)), None)
