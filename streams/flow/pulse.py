"""The broker's own word on a stage's partitions: the offset that its group has committed in each, and the offset where each ends.

Faust's own figures lie in just the cases that matter: a partition that is never fetched again keeps its old end (so its lag is 0), and a
commit that the broker refused is noted as done (faust/transport/consumer.py, `_commit_offsets`). So the question goes out on a connection
of its own, from the watchdog's thread, and an unanswered one says that the broker is away, which no restart of a worker mends.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from streams.broker.connection import client_options, partitions_of
from streams.broker.patience import stopped
from streams.broker.topic_id import topic_id
from streams.pipeline.stages import SOURCES
from streams.settings import Settings

PATIENCE_SECONDS = 10.0
"""Seconds without an answer after which a broker counts as away: an answer takes milliseconds, and a worker's session times out sooner."""
UNKNOWN = 2
"""The answers in a row by which a topic counts as gone: a broker that has just started may not know of it yet."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PartitionOffsets:
    """One partition of the source topic."""

    committed: int | None
    """The next offset that the group will read after a restart; None before its first commit."""
    end: int
    first: int
    """The oldest offset kept."""
    topic: str | None = None
    """The id of the topic, which it got when it was made; None where the broker tells none."""

    @property
    def beyond(self) -> bool:
        """True if the commit stands behind the end: the topic was made anew, and what it holds now would not be read."""
        return self.committed is not None and self.committed > self.end

    @property
    def lag(self) -> int:
        """The number of records not yet committed."""
        return max(0, self.end - max(self.committed or 0, self.first))


def _offset(commit: Any) -> int | None:
    return None if commit is None or commit.offset < 0 else int(commit.offset)


class Pulse:
    """Asks the broker about the partitions of one stage; belongs to one event loop."""

    def __init__(self, settings: Settings, stage: str) -> None:
        topic = SOURCES[stage]
        self.topic = settings.prefix + topic.name
        self._unknown = 0
        """The number of answers in a row that there is no such topic."""
        self._partitions = partitions_of(settings, topic)
        self._group = f"{settings.prefix}newswire-{stage}"
        self._settings = settings
        self._consumer: AIOKafkaConsumer | None = None
        self._committed: frozenset[TopicPartition] = frozenset()
        """The partitions that had a commit by the last answer on this connection."""

    async def take(self) -> Mapping[int, PartitionOffsets] | None:
        """Return the state of each partition by its number, or None when the broker does not answer."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                consumer = await self._connected()
                identity = await topic_id(consumer._client, self.topic)
                ends = await consumer.end_offsets(self._partitions)
                firsts = await consumer.beginning_offsets(self._partitions)
                # one question for all partitions; the public `committed()` asks once for each of them
                commits = await consumer._coordinator.fetch_committed_offsets(self._partitions)
            if self._committed - commits.keys():
                # A commit does not go away. aiokafka 0.14 overlooks what a broker says that no longer coordinates the group (in version 2
                # of OffsetFetch the error stands beside the partitions) and gives no commits: a new connection asks the one that does.
                log.debug("the coordinator of %s is another by now", self._group)
                await self.close()
                return None
            self._committed = frozenset(commits)
            self._unknown = 0
            return {tp.partition: PartitionOffsets(_offset(commits.get(tp)), ends[tp], firsts[tp], identity) for tp in self._partitions}
        except UnknownTopicOrPartitionError:
            self._unknown += 1
            if self._unknown == UNKNOWN:
                log.critical("the topic %s is gone; `streams topics create` makes it", self.topic)
            return None
        except (KafkaError, OSError, TimeoutError) as exc:
            log.debug("the broker does not answer: %r", exc)
            self._unknown = 0
            await self.close()
            return None

    @property
    def gone(self) -> bool:
        """True if the broker says that there is no such topic."""
        return self._unknown >= UNKNOWN

    async def close(self) -> None:
        """Close the connection; the next question makes another."""
        consumer, self._consumer, self._committed = self._consumer, None, frozenset()
        if consumer is not None:
            await stopped(consumer)

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            # a group id makes it ask the coordinator; it joins nothing, since it subscribes to nothing
            consumer = AIOKafkaConsumer(**client_options(self._settings), group_id=self._group, enable_auto_commit=False)
            self._consumer = consumer
            await consumer.start()
        return self._consumer
