"""detect: turns frames into typed events, in a process of its own; the batch goes out in the global order."""

from __future__ import annotations

from collections.abc import Sequence

from streams.pipeline.mapped import mapped
from streams.pipeline.record import Record, Result
from streams.pipeline.seams import Seams
from streams.topics import EVENTS


class DetectStep:
    """Hands the articles to a child process, so that a rule that never ends can be ended with it; values are decoded and encoded there."""

    def __init__(self, seams: Seams) -> None:
        self._workers = seams.workers

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return await mapped(self._workers, records, EVENTS)
