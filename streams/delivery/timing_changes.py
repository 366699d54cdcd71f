"""The records by which the state of a subscription in time becomes another."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from datetime import datetime
from typing import TypeVar

from streams.delivery.changes import Record, document, group_key, sent_key, timing_key, waiting_key
from streams.delivery.record_keys import RecordKeys
from streams.subscriptions import Subscription, Timing
from streams.subscriptions.timing import Group, Waiting
from streams.subscriptions.timing_record import dump_group, rest, rest_differs

K = TypeVar("K", bound=Hashable)
Places = Mapping[str, tuple[tuple[str, ...], Waiting]]
"""Each incident that waits, with its group and its revision."""


def timing_records(
    keys: RecordKeys,
    subscription: Subscription | None,
    name: str,
    old: Timing,
    new: Timing,
    now: datetime,
    told: Collection[str] | None = None,
) -> tuple[list[Record], set[str]]:
    """Return the records, of groups those that still hold something back, and the incidents of which something changed.

    `told` are the incidents of which it may have changed what was sent; None: any, which takes as long as there are incidents.
    """
    records, changed = _of_waiting(keys, name, old, new) if old.groups is not new.groups else ([], set())
    for incident in _told(old, new) if told is None else [each for each in told if _differs(old, new, each)]:
        records.append(_sent(name, new, incident))
        changed.add(incident)
    if old.groups is not new.groups:
        for group in _changed(old.groups, new.groups):
            held = new.groups.get(group, Group())
            lasts = held.last is not None and (subscription is None or held.last + subscription.group_interval > now)
            if not (held.waiting or lasts or group in old.groups):
                continue  # it came and went in this step
            kept = document({"subscription": name, **dump_group(group, held)}) if held.waiting or lasts else None
            records += keys.put(group_key(name, group), kept)
    if rest_differs(old, new):
        others = rest(new)
        records += keys.put(timing_key(name), document({"subscription": name, **others}) if others else None)
    return records, changed


def places(timing: Timing) -> Places:
    """Return where each incident waits."""
    return {incident: (group, each) for group, held in timing.groups.items() for incident, each in held.waiting.items()}


def _of_waiting(keys: RecordKeys, name: str, old: Timing, new: Timing) -> tuple[list[Record], set[str]]:
    records: list[Record] = []
    before, after = places(old), places(new)
    for incident, (group, held) in after.items():
        if before.get(incident) != (group, held):
            records += keys.refer(held.alert)
            value = {"subscription": name, "group": group, "reason": held.reason, "revision": held.alert.revision}
            records.append((waiting_key(name, incident), document({**value, "incident": incident})))
    for incident, (group, held) in before.items():
        if incident not in after:
            records.append((waiting_key(name, incident), None))
        if after.get(incident) != (group, held):
            records += keys.release(held.alert)
    return records, {*before, *after}


def _sent(name: str, timing: Timing, incident: str) -> Record:
    """Return the record of what a subscription was last sent of an incident; orjson writes `Sent` as `dump_sent` does, and much faster."""
    sent, ended = timing.sent.get(incident), incident in timing.ended
    value = {"subscription": name, "incident": incident, "sent": sent, "ended": ended}
    return sent_key(name, incident), None if sent is None and not ended else document(value)


def _differs(old: Timing, new: Timing, incident: str) -> bool:
    return old.sent.get(incident) is not new.sent.get(incident) or (incident in old.ended) is not (incident in new.ended)


def _told(old: Timing, new: Timing) -> set[str]:
    return _changed(old.sent, new.sent) | (old.ended ^ new.ended)


def _changed(old: Mapping[K, object], new: Mapping[K, object]) -> set[K]:
    """Return the keys whose values differ."""
    if old is new:
        return set()
    return {key for key, value in new.items() if old.get(key) is not value} | (old.keys() - new.keys())
