"""The auditor fills the ledger from a broker: every topic from its oldest record, then only new records; it gives the account when asked.

async with Auditor(settings) as auditor:
    account = await auditor.settle(patience=30)
    assert account.closed, account.lines()
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiokafka.errors import KafkaError

from streams.audit import Account, Ledger
from streams.broker.admin import admin_client, committed
from streams.broker.log import Reader
from streams.settings import Settings
from streams.topics import ALERTS, ARTICLES, CHANGES, DEAD_LETTERS, DOORS, INCIDENTS, TOPICS

POLL_SECONDS = 0.5
UNREAD = (CHANGES, *DOORS)
"""The topics that are not read: one holds the records of `alerts` again, the others hold nothing of articles."""
LAST = (DEAD_LETTERS, INCIDENTS)
"""Topics whose records are written after those that they speak of (a redriven record, an alert); their ends are asked first, so that
these are there to be read by then."""
log = logging.getLogger(__name__)


class Auditor:
    """Keeps about 1.5 KB an article in memory (a million: 1.5 GB), and no text; raises Usage where a broker or a topic is not there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ledger = Ledger(settings.prefix)
        self._names = {settings.prefix + topic.name: topic.name for topic in TOPICS}
        self._committed: dict[str, dict[int, int]] = {}
        self._ends: dict[int, int] = {}
        """The offset behind the last record read of `articles`, by partition."""

    async def __aenter__(self) -> Self:
        order = [*LAST, *(topic for topic in TOPICS if topic not in (*LAST, *UNREAD, ALERTS)), ALERTS]
        async with AsyncExitStack() as stack:  # closed again where a later step fails
            self._reader = await stack.enter_async_context(Reader(self._settings, order))
            self._admin = await stack.enter_async_context(admin_client(self._settings))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def look(self) -> Account:
        """Return the account as it stands now; raise KafkaError while a broker is away, after which the question may be asked again."""
        await self._read()
        return self._ledger.account(self._committed)

    async def settle(self, patience: float, told: Callable[[Account], None] = lambda account: None) -> Account:
        """Return the account of what is on `articles` by now, when it closes, or when no open part of it has moved for `patience` seconds:
        what is then in flight is stuck. 0 = as it stands. A broker that is away is waited for. `told` is given each account on the way."""
        until: dict[int, int] | None = None
        mark: object = None
        loop = asyncio.get_running_loop()
        moved = loop.time()
        while True:
            try:
                await self._read()
            except KafkaError as exc:
                log.warning("%r; asking again", exc)
                moved = loop.time()  # whoever cannot see cannot say that nothing moves
                await asyncio.sleep(POLL_SECONDS)
                continue
            until = dict(self._ends) if until is None else until
            account = self._ledger.account(self._committed, until)
            told(account)
            if account.closed or not patience:
                return account
            if (now := self._mark(account)) != mark:
                mark, moved = now, loop.time()
            elif loop.time() - moved >= patience:
                return account.stuck()
            await asyncio.sleep(POLL_SECONDS)

    async def _read(self) -> None:
        # the commits first: what a stage has committed, it has answered on a topic that is read afterwards
        for stage, partitions in (await committed(self._admin, self._settings)).items():
            self._committed.setdefault(stage, {}).update(partitions)
        async for record in self._reader.read():
            topic = self._names[record.topic]
            self._ledger.note(topic, record)
            if topic == ARTICLES.name:
                self._ends[record.partition] = record.offset + 1

    def _mark(self, account: Account) -> object:
        """Return a value that changes when an open part of the account moves: the open entries, the differences, and the commits of the
        partitions in which articles in flight wait."""
        partitions = {(entry.stage, int(entry.position.split("/")[1])) for entry in account.open if entry.state == "in flight"}
        return (
            account.open,
            account.differences,
            frozenset((*partition, self._committed.get(partition[0], {}).get(partition[1])) for partition in partitions),
        )
