"""The queue of one target of one subscription: what waits for it, and how it fares; no I/O, `now` is passed in.

One message is under way at a time, in the order in which they came. A target that fails is left alone for a while, and only its own queue
waits. Of an incident the newest revision waits alone: who reads late wants the latest. A digest waits as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from streams.delivery.message import Delivered, Gone, Message, Outcome, QueueKey, Refused, Retry
from streams.delivery.retries import GIVE_UP, PROBE, longest_pause, pause
from streams.subscriptions.change import ENDS

MOST_WAITING = 1_000
"""The largest number of messages that wait in a queue, ends of incidents not counted; the oldest goes first."""
MOST_ASIDE = 1_000
"""The largest number of messages of a queue that are kept aside for `streams deliver retry`; the oldest goes first."""
Fate = Literal["delivered", "waits", "aside", "dropped"]
"""The fates of a message: it is done, or it waits for another attempt, for a person, or is no longer kept."""
Fates = list[tuple[Message, Fate]]


@dataclass(slots=True)
class TargetQueue:
    """The messages for one target; how many come is the subscription's `rate`, which counts them before they are here."""

    key: QueueKey
    waiting: dict[str, Message] = field(default_factory=dict)
    """By id, in their order; the first is the next."""
    aside: dict[str, tuple[Message, str]] = field(default_factory=dict)
    """The messages that were given up, with the reason."""
    unwritten: set[str] = field(default_factory=set)
    """The messages whose records are not acknowledged yet: they are not sent."""
    under_way: str | None = None
    attempts: int = 0
    """The attempts that failed in a row."""
    since: datetime | None = None
    """The time of the first of them."""
    next_try: datetime | None = None
    error: str | None = None
    dead: bool = False
    probed: datetime | None = None
    """The time at which a dead target was last tried."""
    dropped: int = 0
    """The messages that were dropped because too many waited."""

    @property
    def messages(self) -> Iterator[Message]:
        """Each message that waits or was set aside."""
        yield from self.waiting.values()
        yield from (message for message, _ in self.aside.values())

    def put(self, message: Message, now: datetime) -> Fates:
        """Take a message in; return what becomes of it, of older revisions that it replaces, and of the oldest where too many wait.

        While the target is dead the message is set aside, unless it is time to try the target with it.
        """
        if message.id in self.waiting or message.id in self.aside:
            return []
        if self.dead and (self.waiting or (self.probed is not None and now - self.probed < PROBE)):
            return self._set_aside([message], self.error or "the target is dead")
        self.unwritten.add(message.id)
        older = [] if message.digest else self._replaced_by(message)
        if not older:
            self.waiting[message.id] = message
            over = self._over(self._droppable, MOST_WAITING) if len(self.waiting) > MOST_WAITING else []
            return [(message, "waits"), *over]
        # the newer takes its place, or an incident that changes often would never have its turn
        place = older[0].id
        self.waiting = {message.id if id == place else id: message if id == place else each for id, each in self.waiting.items()}
        for each in older[1:]:
            self.waiting.pop(each.id)
        return [(message, "waits"), *((each, "dropped") for each in older)]

    def may_send_at(self, now: datetime) -> datetime | None:
        """Return the time from which the first message may be sent; None while there is none, or one is under way."""
        first = next(iter(self.waiting), None)
        if first is None or self.under_way is not None or first in self.unwritten:
            return None
        return now if self.next_try is None else self.next_try

    def begin(self, now: datetime) -> Message:
        """Return the first message, which is under way from now on."""
        message = next(iter(self.waiting.values()))
        self.under_way = message.id
        if self.dead:
            self.probed = now
        return message

    def end(self, message: Message, outcome: Outcome, now: datetime, chance: random.Random) -> Fates:
        """Take what came of an attempt; return what becomes of messages."""
        self.under_way = None
        match outcome:
            case Delivered():
                self.waiting.pop(message.id)
                self.attempts, self.since, self.next_try, self.error, self.dead, self.probed = 0, None, None, None, False, None
                return [(message, "delivered")]
            case Refused(reason):
                self.error = reason
                return self._set_aside([message], reason)
            case Gone(reason):
                return self._die(reason, now)
            case Retry(reason, after):
                self.attempts += 1
                self.since = self.since or now
                self.error = reason
                if self.dead or now - self.since >= GIVE_UP:
                    return self._die(reason, now)
                self.next_try = now + pause(self.attempts, after, chance)
                return [(message, "waits")]

    def revive(self, ids: frozenset[str] | None = None) -> list[Message]:
        """Have messages that were set aside wait again, all or those named, and the target be tried at once; return them."""
        found = sorted(
            (message for id, (message, _) in self.aside.items() if ids is None or id in ids), key=lambda each: each.number
        )  # fmt: skip
        for message in found:
            del self.aside[message.id]
        self.waiting = {each.id: each for each in sorted((*self.waiting.values(), *found), key=lambda each: each.number)}
        self.unwritten.update(each.id for each in found)
        self.attempts, self.since, self.next_try, self.dead, self.probed = 0, None, None, False, None
        return found

    def shift(self, by: timedelta) -> None:
        """Move its times, because the clock was set back."""
        for name in ("since", "next_try", "probed"):
            if (moment := getattr(self, name)) is not None:
                setattr(self, name, moment - by)

    def dump(self) -> dict[str, Any]:
        """Return how the target fares as values of JSON; empty while there is nothing to say."""
        found: dict[str, Any] = {
            "attempts": self.attempts or None,
            "since": self.since,
            "nextTry": self.next_try,
            "error": self.error,
            "dead": self.dead or None,
            "probed": self.probed,
            "dropped": self.dropped or None,
        }
        return {name: value for name, value in found.items() if value is not None}

    def load(self, values: Mapping[str, Any], now: datetime) -> None:
        """Take what `dump` gave; raise ValueError for values of another shape. A pause longer than any is cut: the clock was set back."""
        self.attempts, self.dropped = int(values.get("attempts", 0)), int(values.get("dropped", 0))
        self.error, self.dead = values.get("error"), bool(values.get("dead"))
        self.since, self.next_try = _time(values.get("since")), _time(values.get("nextTry"))
        self.probed = _time(values.get("probed"))
        if self.next_try is not None:
            self.next_try = min(self.next_try, now + longest_pause())

    @property
    def _droppable(self) -> list[Message]:
        return [each for each in self.waiting.values() if each.alert.kind not in ENDS and each.id != self.under_way]

    def _replaced_by(self, message: Message) -> list[Message]:
        """Return the messages in whose place a newer one of the same incident waits; none if a digest behind them tells of it."""
        incident, found = message.alert.id, []
        for each in self.waiting.values():
            if each.digest and any(entry.alert.id == incident for entry in each.digest):
                return []
            if each.alert.id == incident and each.id != self.under_way:
                found.append(each)
        return found

    def _over(self, found: list[Message], most: int) -> Fates:
        """Drop the oldest of some messages where they are more than `most`."""
        gone = found[: max(0, len(found) - most)]
        for message in gone:
            self.waiting.pop(message.id, None)
            self.aside.pop(message.id, None)
            self.unwritten.discard(message.id)
        self.dropped += len(gone)
        return [(message, "dropped") for message in gone]

    def _die(self, reason: str, now: datetime) -> Fates:
        """Set aside all that waits: the target is dead."""
        self.dead, self.probed, self.error, self.next_try = True, now, reason, None
        self.since = self.since or now
        return self._set_aside(list(self.waiting.values()), reason)

    def _set_aside(self, messages: list[Message], reason: str) -> Fates:
        for message in messages:
            self.waiting.pop(message.id, None)
            self.unwritten.discard(message.id)
            self.aside[message.id] = message, reason
        return [*((message, "aside") for message in messages), *self._over([each for each, _ in self.aside.values()], MOST_ASIDE)]


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value is not None else None
