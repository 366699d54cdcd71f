"""The alert stage's shell: its state is what it wrote to `incidents`, read back when a lane is given to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from streams.alert.fold import HELD
from streams.errors import Transient
from streams.flow.alert import AlertStep
from streams.flow.record import Out
from streams.messages import Alert
from streams.settings import Settings
from streams.topics import ALERTS, INCIDENTS
from tests.alert.build import article, event
from tests.wire import PATIENCE_SECONDS, put


class Shelf:
    """A delivery that keeps what it is given, and says when an alert came."""

    def __init__(self) -> None:
        self.outs: list[Out] = []
        self.alerted = asyncio.Event()

    async def all(self, outs: Sequence[Out]) -> list[object]:
        self.outs += outs
        if any(out.topic is ALERTS for out in outs):
            self.alerted.set()
        return [object() for _ in outs]


async def test_an_embargo_is_kept_over_a_restart_and_let_go_without_another_article(pipeline: Callable[..., Settings]) -> None:
    settings = pipeline()
    held = article("a", event("a"), embargoed_until=datetime.now(UTC) - timedelta(seconds=1))
    await put(settings, [held.encode()], INCIDENTS, [f"{HELD}a".encode()])
    shelf = Shelf()
    step = AlertStep(settings, shelf)  # type: ignore[arg-type]
    assert step.missing() is None, "a standby needs no state"
    step.assigned(True)
    assert step.missing() == "incidents are read back"
    task = asyncio.create_task(step.release())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await shelf.alerted.wait()
    finally:
        task.cancel()
    (alert,) = [out for out in shelf.outs if out.topic is ALERTS]
    assert Alert.decode(alert.value or b"").kind == "created"
    assert dict(alert.headers)["ce_type"] == b"streams.newswire.alert.v1.created"
    assert [(out.key, out.value is None) for out in shelf.outs if out.topic is INCIDENTS][-1] == (f"{HELD}a".encode(), True)


async def test_a_standby_lets_nothing_go(pipeline: Callable[..., Settings]) -> None:
    step = AlertStep(pipeline(), Shelf())  # type: ignore[arg-type]
    step.assigned(False)
    assert step.missing() is None


async def test_a_broker_that_does_not_let_us_read_back_costs_no_article() -> None:
    step = AlertStep(Settings(broker="127.0.0.1:1"), Shelf())  # type: ignore[arg-type]
    step.assigned(True)
    with pytest.raises(Transient, match="incidents cannot be read back"):
        await step([])
