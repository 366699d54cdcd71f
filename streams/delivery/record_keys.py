"""The keys of `deliveries` that have a record: how many places refer to each alert, and which parts of the state are written."""

from __future__ import annotations

from collections import Counter

from streams.delivery.changes import Record, alert_key
from streams.delivery.message import Message
from streams.messages import Alert


class RecordKeys:
    """Answers for a change of the state which records it takes: an alert is written once for all, and only what is there is deleted."""

    def __init__(self) -> None:
        self.references: Counter[str] = Counter()
        """By the key of its record, the number of places in which an alert waits."""
        self.kept: set[str] = set()
        """The keys of groups, queues and rests that have a record."""

    def refer(self, alert: Alert) -> list[Record]:
        """Count one more place in which an alert waits; return its record if it is the first."""
        key = alert_key(alert.id, alert.revision)
        self.references[key] += 1
        return [(key, alert.encode())] if self.references[key] == 1 else []

    def release(self, alert: Alert) -> list[Record]:
        """Count one place less; return the record by which the alert is deleted if it was the last."""
        key = alert_key(alert.id, alert.revision)
        self.references[key] -= 1
        if self.references[key] > 0:
            return []
        del self.references[key]
        return [(key, None)]

    def forget(self, message: Message) -> list[Record]:
        """Return the records by which a message is no longer kept."""
        return [(message.key, None), *(record for each in message.entries for record in self.release(each.alert))]

    def put(self, key: str, value: bytes | None) -> list[Record]:
        """Return the record that gives a key its value, or that deletes it if there is something to be deleted."""
        if value is not None:
            self.kept.add(key)
        elif key not in self.kept:
            return []
        else:
            self.kept.remove(key)
        return [(key, value)]
