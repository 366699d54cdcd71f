"""The broker's own word on a stage's partitions, asked on a connection of its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from aiokafka import TopicPartition
from aiokafka.structs import OffsetAndMetadata

from streams.flow.pulse import Pulse
from streams.settings import Settings


class Broker:
    """A consumer on a cluster whose group has committed so far; one that asks the former coordinator hears of no commits."""

    def __init__(self, commits: dict[TopicPartition, int]) -> None:
        self.commits, self.moved, self.stopped = commits, False, False
        self.there = True
        self._coordinator = self._client = self

    def get_random_node(self) -> int:
        return 1

    async def send(self, node: int, request: Any) -> Any:
        """Answer a request for a topic's id: the error, name and id of each."""
        return SimpleNamespace(topics=[(0 if self.there else 3, "articles.events", bytes(range(16)))])

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 9)

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)

    async def fetch_committed_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, OffsetAndMetadata]:
        return (
            {}
            if self.moved
            else {partition: OffsetAndMetadata(self.commits[partition], "") for partition in partitions if partition in self.commits}
        )

    async def stop(self) -> None:
        self.stopped = True


class Asking(Pulse):
    """A pulse whose every connection is a new `Broker`."""

    def __init__(self, commits: dict[TopicPartition, int]) -> None:
        super().__init__(Settings(), "alert")
        self.commits, self.made = commits, list[Broker]()

    async def _connected(self) -> Any:
        if self._consumer is None:
            self.made.append(Broker(self.commits))
            self._consumer = self.made[-1]
        return self._consumer


def partition() -> TopicPartition:
    return TopicPartition(f"{Settings().prefix}articles.events", 0)


async def test_a_coordinator_that_is_another_by_now_is_asked_for_anew_and_its_silence_is_no_answer() -> None:
    pulse = Asking({partition(): 4})
    assert (await pulse.take() or {})[0].lag == 5
    pulse.made[0].moved = True  # Kafka gave the group's partition back to a broker that was restarted
    assert await pulse.take() is None
    assert pulse.made[0].stopped
    assert (await pulse.take() or {})[0].committed == 4
    assert len(pulse.made) == 2


async def test_a_group_that_has_not_committed_yet_has_its_whole_partition_before_it() -> None:
    pulse = Asking({})
    for _ in range(2):
        told = await pulse.take()
        assert told is not None
        assert (told[0].committed, told[0].lag) == (None, 9)
    assert len(pulse.made) == 1


async def test_a_topic_that_is_gone_is_no_broker_that_is_away() -> None:
    pulse = Asking({})
    assert (await pulse.take() or {})[0].topic == "AAECAwQFBgcICQoLDA0ODw", "as Kafka's own tools print it"
    pulse.made[0].there = False
    assert (await pulse.take(), pulse.gone) == (None, False), "a broker that has just started may not know"
    assert (await pulse.take(), pulse.gone) == (None, True)
    pulse.made[0].there = True
    assert (await pulse.take() is not None, pulse.gone) == (True, False)
    assert len(pulse.made) == 1
