"""The upkeep of the state as time passes: old entries are forgotten, and a clock that was set back is followed; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from streams import subscriptions
from streams.delivery.changes import Changes
from streams.delivery.delivery_log import DeliveryLog
from streams.delivery.retries import GIVE_UP
from streams.subscriptions import Timing

KEEP = timedelta(days=30)
"""A message that was set aside is forgotten so long after it came to be, as its alert is on `alerts.changes`."""
BACK = timedelta(seconds=2)
"""A clock that is set back by less is let be: time servers do that."""


def prune(state: DeliveryLog, now: datetime) -> Changes:
    """Forget old incidents, messages set aside that are older than `KEEP`, and what waited for `GIVE_UP` for a target that nobody has."""
    changes = Changes()
    for name, timing in list(state.timings.items()):
        new = subscriptions.prune(timing, now)
        changes.add(state.replace_timing(name, new, now))
        if new == Timing():
            del state.timings[name]
    for key, queue in list(state.queues.items()):
        gone = [message for message, _ in queue.aside.values() if now - message.at > KEEP]
        if key not in state.targets:
            gone += [message for message in queue.waiting.values() if now - message.at > GIVE_UP and message.id != queue.under_way]
        for message in gone:
            queue.waiting.pop(message.id, None)
            queue.aside.pop(message.id, None)
            changes.dropped.append(message)
            changes.add(state.keys.forget(message))
        if key not in state.targets and queue.under_way is None and not any(queue.messages):
            changes.add(state.forget_queue(key))
    return changes


def set_back(state: DeliveryLog, by: timedelta, now: datetime) -> Changes:
    """Move times by as much as the clock was set back: what would have come in a minute still does, and nothing that happened is to come.

    The time of a message stays, for its body says it and is the same at each attempt.
    """
    changes = Changes()
    for name, timing in list(state.timings.items()):
        changes.add(state.replace_timing(name, _moved_timing(timing, by, now), now))
    places = {place: {incident: at - by for incident, at in held.items()} for place, held in state.sources.places.items()}
    state.sources = replace(state.sources, places=places)
    for queue in state.queues.values():
        queue.shift(by)
        changes.add(state.queue_record(queue))
    state.rouse(now)
    return changes


def _moved_timing(timing: Timing, by: timedelta, now: datetime) -> Timing:
    """Return a state with its times moved; of what was sent only times that would be to come, for each is a record."""
    groups = {group: replace(held, due=_moved(held.due, by), last=_moved(held.last, by)) for group, held in timing.groups.items()}
    later = {incident: replace(each, at=each.at - by) for incident, each in timing.sent.items() if each.at is not None and each.at > now}
    sent = {**timing.sent, **later} if later else timing.sent
    return replace(timing, groups=groups, full_at=_moved(timing.full_at, by), sent=sent)


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    return moment - by if moment is not None else None
