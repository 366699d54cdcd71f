"""The alerts that are held back by a silence, or by an inhibit rule while another alert is open; pure.

(sources, revision, now)               -> sources      `Suppression.heard`
(subscription, revision, sources, now) -> reason       `Suppression.why`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from streams.messages import Alert
from streams.subscriptions.change import ENDS
from streams.subscriptions.facts import group_values
from streams.subscriptions.index import SubscriptionIndex
from streams.subscriptions.silence import Silence
from streams.subscriptions.subscription import InhibitRule, Match, Subscription
from streams.subscriptions.timing import Suppressed, never

MOST_SOURCES = 10_000
"""The largest number of open source alerts that are known: beyond it the one of which nothing came for longest no longer inhibits."""
QUIET = timedelta(days=7)
"""The time after which an alert of which nothing came no longer inhibits: its end was missed, for an incident expires after three days."""
Place = tuple[InhibitRule, tuple[str, ...]]
"""A rule, and the values of its fields `equal`."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The open alerts that inhibit: at each place the incidents and when something last came of them; and the places of each incident."""

    places: Mapping[Place, Mapping[str, datetime]] = field(default_factory=dict)
    incidents: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Those of which something came last stand last."""


class Suppression:
    """The silences and inhibit rules in force, indexed as subscriptions are; it has no state but this."""

    def __init__(self, silences: Iterable[Silence] = (), rules: Iterable[InhibitRule] = ()) -> None:
        self._silences, self._rules = tuple(silences), tuple(dict.fromkeys(rules))
        self._silencing = _index([each.match for each in self._silences])
        self._inhibiting = _index([rule.source for rule in self._rules])
        self._inhibited = _index([rule.target for rule in self._rules])
        self._last: tuple[Alert, tuple[Silence, ...], tuple[InhibitRule, ...]] | None = None

    def heard(self, sources: Sources, alert: Alert, now: datetime) -> Sources:
        """Return the open source alerts after a revision; those of every alert must come, whether a subscription matches it or not."""
        is_open = alert.kind not in (*ENDS, "expired")
        rules = [self._rules[number] for number in _numbers(self._inhibiting, alert)] if is_open else []
        places = tuple((rule, values) for rule in rules if (values := _values(rule, alert)) is not None)
        if not places and alert.id not in sources.incidents:
            return sources
        incidents = {incident: each for incident, each in sources.incidents.items() if incident != alert.id}
        at = dict(sources.places)
        for place in sources.incidents.get(alert.id, ()):
            _leave(at, place, alert.id)
        if places:
            incidents[alert.id] = places
        for place in places:
            at[place] = {**at.get(place, {}), alert.id: now}
        if len(incidents) > MOST_SOURCES:
            oldest = next(iter(incidents))
            for place in incidents.pop(oldest):
                _leave(at, place, oldest)
        return Sources(at, incidents)

    def why(self, subscription: Subscription, alert: Alert, sources: Sources, now: datetime) -> str | None:
        """Return the reason for which an alert is not sent to a subscription, in words; None if nothing holds it back.

        A withdrawal or a merger is never held back.
        """
        if alert.kind in ENDS or not (self._silences or subscription.inhibit_rules):
            return None
        silences, rules = self._matching(alert)
        for silence in silences:
            if silence.covers(subscription, now):
                return f"silenced by {silence.id}"
        for rule in rules:
            values = _values(rule, alert)
            if values is None or rule not in subscription.inhibit_rules:
                continue
            for incident, last in sources.places.get((rule, values), {}).items():
                if incident != alert.id and last + QUIET > now:
                    return f"inhibited by {incident}"
        return None

    def of(self, subscription: Subscription, sources: Sources, now: datetime) -> Suppressed:
        """Return `why` as the function that `receive` and `advance` take."""
        if not self._silences and not subscription.inhibit_rules:
            return never
        return lambda alert: self.why(subscription, alert, sources, now) is not None

    def _matching(self, alert: Alert) -> tuple[tuple[Silence, ...], tuple[InhibitRule, ...]]:
        """Return the silences and the rules whose filters an alert passes; the last answer is kept, for many subscriptions ask in turn."""
        if self._last is None or self._last[0] is not alert:
            silences = tuple(self._silences[number] for number in _numbers(self._silencing, alert))
            rules = tuple(self._rules[number] for number in _numbers(self._inhibited, alert))
            self._last = (alert, silences, rules)
        return self._last[1:]


def _index(matches: Sequence[Match]) -> SubscriptionIndex:
    return SubscriptionIndex(Subscription(name=str(number), match=match) for number, match in enumerate(matches))


def _numbers(index: SubscriptionIndex, alert: Alert) -> list[int]:
    return [int(each.name) for each in index.matching(alert)] if index.subscriptions else []


def _values(rule: InhibitRule, alert: Alert) -> tuple[str, ...] | None:
    """Return the values of the fields `equal`; None where one is missing: two alerts without a country have none in common."""
    values = group_values(alert, rule.equal)
    return values if all(values) else None


def _leave(at: dict[Place, Mapping[str, datetime]], place: Place, incident: str) -> None:
    rest = {id: last for id, last in at[place].items() if id != incident}
    if rest:
        at[place] = rest
    else:
        del at[place]
