"""Two workers of which one is active and one stands by, on Apache Kafka: when the active one stops, the other goes on.

Not on the embedded broker, for the reason that test_replica.py names: seen there too, a second member that never came in.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.kafka.cluster import Cluster
from streams.broker.admin import create_topics
from streams.feeds.source import Source
from streams.feeds.source_log import source_record, write_records
from streams.settings import Settings
from streams.topics import ARTICLES
from tests.delivery import test_worker as delivery
from tests.delivery.receiver import receiver
from tests.feeds import test_worker as feeds
from tests.feeds.site import item, rss, standing
from tests.subscriptions.build import alert, place
from tests.wire import PATIENCE_SECONDS, take, until

pytestmark = pytest.mark.kafka


async def pipeline(kafka: Cluster, prefix: str, state: Path) -> Settings:
    settings = Settings(
        broker=kafka.bootstrap, prefix=prefix, partitions=1, state=state, session_seconds=6.0, private_addresses=delivery.LOOPBACK
    )
    await create_topics(settings)
    return settings


async def test_deliver_hands_over_to_the_worker_that_stands_by(kafka: Cluster, tmp_path: Path) -> None:
    settings = await pipeline(kafka, "hand-over-deliver-", tmp_path)
    async with receiver() as got, delivery.working(settings, delivery.hooked(got.url)) as second:
        async with delivery.working(settings, delivery.hooked(got.url)) as first:
            async with asyncio.timeout(PATIENCE_SECONDS):
                waits = [asyncio.create_task(each.delivering.wait()) for each in (first, second)]
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            await delivery.write(settings, alert(id="inc-1", place=place()))
            await got.has(1, seconds=PATIENCE_SECONDS)
        for each in waits:
            each.cancel()
        await delivery.delivers(second)
        await delivery.write(settings, alert(id="inc-2", place=place()))
        await got.has(2, seconds=PATIENCE_SECONDS)
    assert [each.event["data"]["alert"]["id"] for each in got.accepted] == ["inc-1", "inc-2"]


async def test_feeds_are_polled_by_one_and_then_by_the_other(kafka: Cluster, tmp_path: Path) -> None:
    settings, clock = await pipeline(kafka, "hand-over-feeds-", tmp_path), feeds.Clock()
    async with standing() as site:
        site.put("/feed", rss(item(1)))
        await write_records(settings, [source_record(Source(site.url("/feed")))])
        async with feeds.working(settings, clock) as second:
            async with feeds.working(settings, clock) as first:
                await take(settings, ARTICLES, feeds.enough(1))
                await until(lambda: (first.term is None) != (second.term is None))
            site.put("/feed", rss(item(2), item(1)))
            clock.now += timedelta(hours=7)
            assert len(await take(settings, ARTICLES, feeds.enough(2))) == 2
            assert second.term is not None
