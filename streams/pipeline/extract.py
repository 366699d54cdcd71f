"""extract: one pass of the language model over each article that has something new, in processes of its own."""

from __future__ import annotations

from collections.abc import Sequence

from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Seams
from streams.topics import ENTITIES


class ExtractStep:
    """Hands the articles to the pool; their values are decoded and encoded there."""

    def __init__(self, seams: Seams) -> None:
        self._workers = seams.workers

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        analysed = await self._workers.map([record.value for record in records], [record.name for record in records])
        return [
            value if isinstance(value, Exception) else [Out(ENTITIES, record.key, value, record.headers)]
            for record, value in zip(records, analysed, strict=True)
        ]  # fmt: skip
