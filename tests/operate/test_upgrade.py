"""docs/operate/upgrade.md: workers that start on what another version left between the stages bring all of it to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import orjson
import pytest

from streams.topics import ALERTS, ARTICLES, CLEAN, ENTITIES, EVENTS, INCIDENTS, SCREENED, SKETCHES, TOPICS
from tests.operate.desk import Desk
from tests.operate.versions import later, older_records
from tests.wire import commit, put

pytestmark = pytest.mark.kafka
PAGE = "upgrade.md"
WAY = ((CLEAN, "screen"), (SCREENED, "extract"), (ENTITIES, "detect"), (EVENTS, "alert"))
"""Each topic between the stages, and the stage that reads it."""
NAMED = {topic.name: topic for topic in TOPICS}


async def leave(desk: Desk, newer: bool) -> None:
    """Put on the topics what another version leaves behind when it is stopped: of four articles one waits before each stage.

    The first has come furthest. Their raw records are others here, so their sources are named anew.
    """
    settings, stages = desk.settings, {topic.name: stage for topic, stage in WAY}
    reached: dict[str, int] = {}
    """The number in WAY of the topic on which each article waits, by the source that the records name."""
    new: dict[str, str] = {}
    for number, record in enumerate(older_records(CLEAN.name)):
        old = orjson.loads(record.value)["source"]
        reached[old] = len(WAY) - 1 - number
        (new[old],) = await put(settings, [b"{}"], ARTICLES, [b"one"])
        await commit(settings, "clean", new[old])

    def renamed(value: bytes) -> bytes:
        for old, position in new.items():
            value = value.replace(f'"{old}"'.encode(), f'"{position}"'.encode())
        return later(value) if newer else value

    for record in older_records(SKETCHES.name, *stages):
        old = orjson.loads(record.value)["source"]
        number = list(stages).index(record.topic) if record.topic in stages else -1
        if number > reached[old]:
            continue
        headers = [(name, new.get(value.decode(), value.decode()).encode()) for name, value in record.headers]
        (position,) = await put(settings, [renamed(record.value)], NAMED[record.topic], [record.key], headers)
        if 0 <= number < reached[old]:
            await commit(settings, stages[record.topic], position)


@pytest.mark.parametrize("newer", [False, True], ids=["upgrade", "rollback"])
async def test_what_another_version_left_comes_to_its_end(newer: bool, desk: Callable[..., Desk]) -> None:
    chosen = desk(partitions=1)

    def work() -> None:
        chosen.streams("topics", "create")
        asyncio.run(leave(chosen, newer))
        assert "topics are in before-upgrade" in chosen.does(PAGE, "Upgrade")
        with chosen.up():
            said = chosen.does(PAGE, "See that it is well")
        assert "4 articles in" in said
        assert "0 open" not in said
        assert "no dead letter waits" in said

    await asyncio.to_thread(work)
    told = set(await chosen.alerts())
    assert told == {record.key.decode() for record in older_records(ALERTS.name)}
    assert {key for key, value in await chosen.records(INCIDENTS)} == {id.encode() for id in told}
