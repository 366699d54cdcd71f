"""detect: frames to typed events; the batch goes out in the order of the world."""

from __future__ import annotations

from collections.abc import Sequence

from streams.detect import detect
from streams.flow.record import Out, Record, Result
from streams.messages import AnalysedArticle
from streams.topics import EVENTS


class DetectStep:
    """Pure rules over the frames, article by article."""

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return [self._detect(record) for record in records]

    def _detect(self, record: Record) -> Result:
        try:
            return [Out(EVENTS, record.key, detect(AnalysedArticle.decode(record.value)).encode(), record.headers)]
        except Exception as exc:
            return exc
