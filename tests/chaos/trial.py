"""One fault under load: what was fed is accounted for, and what was written of it is what an undisturbed run writes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka.errors import KafkaError

from deploy.kafka.cluster import Cluster
from streams.broker.auditor import Auditor
from streams.broker.log import read_back
from streams.feeds.push import push
from streams.flow.pulse import Pulse
from streams.percentile import percentile
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import ALERTS
from tests.chaos.collector import Collector, Said
from tests.chaos.contract import against_contract
from tests.chaos.faults import GOOD_EACH, Fault, Scene
from tests.chaos.fleet import Fleet
from tests.chaos.wire import Chain, Wire, chains, hostile, notes, poison

RATE = 8.0
"""Articles fed a second: a third of CALM_RATE, or of what the machine takes in the fault of hostile records."""
CALM_RATE = 3 * RATE
"""The most articles fed a second in an undisturbed run."""
STORY_ARTICLES = 2.5
"""The mean number of articles of a story."""
LATE_SECONDS = 5.0
"""The seconds from which an outcome counts as held up by the fault: in calm runs the slowest takes 2 to 3 s."""
LIMIT_SECONDS = 600.0
HEAD_START_SECONDS = 3.0
AUDIT_PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One fault, its dice, and the stories fed meanwhile."""

    fault: Fault
    seed: int
    first: int
    stories: int

    def chains(self) -> list[Chain]:
        """Return the chains of articles and records that are fed."""
        if self.fault.hostile:
            fed = self.good()
            for count in range(self.fault.hostile):  # one after each twenty
                fed.insert((count + 1) * (GOOD_EACH + 1) - 1, (hostile(self.first + self.stories + count),))
            return fed
        if not self.fault.poisoned:
            return list(chains(self.stories, self.first))
        good = notes(self.stories, self.first)
        bad = ((poison(number),) for number in range(self.first + self.stories, self.first + 2 * self.stories))
        return [chain for pair in zip(good, bad, strict=True) for chain in pair]

    def good(self) -> list[Chain]:
        """Return the chains that an undisturbed run is fed, without hostile records: these are the disturbance."""
        return list(notes(self.stories, self.first)) if self.fault.hostile else self.chains()

    @property
    def numbers(self) -> range:
        """The numbers of its stories; of the hostile records only the outcome counts, for they may repeat each other."""
        return range(self.first, self.first + self.stories * (2 if self.fault.poisoned else 1))


@dataclass(slots=True)
class Row:
    """The result of one trial."""

    segment: Segment
    fed: int = 0
    lost: list[str] = field(default_factory=list)
    """Records of the undisturbed run that this one did not write."""
    doubled: list[str] = field(default_factory=list)
    """Records that the undisturbed run did not write."""
    open: list[str] = field(default_factory=list)
    """The articles that the ledger names as open, and its differences."""
    invalid: list[str] = field(default_factory=list)
    """The errors of what `alerts` holds at the end, by its schema."""
    repeated: int = 0
    """The number of records that stand twice in a topic, the same: delivered at least once, and once more."""
    struck: float = 0.0
    """The seconds that the fault took."""
    recovery: float = 0.0
    """The seconds from the first blow to the last outcome that came late."""
    slowest: float = 0.0
    """The longest time in seconds that one article waited for its outcome."""
    p95: float = 0.0
    """The seconds from feed to outcome that 95 of 100 good articles among hostile records stay below; 0 in other faults."""
    exits: Mapping[str, int] = field(default_factory=dict)
    failure: str = ""

    @property
    def passed(self) -> bool:
        """True if nothing was lost or doubled, the account is closed, alerts keep their contract, and hostile ones held up none."""
        return not (self.lost or self.doubled or self.open or self.invalid or self.failure) and self.p95 < LATE_SECONDS


def laid_out(faults: Sequence[tuple[Fault, int]]) -> list[Segment]:
    """Return a segment for each fault with stories of its own: no two segments share a town."""
    segments: list[Segment] = []
    story, note = 0, 100_000
    for fault, seed in faults:
        if fault.hostile:
            segments.append(Segment(fault, seed, note, GOOD_EACH * fault.hostile))
            note += (GOOD_EACH + 1) * fault.hostile
        elif fault.poisoned:
            segments.append(Segment(fault, seed, note, fault.poisoned))
            note += 2 * fault.poisoned
        else:
            count = round(fault.seconds * RATE / STORY_ARTICLES)
            segments.append(Segment(fault, seed, story, count))
            story += count
    return segments


@dataclass(frozen=True, slots=True)
class Calm:
    """An undisturbed run: what it wrote of each story, by its number, and how many articles a second it took of each segment, by the number
    of the segment's first story.
    """

    said: dict[int, Said] = field(default_factory=dict)
    rates: dict[int, float] = field(default_factory=dict)


