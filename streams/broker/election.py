"""One worker is active, the others stand by: a consumer group on the one partition of a topic says which.

A worker that is frozen for longer than the group's session does not know, when it wakes, that another has taken over. So it holds the
office only for four fifths of a session after it *sent* the last heartbeat that the broker answered: whoever asks `holds` right before a
message goes out never sends after the broker could have given the partition away. What went out before can still be under way.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError, TopicAuthorizationFailedError

from streams.broker.connection import client_options
from streams.broker.patience import started, stopped, wait_well
from streams.settings import Settings
from streams.topics import Topic

SAFE_SHARE = 0.8
"""The share of a session in which the office is held without another heartbeat; clocks of two machines do not differ in rate by a fifth."""
STOP_SECONDS = 30.0
"""The longest wait for the active worker to end its work before the group goes on without it."""
AUTHORIZATION = GroupAuthorizationFailedError, TopicAuthorizationFailedError
"""The errors that no waiting mends."""
log = logging.getLogger(__name__)


class Election(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka carries no types
    """The membership in the group; `elected` is set while this worker is the active one.

    `resigned` is awaited when the partition is taken away, before the group gives it to another.
    """

    def __init__(self, settings: Settings, topic: Topic, group: str, resigned: Callable[[], Awaitable[None]]) -> None:
        self._settings, self._group, self._resigned = settings, settings.prefix + group, resigned
        self.partition = TopicPartition(settings.prefix + topic.name, 0)
        self.elected = asyncio.Event()
        self.joined = False
        self._heard = -float("inf")
        """The monotonic time at which the last heartbeat that was answered was sent."""

    async def __aenter__(self) -> Self:
        self._consumer = AIOKafkaConsumer(
            **client_options(self._settings),
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=int(self._settings.session_seconds * 1_000),
            heartbeat_interval_ms=1_000,
            max_poll_interval_ms=int((STOP_SECONDS + 30) * 1_000),
            partition_assignment_strategy=(StickyPartitionAssignor,),  # who is active stays so when others come
        )
        try:
            await started(self._consumer)
            await wait_well(self._consumer)
        except BaseException:
            await stopped(self._consumer)
            raise
        self._time_heartbeats()
        self._consumer.subscribe([self.partition.topic], listener=self)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.elected.clear()
        await stopped(self._consumer)

    def holds(self) -> bool:
        """Return True while no other worker can be the active one."""
        return self.elected.is_set() and time.monotonic() - self._heard < SAFE_SHARE * self._settings.session_seconds

    async def poll(self) -> list[ConsumerRecord]:
        """Return the next records of the topic, none if none came within a second; this keeps the membership.

        An error of the broker is told in the log, and waited out, but for a missing right, which is raised.
        """
        try:
            found = await self._consumer.getmany(timeout_ms=1_000, max_records=500)
        except KafkaError as exc:
            if isinstance(exc, AUTHORIZATION):
                raise
            log.warning("%s: %r", self.partition.topic, exc)  # the client joins again by itself
            await asyncio.sleep(1.0)
            return []
        return [record for records in found.values() for record in records]

    async def begin_at_the_beginning(self) -> None:
        """Have `poll` give all records that the topic keeps."""
        await self._consumer.seek_to_beginning(self.partition)

    async def end(self) -> int:
        """Return the offset behind the topic's last record."""
        return int((await self._consumer.end_offsets([self.partition]))[self.partition])

    async def position(self) -> int:
        """Return the offset of the record that `poll` gives next."""
        return int(await self._consumer.position(self.partition))

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """End the office before the group gives the partition away."""
        if self.elected.is_set():
            log.warning("another worker takes over")
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self._resigned()
            except TimeoutError:
                log.error("the work did not end within %.0f s", STOP_SECONDS)
            self.elected.clear()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        """Take the office if the partition is ours."""
        self.joined = True
        if self.partition in assigned:
            self._heard = time.monotonic()
            self.elected.set()

    def _time_heartbeats(self) -> None:
        """Note when each heartbeat that is answered well was sent; aiokafka keeps that to itself."""
        coordinator = self._consumer._coordinator
        beat = coordinator._do_heartbeat

        async def timed() -> bool:
            sent = time.monotonic()
            answered: bool = await beat()
            if answered:
                self._heard = sent
            return answered

        coordinator._do_heartbeat = timed
