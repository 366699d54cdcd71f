"""Events made again from `articles.entities` with the present rules, in the global order, at a pace at which alert can follow.

    articles.entities ─between two offsets, merged─► detect, in processes of our own ─► articles.events ─► alert ─► alerts.changes

Each record says that it was made again (`recoding` in its value, the header `replay`), so alert revises only what changed and tells nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer, ConsumerRecord
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import RecordMetadata

from streams.broker.admin import admin_client, committed, demand_topics, members
from streams.broker.between import between, range_since
from streams.broker.connection import client_options, connected
from streams.broker.log import Reader, ends_of
from streams.detect.work import recoding
from streams.errors import Poison, Usage
from streams.headers import LETTER, ORDER, REPLAY, header, number
from streams.messages import Alert, AnalysedArticle, Recoding
from streams.pool import Pool, Task
from streams.settings import Settings
from streams.topics import CHANGES, ENTITIES, EVENTS

BATCH = 100
"""Articles that are coded and written at once; 1.4 s of a core at 14 ms each."""
AHEAD = 500
"""The most records that alert may have before it, as far as they are ours: live articles wait behind them, at 5 ms each."""
POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """The records to be coded again: those of each partition from `starts` up to `ends`."""

    starts: Mapping[int, int]
    ends: Mapping[int, int]
    newest: datetime | None
    """The time at which the newest article of the topic was received; None if it holds none."""

    @property
    def count(self) -> int:
        """The number of records."""
        return sum(self.ends.values()) - sum(self.starts.values())


@dataclass(slots=True)
class Recoded:
    """The progress of a run, and in the end what came of it."""

    articles: int = 0
    failed: list[str] = field(default_factory=list)
    """A sentence for each record that could not be coded, with its position."""
    behind: int = 0
    """The records that alert has still to read."""
    changes: dict[str, str] = field(default_factory=dict)
    """The kind of the last revision of each alert that changed, by its id."""


async def plan(settings: Settings, since: datetime | None) -> Plan:
    """Return what would be coded again: the entities written since a moment, None for all; raise Usage without broker or topics."""
    await demand_topics(settings)
    starts, ends = await range_since(settings, ENTITIES, since)
    received: list[datetime] = []
    async with Reader(settings, [ENTITIES]) as reader:
        for partition, end in ends.items():
            last = await reader.at(partition, end - 1)
            if last is not None and (found := _received(last)) is not None:
                received.append(found)
    return Plan(starts, ends, max(received, default=None))


async def recode(settings: Settings, chosen: Plan, processes: int, told: Callable[[Recoded], None]) -> Recoded:
    """Code again what was planned, and return when alert has read all of it; `told` is given the progress on the way.

    Raise Usage without a broker or a worker of alert, KafkaError where the broker refuses a record.
    """
    done = Recoded()
    if chosen.newest is None:
        return done
    async with admin_client(settings) as admin:
        if not (await members(admin, settings))["alert"]:
            raise Usage("no worker of alert runs, which is to read what is made again: start one")
    before = await ends_of(settings, CHANGES)
    run = Recoding(at=datetime.now(UTC), newest=chosen.newest)
    pool = Pool(processes, Task(recoding, (run.encode(),)), settings.article_seconds)
    options = client_options(settings)
    writer = AIOKafkaProducer(
        **options, enable_idempotence=True, acks="all", compression_type="gzip", max_request_size=EVENTS.max_bytes
    )  # fmt: skip
    end = 0
    try:
        await pool.warm()
        async with admin_client(settings) as admin, connected(writer, settings) as producer:
            async for records in _batches(between(settings, ENTITIES, chosen.starts, chosen.ends, _order)):
                end = max(end, await _coded(settings, pool, producer, records, done))
                await _followed(settings, admin, end - AHEAD, end, done, told)
                told(done)
            await _followed(settings, admin, end, end, done, told)
    finally:
        pool.close()
    after = await ends_of(settings, CHANGES)
    async for record in between(settings, CHANGES, before, after, lambda each: each.timestamp):
        if header(record.headers, REPLAY) is not None and record.value is not None:
            alert = Alert.decode(record.value)
            done.changes[alert.id] = alert.kind
    return done


async def _batches(records: AsyncIterator[ConsumerRecord]) -> AsyncIterator[list[ConsumerRecord]]:
    batch: list[ConsumerRecord] = []
    async for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _coded(
    settings: Settings, pool: Pool, producer: AIOKafkaProducer, records: Sequence[ConsumerRecord], done: Recoded
) -> int:  # fmt: skip
    """Code a batch and write it; return the offset behind the last record written, 0 if none could be coded."""
    names = [f"{ENTITIES.name}/{record.partition}/{record.offset}" for record in records]
    sent: list[asyncio.Future[RecordMetadata]] = []
    for record, name, value in zip(records, names, await pool.map([each.value or b"" for each in records], records), strict=True):
        if isinstance(value, Exception):
            done.failed.append(f"{name}: {value}")
            continue
        headers = [pair for pair in record.headers if not pair[0].startswith(LETTER)]
        sent.append(await producer.send(settings.prefix + EVENTS.name, value, key=record.key, headers=[*headers, (REPLAY, b"1")]))
        done.articles += 1
    return max((int(each.offset) + 1 for each in await asyncio.gather(*sent)), default=0)


async def _followed(
    settings: Settings, admin: AIOKafkaAdminClient, until: int, end: int, done: Recoded, told: Callable[[Recoded], None]
) -> None:
    """Return when alert has committed up to an offset of `articles.events`."""
    while (reached := (await committed(admin, settings))["alert"].get(0, 0)) < until:
        done.behind = end - reached
        told(done)
        await asyncio.sleep(POLL_SECONDS)
    done.behind = max(0, end - reached)


def _order(record: ConsumerRecord) -> int:
    return number(header(record.headers, ORDER))


def _received(record: ConsumerRecord) -> datetime | None:
    try:
        return AnalysedArticle.decode(record.value or b"").received
    except Poison:
        return None
