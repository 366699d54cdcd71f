"""The evidence of the incidents, followed on the topic `incidents`, and bounded in number and bytes."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import aclosing

from aiokafka import ConsumerRecord

from streams.alert.head import Head, PageKey
from streams.alert.held import HELD
from streams.board.evidence import evidence, evidence_of
from streams.board.evidence_pages import EvidencePages
from streams.broker.admin import await_topics
from streams.broker.log import end_of, follow
from streams.errors import Poison
from streams.settings import Settings
from streams.topics import INCIDENTS

MOST_BYTES = 100_000_000
"""The most that the evidence of all incidents may have together, in bytes: 20,000 incidents of 2 reports have 50 MB."""
log = logging.getLogger(__name__)


class EvidenceStore:
    """The evidence by the incidents' ids; where there is too much, the incident that was reported longest ago falls out; pure."""

    def __init__(self, most: int, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self.bytes = 0
        """The bytes of all that is held."""

    def __len__(self) -> int:
        return len(self._bodies)

    def get(self, id: str) -> bytes | None:
        """Return the evidence of an incident as JSON; None if it is not held."""
        return self._bodies.get(id)

    def put(self, id: str, body: bytes) -> None:
        """Take in the evidence of an incident in place of what was held of it."""
        self.bytes += len(body) - len(self._bodies.pop(id, b""))
        self._bodies[id] = body
        while len(self._bodies) > self._most or (self.bytes > self._most_bytes and len(self._bodies) > 1):
            self.bytes -= len(self._bodies.popitem(last=False)[1])


class EvidenceFeed:
    """Fills a store from `incidents`. A record without a value, by which alert lets go of a silent incident, takes nothing out."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = EvidenceStore(settings.serve_incidents)
        self.caught_up = asyncio.Event()
        """Set when what stood on the topic at the start has been read."""

    async def run(self) -> None:
        """Follow the topic until cancelled; raise Usage where the topics differ from what is declared."""
        await await_topics(self._settings, lambda _: None)  # the reader of alerts, which waits for the same, says so
        end = await end_of(self._settings, INCIDENTS)
        pages = EvidencePages()
        if end == 0:
            self.caught_up.set()
        async with aclosing(follow(self._settings, INCIDENTS)) as batches:  # type: ignore[type-var]
            async for records in batches:
                for id, body in (await asyncio.to_thread(_bodies, records, pages)).items():
                    self.store.put(id, body)
                if records[-1].offset + 1 >= end:
                    self.caught_up.set()


def _bodies(records: Sequence[ConsumerRecord], pages: EvidencePages) -> Mapping[str, bytes]:
    """Return the evidence by incident of the newest record of each key, and take in their pages; articles under embargo, which wait there
    too, are passed over."""
    newest = {(record.key or b"").decode("utf-8", "replace"): record for record in records}
    found: dict[str, bytes] = {}
    for id, record in sorted(newest.items(), key=lambda each: (PageKey.read(each[0]) is None, each[1].offset)):  # pages first
        page = PageKey.read(id)
        try:
            if page is not None:
                pages.put(page, record.value)
            elif record.value is not None and not id.startswith(HELD):
                found[id] = _body(Head.decode(record.value), pages)
        except Poison as exc:
            log.error("%s/%s/%s is unreadable and passed over: %s", record.topic, record.partition, record.offset, exc)
    return found


def _body(head: Head, pages: EvidencePages) -> bytes:
    if not head.pages:
        return evidence_of(head.with_pages({}))
    return evidence(head.alert, pages.told(head), head.progress[1])
