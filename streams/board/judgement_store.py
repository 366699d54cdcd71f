"""The judgements of readers on each alert, followed on the topic `judgements` and bounded in number."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from typing import Any

from aiokafka import ConsumerRecord

from streams.board.judgement import key_of
from streams.broker.admin import await_topics
from streams.broker.log import end_of, follow
from streams.errors import Poison
from streams.logs import at
from streams.messages import Judgement
from streams.settings import Settings
from streams.topics import JUDGEMENTS

MOST = 20_000
"""The largest number of judgements that are held; those of the alert judged longest ago fall out. One with the longest remark takes some
3 kB without what the alert said, which is not held."""
MOST_OF_ONE = 500
"""The largest number of judgements of one alert that are held: a hundred readers on five fields; the oldest fall out."""
MOST_SHOWN = 20
"""The largest number of judgements that an answer tells one by one, the newest first; the counts are of all."""
SHOWN = {"field", "verdict", "value", "comment", "revision", "at"}
"""The fields of a judgement that everybody may see who may see the alert."""
log = logging.getLogger(__name__)


class JudgementStore:
    """The judgements by alert and key, of which the newest counts; pure."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._alerts: OrderedDict[str, OrderedDict[str, Judgement]] = OrderedDict()
        self._count = 0

    def put(self, judgement: Judgement) -> None:
        """Take in a judgement in place of an older one of the same reader on the same field."""
        key = key_of(judgement)
        of_alert = self._alerts.setdefault(judgement.alert, OrderedDict())
        held = of_alert.get(key)
        if held is not None and held.at > judgement.at:
            return
        self.remove(key)
        said = judgement.said.with_(headline="", place=None, evidence="", evidence_uri="")
        self._alerts.setdefault(judgement.alert, of_alert)[key] = judgement.with_(said=said)
        self._alerts.move_to_end(judgement.alert)
        self._count += 1
        if len(of_alert) > MOST_OF_ONE:
            self.remove(next(iter(of_alert)))
        while self._count > self._most:
            self._count -= len(self._alerts.popitem(last=False)[1])

    def remove(self, key: str) -> None:
        """Take out the judgement of a key of the topic."""
        alert = key.rsplit("/", 2)[0]
        of_alert = self._alerts.get(alert)
        if of_alert is None or of_alert.pop(key, None) is None:
            return
        self._count -= 1
        if not of_alert:
            del self._alerts[alert]

    def of(self, alert: str) -> Sequence[Judgement]:
        """Return the judgements of an alert, the newest first."""
        return sorted(self._alerts.get(alert, {}).values(), key=lambda each: each.at, reverse=True)


def judgements_document(alert: str, judgements: Sequence[Judgement], reader: str) -> dict[str, Any]:
    """Return the judgements of an alert: counted by field and verdict, and the newest without their readers' names.

    Those of `reader` are marked.
    """
    counts = Counter((each.field, each.verdict) for each in judgements)
    return {
        "id": alert,
        "judgementCount": len(judgements),
        "counts": [{"field": field, "verdict": verdict, "count": count} for (field, verdict), count in sorted(counts.items())],
        "judgements": [
            {**each.model_dump(mode="json", by_alias=True, include=SHOWN), "own": each.reader == reader} for each in judgements[:MOST_SHOWN]
        ],
    }


class JudgementFeed:
    """Fills a store from `judgements`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = JudgementStore()
        self.caught_up = asyncio.Event()
        """Set when what stood on the topic at the start has been read."""

    async def run(self) -> None:
        """Follow the topic until cancelled; raise Usage where the topics differ from what is declared."""
        await await_topics(self._settings, lambda _: None)  # the reader of alerts, which waits for the same, says so
        end = await end_of(self._settings, JUDGEMENTS)
        if end == 0:
            self.caught_up.set()
        async with aclosing(follow(self._settings, JUDGEMENTS)) as batches:  # type: ignore[type-var]
            async for records in batches:
                self._take(records)
                if records[-1].offset + 1 >= end:
                    self.caught_up.set()

    def _take(self, records: Iterable[ConsumerRecord]) -> None:
        for record in records:
            if record.value is None:
                self.store.remove((record.key or b"").decode("utf-8", "replace"))
                continue
            try:
                self.store.put(Judgement.decode(record.value))
            except Poison as exc:
                log.error("no judgement, passed over: %s", exc, extra=at(record))
