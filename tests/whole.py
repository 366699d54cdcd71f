"""The whole pipeline for tests: a supervisor with five real workers, a wire fed, and what came of each article."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord
from aiokafka.structs import RecordMetadata

from streams.audit import Account
from streams.broker.auditor import Auditor
from streams.broker.log import read_back
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.settings import Settings
from streams.supervisor import Supervisor
from streams.topics import ALERTS, ARTICLES, DEAD_LETTERS

DEADLINE_SECONDS = 120.0


@dataclass
class Run:
    """The result of one wire: the account, the alerts and the dead letters."""

    fed: dict[str, str] = field(default_factory=dict)
    """The source of each item by its name, `articles/partition/offset`."""
    account: Account = field(default_factory=lambda: Account({}))
    alerts: list[bytes] = field(default_factory=list)
    letters: list[ConsumerRecord] = field(default_factory=list)

    def outcome(self, name: str) -> str:
        """Return the outcome of the item of that name."""
        return self.account.outcomes[self.fed[name]]


async def run_whole(settings: Settings, items: Sequence[tuple[str, bytes, datetime | None]], rate: float = 15) -> Run:
    """Feed items (name, bytes, record time) in order, `rate` a second, through five workers; return when the account of them is closed."""
    run = Run()
    supervisor = Supervisor(settings, print)
    workers = asyncio.create_task(supervisor.run())

    def fed(item: Item, position: RecordMetadata) -> None:
        run.fed[item.name] = f"{ARTICLES.name}/{position.partition}/{position.offset}"

    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await supervisor.ready()
            await push(settings, (Item(value, name, at) for name, value, at in items), rate=rate, done=fed)
            async with Auditor(settings) as auditor:
                run.account = await auditor.settle(DEADLINE_SECONDS)
    finally:
        supervisor.stop()
        await workers
    assert run.account.articles == len(items)
    run.alerts = [record.value async for record in read_back(settings, ALERTS)]
    run.letters = [record async for record in read_back(settings, DEAD_LETTERS)]
    return run
