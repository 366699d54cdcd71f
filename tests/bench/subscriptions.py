"""Alerts a second per core against 10,000 subscriptions, through the index and by a plain loop over all of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

from streams.messages import Alert
from streams.subscriptions import Match, Subscription, SubscriptionIndex
from streams.subscriptions.condition import Condition, conditions
from streams.subscriptions.facts import AlertFacts
from streams.subscriptions.predicate import Scene, read_predicate
from streams.subscriptions.subscription import Near
from streams.subscriptions.vocabulary import MODES, SEVERITIES, TYPES, countries
from tests.bench.figure import Part
from tests.subscriptions.build import demo_alerts

COUNT, QUICK_COUNT = 10_000, 1_000
TARGET = 200.0
"""Alerts a second: a wire brings one a minute."""
WORDS = [
    "market",
    "school",
    "hospital",
    "church",
    "airport",
    "police",
    "army",
    "union",
    "strike",
    "cholera",
    "flood",
    "bridge",
    "train",
    "mine",
    "court",
    "refugee",
    "border",
    "oil",
]
EXPRESSIONS = ("killed >= 10", "abducted > 0 || certainty == observed", "publishers.size() > 1", "near(33.3, 44.4, 100)")


def written(count: int, seed: int = 7) -> list[Subscription]:
    """Return subscriptions as desks write them: most name a country or a type, every tenth a circle, every fifth has an expression."""
    chance = random.Random(seed)
    codes, types, modes = sorted(countries()), sorted(TYPES), sorted(MODES)
    found: list[Subscription] = []
    for n in range(count):
        kind = n % 10
        match = Match(
            countries=frozenset(chance.sample(codes, chance.randint(1, 3))) if kind < 6 else frozenset(),
            types=frozenset(chance.sample(types, chance.randint(1, 3))) if kind % 2 == 0 else frozenset(),
            modes=frozenset(chance.sample(modes, 2)) if kind == 7 else frozenset(),
            near=Near(chance.uniform(-50, 60), chance.uniform(-180, 180), chance.uniform(20, 500)) if kind == 9 else None,
            words_any=(chance.choice(WORDS),) if kind in (1, 8) else (),
            min_severity=chance.choice(SEVERITIES),
        )
        where = read_predicate(chance.choice(EXPRESSIONS)) if n % 5 == 0 else None
        found.append(Subscription(name=f"desk-{n}", match=match, where=where))
    return found


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures of matching, on the alerts of the demo's wire."""
    part = Part("subscriptions")
    subscriptions = written(QUICK_COUNT if quick else COUNT)
    alerts = demo_alerts()
    tell(f"{len(subscriptions):,} subscriptions, {len(alerts)} alerts")
    began = time.process_time()
    index = SubscriptionIndex(subscriptions)
    part.add("building the index", (time.process_time() - began) * 1_000, "ms")
    fast, found = _rate(index.matching, alerts, times=3 if quick else 10)
    compiled = [(each, conditions(each)) for each in subscriptions]
    slow, expected = _rate(lambda alert: _by_loop(compiled, alert), alerts, times=1)
    assert found == expected
    part.add("through the index", fast, "alerts/s", TARGET, floor=True)
    part.add("by a loop over all", slow, "alerts/s")
    part.add("index to loop", fast / slow, "times")
    part.add("held against of an alert", sum(map(index.candidates, alerts)) / len(alerts), "subscriptions")
    part.notes.append(f"{sum(map(len, found))} matches; CPU time of one core")
    return part


def _by_loop(compiled: Sequence[tuple[Subscription, tuple[Condition, ...]]], alert: Alert) -> tuple[Subscription, ...]:
    scene = Scene(AlertFacts(alert))
    return tuple(each for each, held in compiled if all(condition.holds(scene) for condition in held))


def _rate(
    ask: Callable[[Alert], Sequence[Subscription]], alerts: Sequence[Alert], times: int
) -> tuple[float, list[Sequence[Subscription]]]:  # fmt: skip
    began = time.process_time()
    for _ in range(times):
        found = [ask(alert) for alert in alerts]
    return times * len(alerts) / (time.process_time() - began), found
