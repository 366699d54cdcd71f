"""The alert stage's shell: its state is what it wrote to `incidents`, read back when a partition is given to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from streams.alert.held import HELD
from streams.errors import Malformed, Refused, Transient
from streams.flow.seams import KafkaSeams
from streams.messages import Alert
from streams.pipeline.alert import AlertStep, _read
from streams.pipeline.memory import Here, Kept, Memory, MemorySeams
from streams.pipeline.record import Out, Record
from streams.pipeline.stages import named
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, INCIDENTS
from tests.alert.build import KIRKUK, RAMADI, article, event, toll
from tests.wire import PATIENCE_SECONDS, put


class Shelf(Memory):
    """A memory that keeps all that it takes, and says when an alert came."""

    def __init__(self) -> None:
        super().__init__(Settings())
        self.outs: list[Out] = []
        self.alerted = asyncio.Event()

    async def all(self, outs: Sequence[Out]) -> list[Kept]:
        self.outs += outs
        if any(out.topic is ALERTS for out in outs):
            self.alerted.set()
        return await super().all(outs)


def on_broker(settings: Settings, shelf: Shelf) -> AlertStep:
    """Return the step that reads its state back from a broker, and writes into a memory."""
    return AlertStep(settings, KafkaSeams(named("alert"), settings, shelf))


def in_memory(shelf: Shelf) -> AlertStep:
    return AlertStep(Settings(), MemorySeams(shelf, Here(None), lambda: datetime.now(UTC)))


def test_what_detect_has_read_already_is_not_read_again() -> None:
    plain = article("a", event("a"))
    parsed = {"sentences": 1, "entities": 1, "frames": 1, "headlineReading": 1}
    assert _read(orjson.dumps({**orjson.loads(plain.encode()), **parsed})) == plain


async def test_an_embargo_is_kept_over_a_restart_and_let_go_without_another_article(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    held = article("a", event("a"), embargoed_until=datetime.now(UTC) - timedelta(seconds=1))
    await put(settings, [held.encode()], INCIDENTS, [f"{HELD}a".encode()])
    shelf = Shelf()
    step = on_broker(settings, shelf)
    assert step.missing() is None, "a standby needs no state"
    step.assigned(True)
    assert step.missing() == "incidents are read back"
    task = asyncio.create_task(step.keep_embargoes())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await shelf.alerted.wait()
    finally:
        task.cancel()
    (alert,) = [out for out in shelf.outs if out.topic is ALERTS]
    assert Alert.decode(alert.value or b"").kind == "created"
    assert dict(alert.headers)["ce_type"] == b"streams.newswire.alert.v1.created"
    assert [(out.key, out.value is None) for out in shelf.outs if out.topic is INCIDENTS][-1] == (f"{HELD}a".encode(), True)


async def test_a_standby_lets_nothing_go() -> None:
    step = in_memory(Shelf())
    step.assigned(False)
    assert step.missing() is None


async def test_a_broker_that_does_not_let_us_read_back_costs_no_article() -> None:
    step = on_broker(Settings(broker="127.0.0.1:1"), Shelf())
    step.assigned(True)
    with pytest.raises(Transient, match="holds cannot be read back"):
        await step([])


def record(value: bytes, offset: int) -> Record:
    return Record("articles.events", 0, offset, b"key", value, 0.0)


async def test_a_batch_is_folded_in_order_and_its_alerts_are_written_before_its_states() -> None:
    shelf = Shelf()
    step = in_memory(shelf)
    wire = [article("a", event("a", tolls=(toll(17),))), article("b", event("b", tolls=(toll(23),)), publisher="Two")]
    results = await step([record(wire[0].encode(), 0), record(b"no JSON", 1), record(wire[1].encode(), 2)])
    assert [type(result) for result in results] == [list, Malformed, list]
    assert [out.topic for out in shelf.outs] == [CHANGES, ALERTS, CHANGES, ALERTS, INCIDENTS, INCIDENTS]
    assert [Alert.decode(out.value or b"").revision for out in shelf.outs[:4]] == [1, 1, 2, 2]
    assert [(out.key, out.value, out.headers) for out in shelf.outs[0:4:2]] == [
        (out.key, out.value, out.headers) for out in shelf.outs[1:4:2]
    ]


async def test_a_record_that_is_refused_costs_itself_only() -> None:
    class Refusing(Shelf):
        async def all(self, outs: Sequence[Out]) -> list[Any]:
            return [Refused("too large") if out.topic is INCIDENTS and b"-a-" in (out.key or b"") else await self.one(out) for out in outs]

    step = in_memory(Refusing())
    wire = [article("a", event("a", place=KIRKUK)), article("b", event("b", place=RAMADI))]
    results = await step([record(item.encode(), number) for number, item in enumerate(wire)])
    assert [type(result) for result in results] == [Refused, list]
