"""The one agent body: it turns Faust's events into records and has the shell settle them; nothing ever escapes it.

An exception that leaves an agent body loses its batch (Faust acks and commits it). If even the dead letters cannot be written, the process
ends (70): the batch is not committed and comes again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence

import faust

from streams.headers import ATTEMPTS, header, number, own
from streams.metrics import DURATION, INFLIGHT, LAST
from streams.pipeline.record import Record
from streams.pipeline.shell import Shell

LAST_RESORT_EXIT = 70
log = logging.getLogger(__name__)


async def run(shell: Shell, events: Sequence[faust.EventT]) -> None:
    """Bring one batch to its end; never raises."""
    try:
        INFLIGHT.labels(shell.stage).set(len(events))
        with DURATION.labels(shell.stage).time():
            await shell.settle(sorted((_record(event) for event in events), key=lambda record: record.order))
        INFLIGHT.labels(shell.stage).set(0)
        LAST.labels(shell.stage).set_to_current_time()
    except asyncio.CancelledError:
        raise
    except BaseException:
        log.critical("%s: a batch could not be brought to an end", shell.stage, exc_info=True)
        os._exit(LAST_RESORT_EXIT)


def _record(event: faust.EventT) -> Record:
    message = event.message
    headers = tuple(message.headers.items() if isinstance(message.headers, dict) else message.headers or ())
    attempts = number(header(headers, ATTEMPTS), at_most=1_000_000)
    return Record(
        message.topic, message.partition, message.offset, message.key, message.value or b"", message.timestamp, own(headers), attempts
    )  # fmt: skip
