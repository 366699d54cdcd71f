"""The law of pages: wherever a worker dies, what the next one reads back goes on to the same alerts and the same state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.alert.head import PAGE, Head, PageKey
from streams.errors import Refused
from streams.messages import Alert, EventArticle
from streams.pipeline.alert import AlertStep
from streams.pipeline.memory import Here, Kept, Memory, MemorySeams
from streams.pipeline.record import Out, Record
from streams.settings import Settings
from streams.topics import ALERTS, INCIDENTS, Topic
from tests.alert.build import KIRKUK, RAMADI, article, event, toll

NOW = datetime(2026, 3, 15, tzinfo=UTC)
ACTS = ("tell", "tell", "tell", "again", "again", "repeat", "kill", "other")
STORIES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), min_size=4, max_size=16)
MOST = st.integers(1, 4)


class Killed(Exception):
    """The worker died."""


@dataclass
class Broker(Memory):
    """A memory that keeps every record of `incidents`, and takes only `life` more before the worker that writes is killed."""

    life: int | None = None
    compacted: bool = False
    outs: list[Out] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(Settings())

    async def all(self, outs: Sequence[Out]) -> list[Kept]:
        done = []
        for out in outs:
            if self.life == 0:
                raise Killed
            self.life = self.life - 1 if self.life is not None else None
            self.outs.append(out)
            done.append(self._take(out))
        return done

    async def read_back(self, topic: Topic) -> AsyncIterator[Kept]:
        """Yield the newest record of each key, or all that were ever written."""
        records = [Kept(out.key or b"", out.value, at) for at, out in enumerate(self.outs) if out.topic is topic]
        newest = {record.key: record.offset for record in records}
        for record in records:
            if not self.compacted or newest[record.key] == record.offset:
                yield record

    @property
    def keys(self) -> set[str]:
        """The keys of `incidents` that have a value."""
        return {key.decode() for key in self._kept[INCIDENTS.name]}

    @property
    def alerts(self) -> dict[str, bytes]:
        """The newest alert of each incident."""
        return {(out.key or b"").decode(): out.value or b"" for out in self.outs if out.topic is ALERTS}


def step(broker: Broker, most: int) -> AlertStep:
    made = AlertStep(Settings(page_reports=most), MemorySeams(broker, Here(None), lambda: NOW))
    made.assigned(True)
    return made


def told(acts: Sequence[tuple[str, int]]) -> list[EventArticle]:
    """Return articles of one happening, and some of another: first ones, versions, repeats and kills."""
    wire = [article("u0", event("u0", tolls=(toll(9),)), publisher="P0", story="s")]
    known = ["u0"]
    for number, (act, which) in enumerate(acts, 1):
        uri, old = f"u{number}", known[which % len(known)]
        match act:
            case "tell":
                wire.append(article(uri, event(uri, tolls=(toll(9 + which % 5),)), publisher=f"P{number}", story="s"))
                known.append(uri)
            case "again":
                new = event(old, tolls=(toll(9 + which),))
                wire.append(article(old, new, kind="update", of=old, publisher="P", story="s", version=f"{number}"))
            case "repeat":
                wire.append(article(uri, kind="near", of=old, publisher=f"P{number}"))
            case "kill" if len(known) > 1:  # a killed article does not come again: a repeat of it is counted by what came since
                wire.append(article(f"k{number}", kind="withdrawal", of=old))
                known.remove(old)
            case _:
                wire.append(article(uri, event(uri, place=RAMADI, tolls=(toll(3),)), publisher=f"P{number}"))
    return wire


def batches(wire: Sequence[EventArticle], size: int) -> list[list[Record]]:
    records = [Record("articles.events", 0, number, b"", item.encode(), 0.0) for number, item in enumerate(wire)]
    return [records[at : at + size] for at in range(0, len(records), size)]


async def state(broker: Broker, most: int) -> dict[str, bytes]:
    """Return the incidents as a new worker reads them back; each page that a newest head names is there."""
    log = await step(broker, most)._state()
    for key in broker.keys:
        if not key.startswith(PAGE):
            head = Head.decode(broker._kept[INCIDENTS.name][key.encode()].value or b"")
            assert {str(PageKey(key, name)) for name in head.pages or ()} <= broker.keys
            assert len(head.reports) <= max(most, 1)
    return {id: incident.encode() for id, incident in log.incidents.items()}


async def calm_run(work: Sequence[list[Record]], most: int) -> Broker:
    broker = Broker()
    calm = step(broker, most)
    for batch in work:
        assert all(isinstance(result, list) for result in await calm(batch))
    return broker


@settings(max_examples=50, deadline=None)
@given(STORIES, MOST, st.integers(1, 5), st.lists(st.integers(0, 25), max_size=6), st.booleans())
def test_a_worker_killed_at_any_write_is_gone_on_from(
    acts: list[tuple[str, int]], most: int, size: int, lives: list[int], compacted: bool
) -> None:
    async def law() -> None:
        work = batches(told(acts), size)
        calm = await calm_run(work, most)
        broker = Broker(compacted=compacted)
        for life in (*lives, None):
            broker.life = life
            worker = step(broker, most)
            try:
                while work:
                    await worker(work[0])
                    work.pop(0)
            except Killed:
                continue
        assert broker.alerts == calm.alerts
        broker.life = None
        assert await state(broker, most) == await state(calm, most)

    asyncio.run(law())


@settings(max_examples=50, deadline=None)
@given(STORIES, MOST, st.integers(1, 5), st.integers(0, 20), st.integers(0, 40), st.integers(0, 5), st.integers(0, 12))
def test_what_a_frozen_owner_writes_late_is_no_step_back(
    acts: list[tuple[str, int]], most: int, size: int, at: int, written: int, late: int, life: int
) -> None:
    """The next owner may itself be killed soon behind the late records."""

    async def law() -> None:
        work = batches(told(acts), size)
        calm = await calm_run(work, most)
        frozen, broker = at % len(work), Broker()
        first = step(broker, most)
        for batch in work[:frozen]:
            await first(batch)
        before = len(broker.outs)
        await first(work[frozen])
        rest = broker.outs[before + written :]
        del broker.outs[before + written :]
        second = step(broker, most)
        left = work[frozen:]
        for number in range(len(left)):
            if number == late:
                await broker.all(rest)
                broker.life = life
            try:
                await second(left[number])
            except Killed:
                broker.life = None
                second = step(broker, most)
                await second(left[number])
        if late >= len(left):
            await broker.all(rest)
        broker.life = None
        mended = await state(broker, most)
        assert mended == await state(calm, most)
        assert await state(Broker(compacted=True, outs=broker.outs), most) == mended, "what is newest of each key says the same"

    asyncio.run(law())


@settings(max_examples=30, deadline=None)
@given(STORIES, MOST, st.integers(0, 40))
def test_an_incident_that_is_over_leaves_no_page_nor_does_one_that_a_crash_left(acts: list[tuple[str, int]], most: int, life: int) -> None:
    async def law() -> None:
        wire = told(acts)
        later = wire[-1].received + timedelta(days=9)  # the minute of an article rises with all that were made before
        work = batches([*wire, article("z", event("z", "PROTEST", place=KIRKUK), received=later, published=later)], 4)
        broker = Broker(life=life)
        while work:
            worker = step(broker, most)
            try:
                await worker(work[0])
                work.pop(0)
            except Killed:
                broker.life = None
        await step(broker, most)._state()
        assert not [key for key in broker.keys if key.startswith(PAGE)]
        assert len(broker.keys) <= 1

    asyncio.run(law())


async def test_named_pages_hold_at_most_twice_what_counts_and_all_pages_twice_what_was_told() -> None:
    broker, most = Broker(), 4
    worker = step(broker, most)
    (first,) = batches([article(f"u{n}", event(f"u{n}", tolls=(toll(9),)), publisher=f"P{n}") for n in range(20)], 20)
    await worker(first)
    for version in range(2, 12):
        wire = [
            article(f"u{n}", event(f"u{n}", tolls=(toll(9),)), kind="update", of=f"u{n}", publisher=f"P{n}", version=str(version))
            for n in range(0, 20, 2)
        ]
        await worker(batches(wire, 20)[0])
    (incident,) = (await worker._state()).incidents.values()
    assert len(incident.reports) == 20
    head = Head.decode(broker._kept[INCIDENTS.name][incident.id.encode()].value or b"")
    assert len(head.pages or ()) <= 2 * 20 / most
    assert sum(key.startswith(PAGE) for key in broker.keys) <= 2 * (20 + 10 * 10) / most


async def test_all_in_one_record_before_a_rollback_and_back() -> None:
    wire = [article(f"u{n}", event(f"u{n}", tolls=(toll(9 + n),)), publisher=f"P{n}") for n in range(9)]
    broker = Broker()
    await step(broker, 2)(batches(wire, 9)[0])
    before = await state(broker, 2)
    assert any(key.startswith(PAGE) for key in broker.keys)
    await step(broker, 0)._state()
    assert broker.keys == before.keys()
    assert {key: broker._kept[INCIDENTS.name][key.encode()].value for key in before} == before
    more = article("v", event("v", tolls=(toll(40),)), publisher="V")
    await step(broker, 2)(batches([more], 1)[0])
    assert any(key.startswith(PAGE) for key in broker.keys)
    (after,) = (await step(broker, 2)._state()).incidents.values()
    assert (len(after.reports), Alert.decode(broker.alerts[after.id]).article_count) == (10, 10)


class Refusing(Broker):
    """A broker that takes no page, as long as it `refuses`."""

    refuses = True

    async def all(self, outs: Sequence[Out]) -> list[Any]:
        return [
            Refused("too large")
            if self.refuses and (out.key or b"").startswith(PAGE.encode())
            else (await super(Refusing, self).all([out]))[0]
            for out in outs
        ]


async def test_an_article_waits_on_where_a_page_was_refused_when_its_hour_came() -> None:
    hour = NOW - timedelta(hours=1)
    held = article("v", event("v", tolls=(toll(9),)), publisher="V", embargoed_until=hour, story="s")
    wire = [article(f"u{n}", event(f"u{n}", tolls=(toll(9 + n),)), publisher=f"P{n}") for n in range(3)]
    broker = Refusing()
    await broker.all([Out(INCIDENTS, b"held/v", held.encode())])
    worker = step(broker, 3)
    (work,) = batches(wire, 3)
    assert all(isinstance(result, list) for result in await worker(work))
    with pytest.raises(Refused):
        await worker.release()
    assert "held/v" in broker.keys
    broker.refuses = False
    await worker.release()
    assert "held/v" not in broker.keys
    (whole,) = (await step(broker, 3)._state()).incidents.values()
    assert len(whole.reports) == 4


async def test_an_article_that_is_killed_and_comes_again_in_one_batch_waits() -> None:
    held = article("v", event("v"), publisher="V", embargoed_until=NOW + timedelta(hours=9), story="s")
    broker = Broker()
    worker = step(broker, 3)
    (work,) = batches([held, article("k", kind="withdrawal", of="v"), held], 3)
    assert all(isinstance(result, list) for result in await worker(work))
    written = [out.value is not None for out in broker.outs if out.key == b"held/v"]
    assert written == [True, False, True]


async def test_no_head_names_a_page_that_was_refused() -> None:
    wire = [article(f"u{n}", event(f"u{n}", tolls=(toll(9 + n),)), publisher=f"P{n}") for n in range(6)]
    broker = Refusing()
    worker = step(broker, 3)
    (work,) = batches(wire, 6)
    results = await worker(work)
    assert [type(result).__name__ for result in results] == ["Transient"] * 3 + ["Refused"] + ["Transient"] * 2
    broker.refuses = False
    assert all(isinstance(result, list) for result in await worker(work))
    (whole,) = (await step(broker, 3)._state()).incidents.values()
    assert len(whole.reports) == 6
