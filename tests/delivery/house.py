"""A courier with fakes for its seams: what comes in, what goes out, and time, which passes when it is told to."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from streams.delivery.courier import Courier, Incoming
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Message, Outcome
from streams.delivery.restored import restored
from streams.messages import Alert
from streams.subscriptions import Subscription, Target, Timing
from tests.delivery.build import Clock, Fake, Kept, force
from tests.subscriptions.build import alert, killed, place, subscription


@dataclass
class House:
    """A courier with its fakes; offsets of what comes in are counted."""

    subscriptions: Sequence[Subscription]
    fakes: dict[Target, Fake] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    clock: Clock = field(default_factory=Clock)
    holds: bool = True
    offset: int = 0

    def __post_init__(self) -> None:
        for each in self.subscriptions:
            for target in each.deliver:
                self.fakes.setdefault(target, Fake(target.address))
        self.open()

    def open(self) -> None:
        """Begin a term from what is kept."""
        state = restored(self.kept.values, random.Random(1), self.clock()).state
        self.courier = Courier(state, self.kept, lambda target: self.fakes[target], self.clock, lambda: self.holds, timedelta(hours=24))
        self.courier.use(force(*self.subscriptions))

    @property
    def state(self) -> DeliveryLog:
        return self.courier.state

    async def comes(self, *alerts: Alert, time: datetime | None = None, headers: Any = ()) -> None:
        """Take alerts in, and send what may go out."""
        records = []
        for each in alerts:
            records.append(Incoming(0, self.offset, each.encode(), time or self.clock(), headers))
            self.offset += 1
        await self.courier.take(records)
        await self.settles()

    async def settles(self) -> None:
        """Send until nothing is left to do now, but for what a fake holds."""
        while True:
            await self.courier.turn()
            before = set(self.courier._under_way)
            for _ in range(50):
                await asyncio.sleep(0)
            if set(self.courier._under_way) == before:
                return

    def got(self, address: str = "https://a.example") -> list[tuple[str, int]]:
        sent = (each for target, fake in self.fakes.items() if target.address == address for each in fake.got)
        return [(each.alert.id, each.alert.revision) for each in sent]


def incident(id: str = "inc-1", revision: int = 1, **fields: Any) -> Alert:
    return alert(**{"id": id, "revision": revision, "place": place(), "casualties": killed(10 * revision), **fields})


def then(*outcomes: Outcome) -> Callable[[Message], Outcome]:
    """Return an answer that gives these one after the other, the last again and again."""
    left = list(outcomes)
    return lambda message: left.pop(0) if len(left) > 1 else left[0]


def holding(state: DeliveryLog) -> dict[str, Timing]:
    """Return the states without the groups that hold nothing back: those have no records."""
    return {
        name: replace(timing, groups={group: held for group, held in timing.groups.items() if held.waiting})
        for name, timing in state.timings.items()
    }


RULE = "inhibit_rules:\n  - {source: {types: [ASSAULT], min_severity: severe, told: any}, target: {types: [PROTEST]}, equal: [country]}\n"


def ruled() -> Subscription:
    """Return a subscription to all of Iraq whose file has an inhibit rule: an assault holds back protests."""
    return replace(subscription("match: {countries: [IRQ]}", head=RULE), name="desk")
