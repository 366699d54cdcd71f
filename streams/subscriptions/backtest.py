"""The messages that subscriptions would have sent on alerts of the past; pure: time is what the alerts say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from streams.messages import Alert
from streams.subscriptions.index import SubscriptionIndex
from streams.subscriptions.subscription import Subscription
from streams.subscriptions.timing import Outgoing, Timing, advance, next_due, receive


@dataclass(slots=True)
class Tally:
    """The account of one subscription: revisions that matched, incidents among them, messages by UTC day, expressions that failed."""

    subscription: Subscription
    matched: int = 0
    incidents: set[str] = field(default_factory=set)
    messages: list[Outgoing] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def days(self) -> dict[date, int]:
        """The number of messages of each day that has any."""
        return dict(sorted(Counter(message.at.date() for message in self.messages).items()))


def backtest(subscriptions: Sequence[Subscription], alerts: Iterable[Alert]) -> list[Tally]:
    """Return a tally for each subscription over revisions of alerts, which are taken in the order of their `updated`.

    Each revision comes at its `updated`; what still waits at the end is sent when it is due.
    """
    index = SubscriptionIndex(subscriptions)
    tallies = [Tally(each) for each in subscriptions]
    states = [Timing() for _ in subscriptions]
    followers: defaultdict[str, set[int]] = defaultdict(set)
    places = {id(each): place for place, each in enumerate(subscriptions)}
    for alert in sorted(alerts, key=lambda each: (each.updated, each.id, each.revision)):
        found = index.ask(alert)
        for each, error in found.failed:
            tallies[places[id(each)]].errors[error] += 1
        matched = {places[id(each)] for each in found.matching}
        for place in matched:
            tallies[place].matched += 1
            tallies[place].incidents.add(alert.id)
        followers[alert.id] |= matched
        for place in sorted(followers[alert.id]):  # whom an incident was told is told of its end, whether that matches or not
            states[place] = _run(tallies[place], states[place], alert.updated)
            states[place], sent = receive(subscriptions[place], states[place], alert, alert.updated, matches=place in matched)
            tallies[place].messages += sent
    for place, tally in enumerate(tallies):
        _run(tally, states[place], None)
    return tallies


def _run(tally: Tally, state: Timing, until: datetime | None) -> Timing:
    """Send all that becomes due before `until`, each at its own time."""
    while (due := next_due(state)) is not None and (until is None or due < until):
        state, sent = advance(tally.subscription, state, due)
        tally.messages += sent
    return state
