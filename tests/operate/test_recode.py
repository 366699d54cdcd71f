"""docs/operate/recode.md: what other rules got wrong is put right by a run, as revisions that are replays, and nobody is told again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewTopic

from streams.broker.admin import admin_client
from streams.broker.log import read_back
from streams.headers import REPLAY
from streams.messages import EventArticle, Recoding
from streams.topics import EVENTS
from tests.operate.desk import Desk, facts, items
from tests.wire import put

pytestmark = pytest.mark.kafka
PAGE = "recode.md"
TOLD = "told"
SUBSCRIPTION = f"subscriptions:\n  - name: all\n    match: {{min_severity: unknown}}\n    deliver: [{{topic: {TOLD}}}]\n"


async def length(desk: Desk, topic: str) -> int:
    partition = TopicPartition(topic, 0)
    async with AIOKafkaConsumer(bootstrap_servers=desk.settings.bootstrap) as consumer:
        return int((await consumer.end_offsets([partition]))[partition])


async def mistaken(desk: Desk) -> int:
    """Code all articles as rules would that see no dead and no arrests; return their number."""
    told = [EventArticle.decode(each.value) async for each in read_back(desk.settings, EVENTS)]
    told.sort(key=lambda each: each.sketch.offset if each.sketch else 0)
    run = Recoding(at=datetime.now(UTC), newest=max(each.received for each in told))
    for each in told:
        events = tuple(event.with_(casualties=(), severity="minor") for event in each.events if event.type != "ACCIDENT")
        value = each.with_(events=events, recoding=run).encode()
        await put(desk.settings, [value], EVENTS, [each.uri.encode()], [("source", each.source.encode()), (REPLAY, b"1")])
    return len(told)


async def test_alerts_are_made_again_and_nobody_is_told_again(desk: Callable[..., Desk]) -> None:
    chosen = desk(deliver_hours=24.0)
    topic = chosen.settings.prefix + TOLD
    (chosen.folder / "all.yaml").write_text(SUBSCRIPTION.replace(TOLD, topic))
    wire = items()

    def work() -> None:
        chosen.streams("topics", "create")
        chosen.streams("rules", "apply", "all.yaml")
        with chosen.up("--deliver"):
            asyncio.run(chosen.feed(wire))
            assert chosen.account()["closed"]
            before, length_before = asyncio.run(chosen.alerts()), asyncio.run(length(chosen, topic))
            assert length_before > 0
            count = asyncio.run(mistaken(chosen))
            assert chosen.account()["closed"]
            wrong = asyncio.run(chosen.alerts())
            assert facts(wrong) != facts(before)
            assert any(orjson.loads(value)["kind"] == "withdrawn" for value in wrong.values())
            assert f"{count} articles" in chosen.does(PAGE, "See how much it is")
            said = chosen.does(PAGE, "Do it")
            assert "alerts changed" in said
            assert facts(asyncio.run(chosen.alerts())) == facts(before)
            assert chosen.account()["closed"]
            assert "\n0 alerts changed" in chosen.does(PAGE, "Do it")
            assert asyncio.run(length(chosen, topic)) == length_before

    async with admin_client(chosen.settings) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])
    await asyncio.to_thread(work)
    changes = await chosen.changes()
    assert {replay for _, _, replay in changes} == {False, True}
    revisions: dict[str, int] = {}
    for id, revision, _ in changes:
        assert revision >= revisions.get(id, 0)
        revisions[id] = revision
