"""The way of every batch: the step is run, the outputs are delivered and the failures become dead letters, whoever runs the stage.

An exception that leaves an agent body loses its batch (Faust acks and commits it), so what can fail fails in here, in this order:
1. run the step on the batch; where it fails as a whole, on each record alone;
2. `Transient`, raised for the batch or returned for a record, is retried in place, for ever;
3. deliver all outputs, in order, and wait for the broker's word on each;
4. a record whose step failed, or whose output is refused, becomes a dead letter with its raw bytes; that write is retried for ever.
Where the order of a batch means nothing, all this is done for its short records first: they do not wait for the long ones.

flow/body.py calls it from the agents; runner.py from one process.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from streams import __version__
from streams.backoff import backoff
from streams.errors import BUG, POISONS, Poison, Refused, Transient, reason_of
from streams.headers import LETTER, TRUNCATED
from streams.logs import at
from streams.metrics import DURATION, LETTERS, RECORDS, RETRIES, from_zero
from streams.pipeline.record import Out, Record, Result, Step
from streams.pipeline.seams import Writer, Written
from streams.topics import DEAD_LETTERS

CUT_BYTES, CUT_HEADERS, CUT_HEADER_BYTES = 500_000, 100, 1000
"""Limits on a dead letter that the broker rejects as too large: bytes of its value, number of its headers, and bytes of its key, of each
header's value and characters of each header's name."""
LONG_BYTES = 40_000
"""The bytes from which a record is long: as many characters as extract parses at most; 16 of 10,793 real texts are longer."""
PASSED = "passed"
"""The outcome of a record that is no dead letter, in metrics."""
log = logging.getLogger(__name__)


def words_of(error: Exception) -> dict[str, str]:
    """Return what is said of an error wherever it is told: its class, its message, the field that it names, and `poison` or `bug`."""
    poison = error if isinstance(error, Poison) else None
    return {
        "error": type(error).__name__,
        "message": str(error)[:500] if poison is not None else repr(error)[:500],
        "field": poison.field if poison is not None else "",
        "kind": "bug" if poison is None else "poison",
    }


def dead_letter(stage: str, record: Record, error: Exception) -> Out:
    """Return the dead letter of a record: the record as it came, with `dlq-*` headers that say where, when and why it failed."""
    said = {
        **words_of(error),
        "topic": record.topic,
        "partition": str(record.partition),
        "offset": str(record.offset),
        "stage": stage,
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


def turns(records: Sequence[Record]) -> list[list[int]]:
    """Return the indices of the short records, then those of the long ones and of what follows one of them under the same key."""
    short: list[int] = []
    long: list[int] = []
    waiting: set[bytes | None] = set()
    for index, record in enumerate(records):
        if len(record.value) > LONG_BYTES or record.key in waiting:
            waiting.add(record.key)
            long.append(index)
        else:
            short.append(index)
    return [turn for turn in (short, long) if turn]


class Shell:
    """Runs one stage's step over batches of events; `ordered`: the order of a batch means something, so no record overtakes another."""

    def __init__(self, stage: str, step: Step, writer: Writer, *, ordered: bool = True) -> None:
        self.stage, self.step, self.writer, self.ordered = stage, step, writer, ordered
        from_zero(RECORDS, [stage], [PASSED, *POISONS, BUG])
        from_zero(LETTERS, [stage], [*POISONS, BUG])
        from_zero(RETRIES, [stage])
        from_zero(DURATION, [stage])

    async def settle(self, records: Sequence[Record]) -> list[Result]:
        """Bring a batch to its end, as the module's text says; return what became of each record."""
        if self.ordered:
            return await self._settle(records)
        ends: dict[int, Result] = {}
        for turn in turns(records):
            ends |= zip(turn, await self._settle([records[index] for index in turn]), strict=True)
        return [ends[index] for index in range(len(records))]

    async def _settle(self, records: Sequence[Record]) -> list[Result]:
        """Run the step, deliver its outputs and write the dead letters: 1 to 4 of the module's text."""
        results = await self.attempt(records)
        outs = [out for result in results if not isinstance(result, Exception) for out in result]
        done = iter(await self.writer.all(outs))
        letters: list[tuple[Out, Exception]] = []
        ends: list[Result] = []
        for record, result in zip(records, results, strict=True):
            failure = result if isinstance(result, Exception) else _refusal([next(done) for _ in result])
            RECORDS.labels(self.stage, PASSED if failure is None else reason_of(failure)).inc()
            ends.append(result if failure is None else failure)
            if failure is not None:
                letters.append((dead_letter(self.stage, record, failure), failure))
                if isinstance(failure, Poison):
                    log.info("a dead letter, %s: %s", type(failure).__name__, failure, extra=at(record))
                else:
                    log.error("a dead letter, for a bug of ours", exc_info=failure, extra=at(record))
        for (letter, failure), written in zip(letters, await self.writer.all([letter for letter, _ in letters]), strict=True):
            LETTERS.labels(self.stage, reason_of(failure)).inc()
            if isinstance(written, Refused):  # larger than any topic takes: what fits is better than nothing
                await self.writer.one(cut(letter))
        return ends

    async def attempt(self, records: Sequence[Record]) -> list[Result]:
        """Return the step's results, none of them Transient: such records alone are tried again, while the batch waits for them."""
        results: dict[int, Result] = {}
        todo = list(range(len(records)))
        async for pause in backoff():
            results |= zip(todo, await self._once([records[index] for index in todo]), strict=True)
            todo = [index for index in todo if isinstance(results[index], Transient)]
            if not todo:
                return [results[index] for index in range(len(records))]
            RETRIES.labels(self.stage).inc(len(todo))
            first = results[todo[0]]
            log.warning("%s (%d of %d records); again in %.1f s", first, len(todo), len(records), pause, extra=at(records[todo[0]]))
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


def _refusal(written: Sequence[Written | Refused]) -> Refused | None:
    return next((item for item in written if isinstance(item, Refused)), None)
