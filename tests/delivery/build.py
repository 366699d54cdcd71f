"""Messages, subscriptions and fakes of the seams for tests of delivery."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from streams.delivery.changes import Changes
from streams.delivery.message import Delivered, Message, Outcome, target_id
from streams.subscriptions import Catalogue, Subscription, Target
from streams.subscriptions.in_force import InForce, in_force
from streams.subscriptions.outgoing import Waiting
from streams.subscriptions.silence import Silence
from tests.subscriptions.build import alert, place, subscription

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOOK = Target("webhook", "https://a.example")


def desk(name: str = "desk", *targets: Target, body: str = "") -> Subscription:
    """Return a subscription to all that happens in Iraq."""
    return replace(subscription(f"match: {{countries: [IRQ]}}\n{body}"), name=name, deliver=targets or (HOOK,))


def force(*subscriptions: Subscription, silences: tuple[Silence, ...] = ()) -> InForce:
    """Return what is in force when a folder holds these subscriptions in one file, and the topic these silences."""
    return in_force(Catalogue({"a.yaml": subscriptions}), Catalogue(), {each.id: each for each in silences})


def message(number: int = 1, target: Target = HOOK, **fields: Any) -> Message:
    """Return a message with an alert of these fields."""
    one = alert(**{"place": place(), **fields})
    return Message(f"{number:024x}", ("desk", target_id(target)), number, "new", NOON, one)


def digest(count: int, more: int = 0, target: Target = HOOK, **fields: Any) -> Message:
    """Return the digest of so many alerts of these fields, `inc-1` and so on."""
    told = tuple(Waiting(alert(**{"place": place(), **fields, "id": f"inc-{number}"}), "new") for number in range(1, count + 1))
    return Message("d" * 24, ("desk", target_id(target)), 1, "digest", NOON, told[0].alert, told, more)


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class Kept:
    """A store in memory."""

    values: dict[str, bytes] = field(default_factory=dict)
    appended: int = 0

    async def append(self, changes: Changes) -> None:
        for key, value in changes.records:
            self.appended += 1
            if value is None:
                self.values.pop(key, None)
            else:
                self.values[key] = value

    def of(self, kind: str) -> list[str]:
        return sorted(key for key in self.values if key.partition("/")[0] == kind)


@dataclass
class Fake:
    """An endpoint that answers as it is told, and keeps what it was sent."""

    host: str = "a.example"
    answer: Callable[[Message], Outcome] = lambda message: Delivered()
    held: asyncio.Event | None = None
    got: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> Outcome:
        self.got.append(message)
        if self.held is not None:
            await self.held.wait()
        return self.answer(message)
