"""screen: the verdict that the log of sketches gives for an article, found by this worker's own index of that log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from streams.broker.log import end_of, follow
from streams.errors import Poison
from streams.flow.metrics import DUPLICATES as REPEATS
from streams.flow.record import Out, Record, Result
from streams.headers import ORDER, SOURCE
from streams.messages import CleanArticle, Sketch, Verdict
from streams.screen import Index, screened
from streams.settings import Settings
from streams.topics import DUPLICATES, SCREENED, SKETCHES

log = logging.getLogger(__name__)


class ScreenStep:
    """Waits until the index has applied an article's sketch, then publishes the verdict found there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._index = Index(window=timedelta(hours=settings.window_hours))
        self._moved = asyncio.Condition()
        self._reached = 0
        self._goal: int | None = None
        """The end of the log when this worker began: the index is rebuilt when it has got there."""

    def missing(self) -> str | None:
        """What a probe is told while the index is rebuilt."""
        if self._goal is None:
            return "the log of sketches is not reached yet"
        return f"the index is rebuilt: {self._reached} of {self._goal} sketches" if self._reached < self._goal else None

    async def apply_log(self) -> None:
        """Apply `articles.sketches` from its start, for ever: the background task of this stage."""
        self._goal = await end_of(self._settings, SKETCHES)
        async for records in follow(self._settings, SKETCHES):
            for record in records:
                try:
                    self._index.apply(record.offset, Sketch.decode(record.value))
                except Poison as exc:  # the same for every worker, so no verdict can differ by it
                    log.error("sketch %s is unreadable and passed over: %s", record.offset, exc)
                if record.offset % 50 == 0:
                    await asyncio.sleep(0)  # 1.5 ms each: let heartbeats through while a long log is read back
            async with self._moved:
                self._reached = records[-1].offset + 1
                self._moved.notify_all()

    async def __call__(self, records: Sequence[Record]) -> list[Result]:
        return [await self._screen(record) for record in records]

    async def _screen(self, record: Record) -> Result:
        try:
            article = CleanArticle.decode(record.value)
            place = article.sketch
            if place is not None:
                async with self._moved:
                    await self._moved.wait_for(lambda: self._reached > place.offset)
            whole = screened(article, self._index.found(article.source))
        except Exception as exc:
            return exc
        key = whole.uri.encode()
        headers = record.headers
        if whole.sketch is not None:  # the order of its first sketch, should it have been written twice
            order = str(whole.sketch.offset).encode()
            headers = tuple((name, order if name == ORDER else value) for name, value in headers)
        outs = [Out(SCREENED, key, whole.encode(), headers)]
        if whole.relation is not None:
            REPEATS.labels(whole.relation.kind).inc()
            verdict = Verdict(uri=whole.uri, version=whole.version, source=whole.source, relation=whole.relation)
            outs.append(Out(DUPLICATES, key, verdict.encode(), ((SOURCE, whole.source.encode()),)))
        return outs
