"""The start and the end of clients, and the longest time that a fetch waits at the broker for a record to come.

Apache Kafka answers as soon as there is one, so there the wait says only how often an idle reader asks again: at 100 ms that took a worker
0.4 % of a core more than at 500 ms, Kafka's own default. A connection answers one request after the other, so what a consumer of a group
asks when partitions are given anew stands behind its last fetch: it waits no longer than that. A reader that follows one topic asks nothing
else, and waits longer. The embedded broker answers only when the wait is over: at Faust's 1.5 s five
stages made a feed-to-alert time of 6.6 s (p50), all of it waiting.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from streams.stopping import to_the_end

KAFKA_MS, FOLLOWING_MS, EMBEDDED_MS = 500, 2000, 100
EMBEDDED_CLUSTER = "mockCluster"
"""The beginning of the embedded broker's name for itself (librdkafka, src/rdkafka_mock.c)."""
STOP_SECONDS = 4.0
"""The longest time for which a client that is stopped waits for its broker: a worker has 50 for all that it stops, one after the other."""
TASKS_SECONDS = 1.0
"""The longest wait for the tasks of a client that are cancelled: one that asks for a connection ends when that fails."""
log = logging.getLogger(__name__)


async def started(client: Any) -> None:
    """Start a client of aiokafka; a cancellation meanwhile takes effect when it has started or failed, or after LAST_SECONDS.

    A client that is cancelled while it asks for the list of brokers leaves the connection open over which it asks (aiokafka 0.14,
    `AIOKafkaClient.bootstrap`), whether it is stopped afterwards or not.
    """
    await to_the_end(client.start())


async def stopped(client: Any) -> None:
    """Stop a client of aiokafka within STOP_SECONDS, whether its broker is there or not; raise nothing of the client's own.

    It is no flush: a producer's records are awaited before. A cancellation meanwhile takes effect when it has stopped. By itself (aiokafka
    0.14) a producer waits for ever for a broker to take what was handed to it, and a consumer whose fetch has just failed breaks off with
    the CancelledError of that fetch, before it has closed its connections (`Fetcher.close`); one that waits for its own tasks takes a
    cancellation of its caller for theirs, and the caller goes on.
    """
    await to_the_end(_stopped(client))


async def _stopped(client: Any) -> None:
    stopping = asyncio.ensure_future(client.stop() if hasattr(client, "stop") else client.close())
    try:
        await asyncio.wait({stopping}, timeout=STOP_SECONDS)
    finally:
        stopping.cancel()
        await asyncio.wait({stopping}, timeout=TASKS_SECONDS)  # it may swallow that, and go on
        if not stopping.done() or stopping.cancelled() or stopping.exception() is not None:
            log.debug("a client did not stop by itself")
            await _broken_off(client)


async def _broken_off(client: Any) -> None:
    """Cancel what a client whose stop has ended too soon still does, and close its connections."""
    parts = [getattr(client, name, None) for name in ("_coordinator", "_fetcher", "_sender")]
    tasks = {each for part in parts if part is not None for each in vars(part).values() if isinstance(each, asyncio.Future)}
    tasks |= getattr(getattr(client, "_fetcher", None), "_pending_tasks", set())
    for each in tasks:
        each.cancel()
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=TASKS_SECONDS)
    finally:
        await (client.client if hasattr(client, "client") else client._client).close()


async def wait_well(consumer: AIOKafkaConsumer, kafka_ms: int = KAFKA_MS) -> None:
    """Give a consumer that has started, and fetches nothing yet, the wait that suits its broker; the short one where it does not say.

    `kafka_ms` is the one for Apache Kafka, in milliseconds.
    """
    client = consumer._client
    try:
        said = await client.send(client.get_random_node(), MetadataRequest([]))  # aiokafka keeps all of an answer but the name
        name = getattr(said, "cluster_id", None)
    except KafkaError as exc:
        log.debug("the broker does not say what it is: %r", exc)
        name = None
    consumer._fetcher._fetch_max_wait_ms = EMBEDDED_MS if name is None or name.startswith(EMBEDDED_CLUSTER) else kafka_ms
