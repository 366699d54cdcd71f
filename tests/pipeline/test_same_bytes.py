"""One pipeline: what the in-memory runner writes for a wire is what the five workers wrote for it, byte for byte, failures included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from aiokafka import ConsumerRecord

from streams.alert.held import HELD
from streams.broker.embedded import embedded
from streams.broker.log import read_back
from streams.demo.wire import wire
from streams.feeds.documents import Item
from streams.headers import LETTER
from streams.messages import Sketch
from streams.pipeline.memory import Kept, Memory
from streams.pipeline.record import Out, Record
from streams.pipeline.runner import Runner
from streams.settings import Settings
from streams.topics import (
    ALERTS,
    ARTICLES,
    CHANGES,
    CLEAN,
    DEAD_LETTERS,
    DUPLICATES,
    ENTITIES,
    EVENTS,
    INCIDENTS,
    SCREENED,
    SKETCHES,
    Topic,
)  # fmt: skip
from tests.flow.test_pipeline import BAD
from tests.stories.judge import rows
from tests.whole import run_whole

OWN = frozenset(LETTER + name for name in ("time",))
"""The header of a dead letter that tells when it was written."""
BLAST = "A car bomb killed {} people at a market in Mosul on Saturday, police said. Forty others were taken to hospital."

Seen = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes | None], ...]]


class Recording(Memory):
    """A memory that keeps all that it takes."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.outs: list[Out] = []

    async def all(self, outs: Sequence[Out]) -> list[Kept]:
        self.outs += outs
        return await super().all(outs)

    def of(self, topic: Topic) -> list[Seen]:
        return [seen(out.key, out.value, out.headers) for out in self.outs if out.topic is topic]


def seen(key: bytes | None, value: bytes | None, headers: Sequence[tuple[str, bytes | None]]) -> Seen:
    """Return what is compared of a record; an incident's own state names no time of ours, an article that waits does."""
    if (key or b"").startswith(HELD.encode()) and value is not None:
        value = orjson.dumps({**orjson.loads(value), "since": None})
    return key, value, tuple((name, said) for name, said in headers if name not in OWN)


def items() -> list[Item]:
    """Return the demo's wire, an embargo that has ended and one that has not, a kill, 250 articles of invented stories, and bad input."""
    now = datetime.now(UTC)
    found = [item.item(now - timedelta(days=1)) for item in wire()]
    for name, ahead, toll in (("past", timedelta(hours=-1), 11), ("ahead", timedelta(hours=6), 12)):
        until = (now + ahead).isoformat(timespec="seconds")
        document = {"uri": f"urn:embargo:{name}", "headline": "Car bomb in Mosul", "text": BLAST.format(toll), "embargoedUntil": until}
        found.append(Item(orjson.dumps(document), f"embargo {name}", found[-1].at))
    found.append(Item(orjson.dumps({"uri": "urn:embargo:past", "pubStatus": "canceled"}), "kill", found[-1].at))
    found += [Item(orjson.dumps(row["article"]), row["article"]["uri"], found[-1].at) for name in "ab" for row in rows(name)]
    return found + [Item(value, name, found[-1].at) for name, value in BAD.items()]


def position_of(record: ConsumerRecord) -> str:
    return f"{ARTICLES.name}/{record.partition}/{record.offset}"


@pytest.fixture
def one_partition(tmp_path: Path) -> Iterator[Settings]:
    """Yield the settings of a pipeline of one partition, in which the order of all articles is that in which they were fed."""
    with embedded(Settings(state=tmp_path, partitions=1)) as (address, _):
        yield Settings(broker=address, partitions=1, state=tmp_path, commit_seconds=0.2, session_seconds=6.0)


async def test_pipe_and_workers_give_the_same_bytes(one_partition: Settings) -> None:
    settings = one_partition
    fed = items()
    run = await run_whole(settings, [(item.name, item.value, item.at) for item in fed], rate=60)
    assert run.account.closed, run.account.lines()
    wrote = {
        topic: [seen(record.key, record.value, record.headers) async for record in read_back(settings, topic)]
        for topic in (CLEAN, SKETCHES, SCREENED, DUPLICATES, ENTITIES, EVENTS, CHANGES, ALERTS, INCIDENTS, DEAD_LETTERS)
    }
    order = {Sketch.decode(value or b"").source: number for number, (_, value, _) in enumerate(wrote[SKETCHES])}
    given = [record async for record in read_back(settings, ARTICLES)]
    given.sort(key=lambda record: (order.get(position_of(record), len(order)), record.offset))
    memory = Recording(settings)
    runner = Runner(settings, memory=memory)
    messages = await runner.take(
        [Record(one.topic, one.partition, one.offset, one.key, one.value, one.timestamp / 1000, tuple(one.headers)) for one in given]
    )
    assert len(messages) == len(fed)
    for topic in (CLEAN, SKETCHES, SCREENED, DUPLICATES, ENTITIES, EVENTS, CHANGES, ALERTS, INCIDENTS):
        assert memory.of(topic) == wrote[topic], topic.name
    assert sorted(memory.of(DEAD_LETTERS), key=repr) == sorted(wrote[DEAD_LETTERS], key=repr)
    assert (len(wrote[CLEAN]) > 350, len(wrote[CHANGES]) > 50, len(wrote[DEAD_LETTERS]) >= len(BAD)) == (True, True, True)
    assert any((key or b"").startswith(HELD.encode()) for key, _, _ in wrote[INCIDENTS]), "an article waits"
