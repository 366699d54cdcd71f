"""The state of one subscription in time: what was sent of each incident, what waits, and what is to be sent again; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from streams.subscriptions.change import UNTOLD, Sent
from streams.subscriptions.outgoing import REPEAT, Waiting, severity_order

MOST_WAITING = 1_000
"""The largest number of incidents that wait for one subscription, to be sent or to be sent again: at the default rate eight hours of
messages. Beyond it the least severe goes, of equals the newest, and is counted in `dropped`."""
KEPT = timedelta(days=30)
"""The time for which it is known what was sent of an incident: that for which `alerts.changes` keeps revisions."""
NOTED_EVERY = timedelta(days=1)
"""The time between two notes that something came of an incident."""
MOST_INCIDENTS = 10_000
"""The largest number of incidents of which it is known what one subscription was sent: with an alert a minute those of a week."""


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
    full_at: datetime | None = None
    """The moment at which the bucket of `rate` is full again; None: it is full."""
    dropped: int = 0
    """The number of revisions that were not sent because too many waited."""


def repeat_group(incident: str) -> tuple[str, ...]:
    """Return the group in which an incident waits to be told again: one of its own, beside those of `group_by`."""
    return REPEAT, incident


def told(state: Timing, incident: str) -> Sent | None:
    """Return what was last sent of an incident; None if nothing was."""
    found = state.sent.get(incident)
    return found if found is not None and found.revision > 0 else None


def noted(state: Timing, incident: str, now: datetime) -> Timing:
    """Return the state that knows that something came of an incident; it is noted once a day, for each note is written to the broker."""
    found = state.sent.get(incident, UNTOLD)
    if found.at is not None and now - found.at < NOTED_EVERY:
        return state
    return replace(state, sent={**state.sent, incident: replace(found, at=now)})


def prune(state: Timing, now: datetime) -> Timing:
    """Return the state without the incidents of which nothing came and nothing was sent for 30 days or 31, nor anything waits.

    Of more than 10,000 incidents those of which something came last stay.
    """
    waiting = {incident for held in state.groups.values() for incident in held.waiting}
    known = {**dict.fromkeys(state.ended, UNTOLD), **state.sent}
    moments = {incident: each.at or now for incident, each in known.items()}  # an entry of an older version counts as new
    kept = [incident for incident, moment in moments.items() if moment + KEPT + NOTED_EVERY >= now or incident in waiting]
    if len(kept) > MOST_INCIDENTS:
        kept = sorted(kept, key=lambda incident: (incident in waiting, moments[incident], incident))[-MOST_INCIDENTS:]
    full_at = state.full_at if state.full_at is not None and state.full_at > now else None
    if state.sent.keys() == set(kept) and all(each.at is not None for each in state.sent.values()):
        return state if full_at == state.full_at else replace(state, full_at=full_at)
    sent = {incident: known[incident] if known[incident].at else replace(known[incident], at=now) for incident in kept}
    return replace(state, sent=sent, ended=state.ended & sent.keys(), full_at=full_at)


def waiting_of(state: Timing, incident: str) -> tuple[tuple[str, ...] | None, Waiting | None]:
    """Return the group in which a revision of an incident waits, and the revision; an incident waits in one group at most."""
    for group, held in state.groups.items():
        if incident in held.waiting:
            return group, held.waiting[incident]
    return None, None


def put(state: Timing, group: tuple[str, ...], waiting: Waiting, due: datetime) -> Timing:
    """Return the state in which a revision waits in a group, which is due at `due` if nothing waited there; and no more wait than may.

    What waits to be told again goes first, then the least severe.
    """
    held = state.groups.get(group, Group())
    held = Group({**held.waiting, waiting.alert.id: waiting}, held.due if held.due is not None else due, held.last)
    state = replace(state, groups={**state.groups, group: held})
    if sum(len(each.waiting) for each in state.groups.values()) <= MOST_WAITING:
        return state
    everyone = ((place, each) for place, held in state.groups.items() for each in held.waiting.values())
    place, last = max(everyone, key=lambda pair: (pair[1].reason == REPEAT, severity_order(pair[1].alert)))
    return replace(without(state, place, last.alert.id), dropped=state.dropped + (last.reason != REPEAT))


def without(state: Timing, group: tuple[str, ...], incident: str) -> Timing:
    """Return the state in which an incident waits no more in a group."""
    held = state.groups[group]
    rest = {id: each for id, each in held.waiting.items() if id != incident}
    groups = {**state.groups, group: replace(held, waiting=rest, due=held.due if rest else None)}
    if not rest and held.last is None:
        del groups[group]
    return replace(state, groups=groups)
