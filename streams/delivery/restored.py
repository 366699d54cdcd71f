"""The state of the worker as the records of `deliveries` hold it: what a worker begins with, and what `streams deliver list` shows."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from streams.delivery.changes import Record, alert_key
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.message import Message
from streams.errors import Poison
from streams.messages import Alert, parse_json
from streams.subscriptions.change import Sent
from streams.subscriptions.timing import Group, Timing, Waiting
from streams.subscriptions.timing_record import load_group, load_rest, load_sent
from streams.visible import line

log = logging.getLogger(__name__)


def restored(records: Mapping[str, bytes], chance: random.Random, now: datetime) -> Restored:
    """Return the state that the newest value of each key gives. A record that cannot be read is left out, and the log names its key."""
    found = Restored(DeliveryLog(chance), now)
    for kind, read in found.forms:
        for key, value in records.items():
            if key.partition("/")[0] == kind:
                try:
                    read(key, value)
                except (KeyError, TypeError, ValueError, AttributeError, Poison) as exc:  # by another program, or another version
                    log.error("the record %s of deliveries cannot be read: %s", line(key, 200), line(repr(exc), 200))
    found.finish()
    return found


class Restored:
    """The state as it is read, record by record; `state` holds when `finish` was called."""

    def __init__(self, state: DeliveryLog, now: datetime) -> None:
        self.state, self._now = state, now
        self.at: datetime | None = None
        """The time at which the position was last written."""
        self.orphans: list[Record] = []
        """The records by which alerts are deleted that nothing refers to."""
        self._alerts: dict[str, Alert] = {}
        self._sent: defaultdict[str, dict[str, Sent]] = defaultdict(dict)
        self._ended: defaultdict[str, set[str]] = defaultdict(set)
        self._groups: defaultdict[str, dict[tuple[str, ...], Group]] = defaultdict(dict)
        self._waiting: defaultdict[tuple[str, tuple[str, ...]], dict[str, Waiting]] = defaultdict(dict)
        self._rest: dict[str, dict[str, Any]] = {}
        self._messages: list[tuple[Message, str | None]] = []

    @property
    def forms(self) -> tuple[tuple[str, Callable[[str, bytes], None]], ...]:
        """The kinds of records with their readers, in the order in which they are to be read."""
        return (
            ("alert", self._alert),
            ("position", self._position),
            ("sent", self._told),
            ("group", self._group),
            ("waiting", self._waits),
            ("timing", self._others),
            ("outbox", self._outbox),
            ("queue", self._queue),
        )

    def finish(self) -> None:
        """Put together what was read."""
        state = self.state
        for (name, group), waiting in self._waiting.items():
            held = self._groups[name].get(group, Group(due=self._now))
            self._groups[name][group] = Group(waiting=waiting, due=held.due or self._now, last=held.last)
            for each in waiting.values():
                state.keys.refer(each.alert)
        for name in self._sent.keys() | self._ended.keys() | self._groups.keys() | self._rest.keys():
            timing = Timing(
                sent=self._sent[name], ended=frozenset(self._ended[name]), groups=self._groups[name], **load_rest(self._rest.get(name, {}))
            )
            state.timings[name] = timing
            incidents = (incident for group in timing.groups.values() for incident in group.waiting)
            state.follow(name, timing, {*incidents, *timing.sent})
        for message, aside in sorted(self._messages, key=lambda each: each[0].number):
            queue = self.state.queue_of(message.queue)
            for each in message.entries:
                state.keys.refer(each.alert)
            if aside is None:
                queue.waiting[message.id] = message
            else:
                queue.aside[message.id] = message, aside
            state.number = max(state.number, message.number)
        self.orphans = [(key, None) for key in self._alerts if key not in state.keys.references]

    def _alert(self, key: str, value: bytes) -> None:
        self._alerts[key] = Alert.decode(value)

    def _alert_of(self, values: Mapping[str, Any]) -> Alert:
        return self._alerts[alert_key(values["incident"], values["revision"])]

    def _position(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        self.state.positions = {int(partition): int(offset) for partition, offset in values["partitions"].items()}
        self.at = datetime.fromisoformat(values["at"])

    def _told(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        name, incident = str(values["subscription"]), str(values["incident"])
        if values["sent"] is not None:
            self._sent[name][incident] = load_sent(values["sent"])
        if values["ended"]:
            self._ended[name].add(incident)

    def _group(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        group, held = load_group(values, {})
        self.state.keys.kept.add(key)
        self._groups[str(values["subscription"])][group] = held

    def _waits(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        alert = self._alert_of(values)
        self._waiting[str(values["subscription"]), tuple(values["group"])][alert.id] = Waiting(alert, str(values["reason"]))

    def _others(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        load_rest(values)
        self.state.keys.kept.add(key)
        self._rest[str(values["subscription"])] = values

    def _outbox(self, key: str, value: bytes) -> None:
        values = parse_json(value)
        message = Message(
            id=str(values["id"]),
            queue=(str(values["subscription"]), str(values["target"])),
            number=int(values["number"]),
            reason=str(values["reason"]),
            at=datetime.fromisoformat(values["at"]),
            alert=self._alert_of(values),
            digest=tuple(Waiting(self._alert_of(each), str(each["reason"])) for each in values.get("digest", ())),
            more=int(values.get("more", 0)),
        )
        self._messages.append((message, values.get("aside")))

    def _queue(self, key: str, value: bytes) -> None:
        _, name, target = key.split("/")
        self.state.queue_of((name, target)).load(parse_json(value), self._now)
        self.state.keys.kept.add(key)
