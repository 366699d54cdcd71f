"""The step of a stage whose workers turn each record's value into the value of one record."""

from __future__ import annotations

from collections.abc import Sequence

from streams.pipeline.record import Out, Record, Result
from streams.pipeline.seams import Workers
from streams.topics import Topic


async def mapped(workers: Workers, records: Sequence[Record], topic: Topic) -> list[Result]:
    """Return for each record the one that its value becomes, for a topic and with its key and headers, or the error that it ended with."""
    values = await workers.map([record.value for record in records], records)
    return [
        value if isinstance(value, Exception) else [Out(topic, record.key, value, record.headers)]
        for record, value in zip(records, values, strict=True)
    ]
