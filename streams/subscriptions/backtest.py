"""The messages that subscriptions would have sent on alerts of the past; pure: time is what the alerts say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import heappop, heappush

from streams.messages import Alert
from streams.subscriptions.index import SubscriptionIndex
from streams.subscriptions.silence import Silence
from streams.subscriptions.subscription import Subscription
from streams.subscriptions.suppression import Sources, Suppression
from streams.subscriptions.timing import Outgoing, Timing, advance, next_due, prune, receive


@dataclass(slots=True)
class Tally:
    """The account of one subscription: revisions that matched, incidents among them, messages by UTC day, expressions that failed."""

    subscription: Subscription
    matched: int = 0
    incidents: set[str] = field(default_factory=set)
    messages: list[Outgoing] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    suppressed: Counter[str] = field(default_factory=Counter)
    """The number of revisions that matched and were held back when they came, by the silence or the incident that did it."""
    state: Timing = field(default_factory=Timing)

    @property
    def days(self) -> dict[date, int]:
        """The number of messages of each day that has any."""
        return dict(sorted(Counter(message.at.date() for message in self.messages).items()))


def backtest(subscriptions: Sequence[Subscription], alerts: Iterable[Alert], silences: Iterable[Silence] = ()) -> list[Tally]:
    """Return a tally for each subscription over revisions of alerts, which are taken in the order of their `updated`.

    Each revision comes at its `updated`. What waits at the end is sent when it is due; nothing is repeated after the last revision.
    """
    run = _Run(subscriptions, silences)
    for alert in sorted(alerts, key=lambda each: (each.updated, each.id, each.revision)):
        run.take(alert)
    return run.end()


class _Run:
    """A worker of the past: the same decisions in the same order, with timers that run by the times of the alerts."""

    def __init__(self, subscriptions: Sequence[Subscription], silences: Iterable[Silence]) -> None:
        self._index = SubscriptionIndex(subscriptions)
        self._tallies = [Tally(each) for each in subscriptions]
        self._places = {id(each): place for place, each in enumerate(subscriptions)}
        self._followers: defaultdict[str, set[int]] = defaultdict(set)
        """The subscriptions that an incident matched: these are told of its end, whether that matches or not."""
        self._suppression = Suppression(silences, (rule for each in subscriptions for rule in each.inhibit_rules))
        self._sources = Sources()
        self._timers: list[tuple[datetime, int]] = []
        self._day: date | None = None

    def take(self, alert: Alert) -> None:
        now = alert.updated
        self._run_timers(now)
        if now.date() != self._day:
            self._day = now.date()
            for tally in self._tallies:
                tally.state = prune(tally.state, now)
        self._sources = self._suppression.heard(self._sources, alert, now)
        found = self._index.ask(alert)
        for each, error in found.failed:
            self._tallies[self._places[id(each)]].errors[error] += 1
        matched = {self._places[id(each)] for each in found.matching}
        self._followers[alert.id] |= matched
        for place in sorted(self._followers[alert.id]):
            tally = self._tallies[place]
            if place in matched:
                tally.matched += 1
                tally.incidents.add(alert.id)
                if why := self._suppression.why(tally.subscription, alert, self._sources, now):
                    tally.suppressed[why] += 1
            suppressed = self._suppression.of(tally.subscription, self._sources, now)
            tally.state, sent = receive(tally.subscription, tally.state, alert, now, matches=place in matched, suppressed=suppressed)
            tally.messages += sent
            self._set_timer(place)

    def end(self) -> list[Tally]:
        for place in range(len(self._tallies)):
            self._set_timer(place)
        self._run_timers(None)
        return self._tallies

    def _set_timer(self, place: int) -> None:
        due = next_due(self._tallies[place].state)
        if due is not None:
            heappush(self._timers, (due, place))

    def _run_timers(self, until: datetime | None) -> None:
        """Send all that becomes due before `until`, each at its own time."""
        while self._timers and (until is None or self._timers[0][0] < until):
            due, place = heappop(self._timers)
            tally = self._tallies[place]
            if next_due(tally.state) != due:
                continue  # set anew since
            suppressed = self._suppression.of(tally.subscription, self._sources, due)
            # nobody knows which incidents are still open after the last revision
            subscription = tally.subscription if until is not None else replace(tally.subscription, repeat_interval=None)
            tally.state, sent = advance(subscription, tally.state, due, suppressed=suppressed)
            tally.messages += sent
            self._set_timer(place)
