"""`streams status`: one screen that says whether the pipeline does its work, and in a sentence each what is wrong."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import click
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from rich.table import Table

from streams.broker.admin import admin_client, check_topics
from streams.broker.connection import connected
from streams.broker.groups import Group, read_group
from streams.broker.pipeline_state import pipeline_state
from streams.broker.stage_state import StageState, bounds_of, client
from streams.commands.deliver import read_state
from streams.commands.output import document, say
from streams.commands.terminal import Terminal
from streams.feeds.source_file import SourceFile
from streams.feeds.source_log import stored_sources
from streams.feeds.timetable import HEALTHS, health_of
from streams.settings import Settings, settings
from streams.topics import CHANGES, DELIVERIES, FEED_SOURCES

UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class DeliverState:
    """The state of deliver; `used` is False where it has never run."""

    group: Group | None
    used: bool
    lag: int
    """The number of records of `alerts.changes` that it has not taken in."""
    waiting: int
    """The number of targets for which messages wait."""
    dead: int
    """The number of targets that were given up."""
    aside: int
    """The number of messages that wait for a person."""
    oldest_seconds: float | None
    """The age of the message that has waited longest for its target."""

    @property
    def ills(self) -> Iterator[str]:
        """Yield a sentence for each thing that is wrong with it, and what to do."""
        if self.group is not None and not self.group.members and (self.lag or self.waiting):
            yield f"deliver has no worker, and {self.lag:,} revisions of alerts wait: start `streams worker deliver`"
        if self.dead or self.aside:
            yield f"{self.dead} targets are dead and {self.aside} messages set aside: `streams deliver list` says why"


@dataclass(frozen=True, slots=True)
class FeedsState:
    """The state of feeds: how many sources there are of each health."""

    group: Group | None
    sources: dict[str, int]

    @property
    def ills(self) -> Iterator[str]:
        """Yield a sentence for each thing that is wrong with it, and what to do."""
        polled = sum(count for health, count in self.sources.items() if health in ("well", "ill", "new"))
        if self.group is not None and not self.group.members and polled:
            yield f"feeds has no worker, and {polled} sources are to be polled: start `streams worker feeds`"
        if ill := self.sources["ill"]:
            yield f"{ill} of {sum(self.sources.values())} sources fail: `streams feeds list` says why"


@dataclass(frozen=True, slots=True)
class State:
    """The state of the pipeline."""

    stages: list[StageState]
    deliver: DeliverState
    feeds: FeedsState
    dead_letters: int | None
    """The number of records that came to `dead-letters` in the last hour; None where the broker does not tell."""

    @property
    def ills(self) -> list[str]:
        """All that is wrong, in sentences."""
        parts: list[StageState | DeliverState | FeedsState] = [*self.stages, self.deliver, self.feeds]
        return [ill for part in parts for ill in part.ills]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def status(as_json: bool) -> None:
    """Show for each stage its workers, what waits for it and what it did last; exit code 1 when something is ill, with why.

    It asks the broker alone. A stage is ill when it has no worker, when no worker has one of its partitions, or when a record has waited
    for over a minute; deliver when a target was given up; feeds when a source fails.
    """
    chosen = settings()
    absent = [topic for topic in asyncio.run(check_topics(chosen)) if topic.state != "there"]
    if absent:
        ills = [f"topic {topic.name} is {topic.state}" for topic in absent if topic.state != "missing"]
        if missing := [topic.name for topic in absent if topic.state == "missing"]:
            ills.append(f"{len(missing)} topics are missing, {missing[0]} among them: `streams topics create` makes them")
        ills.append("STREAMS_PREFIX and STREAMS_PARTITIONS say what is looked for")
        found = None
    else:
        found = asyncio.run(_look(chosen))
        ills = found.ills
    if as_json:
        document(_document(found, ills))
    else:
        if found is not None:
            _show(found)
        for ill in ills:
            say(f"ill: {ill}")
        if not ills:
            say("all is well")
    raise click.exceptions.Exit(1 if ills else 0)


async def _look(chosen: Settings) -> State:
    async with admin_client(chosen) as admin, connected(client(chosen), chosen) as consumer:
        found = await pipeline_state(chosen, admin, consumer)
        return State(found.stages, await _deliver(chosen, admin, consumer), await _feeds(chosen, admin), found.dead_letters)


async def _deliver(chosen: Settings, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer) -> DeliverState:
    group = await read_group(admin, f"{chosen.prefix}newswire-deliver", chosen.prefix + DELIVERIES.name)
    state, now = await read_state(), datetime.now(UTC)
    ends = await bounds_of(chosen, consumer, CHANGES) if state.positions else {}
    queues = list(state.queues.values())
    first = [next(iter(queue.waiting.values())).at for queue in queues if queue.waiting]
    return DeliverState(
        group,
        bool(state.positions) or (group is not None and bool(group.members)),
        sum(max(0, end - max(start, state.positions.get(tp.partition, 0))) for tp, (start, end) in ends.items()),
        len(first),
        sum(queue.dead for queue in queues),
        sum(len(queue.aside) for queue in queues),
        max(0.0, (now - min(first)).total_seconds()) if first else None,
    )


async def _feeds(chosen: Settings, admin: AIOKafkaAdminClient) -> FeedsState:
    group = await read_group(admin, f"{chosen.prefix}newswire-feeds", chosen.prefix + FEED_SOURCES.name)
    sources = await stored_sources(chosen)
    sources.listed = SourceFile(chosen.sources).now()
    counts = Counter(health_of(source, sources.state(source.address)) for source in sources)
    return FeedsState(group, {health: counts[health] for health in HEALTHS})


def _show(found: State) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("stage", "workers", "parts", "lag", "oldest", "a minute", "last", "version"):
        table.add_column(heading, no_wrap=True, justify="left" if heading in ("stage", "version") else "right")
    for stage in found.stages:
        parts = f"{len(stage.group.partitions)}/{stage.partitions}" if stage.group is not None else f"{UNKNOWN}/{stage.partitions}"
        rate = UNKNOWN if stage.per_minute is None else f"{stage.per_minute:,}"
        table.add_row(
            stage.name, _workers(stage.group), parts, f"{stage.lag:,}", _age(stage.oldest_seconds), rate, _age(stage.last_seconds),
            _versions(stage.group),
        )  # fmt: skip
    deliver = found.deliver
    lag = f"{deliver.lag:,}" if deliver.used else UNKNOWN
    table.add_row("deliver", _workers(deliver.group), "", lag, _age(deliver.oldest_seconds), "", "", _versions(deliver.group))
    table.add_row("feeds", _workers(found.feeds.group), "", "", "", "", "", _versions(found.feeds.group))
    Terminal().print(table)
    if deliver.used:
        say(f"deliver: messages wait for {deliver.waiting} targets, {deliver.dead} are dead, {deliver.aside} messages are set aside")
    if sources := sum(found.feeds.sources.values()):
        say(f"feeds: {sources} sources, " + ", ".join(f"{count} {health}" for health, count in found.feeds.sources.items() if count))
    if found.dead_letters:
        say(f"dead letters: {found.dead_letters:,} records in the last hour (`streams dlq list`)")
    if any(stage.group is None for stage in found.stages):
        say("the embedded broker does not tell who works, nor what was written when")


def _workers(group: Group | None) -> str:
    return UNKNOWN if group is None else str(len(group.members))


def _versions(group: Group | None) -> str:
    return ", ".join(group.versions) if group is not None else UNKNOWN


def _age(seconds: float | None) -> str:
    """Return an age in its largest unit of which it has two: `4.2 s`, `75 s`, `12 min`, `3 h`, `2 d`."""
    if seconds is None:
        return UNKNOWN
    if seconds < 10:
        return f"{seconds:.1f} s"
    for unit, length in (("s", 1), ("min", 60), ("h", 3600)):
        if seconds < 120 * length or (unit == "h" and seconds < 48 * length):
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds / 86_400:.0f} d"


def _document(found: State | None, ills: list[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {"well": not ills, "ills": ills}
    if found is None:
        return facts
    stages = [
        {
            "stage": stage.name,
            **_group(stage.group),
            "partitions": stage.partitions,
            "lag": stage.lag,
            "oldestSeconds": _rounded(stage.oldest_seconds),
            "perMinute": stage.per_minute,
            "lastSeconds": _rounded(stage.last_seconds),
        }
        for stage in found.stages
    ]
    deliver, feeds = found.deliver, found.feeds
    return {
        **facts,
        "stages": stages,
        "deliver": {
            **_group(deliver.group),
            "used": deliver.used,
            "lag": deliver.lag,
            "targetsWaiting": deliver.waiting,
            "targetsDead": deliver.dead,
            "messagesAside": deliver.aside,
            "oldestSeconds": _rounded(deliver.oldest_seconds),
        },
        "feeds": {**_group(feeds.group), "sources": feeds.sources},
        "deadLettersLastHour": found.dead_letters,
    }


def _group(group: Group | None) -> dict[str, Any]:
    if group is None:
        return {"workers": None}
    return {
        "workers": len(group.members),
        "group": group.state,
        "assigned": len(group.partitions),
        "members": [{**asdict(member), "partitions": sorted(member.partitions)} for member in group.members],
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
