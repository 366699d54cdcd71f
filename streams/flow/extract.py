"""extract: one pass of the language model over each article that has something new, in processes of its own."""

from __future__ import annotations

from collections.abc import Sequence

from streams.flow.record import Out, Record, Result
from streams.pool import Pool
from streams.topics import ENTITIES


class ExtractStep:
    """Hands the articles to the pool; their values are decoded and encoded there."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        analysed = await self._pool.map([record.value for record in records], [record.name for record in records])
        return [
            value if isinstance(value, Exception) else [Out(ENTITIES, record.key, value, record.headers)]
            for record, value in zip(records, analysed, strict=True)
        ]  # fmt: skip
