"""The alerts that stand and the changes that come, read from Kafka for the server; and those who wait for more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError

from streams.backoff import backoff
from streams.board.changes import Changes
from streams.board.store import Store, shown
from streams.broker.admin import await_topics
from streams.broker.follower import Follower
from streams.broker.log import read_back
from streams.errors import Poison, Usage
from streams.logs import at
from streams.messages import Alert
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES

log = logging.getLogger(__name__)


class Feed:
    """Fills a store and the changes: `alerts` is read back, then `alerts.changes` is followed. It keeps what it has without a broker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = Store(settings.serve_incidents)
        self.changes = Changes(CHANGES.count(settings.partitions))
        self._follower = Follower(settings, CHANGES, self)
        self._waits: str | None = "the broker has not answered yet"
        self._came = asyncio.Event()

    @property
    def missing(self) -> str | None:
        """The reason why not all that Kafka holds can be given yet; None if there is none."""
        if self._waits is not None:
            return self._waits
        if self._follower.away:
            return "the broker does not answer"
        return None if self._follower.caught_up.is_set() else "alerts.changes is read back"

    async def run(self) -> None:
        """Read and follow until cancelled; raise Usage where the topics differ from what is declared."""
        await await_topics(self._settings, self._wait)
        self._waits = "alerts is read back"
        async for pause in backoff():
            try:
                async for record in read_back(self._settings, ALERTS):
                    self._put(record)
                break
            except (KafkaError, Usage) as exc:
                log.warning("%s: %r; again in %.1f s", ALERTS.name, exc, pause)
        self._waits = None
        await self._follower.run()

    async def caught_up(self) -> None:
        """Return when what stood in `alerts.changes` at the start has been read."""
        await self._follower.caught_up.wait()

    async def more(self) -> None:
        """Return when a change comes after this call, or `wake` is called."""
        await self._came.wait()

    def begin(self, partition: int, offset: int) -> None:
        """Hear where a partition of `alerts.changes` begins."""
        self.changes.begin(partition, offset)

    def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Take records of `alerts.changes`; one that is no alert is logged and passed over."""
        for record in records:
            read = self._put(record)
            if read is not None:
                self.changes.add(record.partition, record.offset, *read)
        self.wake()

    def wake(self) -> None:
        """Wake all who wait for more."""
        came, self._came = self._came, asyncio.Event()
        came.set()

    def _wait(self, reason: str) -> None:
        self._waits = reason

    def _put(self, record: ConsumerRecord) -> tuple[Alert, bytes] | None:
        """Put the alert of a record into the store, and return it with its JSON."""
        if record.value is None:
            self.store.remove((record.key or b"").decode("utf-8", "replace"))
            return None
        try:
            alert = Alert.decode(record.value)
        except Poison as exc:
            log.error("no alert, passed over: %s", exc, extra=at(record))
            return None
        body = shown(alert)
        self.store.put(alert, body)
        return alert, body
