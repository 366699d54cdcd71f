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
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from streams.delivery import changes as form
from streams.delivery.changes import Changes, Record, document, outbox
from streams.delivery.message import Message, Outcome, QueueKey, target_id
from streams.delivery.record_keys import RecordKeys
from streams.delivery.target_queue import Fates, TargetQueue
from streams.delivery.timing_changes import places, timing_records
from streams.messages import Alert
from streams.subscriptions import Outgoing, Subscription, SubscriptionIndex, Target, Timing, advance, next_due, receive
from streams.subscriptions.change import ENDS
from streams.subscriptions.in_force import InForce
from streams.subscriptions.subscription import InhibitRule
from streams.subscriptions.suppression import Sources, Suppression

_NEW = Timing()


class DeliveryLog:
    """The whole state of the worker. No method waits, so that the order of calls is the order in which records are written."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.subscriptions: dict[str, Subscription] = {}
        self.targets: dict[QueueKey, Target] = {}
        """The targets in force."""
        self._queue_keys: dict[str, list[QueueKey]] = {}
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
        self.keys = RecordKeys()
        """The keys that have a record."""
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
        self._queue_keys = {name: [(name, target_id(target)) for target in each.deliver] for name, each in self.subscriptions.items()}
        self.targets = {
            key: target
            for name, each in self.subscriptions.items()
            for key, target in zip(self._queue_keys[name], each.deliver, strict=True)
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
            self._keep(changes, subscription, new, sent, now, came=alert.id)
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
                suppressed = self._suppression.of(subscription, self.sources, now)
                new, sent = advance(subscription, self.timings[name], now, suppressed=suppressed)
                self._keep(changes, subscription, new, sent, now)
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
                changes.add([*((each.key, outbox(each, None)) for each in found), *self.queue_record(queue)])
                changes.messages += found
        return changes

    def forget_queue(self, key: QueueKey) -> list[Record]:
        """Forget a queue that holds nothing; return the record by which it is no longer kept."""
        del self.queues[key]
        self._wakes = [each for each in self._wakes if each[1] != key]
        heapq.heapify(self._wakes)
        return self.keys.put(form.queue_key(key), None)

    def queue_record(self, queue: TargetQueue) -> list[Record]:
        """Return the record of how a target fares, if it is to be written or deleted."""
        key, found = form.queue_key(queue.key), queue.dump()
        return self.keys.put(key, document(found) if found else None)

    def replace_timing(self, name: str, new: Timing, now: datetime, told: Collection[str] | None = None) -> list[Record]:
        """Put the state of a subscription in the place of the old; return the records. `told` is as for `timing_records`."""
        old = self.timings.get(name, _NEW)
        records, changed = timing_records(self.keys, self.subscriptions.get(name), name, old, new, now, told)
        self.timings[name] = new
        self.follow(name, new, changed)
        return records

    def follow(self, name: str, timing: Timing, incidents: Iterable[str]) -> None:
        """Note of some incidents whether a subscription is to hear of their ends."""
        waits = places(timing)
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

    def _keep(
        self,
        changes: Changes,
        subscription: Subscription,
        new: Timing,
        sent: Sequence[Outgoing],
        now: datetime,
        came: str | None = None,
    ) -> None:  # fmt: skip
        """Put the new state of a subscription in the place of the old, and its messages into their queues; `came` is an incident of now."""
        records = self._messages(changes, subscription, sent, now)
        told = {message.alert.id for message in sent} | {entry.alert.id for message in sent for entry in message.digest}
        records += self.replace_timing(subscription.name, new, now, told if came is None else told | {came})
        changes.add(records)
        self._await(subscription.name, new)

    def _messages(self, changes: Changes, subscription: Subscription, sent: Iterable[Outgoing], now: datetime) -> list[Record]:
        records: list[Record] = []
        for each in sent:
            for key in self._queue_keys[subscription.name]:
                queue = self.queue_of(key)
                self.number += 1
                message = Message(each.id, key, self.number, each.reason, each.at, each.alert, each.digest, each.more)
                dropped = queue.dropped
                if fates := queue.put(message, now):
                    for entry in each.entries:
                        records += self.keys.refer(entry.alert)
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
                    records += self.keys.forget(message)
                case "dropped":
                    changes.dropped.append(message)
                    records += self.keys.forget(message)
                case "aside":
                    changes.aside.append(message)
                    records.append((message.key, outbox(message, queue.aside[message.id][1] if message.id in queue.aside else None)))
                case "waits" if message.id in queue.unwritten:
                    records.append((message.key, outbox(message, None)))
        return records

    def _await(self, name: str, timing: Timing) -> None:
        if (due := next_due(timing)) is not None and name in self.subscriptions:
            heapq.heappush(self._due, (due, name))

    def _wake(self, queue: TargetQueue, now: datetime) -> None:
        if queue.key in self.targets and (at := queue.may_send_at(now)) is not None:
            heapq.heappush(self._wakes, (at, queue.key))