@dataclass
class Run:
    """A pipeline of its own on the cluster, with its fleet; segments are fed one after the other."""

    cluster: Cluster
    settings: Settings
    fleet: Fleet

    def __post_init__(self) -> None:
        self._wire = Wire([])
        self._collector = Collector(self.settings, lambda name: self._wire.settled(name))
        self._accounted = self._redelivered = 0

    async def undisturbed(self, segments: Sequence[Segment]) -> Calm:
        """Feed the segments without faults and return what is written of them, and how fast."""
        calm = Calm()
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(self._collector.run())
            for segment in segments:
                await self._feed(segment.good(), rate=None if segment.fault.poisoned else CALM_RATE)
                calm.rates[segment.first] = self._wire.rate
                await self._drained()
            reading.cancel()
        calm.said.update((number, self._collector.said(number)) for segment in segments for number in segment.numbers)
        return calm

    async def disturbed(self, segments: Sequence[Segment], calm: Calm, tell: Callable[[Row], None]) -> None:
        """Feed each segment with its fault and tell a row for each."""
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(self._collector.run())
            for segment in segments:
                tell(await self._trial(segment, calm))
            reading.cancel()

    async def _trial(self, segment: Segment, calm: Calm) -> Row:
        row = Row(segment)
        before = self.fleet.exits.copy()
        scene = Scene(self.cluster, self.fleet, self.settings, random.Random(segment.seed), self.settings.state / "clock")
        rate = None if segment.fault.poisoned else RATE
        if segment.fault.hostile:  # among a third of what this machine takes, or the lateness would be that of a machine at its limit
            rate = calm.rates[segment.first] * RATE / CALM_RATE
        feeding = asyncio.create_task(self._feed(segment.chains(), rate))
        await asyncio.sleep(HEAD_START_SECONDS)
        began = time.monotonic()
        try:
            async with asyncio.timeout(LIMIT_SECONDS + segment.stories / 20):
                await segment.fault.strike(scene)
                row.struck = time.monotonic() - began
                await feeding
                await self.fleet.ready()
                await self._drained()
                await self._audit(row)
        except TimeoutError:
            row.failure = (
                f"not ended after {time.monotonic() - began:.0f} s: {len(self._wire.waiting)} without outcome, {self._wire.waiting[:5]}"
            )
            feeding.cancel()
        wire = self._wire
        waits = {name: ended - wire.begun[name] for name, ended in wire.ended.items()}
        row.fed, row.slowest = len(wire.begun), max(waits.values(), default=0.0)
        row.recovery = max((wire.ended[name] - began for name, wait in waits.items() if wait > LATE_SECONDS), default=0.0)
        if segment.fault.hostile:
            row.p95 = percentile([wait for name, wait in waits.items() if not name.endswith(":p")], 0.95)
        row.exits = self.fleet.exits - before
        self._compare(row, calm.said)
        return row

    async def _feed(self, fed: Sequence[Chain], rate: float | None) -> None:
        self._wire = Wire(fed)
        await push(self.settings, self._wire.items(), rate=rate)
        await self._wire.closed()

    async def _drained(self) -> None:
        """Return when every stage has committed all that it was given, and all that was written has been read."""
        for stage in SOURCES:
            pulse = Pulse(self.settings, stage)
            while (partitions := await pulse.take()) is None or any(partition.lag for partition in partitions.values()):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            await pulse.close()
        while True:
            try:
                return await self._collector.caught_up()
            except KafkaError:
                await asyncio.sleep(0.5)

    async def _audit(self, row: Row) -> None:
        """Settle the ledger over all that was ever fed to this pipeline; note what is open and which alerts break their contract."""
        async with Auditor(self.settings) as auditor:
            account = await auditor.settle(AUDIT_PATIENCE_SECONDS)
        self._accounted += len(self._wire.begun)
        row.open = [*(entry.line() for entry in account.open), *account.differences]
        redelivered = sum(account.redelivered.values())
        row.repeated, self._redelivered = redelivered - self._redelivered, redelivered
        if account.articles != self._accounted:
            row.open.append(f"{account.articles} articles accounted for, {self._accounted} fed")
        row.invalid = list(
            against_contract([(r.key or b"", r.value) async for r in read_back(self.settings, ALERTS) if r.value is not None])
        )

    def _compare(self, row: Row, expected: Mapping[int, Said]) -> None:
        for number in row.segment.numbers:
            wanted, found = expected[number], self._collector.said(number)
            row.lost += [f"{topic}: {value!r}" for topic, value in sorted(wanted - found)]
            row.doubled += [f"{topic}: {value!r}" for topic, value in sorted(found - wanted)]


def settings_for(cluster: Cluster, prefix: str, state: Path) -> Settings:
    """Return the settings that an operator has with three brokers."""
    return Settings(broker=cluster.bootstrap, prefix=prefix, partitions=6, replication=3, state=state)
