"""This module writes items onto the `articles` topic: every one awaited, in order, at a rate; it waits for a broker that is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable

from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidTimestampError, KafkaError, MessageSizeTooLargeError
from aiokafka.structs import RecordMetadata

from streams.backoff import backoff
from streams.broker.connection import client_options, connected
from streams.errors import Usage
from streams.feeds.documents import Item
from streams.settings import Settings
from streams.topics import ARTICLES

IN_FLIGHT = 200
"""The largest number of records sent and not yet acknowledged; enough to fill batches, little to hold in memory."""
LAST_SECONDS = 5.0
"""The longest wait for the broker's word on what is under way when a person stops it."""
log = logging.getLogger(__name__)


def producer_of(settings: Settings) -> AIOKafkaProducer:
    """Return a producer for `articles`, not started: idempotent, acknowledged by all replicas."""
    return AIOKafkaProducer(
        **client_options(settings), enable_idempotence=True, acks="all", compression_type="gzip", max_request_size=ARTICLES.max_bytes
    )


async def written(producer: AIOKafkaProducer, settings: Settings, item: Item) -> RecordMetadata:
    """Write one item to `articles` and return its position once the broker has it; raise Usage for one that it will never take."""
    return (await _settled(producer, settings, item, await _send(producer, settings, item)))[1]


async def push(
    settings: Settings,
    source: Iterable[Item] | AsyncIterable[Item],
    *,
    rate: float | None = None,
    done: Callable[[Item, RecordMetadata], None] = lambda *_: None,
) -> int:
    """Write items to `articles` (at most `rate` a second), call `done` with each that the broker has, and return their number.

    Raises Usage without a broker, for an item larger than the topic takes, and for a record time that the broker refuses. A cancellation
    takes effect when the broker has said of those under way whether it has them, or after LAST_SECONDS.
    """
    flying: list[tuple[Item, asyncio.Future[RecordMetadata]]] = []
    count = 0
    async with connected(producer_of(settings), settings, [ARTICLES]) as producer:
        try:
            async for item in _paced(source, rate):
                flying.append((item, await _send(producer, settings, item)))
                count += 1
                while flying and (len(flying) >= IN_FLIGHT or flying[0][1].done() or rate):
                    done(*await _settled(producer, settings, *flying[0]))
                    del flying[0]
            while flying:
                done(*await _settled(producer, settings, *flying[0]))
                del flying[0]
        except asyncio.CancelledError:
            ended, _ = await asyncio.wait([future for _, future in flying], timeout=LAST_SECONDS) if flying else (set(), None)
            for item, future in flying:
                if future in ended and not future.cancelled() and future.exception() is None:
                    done(item, future.result())
            raise
    return count


async def _paced(source: Iterable[Item] | AsyncIterable[Item], rate: float | None) -> AsyncIterator[Item]:
    loop = asyncio.get_running_loop()
    due = loop.time()
    items = aiter(source) if isinstance(source, AsyncIterable) else _each(source)
    while True:
        if rate:  # before the item is taken, so that a source made on the fly knows its own time
            await asyncio.sleep(max(0.0, due - loop.time()))
            due += 1 / rate
        try:
            item = await anext(items)
        except StopAsyncIteration:
            return
        yield item


async def _each(source: Iterable[Item]) -> AsyncIterator[Item]:
    for item in source:
        yield item


async def _send(producer: AIOKafkaProducer, settings: Settings, item: Item) -> asyncio.Future[RecordMetadata]:
    async for pause in backoff():
        try:
            stamp = None if item.at is None else int(item.at.timestamp() * 1000)
            topic = settings.prefix + ARTICLES.name
            return await producer.send(topic, item.value, key=item.key, timestamp_ms=stamp)  # type: ignore[no-any-return]
        except MessageSizeTooLargeError:
            raise Usage(f"{item.name}: {len(item.value)} bytes, the topic takes at most {ARTICLES.max_bytes}") from None
        except KafkaError as exc:  # the buffer is full because no leader takes it: the stages wait, and so do feeders
            log.warning("%s: %r; again in %.1f s", item.name, exc, pause)
    raise AssertionError("backoff never ends")


async def _settled(
    producer: AIOKafkaProducer, settings: Settings, item: Item, future: asyncio.Future[RecordMetadata]
) -> tuple[Item, RecordMetadata]:  # fmt: skip
    async for pause in backoff():
        try:
            return item, await asyncio.shield(future)  # a cancellation of the waiting is none of the record
        except MessageSizeTooLargeError:
            raise Usage(f"{item.name}: {len(item.value)} bytes are more than the broker's topic takes") from None
        except InvalidTimestampError:
            raise Usage(f"{item.name}: the broker does not take its time, {item.at}: it is in the future, or too long ago") from None
        except KafkaError as exc:
            log.warning("%s: %r; again in %.1f s", item.name, exc, pause)
        future = await _send(producer, settings, item)
    raise AssertionError("backoff never ends")
