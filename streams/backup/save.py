"""The backup of a pipeline that may be at work: what is saved is what a crash at this moment would have left.

1. What the stages have committed is asked first: whatever a stage does from then on, it does again after a restore, as after a crash.
2. Then the ends of the topics are asked, each before those of the topics that its records rest on: a state never names a record, an
   offset or an alert that was not saved.
3. Then the records are read, up to these ends: all of a topic that is state, of the others what was in flight.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from aiokafka import ConsumerRecord

from streams import __version__
from streams.backup.line import Line
from streams.backup.manifest import Manifest, Saved, commits_of, file_of, write_manifest
from streams.broker.admin import admin_client, committed, demand_topics
from streams.broker.between import Offsets, between, range_since
from streams.delivery.changes import LEADER
from streams.delivery.store import TERM
from streams.errors import Usage
from streams.headers import header, number
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.topics import (
    ALERTS,
    ARTICLES,
    CHANGES,
    CLEAN,
    DEAD_LETTERS,
    DELIVERIES,
    DUPLICATES,
    ENTITIES,
    EVENTS,
    FEED_SOURCES,
    HOLDS,
    INCIDENTS,
    SCREENED,
    SKETCHES,
    SUBSCRIPTIONS,
    Topic,
)  # fmt: skip

ORDER = (
    DELIVERIES, SUBSCRIPTIONS, FEED_SOURCES, DEAD_LETTERS, INCIDENTS, HOLDS, ALERTS, CHANGES, DUPLICATES, EVENTS, ENTITIES, SCREENED, CLEAN,
    SKETCHES, ARTICLES,
)  # fmt: skip
"""All topics, each before those whose records its own rest on."""
STAGES = {topic.name: stage for stage, topic in SOURCES.items()}
"""The stage that reads each topic between the stages, by the topic's name."""


async def save(settings: Settings, folder: Path, *, history: bool, told: Callable[[str], None]) -> Manifest:
    """Write a backup into a folder that is empty or not there, and return its manifest; `told` is given a sentence for each topic.

    Raise Usage without a broker or topics, or where the folder holds something.
    """
    await demand_topics(settings)
    _make(folder)
    async with admin_client(settings) as admin:
        commits = await committed(admin, settings)
    ranges = {topic: await range_since(settings, topic, None) for topic in ORDER}
    saved: dict[str, Saved] = {}
    for topic, (firsts, ends) in ranges.items():
        starts = firsts if history or topic.name not in STAGES else _in_flight(firsts, ends, commits.get(STAGES[topic.name], {}))
        saved[topic.name] = await _save(settings, folder, topic, starts, ends)
        told(f"{topic.name}: {saved[topic.name].records} records")
    manifest = Manifest(
        version=__version__,
        made=datetime.now(UTC),
        prefix=settings.prefix,
        partitions=settings.partitions,
        history=history,
        topics=saved,
        commits=commits_of(commits),
    )
    write_manifest(folder, manifest)
    return manifest


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as exc:
        raise Usage(f"{folder} cannot be a folder for a backup: {exc.strerror}") from None
    if full:
        raise Usage(f"{folder} is not empty: name a folder that is, or one that is not there yet")


def _in_flight(firsts: Offsets, ends: Offsets, commits: Offsets) -> Offsets:
    """Return the offset in each partition from which on its stage has not committed."""
    return {number: min(max(first, commits.get(number, 0)), ends[number]) for number, first in firsts.items()}


async def _save(settings: Settings, folder: Path, topic: Topic, starts: Offsets, ends: Offsets) -> Saved:
    path = file_of(folder, topic.name)
    count = 0
    found: dict[int, int] = {}
    """The offset of the first record that was read of each partition: older ones may have been deleted since its start was asked."""
    counts = _Counting() if topic is DELIVERIES else None
    with gzip.open(path, "wb", compresslevel=6) as file:
        async for record in between(settings, topic, starts, ends, lambda each: each.offset):
            found.setdefault(record.partition, record.offset)
            if counts is not None and not counts.counts(record):
                continue
            headers = tuple((name, value) for name, value in record.headers if counts is None or name != TERM)
            file.write(Line(record.partition, record.offset, record.timestamp, record.key, record.value, headers).encode())
            count += 1
    numbers = range(topic.count(settings.partitions))
    begun = [starts[n] if topic.compact or starts[n] == ends[n] else found.get(n, ends[n]) for n in numbers]
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Saved(starts=tuple(begun), ends=tuple(ends[n] for n in numbers), records=count, sha256=digest)


class _Counting:
    """Tells the records of `deliveries` that count from those that a worker wrote when another was active already (delivery/records.py).

    The term of a worker is an offset, which is another after a restore: so what counts is saved without its term.
    """

    def __init__(self) -> None:
        self._leader = -1

    def counts(self, record: ConsumerRecord) -> bool:
        """Return True if a record is to be saved."""
        if record.key == LEADER.encode():
            self._leader = record.offset
            return False
        term = header(record.headers, TERM)
        return term is None or number(term) >= self._leader
