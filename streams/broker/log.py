"""Topics read with plain aiokafka, without a group and without commits.

`follow` and `read_back` are the state of screen and alert: a topic of one partition is the state, no table. (Faust's tables lost records
when a broker was missing during a rebalance.) `tail` is for those who watch.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError

from streams.backoff import backoff
from streams.broker.connection import client_options, connected
from streams.settings import Settings
from streams.topics import Topic

FETCH_WAIT_MS = 100
"""Longest wait of one fetch. Apache Kafka answers at once when a record comes; the embedded broker only when the wait is over."""
log = logging.getLogger(__name__)


def _consumer(settings: Settings) -> AIOKafkaConsumer:
    return AIOKafkaConsumer(
        **client_options(settings),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=4_000_000,
        fetch_max_wait_ms=FETCH_WAIT_MS,
    )


async def follow(settings: Settings, topic: Topic, start: int | None = None) -> AsyncIterator[Sequence[ConsumerRecord]]:
    """Records in order from `start` (None: from the oldest kept), for ever; a broker that is away is waited for."""
    lane = TopicPartition(settings.prefix + topic.name, 0)
    position = start
    async for pause in backoff():
        consumer = _consumer(settings)
        try:
            await consumer.start()
            consumer.assign([lane])
            if position is None:
                await consumer.seek_to_beginning(lane)
            else:
                consumer.seek(lane, position)
            while True:
                batch = (await consumer.getmany(lane, timeout_ms=1000, max_records=500)).get(lane, [])
                if batch:
                    yield batch
                    position = batch[-1].offset + 1
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", topic.name, exc, pause)
        finally:
            await consumer.stop()


async def read_back(settings: Settings, topic: Topic) -> AsyncIterator[ConsumerRecord]:
    """Every record kept, each partition from its oldest, up to the end as it stands when asked; raises KafkaError without a broker."""
    consumer = _consumer(settings)
    try:
        await consumer.start()
        lanes = [TopicPartition(settings.prefix + topic.name, lane) for lane in range(topic.lanes(settings.partitions))]
        consumer.assign(lanes)
        ends = await consumer.end_offsets(lanes)
        await consumer.seek_to_beginning(*lanes)
        for lane in lanes:
            while await consumer.position(lane) < ends[lane]:
                for record in (await consumer.getmany(lane, timeout_ms=1000)).get(lane, []):
                    yield record
    finally:
        await consumer.stop()


async def tail(settings: Settings, topics: Sequence[Topic], *, new: bool = False) -> AsyncGenerator[ConsumerRecord, None]:
    """Records of all partitions of some topics as they come, for ever (`new`: those from now on); raises Usage without a broker."""
    async with connected(_consumer(settings), settings) as consumer:
        lanes = [TopicPartition(settings.prefix + topic.name, lane) for topic in topics for lane in range(topic.lanes(settings.partitions))]
        consumer.assign(lanes)
        await consumer._client.force_metadata_update()
        if denied := consumer._client.cluster.unauthorized_topics.intersection(lane.topic for lane in lanes):
            raise TopicAuthorizationFailedError(*denied)  # nothing public says so, and a fetch would wait for ever
        await (consumer.seek_to_end(*lanes) if new else consumer.seek_to_beginning(*lanes))
        while True:
            batches = await consumer.getmany(timeout_ms=1000)
            for record in sorted((r for batch in batches.values() for r in batch), key=lambda r: (r.timestamp, r.partition, r.offset)):
                yield record
