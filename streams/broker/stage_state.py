"""The state of each stage as the broker alone can tell it: its workers, what waits for it, and what it has written lately."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from streams.broker.admin import committed
from streams.broker.connection import client_options, partitions_of
from streams.broker.groups import STABLE, Group, read_group
from streams.pipeline.stages import STAGES, Stage
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, Topic

MINUTE_MS = 60_000
FALLS_BEHIND_SECONDS = 60.0
"""Age of the oldest record that waits from which a stage counts as ill: at 80 % load an article takes under a second through all stages,
and a worker that was killed is missed after 8 s."""
FETCH_SECONDS = 5.0
"""The longest wait for the records that are looked at; one whose broker is away is not waited for longer."""
FETCH_BYTES = 100_000
"""The most that is fetched of one partition at once, unless its first batch is larger: one record of each is looked at."""


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage; `group` is None where the broker does not tell groups, and figures are None where they are not known."""

    name: str
    topic: str
    """The topic that it reads."""
    partitions: int
    """The number of that topic's partitions."""
    group: Group | None
    lag: int
    """The number of records that are not committed."""
    oldest_seconds: float | None
    """The time for which the oldest of them has waited, by its record time; None without one."""
    per_minute: int | None
    """The number of records that it wrote in the last minute, of those that it is there to write."""
    last_seconds: float | None
    """The time since the last of them; None if there is none."""

    @property
    def ills(self) -> Iterator[str]:
        """Yield a sentence for each thing that is wrong with it, and what to do."""
        group = self.group
        if group is not None and not group.members:
            yield f"{self.name} has no worker: start `streams worker {self.name}`, or read the log of the one that ended"
        elif group is not None and group.state == STABLE and (free := self.partitions - len(group.partitions)) > 0:
            yield f"{self.name}: no worker has {free} of the {self.partitions} partitions of {self.topic}; restart its workers one by one"
        if self.oldest_seconds is not None and self.oldest_seconds > FALLS_BEHIND_SECONDS:
            what = f"{self.lag:,} records wait for {self.name}, the oldest for {self.oldest_seconds:,.0f} s"
            yield f"{what}: read its log, and start more workers if it is well"


async def stage_states(settings: Settings, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer) -> list[StageState]:
    """Return the state of all stages, in order; `admin` and `consumer` have been started, the consumer without a group.

    Raise KafkaError where the broker cannot say, or may not.
    """
    commits = await committed(admin, settings)
    prefix = settings.prefix
    groups = {stage.name: await read_group(admin, f"{prefix}newswire-{stage.name}", prefix + stage.source.name) for stage in STAGES}
    sources = {stage.name: await bounds_of(settings, consumer, stage.source) for stage in STAGES}
    targets = {stage.name: await bounds_of(settings, consumer, _written(stage)) for stage in STAGES}
    waits: dict[str, dict[TopicPartition, int]] = {}
    for stage in STAGES:
        next_ = {tp: max(commits[stage.name].get(tp.partition, 0), first) for tp, (first, _) in sources[stage.name].items()}
        waits[stage.name] = {tp: offset for tp, offset in next_.items() if offset < sources[stage.name][tp][1]}
    lasts = {tp: end - 1 for target in targets.values() for tp, (first, end) in target.items() if end > first}
    # a stage's source is the target of the one before it, and a partition is read at one place at a time
    oldest = await _times(consumer, {tp: offset for found in waits.values() for tp, offset in found.items()})
    newest = await _times(consumer, lasts)
    return [
        StageState(
            stage.name,
            stage.source.name,
            len(sources[stage.name]),
            groups[stage.name],
            sum(sources[stage.name][tp][1] - offset for tp, offset in waits[stage.name].items()),
            _age(min((oldest[tp] for tp in waits[stage.name] if tp in oldest), default=None)),
            await since(consumer, targets[stage.name], time.time() * 1000 - MINUTE_MS) if groups[stage.name] is not None else None,
            _age(max((newest[tp] for tp in targets[stage.name] if tp in newest), default=None)),
        )
        for stage in STAGES
    ]


async def since(consumer: AIOKafkaConsumer, bounds: Mapping[TopicPartition, tuple[int, int]], moment_ms: float) -> int:
    """Return the number of records that partitions hold from a moment on, in milliseconds since 1970; `bounds` are those of `bounds_of`."""
    found = await consumer.offsets_for_times({tp: max(0, int(moment_ms)) for tp in bounds})
    return sum(max(0, bounds[tp][1] - offset.offset) for tp, offset in found.items() if offset is not None)


async def bounds_of(settings: Settings, consumer: AIOKafkaConsumer, topic: Topic) -> dict[TopicPartition, tuple[int, int]]:
    """Return the first offset and the end of each partition of a topic."""
    partitions = partitions_of(settings, topic)
    firsts, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
    return {tp: (int(firsts[tp]), int(ends[tp])) for tp in partitions}


def client(settings: Settings) -> AIOKafkaConsumer:
    """Return a consumer for `stage_states`, to be started: without a group, and with small fetches."""
    return AIOKafkaConsumer(**client_options(settings), enable_auto_commit=False, max_partition_fetch_bytes=FETCH_BYTES)


def _written(stage: Stage) -> Topic:
    """Return the topic by which what a stage writes is counted; `alerts` keeps only the newest of each incident."""
    return CHANGES if stage.target is ALERTS else stage.target


async def _times(consumer: AIOKafkaConsumer, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, float]:
    """Return the record time, in seconds since 1970, of the first record of each partition from an offset on, where it comes in time."""
    found: dict[TopicPartition, float] = {}
    if not offsets:
        return found
    consumer.assign(list(offsets))
    for tp, offset in offsets.items():
        consumer.seek(tp, offset)
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            while waiting := offsets.keys() - found.keys():
                for tp, records in (await consumer.getmany(*waiting, timeout_ms=500)).items():
                    stamped = records[0].timestamp > 0  # a client may have written a record without a time
                    found[tp] = records[0].timestamp / 1000 if stamped else time.time()
                    consumer.pause(tp)
    except TimeoutError:
        pass  # what did not come is not known
    return found


def _age(moment: float | None) -> float | None:
    return None if moment is None else max(0.0, time.time() - moment)
