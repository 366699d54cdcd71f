"""The times at which a subscription's messages are sent: at once, with others of their group, or when a mute time ends; pure.

    (state, revision, now) -> (state, messages)      `receive`
    (state, now)           -> (state, messages)      `advance`: what has become due

The words are Alertmanager's. A group is what shares the fields of `group_by`. The first alert of a group waits `group_wait`, what comes
later waits until `group_interval` has passed since the group's last messages; a group that was quiet for as long begins anew. A digest
has one group and its own times. A mute time holds all back until it ends, and so does a rate that is used up, until it allows a message.
What waits is the newest revision of each incident. What a silence or an inhibit rule suppresses does not wait: it is not sent.
A withdrawal or a merger passes all of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from streams.messages import Alert
from streams.subscriptions.change import ENDS, sent_of, why_sent
from streams.subscriptions.digest import MOST_ENTRIES
from streams.subscriptions.facts import group_values
from streams.subscriptions.mute_time import mute_until
from streams.subscriptions.outgoing import REPEAT, Due, Outgoing, Waiting, digest, message, message_id, severity_order
from streams.subscriptions.subscription import Subscription
from streams.subscriptions.timing_state import KEPT, Group, Timing, noted, prune, put, repeat_group, told, waiting_of, without

__all__ = [
    "Group", "Outgoing", "Suppressed", "Timing", "Waiting", "advance", "group_of", "message_id", "never", "next_due", "prune", "receive",
]  # fmt: skip

_NEW = Group()
Suppressed = Callable[[Alert], bool]
"""Returns True for an alert that a silence or an inhibit rule holds back now."""


def never(alert: Alert) -> bool:
    """Return False: nothing is suppressed."""
    return False


def receive(
    subscription: Subscription, state: Timing, alert: Alert, now: datetime, *, matches: bool, suppressed: Suppressed = never
) -> tuple[Timing, tuple[Outgoing, ...]]:  # fmt: skip
    """Take in a revision of an incident; return the new state and what is sent now, in order, with what had become due before it."""
    state, first = advance(subscription, _active(subscription, state, now), now, suppressed=suppressed) if state.groups else (state, ())
    if alert.id in state.ended:
        return state, first
    if alert.kind in ENDS:
        state, last = _close(subscription, state, alert, now, matches=matches)
        return state, first + last
    before, (old, waiting) = told(state, alert.id), waiting_of(state, alert.id)
    if alert.revision <= max(before.revision if before else 0, waiting.alert.revision if waiting else 0):
        return state, first  # a record that comes again
    reason = why_sent(subscription.change, before, alert, matches=matches)
    if waiting is not None and old != repeat_group(alert.id) and reason is None:
        if alert.kind == "expired" and waiting.reason != REPEAT:
            return state, first  # it takes back nothing: what waits stays
        if matches and alert.kind != "expired":
            reason = waiting.reason  # the newest words of what waits anyway
    known = matches or alert.id in state.sent
    if reason is None or suppressed(alert):
        state = _let_go(subscription, state, alert, now, matches=matches)
        return noted(state, alert.id, now) if known else state, first
    group = group_of(subscription, alert)
    if old is not None and old != group:
        state = without(state, old, alert.id)
    held = state.groups.get(group, _NEW)
    due = _due(subscription, held, now)
    if due <= now and not held.waiting and (at_once := _at_once(subscription, state, group, Waiting(alert, reason), now)) is not None:
        state, then = at_once
    else:
        state, then = advance(subscription, put(state, group, Waiting(alert, reason), due), now, suppressed=suppressed)
    return noted(state, alert.id, now) if known else state, first + then


def advance(
    subscription: Subscription, state: Timing, now: datetime, *, suppressed: Suppressed = never
) -> tuple[Timing, tuple[Outgoing, ...]]:  # fmt: skip
    """Send what has become due; return the new state and the messages, groups in the order in which they became due.

    Of what is over the rate the most severe is sent first, of equals what was updated first.
    """
    if (first := next_due(state)) is None or first > now:
        return state, ()
    state = _recall(subscription, state, now)
    due = {group: held for group, held in state.groups.items() if held.due is not None and held.due <= now}
    if not due:
        return state, ()
    until = mute_until(subscription.mute_times, now)
    if until != now:  # None: for good, which lint refuses
        return replace(state, groups={**state.groups, **{group: replace(held, due=until) for group, held in due.items()}}), ()
    ordered = sorted(due, key=lambda group: (due[group].due or now, group))
    found = [Due(group, each, due[group].due or now) for group in ordered for each in due[group].waiting.values()]
    held_back = {each.alert.id: each.alert for each in found if suppressed(each.alert)}
    found = [each for each in found if each.alert.id not in held_back]
    messages, sent, left_out = _messages(subscription, found, subscription.rate.free(state.full_at, now), now)
    gone = held_back.keys() | {each.id for each in (*sent, *left_out)}
    heard = {each.id for each in sent}
    full_at = subscription.rate.taken(state.full_at, now, len(messages)) if messages else state.full_at
    groups = dict(state.groups)
    for group, held in due.items():
        rest = {incident: each for incident, each in held.waiting.items() if incident not in gone}
        last = held.last if heard.isdisjoint(held.waiting) else now
        groups[group] = Group(rest, subscription.rate.next_free(full_at, now) if rest else None, last)
        if not _lasts(subscription, groups[group], now):
            del groups[group]
    state = _remembering(state, groups, full_at, sent, now)
    for each in (*sent, *held_back.values()):
        state = _again(subscription, state, each, now)
    return state, messages


def _at_once(
    subscription: Subscription, state: Timing, group: tuple[str, ...], waiting: Waiting, now: datetime
) -> tuple[Timing, tuple[Outgoing, ...]] | None:  # fmt: skip
    """Send a revision that is due in a group in which nothing waits, as `advance` would; None if a mute time or the rate holds it back."""
    rate = subscription.rate
    if rate.free(state.full_at, now) <= 0 or mute_until(subscription.mute_times, now) != now:
        return None
    groups, held = state.groups, Group(last=now)
    if _lasts(subscription, held, now):
        groups = {**groups, group: held}
    state = _remembering(state, groups, rate.taken(state.full_at, now, 1), (waiting.alert,), now)
    sent = message(subscription.name, Due(group, waiting, now), now)
    return _again(subscription, state, waiting.alert, now), (sent,)


def _remembering(
    state: Timing, groups: Mapping[tuple[str, ...], Group], full_at: datetime | None, sent: Sequence[Alert], now: datetime
) -> Timing:  # fmt: skip
    """Return the state with other groups after messages that used so much of the rate, and that knows what they told."""
    told = {**state.sent, **{each.id: sent_of(each, now) for each in sent}} if sent else state.sent
    # not by `replace`, which takes three times as long, for each message
    return Timing(sent=told, groups=groups, ended=state.ended, full_at=full_at, dropped=state.dropped)


def next_due(state: Timing) -> datetime | None:
    """Return the moment at which `advance` has something to do; None if nothing waits."""
    if not state.groups:
        return None
    return min((held.due for held in state.groups.values() if held.due is not None), default=None)


def group_of(subscription: Subscription, alert: Alert) -> tuple[str, ...]:
    """Return the values of the fields of `group_by`; a digest has one group, without any."""
    if subscription.digest is not None:
        return ()
    return group_values(alert, subscription.group_by)


def _close(
    subscription: Subscription, state: Timing, alert: Alert, now: datetime, *, matches: bool
) -> tuple[Timing, tuple[Outgoing, ...]]:  # fmt: skip
    """Take the end of an incident: what waits of it is dropped, and who was told of it is told of the end, at once and whatever holds.

    Of an incident that is known and of which nothing was sent, nothing is sent at all.
    """
    old, _ = waiting_of(state, alert.id)
    if old is not None:
        state = without(state, old, alert.id)
    before, known = told(state, alert.id), alert.id in state.sent
    state = replace(noted(state, alert.id, now), ended=state.ended | {alert.id})
    if before is None and known:
        return state, ()
    reason = why_sent(subscription.change, before, alert, matches=matches)
    if reason is None:
        return state, ()
    return state, (message(subscription.name, Due(group_of(subscription, alert), Waiting(alert, reason), now), now),)


def _let_go(subscription: Subscription, state: Timing, alert: Alert, now: datetime, *, matches: bool) -> Timing:
    """Return the state in which nothing of an incident waits to be sent, after a revision that is not sent; it may be told again later."""
    old, waiting = waiting_of(state, alert.id)
    if old is None or waiting is None:
        return state
    if old == repeat_group(alert.id) and matches and _open(alert):
        return put(state, old, Waiting(alert, waiting.reason), now)  # the newest words, at the same moment
    state = without(state, old, alert.id)
    return _again(subscription, state, alert, now) if matches else state


def _again(subscription: Subscription, state: Timing, alert: Alert, now: datetime) -> Timing:
    """Return the state in which an incident that was told waits to be told again, if it is still open and the subscription wants that."""
    if subscription.repeat_interval is None or not _open(alert) or told(state, alert.id) is None:
        return state
    return put(state, repeat_group(alert.id), Waiting(alert, REPEAT), now + subscription.repeat_interval)


def _recall(subscription: Subscription, state: Timing, now: datetime) -> Timing:
    """Return the state in which what is to be told again, and is due, waits in its group as a new revision would, without `group_wait`."""
    due = [(held.due, each) for held in state.groups.values() if held.due and held.due <= now for each in held.waiting.values()]
    for since, waiting in due:
        alert = waiting.alert
        if repeat_group(alert.id) not in state.groups:
            continue
        state = without(state, repeat_group(alert.id), alert.id)
        if subscription.repeat_interval is None or alert.updated + KEPT < now:
            continue  # the subscription was changed; or the end of the incident was never heard
        group = group_of(subscription, alert)
        last = state.groups.get(group, Group()).last
        if subscription.digest is not None:
            moment = subscription.digest.after(since - timedelta(microseconds=1))  # a daily one goes into the list of that very moment
        else:
            moment = since if last is None else max(since, last + subscription.group_interval)
        state = put(state, group, waiting, moment)
    return state


def _messages(
    subscription: Subscription, found: Sequence[Due], free: int, now: datetime
) -> tuple[tuple[Outgoing, ...], Sequence[Alert], Sequence[Alert]]:  # fmt: skip
    """Return the messages that the rate allows of what is due, the revisions that they tell, and those that a digest leaves out."""
    if free <= 0 or not found:
        return (), (), ()
    if subscription.digest is not None:
        found = sorted(found, key=lambda each: severity_order(each.alert))
        listed = found[:MOST_ENTRIES]
        left_out = [each.alert for each in found[MOST_ENTRIES:]]
        return (digest(subscription.name, listed, len(left_out), now),), [each.alert for each in listed], left_out
    if len(found) > free:
        found = sorted(found, key=lambda each: severity_order(each.alert))[:free]
    return tuple(message(subscription.name, each, now) for each in found), [each.alert for each in found], ()


def _open(alert: Alert) -> bool:
    return alert.kind not in (*ENDS, "expired") and not alert.ended


def _active(subscription: Subscription, state: Timing, now: datetime) -> Timing:
    """Return the state without the groups that are quiet: those begin anew."""
    groups = {group: held for group, held in state.groups.items() if _lasts(subscription, held, now)}
    return state if len(groups) == len(state.groups) else replace(state, groups=groups)


def _lasts(subscription: Subscription, held: Group, now: datetime) -> bool:
    """Return True if something waits in a group, or it had messages so lately that the next must wait."""
    return bool(held.waiting) or (held.last is not None and held.last + subscription.group_interval > now)


def _due(subscription: Subscription, held: Group, now: datetime) -> datetime:
    if subscription.digest is not None:
        return subscription.digest.after(now)
    if held.last is None:
        return now + subscription.group_wait
    return max(now, held.last + subscription.group_interval)
