"""extract: one pass of the language model over each article that has something new, in processes of its own."""

from __future__ import annotations

from collections.abc import Sequence

from streams.pipeline.mapped import mapped
from streams.pipeline.record import Record, Result
from streams.pipeline.seams import Seams
from streams.topics import ENTITIES


class ExtractStep:
    """Hands the articles to the pool; their values are decoded and encoded there."""

    def __init__(self, seams: Seams) -> None:
        self._workers = seams.workers

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return await mapped(self._workers, records, ENTITIES)
