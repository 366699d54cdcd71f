"""The state of delivery in memory: what was sent to whom, and what waits; no I/O, `now` is passed in.

Each step changes it and says which records keep the change:

    take      a revision of an alert came      -> messages
    advance   time passed, groups are due      -> messages
    begin     a message goes out
    end       an attempt ended                 -> delivered, waits, set aside

The records of a step are atoms of which none is written by half, in the order of the steps: a worker that is killed between any two of
them leaves a state that stood (streams/delivery/restored.py reads it back). A step that is repeated after a kill writes nothing new:
`receive` passes over revisions that it has had, and a message has the same id each time.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from streams.delivery import changes as form
from streams.delivery.changes import Changes, Record, document
from streams.delivery.message import Message, Outcome, QueueKey, target_id
from streams.delivery.target_queue import Fates, TargetQueue
from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, SubscriptionIndex, Target, Timing, advance, next_due, receive
from streams.subscriptions.change import ENDS
from streams.subscriptions.in_force import InForce
from streams.subscriptions.subscription import InhibitRule
from streams.subscriptions.suppression import Sources, Suppression
from streams.subscriptions.timing import Group, Waiting
from streams.subscriptions.timing_record import dump_group, dump_rest, rest_differs

_NEW = Timing()
K = TypeVar("K", bound=Hashable)


class DeliveryLog:
    """The whole state of the worker. No method waits, so that the order of calls is the order in which records are written."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.subscriptions: dict[str, Subscription] = {}
        self.targets: dict[QueueKey, Target] = {}
        """The targets in force."""
        self._keys: dict[str, list[QueueKey]] = {}
        """The keys of the queues of each subscription in force."""
        self._index = SubscriptionIndex(())
        self.inhibitions: tuple[InhibitRule, ...] = ()
        self._suppression = Suppression()
        self.sources = Sources()
        """The open alerts that inhibit others; no record keeps them, for the topic `alerts` does."""
        self.timings: dict[str, Timing] = {}
        self.followers: defaultdict[str, set[str]] = defaultdict(set)
        """The subscriptions to which an incident was told or in which it waits."""
        self.queues: dict[QueueKey, TargetQueue] = {}
        self.positions: dict[int, int] = {}
        self.references: Counter[str] = Counter()
        """By the key of its record, the number of places in which an alert waits."""
        self.kept: set[str] = set()
        """The keys of groups, queues and rests that have a record."""
        self.number = 0
        """The number of the last message."""
        self._due: list[tuple[datetime, str]] = []
        self._wakes: list[tuple[datetime, QueueKey]] = []

    def use(self, found: InForce, now: datetime, sources: Sources | None = None) -> None:
        """Put subscriptions in force in the place of those before; what waits for one that is gone waits on, in case it comes back.

        `sources` are the open alerts that inhibit by the rules found; None: those that are known stay.
        """
        self.inhibitions, self._suppression = found.inhibitions, found.suppression()
        self.sources = self.sources if sources is None else sources
        self.subscriptions = {each.name: each for each in found.catalogue}
        self._keys = {name: [(name, target_id(target)) for target in each.deliver] for name, each in self.subscriptions.items()}
        self.targets = {
            key: target for name, each in self.subscriptions.items() for key, target in zip(self._keys[name], each.deliver, strict=True)
        }
        self._index = SubscriptionIndex(self.subscriptions.values())
        self.rouse(now)

    def rouse(self, now: datetime) -> None:
        """Look anew for when each subscription and each queue has something to do."""
        self._due, self._wakes = [], []
        for name, timing in self.timings.items():
            self._await(name, timing)
        for queue in self.queues.values():
            self._wake(queue, now)

    def take(self, alert: Alert, now: datetime, *, partition: int = 0, offset: int = 0) -> tuple[Changes, tuple[tuple[str, str], ...]]:
        """Take a revision in; return the changes, and the subscriptions whose expression failed on it, each with its error."""
        changes = Changes()
        self.hear(alert, now)
        found = self._index.ask(alert)
        matched = {each.name for each in found.matching}
        for name in sorted(matched | self.followers.get(alert.id, set())):
            if (subscription := self.subscriptions.get(name)) is None:
                continue
            old = self.timings.get(name, _NEW)
            if (told := old.sent.get(alert.id)) is not None and told.revision >= alert.revision:
                continue  # a record that comes again
            suppressed = self._suppression.of(subscription, self.sources, now)
            new, sent = receive(subscription, old, alert, now, matches=name in matched, suppressed=suppressed)
            self._keep(changes, subscription, old, new, sent, now)
        if changes:  # a worker that is killed between the atoms reads this record again, and none before it
            changes.atoms[0] += self.position(now)
        self.positions[partition] = offset + 1
        if changes:
            changes.add(self.position(now))
        return changes, tuple((each.name, error) for each, error in found.failed)

    def hear(self, alert: Alert, at: datetime) -> None:
        """Note that a revision came at a time: while its incident is open it may hold back others, whether it is sent or not."""
        self.sources = self._suppression.heard(self.sources, alert, at)

    def passed(self, partition: int, offset: int) -> None:
        """Note that a record is passed over; `position` gives the record that keeps it."""
        self.positions[partition] = offset + 1

    def position(self, now: datetime) -> list[Record]:
        """Return the record of the position."""
        partitions = {str(each): offset for each, offset in sorted(self.positions.items())}
        return [(form.POSITION, document({"partitions": partitions, "at": now}))]

    def ends_told(self, alert: Alert) -> bool:
        """Return True if the alert ends an incident that someone was told of: that is never too old to be said."""
        return alert.kind in ENDS and bool(self.followers.get(alert.id))

    def advance(self, now: datetime) -> Changes:
        """Send what has become due."""
        changes = Changes()
        names: set[str] = set()
        while self._due and self._due[0][0] <= now:
            names.add(heapq.heappop(self._due)[1])
        for name in sorted(names):
            if (subscription := self.subscriptions.get(name)) is not None:
                old = self.timings[name]
                new, sent = advance(subscription, old, now, suppressed=self._suppression.of(subscription, self.sources, now))
                self._keep(changes, subscription, old, new, sent, now)
        return changes

    def written(self, changes: Changes, now: datetime) -> None:
        """Let the messages of changes go out: their records are acknowledged."""
        for message in changes.messages:
            queue = self.queues[message.queue]
            queue.unwritten.discard(message.id)
            self._wake(queue, now)

    def begin(self, now: datetime) -> Iterator[tuple[TargetQueue, Message]]:
        """Yield the first message of each queue of a target in force that may be sent now; each is under way until `end` or `let_go`."""
        while self._wakes and self._wakes[0][0] <= now:
            queue = self.queues[heapq.heappop(self._wakes)[1]]
            at = queue.may_send_at(now) if queue.key in self.targets else None
            if at is not None and at <= now:
                yield queue, queue.begin(now)
            elif at is not None:
                heapq.heappush(self._wakes, (at, queue.key))

    def next_wake(self) -> datetime | None:
        """Return the time at which there may be something to do; None if nothing waits."""
        return min((heap[0][0] for heap in (self._due, self._wakes) if heap), default=None)

    def let_go(self, queue: TargetQueue, now: datetime) -> None:
        """Take a message back that was not sent after all."""
        queue.under_way = None
        self._wake(queue, now)

    def end(self, message: Message, outcome: Outcome, now: datetime) -> Changes:
        """Take what came of an attempt, and return the changes."""
        queue, changes = self.queues[message.queue], Changes()
        changes.add([*self._settle(changes, queue, queue.end(message, outcome, now, self._chance)), *self.queue_record(queue)])
        self._wake(queue, now)
        return changes

    def retry(self, subscription: str | None, message: str | None, now: datetime) -> Changes:
        """Have messages that were set aside wait again: those of a subscription, of an id, or all."""
        changes = Changes()
        for queue in self.queues.values():
            if subscription in (None, queue.key[0]) and (message is None or message in queue.aside):
                found = queue.revive(None if message is None else frozenset([message]))
                changes.add([*((each.key, self._outbox(each, None)) for each in found), *self.queue_record(queue)])
                changes.messages += found
        return changes

    def forget_message(self, message: Message) -> list[Record]:
        """Return the records by which a message is no longer kept."""
        released = (self._release(form.alert_key(each.alert.id, each.alert.revision)) for each in message.entries)
        return [(message.key, None), *chain.from_iterable(released)]

    def forget_queue(self, key: QueueKey) -> list[Record]:
        """Forget a queue that holds nothing; return the record by which it is no longer kept."""
        del self.queues[key]
        self._wakes = [each for each in self._wakes if each[1] != key]
        heapq.heapify(self._wakes)
        return self._replaced(form.queue_key(key), None)

    def queue_record(self, queue: TargetQueue) -> list[Record]:
        """Return the record of how a target fares, if it is to be written or deleted."""
        key, found = form.queue_key(queue.key), queue.dump()
        return self._replaced(key, document(found) if found else None)

    def timing_records(self, subscription: Subscription | None, name: str, old: Timing, new: Timing, now: datetime) -> list[Record]:
        """Return the records by which the state of a subscription becomes another; of groups those that still hold something back."""
        records: list[Record] = []
        before, after = _waiting(old), _waiting(new)
        for incident, (group, held) in after.items():
            if incident not in before or before[incident] != (group, held):
                records += self.refer(held.alert)
                value = {"subscription": name, "group": group, "reason": held.reason, "revision": held.alert.revision}
                records.append((form.waiting_key(name, incident), document({**value, "incident": incident})))
        for incident, (group, held) in before.items():
            if incident not in after:
                records.append((form.waiting_key(name, incident), None))
            if incident not in after or after[incident] != (group, held):
                records += self._release(form.alert_key(incident, held.alert.revision))
        told = _changed(old.sent, new.sent)
        if old.ended is not new.ended:
            told |= old.ended ^ new.ended
        for incident in told:
            records.append(_sent(name, new, incident))
        for group in _changed(old.groups, new.groups):
            of_group = new.groups.get(group, Group())
            lasts = of_group.last is not None and (subscription is None or of_group.last + subscription.group_interval > now)
            if not (of_group.waiting or lasts or group in old.groups):
                continue  # it came and went in this step
            kept = document({"subscription": name, **dump_group(group, of_group)}) if of_group.waiting or lasts else None
            records += self._replaced(form.group_key(name, group), kept)
        if rest_differs(old, new):
            rest = dump_rest(new)
            records += self._replaced(form.timing_key(name), document({"subscription": name, **rest}) if rest else None)
        self.follow(name, new, before.keys() | after.keys() | told)
        return records

    def follow(self, name: str, timing: Timing, incidents: Iterable[str]) -> None:
        """Note of some incidents whether a subscription is to hear of their ends."""
        waits = _waiting(timing)
        for incident in incidents:
            if incident in waits or (incident in timing.sent and incident not in timing.ended):
                self.followers[incident].add(name)
            elif incident in self.followers:
                self.followers[incident].discard(name)
                if not self.followers[incident]:
                    del self.followers[incident]

    def queue_of(self, key: QueueKey) -> TargetQueue:
        """Return the queue of a target, which is made if there is none."""
        if (found := self.queues.get(key)) is None:
            found = self.queues[key] = TargetQueue(key)
        return found

    def refer(self, alert: Alert) -> list[Record]:
        """Count one more place in which an alert waits; return its record if it is the first."""
        key = form.alert_key(alert.id, alert.revision)
        self.references[key] += 1
        return [(key, alert.encode())] if self.references[key] == 1 else []

    def _keep(
        self,
        changes: Changes,
        subscription: Subscription,
        old: Timing,
        new: Timing,
        sent: Iterable[Outgoing],
        now: datetime,
    ) -> None:  # fmt: skip
        """Put the new state of a subscription in the place of the old, and its messages into their queues."""
        name = subscription.name
        records = self._messages(changes, subscription, sent, now)
        records += self.timing_records(subscription, name, old, new, now)
        self.timings[name] = new
        changes.add(records)
        self._await(name, new)

    def _messages(self, changes: Changes, subscription: Subscription, sent: Iterable[Outgoing], now: datetime) -> list[Record]:
        records: list[Record] = []
        for each in sent:
            for key in self._keys[subscription.name]:
                queue = self.queue_of(key)
                self.number += 1
                message = Message(each.id, key, self.number, each.reason, each.at, each.alert, each.digest, each.more)
                dropped = queue.dropped
                if fates := queue.put(message, now):
                    for entry in message.entries:
                        records += self.refer(entry.alert)
                    records += self._settle(changes, queue, fates)
                    changes.messages.append(message)
                if queue.dropped > dropped:
                    records += self.queue_record(queue)
        return records

    def _settle(self, changes: Changes, queue: TargetQueue, fates: Fates) -> list[Record]:
        """Return the records that say what becomes of messages."""
        records: list[Record] = []
        for message, fate in fates:
            match fate:
                case "delivered":
                    records += self.forget_message(message)
                case "dropped":
                    changes.dropped.append(message)
                    records += self.forget_message(message)
                case "aside":
                    changes.aside.append(message)
                    records.append((message.key, self._outbox(message, queue.aside[message.id][1] if message.id in queue.aside else None)))
                case "waits" if message.id in queue.unwritten:
                    records.append((message.key, self._outbox(message, None)))
        return records

    def _outbox(self, message: Message, aside: str | None) -> bytes:
        value: dict[str, Any] = {
            "id": message.id,
            "subscription": message.queue[0],
            "target": message.queue[1],
            "number": message.number,
            "reason": message.reason,
            "at": message.at,
            "incident": message.alert.id,
            "revision": message.alert.revision,
        }
        if message.digest:
            told = [{"incident": each.alert.id, "revision": each.alert.revision, "reason": each.reason} for each in message.digest]
            value |= {"digest": told, "more": message.more}
        return document(value if aside is None else {**value, "aside": aside})

    def _release(self, key: str) -> list[Record]:
        self.references[key] -= 1
        if self.references[key] > 0:
            return []
        del self.references[key]
        return [(key, None)]

    def _replaced(self, key: str, value: bytes | None) -> list[Record]:
        """Return the record that gives a key its value, or that deletes it if there is something to be deleted."""
        if value is not None:
            self.kept.add(key)
        elif key not in self.kept:
            return []
        else:
            self.kept.remove(key)
        return [(key, value)]

    def _await(self, name: str, timing: Timing) -> None:
        if (due := next_due(timing)) is not None and name in self.subscriptions:
            heapq.heappush(self._due, (due, name))

    def _wake(self, queue: TargetQueue, now: datetime) -> None:
        if queue.key in self.targets and (at := queue.may_send_at(now)) is not None:
            heapq.heappush(self._wakes, (at, queue.key))


def _sent(name: str, timing: Timing, incident: str) -> Record:
    """Return the record of what a subscription was last sent of an incident; orjson writes `Sent` as `dump_sent` does, and much faster."""
    sent, ended = timing.sent.get(incident), incident in timing.ended
    value = {"subscription": name, "incident": incident, "sent": sent, "ended": ended}
    return form.sent_key(name, incident), None if sent is None and not ended else document(value)


def _waiting(timing: Timing) -> dict[str, tuple[tuple[str, ...], Waiting]]:
    """Return each incident that waits, with its group and its revision."""
    return {incident: (group, each) for group, held in timing.groups.items() for incident, each in held.waiting.items()}


def _changed(old: Mapping[K, object], new: Mapping[K, object]) -> set[K]:
    """Return the keys whose values differ."""
    if old is new:
        return set()
    found = {key for key, value in new.items() if old.get(key) is not value}
    return found | (old.keys() - new.keys())
