"""The upkeep of the state as time passes: old entries are forgotten, and a clock that was set back is followed; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from streams.delivery.changes import Changes
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.retries import GIVE_UP
from streams.subscriptions import Timing

KEEP = timedelta(days=30)
"""The memory of an incident is forgotten so long after its last revision, as on `alerts.changes`; so is a message that was set aside."""
BACK = timedelta(seconds=2)
"""A clock that is set back by less is let be: time servers do that."""


def prune(state: DeliveryLog, now: datetime) -> Changes:
    """Forget what is older than `KEEP`, and what has waited for `GIVE_UP` for a target that no subscription in force has."""
    changes = Changes()
    for name, timing in list(state.timings.items()):
        old = {incident for incident in timing.sent.keys() | timing.ended if now - state.touched.get((name, incident), now) > KEEP}
        if old:
            sent = {incident: each for incident, each in timing.sent.items() if incident not in old}
            state.timings[name] = new = replace(timing, sent=sent, ended=timing.ended - old)
            changes.add(state.timing_records(state.subscriptions.get(name), name, timing, new, now))
        if state.timings[name] == Timing():
            del state.timings[name]
    for key, queue in list(state.queues.items()):
        gone = [message for message, _ in queue.aside.values() if now - message.at > KEEP]
        if key not in state.targets:
            gone += [message for message in queue.waiting.values() if now - message.at > GIVE_UP and message.id != queue.under_way]
        for message in gone:
            queue.waiting.pop(message.id, None)
            queue.aside.pop(message.id, None)
            changes.dropped.append(message)
            changes.add(state.forget_message(message))
        if key not in state.targets and queue.under_way is None and not any(queue.messages):
            changes.add(state.forget_queue(key))
    return changes


def set_back(state: DeliveryLog, by: timedelta, now: datetime) -> Changes:
    """Move all times to come by as much as the clock was set back: what would have come in a minute still does."""
    changes = Changes()
    for name, timing in list(state.timings.items()):
        groups = {
            group: replace(
                held,
                due=held.due - by if held.due is not None else None,
                last=held.last - by if held.last is not None else None,
            )
            for group, held in timing.groups.items()
        }
        if groups:
            state.timings[name] = new = replace(timing, groups=groups)
            changes.add(state.timing_records(state.subscriptions.get(name), name, timing, new, now))
    for queue in state.queues.values():
        queue.shift(by)
        changes.add(state.queue_record(queue))
    state.rouse(now)
    return changes
