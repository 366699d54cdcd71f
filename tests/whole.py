"""The whole pipeline for tests: a supervisor with five real workers, a wire fed, and what came of each article."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord
from aiokafka.structs import RecordMetadata

from streams.broker.log import read_back, tail
from streams.demo.account import Account
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.messages import EventArticle
from streams.settings import Settings
from streams.supervisor import Supervisor
from streams.topics import ALERTS, DEAD_LETTERS, EVENTS
from tests.wire import committed

DEADLINE_SECONDS = 120.0


@dataclass
class Run:
    """What came of one wire."""

    account: Account = field(default_factory=Account)
    alerts: list[bytes] = field(default_factory=list)
    letters: list[ConsumerRecord] = field(default_factory=list)

    def outcome(self, name: str) -> str:
        """The outcome of the item of that name."""
        (place,) = [place for place, fed in self.account.fed.items() if fed == name]
        return self.account.outcomes[place]


async def run_whole(settings: Settings, items: Sequence[tuple[str, bytes, datetime | None]]) -> Run:
    """Feed items (name, bytes, record time) in order through five workers; return when each has its outcome and alert has taken it."""
    run = Run()
    supervisor = Supervisor(settings, print)
    workers = asyncio.create_task(supervisor.run())

    def fed(item: Item, place: RecordMetadata) -> None:
        run.account.fed[place.partition, place.offset] = item.name

    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await supervisor.ready()
            await push(settings, (Item(value, name, at) for name, value, at in items), rate=15, done=fed)
            async with aclosing(tail(settings, [EVENTS, DEAD_LETTERS])) as records:
                async for record in records:
                    _note(run, record)
                    if run.account.closed():
                        break
            events = len([o for o in run.account.outcomes.values() if not o.startswith("dead")])
            while sum((await committed(settings, "alert", EVENTS)).values()) < events:  # noqa: ASYNC110 - another process commits
                await asyncio.sleep(0.2)
    finally:
        supervisor.stop()
        await workers
    run.alerts = [record.value async for record in read_back(settings, ALERTS)]
    return run


def _note(run: Run, record: ConsumerRecord) -> None:
    if record.topic.endswith(DEAD_LETTERS.name):
        said = {name: value.decode() for name, value in record.headers}
        run.letters.append(record)
        run.account.came(f"{said['dlq-topic']}/{said['dlq-partition']}/{said['dlq-offset']}", f"dead letter: {said['dlq-error']}")
    else:
        article = EventArticle.decode(record.value)
        run.account.came(article.source, article.outcome)
