"""The subscriptions that an alert matches, found through an index of their typed filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, floor, radians

from streams.messages import Alert
from streams.subscriptions.condition import conditions
from streams.subscriptions.facts import AlertFacts, phrase
from streams.subscriptions.predicate import Scene
from streams.subscriptions.subscription import Match, Near, Subscription
from streams.subscriptions.vocabulary import SEVERITY_RANKS

CELL = 5.0
"""The side of a cell of the map in degrees."""
MOST_KEYS = 200
"""The largest number of places of the index at which one subscription stands; one that would need more is tried on every alert."""
KM_OF_A_DEGREE = 111.0
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one alert: the subscriptions that match, and those whose `where` failed, which is no match, each with its error."""

    matching: tuple[Subscription, ...]
    failed: tuple[tuple[Subscription, str], ...]


class SubscriptionIndex:
    """Holds subscriptions by type or mode, country or cell of the map, story or word, and by least severity.

    An alert is held against the subscriptions that stand where it would be found; CEL runs only where all else holds.
    """

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self.subscriptions: Sequence[Subscription] = tuple(subscriptions)
        self._holds = [tuple(each.holds for each in conditions(subscription)) for subscription in self.subscriptions]
        self._shelves: dict[Hashable, tuple[list[int], ...]] = defaultdict(lambda: tuple([] for _ in SEVERITY_RANKS))
        for number, subscription in enumerate(self.subscriptions):
            rank = SEVERITY_RANKS[subscription.match.min_severity or "unknown"]
            for key in _keys(subscription.match):
                self._shelves[key][rank].append(number)

    def ask(self, alert: Alert) -> Found:
        """Return the subscriptions that match, in their order, and those whose expression failed on the alert."""
        scene = Scene(AlertFacts(alert))
        matching: list[Subscription] = []
        failed: list[tuple[Subscription, str]] = []
        for number in sorted(self._candidates(scene.facts)):
            if _all_hold(self._holds[number], scene):
                matching.append(self.subscriptions[number])
            elif scene.errors:
                failed.append((self.subscriptions[number], scene.errors.pop()))
        return Found(tuple(matching), tuple(failed))

    def matching(self, alert: Alert) -> tuple[Subscription, ...]:
        """Return the subscriptions that match, in their order."""
        return self.ask(alert).matching

    def candidates(self, alert: Alert) -> int:
        """Return how many subscriptions an alert is held against."""
        return len(self._candidates(AlertFacts(alert)))

    def _candidates(self, facts: AlertFacts) -> set[int]:
        found: set[int] = set()
        for key in _asked(facts):
            shelves = self._shelves.get(key)
            if shelves is not None:
                for shelf in shelves[: facts.severity + 1]:
                    found.update(shelf)
        return found


def matches(subscription: Subscription, alert: Alert) -> bool:
    """Return True if the alert meets each condition of the subscription."""
    return _all_hold([each.holds for each in conditions(subscription)], Scene(AlertFacts(alert)))


def _all_hold(conditions: Iterable[Callable[[Scene], bool]], scene: Scene) -> bool:
    for holds in conditions:  # noqa: SIM110 (half of the time that `all` of a generator takes, for thousands of subscriptions an alert)
        if not holds(scene):
            return False
    return True


def _keys(match: Match) -> list[Hashable]:
    """Return the places of the index at which a subscription stands: an alert that matches it asks for at least one of them."""
    if match.story:
        return [("story", story) for story in match.story]
    places: list[Hashable] = list(match.countries) or (list(_cells(match.near)) if match.near is not None else []) or [_ANY]
    types: list[Hashable] = list(match.types) or [("mode", mode) for mode in match.modes] or [_ANY]
    if len(types) * len(places) > MOST_KEYS:
        places = [_ANY]
    if places == [_ANY] == types and match.words_any:
        return [("word", word) for word in {phrase(each).split()[0] for each in match.words_any}]
    return list(product(types, places))


def _asked(facts: AlertFacts) -> Iterator[Hashable]:
    places: list[Hashable] = [_ANY]
    if facts.country is not None:
        places.append(facts.country)
    if facts.point is not None:
        places.append(_cell(*facts.point))
    yield from product((facts.alert.type, ("mode", facts.alert.mode), _ANY), places)
    yield ("story", facts.alert.story)
    for word in facts.words:
        yield ("word", word)


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return floor(lat / CELL), floor(((lon + 180.0) % 360.0) / CELL)


def _cells(near: Near) -> set[Hashable]:
    """Return the cells that a circle may touch, or none where they are too many: near a pole, or a wide one."""
    north = near.km / KM_OF_A_DEGREE + 0.01
    widest = min(abs(near.lat) + north, 90.0)
    if widest > 85.0 or north > 40.0:
        return set()
    east = north / cos(radians(widest))
    if east > 90.0:
        return set()
    rows = range(floor((near.lat - north) / CELL), floor((near.lat + north) / CELL) + 1)
    columns = range(floor((near.lon - east + 180.0) / CELL), floor((near.lon + east + 180.0) / CELL) + 1)
    return {(row, column % int(360 / CELL)) for row in rows for column in columns}
