"""The times at which a subscription's messages are sent: at once, with others of their group, or when a mute time ends; pure.

    (state, revision, now) -> (state, messages)      `receive`
    (state, now)           -> (state, messages)      `advance`: what has become due

The words are Alertmanager's. A group is what shares the fields of `group_by`. The first alert of a group waits `group_wait`, what comes
later waits until `group_interval` has passed since the group's last messages; a group that was quiet for as long begins anew. A mute time
holds all back until it ends. What waits is the newest revision of each incident. A withdrawal waits for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b

from streams.messages import Alert
from streams.subscriptions.change import ENDS, Sent, sent_of, why_sent
from streams.subscriptions.facts import AlertFacts
from streams.subscriptions.mute_time import mute_until
from streams.subscriptions.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be delivered; `id` is the same whenever this revision is sent to this subscription."""

    id: str
    subscription: str
    group: tuple[str, ...]
    reason: str
    at: datetime
    alert: Alert = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision that waits in its group, and the reason for which it will be sent."""

    alert: Alert
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """The alerts of a group that wait, by incident; when they are due; when the group last had messages."""

    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    due: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """The state of one subscription: what was last sent of each incident, and its groups."""

    sent: Mapping[str, Sent] = field(default_factory=dict)
    groups: Mapping[tuple[str, ...], Group] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    """The incidents that were withdrawn or merged: nothing more is sent of them."""


def message_id(subscription: str, incident: str, revision: int) -> str:
    """Return the id of a message, 24 hexadecimal digits; it depends on these three alone."""
    return blake2b(f"{subscription}\n{incident}\n{revision}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def receive(
    subscription: Subscription, state: Timing, alert: Alert, now: datetime, *, matches: bool
) -> tuple[Timing, tuple[Outgoing, ...]]:  # fmt: skip
    """Take in a revision of an incident; return the new state and what is sent now, in order, with what had become due before it."""
    state, first = advance(subscription, _active(subscription, state, now), now)
    if alert.id in state.ended:
        return state, first
    group = group_of(subscription, alert)
    if alert.kind in ENDS or alert.kind == "expired":
        state, then = _close(subscription, state, alert, group, now, matches=matches)
        return state, first + then
    old, waiting = _waiting(state, alert.id)
    if waiting is not None and waiting.alert.revision >= alert.revision:
        return state, first  # a record that comes again
    reason = why_sent(subscription.change, state.sent.get(alert.id), alert, matches=matches)
    if reason is None and waiting is not None and matches:
        reason = waiting.reason  # the newest words of what waits anyway
    if old is not None and (reason is None or old != group):
        state = _without(state, old, alert.id)
    if reason is None:
        return state, first
    held = state.groups.get(group, Group())
    due = held.due if held.due is not None else _due(subscription, held, now)
    state = _put(state, group, replace(held, waiting={**held.waiting, alert.id: Waiting(alert, reason)}, due=due))
    state, then = advance(subscription, state, now)
    return state, first + then


def advance(subscription: Subscription, state: Timing, now: datetime) -> tuple[Timing, tuple[Outgoing, ...]]:
    """Send what has become due; return the new state and the messages, groups in the order in which they became due."""
    due = [(held.due, group) for group, held in state.groups.items() if held.due is not None and held.due <= now]
    messages: list[Outgoing] = []
    for _, group in sorted(due):
        held = state.groups[group]
        until = mute_until(subscription.mute_times, now)
        if until != now:
            state = _put(state, group, replace(held, due=until))  # None: for good, which lint refuses
            continue
        told = [_message(subscription, group, each.reason, each.alert, now) for each in held.waiting.values()]
        messages += told
        sent = {**state.sent, **{each.alert.id: sent_of(each.alert) for each in told}}
        state = _put(replace(state, sent=sent), group, Group(last=now))
    return state, tuple(messages)


def next_due(state: Timing) -> datetime | None:
    """Return the moment at which `advance` has something to do; None if nothing waits."""
    return min((held.due for held in state.groups.values() if held.due is not None), default=None)


def group_of(subscription: Subscription, alert: Alert) -> tuple[str, ...]:
    """Return the values of the fields of `group_by`."""
    values = {
        "incident": alert.id,
        "story": alert.story,
        "type": alert.type,
        "country": AlertFacts(alert).country or "",
        "severity": alert.severity,
    }
    return tuple(values[name] for name in subscription.group_by)


def _close(
    subscription: Subscription, state: Timing, alert: Alert, group: tuple[str, ...], now: datetime, *, matches: bool
) -> tuple[Timing, tuple[Outgoing, ...]]:  # fmt: skip
    """Take the end of an incident: what waits of it is dropped, and who was told of it is told of the end, at once and in any mute time.

    Of an incident of which nothing was sent yet, and something waits, nothing is sent at all. Expiry takes back nothing: what waits stays.
    """
    if alert.kind == "expired":
        before = state.sent.get(alert.id)
        reason = why_sent(subscription.change, before, alert, matches=matches)
        if reason is None:
            return state, ()
        return replace(state, sent={**state.sent, alert.id: sent_of(alert)}), (_message(subscription, group, reason, alert, now),)
    old, _ = _waiting(state, alert.id)
    if old is not None:
        state = _without(state, old, alert.id)
    before = state.sent.get(alert.id)
    state = replace(state, ended=state.ended | {alert.id})
    if old is not None and before is None:
        return state, ()
    reason = why_sent(subscription.change, before, alert, matches=matches)
    return state, (_message(subscription, group, reason, alert, now),) if reason is not None else ()


def _waiting(state: Timing, incident: str) -> tuple[tuple[str, ...] | None, Waiting | None]:
    """Return the group in which a revision of an incident waits, and the revision."""
    for group, held in state.groups.items():
        if incident in held.waiting:
            return group, held.waiting[incident]
    return None, None


def _without(state: Timing, group: tuple[str, ...], incident: str) -> Timing:
    held = state.groups[group]
    rest = {id: each for id, each in held.waiting.items() if id != incident}
    return _put(state, group, replace(held, waiting=rest, due=held.due if rest else None))


def _active(subscription: Subscription, state: Timing, now: datetime) -> Timing:
    """Return the state without the groups that are quiet: those begin anew."""
    groups = {
        group: held
        for group, held in state.groups.items()
        if held.waiting or (held.last is not None and held.last + subscription.group_interval > now)
    }
    return state if len(groups) == len(state.groups) else replace(state, groups=groups)


def _due(subscription: Subscription, held: Group, now: datetime) -> datetime:
    if held.last is None:
        return now + subscription.group_wait
    return max(now, held.last + subscription.group_interval)


def _put(state: Timing, group: tuple[str, ...], held: Group) -> Timing:
    return replace(state, groups={**state.groups, group: held})


def _message(subscription: Subscription, group: tuple[str, ...], reason: str, alert: Alert, now: datetime) -> Outgoing:
    return Outgoing(message_id(subscription.name, alert.id, alert.revision), subscription.name, group, reason, now, alert)
