"""detect: turns frames into typed events, in a process of its own; the batch goes out in the global order."""

from __future__ import annotations

from collections.abc import Sequence

from streams.flow.record import Out, Record, Result
from streams.pool import Pool
from streams.topics import EVENTS


class DetectStep:
    """Hands the articles to a child process, so that a rule that never ends can be ended with it; values are decoded and encoded there."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        detected = await self._pool.map([record.value for record in records], [record.name for record in records])
        return [
            value if isinstance(value, Exception) else [Out(EVENTS, record.key, value, record.headers)]
            for record, value in zip(records, detected, strict=True)
        ]
