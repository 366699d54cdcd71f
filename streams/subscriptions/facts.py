"""The facts of an alert that subscriptions ask for, computed once for all of them and only when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from streams.messages import WIDE_KM, Alert, CasualtyKind
from streams.subscriptions.vocabulary import CERTAINTY_RANKS, SEVERITY_RANKS

_WORD = re.compile(r"\w+")
MOST_TEXT = 2_000
"""The largest number of characters of a text that subscriptions look at: those of a headline, a summary, the evidence."""


def phrase(text: str) -> str:
    """Return the words of a text in small letters, with one blank before each and behind the last; one blank if it has none."""
    return " ".join(("", *_WORD.findall(text.casefold()), ""))


@dataclass(frozen=True)
class AlertFacts:
    """An alert, and what subscriptions ask of it."""

    alert: Alert

    @cached_property
    def severity(self) -> int:
        """The rank of the severity, 0 to 4."""
        return SEVERITY_RANKS[self.alert.severity]

    @cached_property
    def certainty(self) -> int:
        """The rank of the certainty, 0 to 4."""
        return CERTAINTY_RANKS[self.alert.certainty]

    @cached_property
    def told(self) -> str:
        """`news` or `background`; an alert of a pipeline without an event reader is news."""
        return self.alert.told or "news"

    @cached_property
    def country(self) -> str | None:
        """The alpha-3 code of the country of the alert's place."""
        return self.alert.place.country if self.alert.place is not None else None

    @cached_property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude of the place; None where it has none, or is a country or a part of the world, or somewhere in one."""
        place = self.alert.place
        if place is None or place.lat is None or place.lon is None or place.precision in ("country", "region", "unknown"):
            return None
        if place.spread_km > WIDE_KM:
            return None
        return place.lat, place.lon

    @cached_property
    def text(self) -> str:
        """The words of headline, summary and evidence as `phrase` gives them."""
        parts = (self.alert.headline, self.alert.summary or "", self.alert.evidence.text)
        return " ".join(phrase(part[:MOST_TEXT]) for part in parts)

    @cached_property
    def words(self) -> frozenset[str]:
        """Each word of `text`, once."""
        return frozenset(self.text.split())

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """The names of those who act, each as `phrase` gives it."""
        return tuple(phrase(actor.name[:MOST_TEXT]) for actor in self.alert.actors)

    @cached_property
    def publishers(self) -> frozenset[str]:
        """The publishers of the articles that the alert names, and the origins of their texts, in small letters."""
        named: Iterable[str] = (article.publisher for article in self.alert.articles if article.publisher)
        return frozenset(name.casefold() for name in (*named, *self.alert.wire_origins))

    def harmed(self, kind: CasualtyKind) -> int:
        """Return the least total of people harmed in this way; 0 where nothing is said."""
        return next((casualty.min for casualty in self.alert.casualties if casualty.kind == kind), 0)


def group_values(alert: Alert, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the values of some fields of `group_by`; an empty text for one that the alert does not have."""
    return tuple([_VALUES[name](alert) for name in fields])


_VALUES: Mapping[str, Callable[[Alert], str]] = {
    "incident": lambda alert: alert.id,
    "story": lambda alert: alert.story,
    "type": lambda alert: alert.type,
    "country": lambda alert: (alert.place.country if alert.place is not None else None) or "",
    "severity": lambda alert: alert.severity,
}
