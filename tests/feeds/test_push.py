"""Items onto the wire: all of them, in order, with key and record time, at a rate, and told of one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiokafka.structs import RecordMetadata

from streams.errors import Usage
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.settings import Settings
from streams.topics import ARTICLES
from tests.conftest import Broker
from tests.wire import take

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


async def test_every_item_arrives_with_its_key_and_record_time(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    told: dict[tuple[int, int], str] = {}

    def done(item: Item, position: RecordMetadata) -> None:
        told[position.partition, position.offset] = item.name

    source = [Item(b'{"uri":"urn:%d"}' % (number % 7), f"item-{number}", NOON) for number in range(300)]
    assert await push(settings, source, done=done) == 300
    records = await take(settings, ARTICLES, lambda found: len(found) == 300)
    assert {record.timestamp for record in records} == {int(NOON.timestamp() * 1000)}
    assert all(record.key == Item(record.value, "").key for record in records)
    assert set(told) == {(record.partition, record.offset) for record in records}
    for uri in range(7):
        mine = [record for record in records if record.key == b"urn:%d" % uri]
        assert len({record.partition for record in mine}) == 1, "versions of one article take one partition"
        names = [told[record.partition, record.offset] for record in mine]
        assert names == [item.name for item in source if item.key == b"urn:%d" % uri], "and keep their order"


async def test_at_a_rate_each_is_written_before_the_next_is_taken(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    done: list[str] = []
    before: list[int] = []

    def source() -> Iterator[Item]:
        for number in range(10):
            before.append(len(done))
            yield Item(b"text %d" % number, str(number))

    assert await push(settings, source(), rate=500, done=lambda item, _: done.append(item.name)) == 10
    assert before == list(range(10))
    assert done == [str(number) for number in range(10)]


async def test_nothing_to_feed_is_no_fault(pipeline: Callable[..., Settings]) -> None:
    assert await push(pipeline(), []) == 0


async def test_an_item_larger_than_the_topic_takes_is_named(pipeline: Callable[..., Settings]) -> None:
    with pytest.raises(Usage, match="huge: 10000001 bytes, the topic takes at most 10000000"):
        await push(pipeline(), [Item(b"x" * (ARTICLES.max_bytes + 1), "huge")])


async def test_without_a_broker_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="no Kafka answers"):
        await push(Settings(broker="127.0.0.1:1", state=tmp_path), [Item(b"x", "x")])


async def test_a_time_that_the_broker_does_not_take_is_said_at_once(pipeline: Callable[..., Settings], broker: Broker) -> None:
    settings = pipeline()
    broker.tell("refuse 0 32 1")  # INVALID_TIMESTAMP, what Kafka 4 answers to a record of more than an hour ahead
    with pytest.raises(Usage, match=r"early: the broker does not take its time, 2026-03-14 12:00:00\+00:00"):
        await push(settings, [Item(b"text", "early", NOON)])
