"""The facts that an event and an alert have in common, and the parts that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from streams.messages.vocabulary import ActorKind, CasualtyKind, Certainty, EventType, Realis, Severity, Told, Urgency
from streams.messages.wire import Part, Span, Time

WIDE_KM = 60.0
"""The kilometres from which coordinates are those of no town: a facility that has them is somewhere in its province or country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Span):
    """One who acts or is acted on: as written, by the fullest name, and what it is."""

    name: str
    kind: ActorKind = "unknown"
    sector: str | None = None
    """PLOVER 2 sector code (GOV MIL REB COP JUD CVL MED IGO NGO BUS ...)."""
    country: str | None = None
    """ISO 3166-1 alpha-3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Span):
    """The place of an event, as written and as resolved; precision `unknown` where the gazetteer does not know it."""

    name: str
    admin1: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    country_name: str | None = None
    """The country's name in English, where the place is no country itself."""
    lat: float | None = None
    lon: float | None = None
    precision: Literal["facility", "city", "province", "country", "region", "unknown"] = "unknown"
    radius_km: float | None = None

    @property
    def unlisted(self) -> bool:
        """True for a name that is in no gazetteer, so that only its province or its country is known, or not even that."""
        whole = (self.country_name, self.admin1) if self.precision == "province" else (self.country_name,)
        inside = self.precision in ("country", "province") and self.country_name is not None and self.name not in whole
        return inside or self.precision == "unknown"

    @property
    def spread_km(self) -> float:
        """The kilometres by which a facility may lie from its coordinates, which are those of its town, province or country where it is in
        no gazetteer; 0 for what is no facility.
        """
        return (self.radius_km or 0.0) if self.precision == "facility" else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class When(Part):
    """The time of an event: an interval of UTC, `end` exclusive; without words in the text the article's own day, precision `published`."""

    text: str | None = None
    start: Time
    end: Time
    precision: Literal["minute", "part", "day", "week", "month", "year", "published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty(Part):
    """The number of people who were harmed in one way, and who they are (`of`); `max` absent = no upper bound said."""

    kind: CasualtyKind
    min: int
    max: int | None = None
    qualifier: str | None = None
    of: str | None = None
    attributed_to: str | None = None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Part):
    """Facts are what one article tells of an event, or what all reports together tell of an incident."""

    type: EventType
    mode: str | None = None
    """PLOVER mode or kind of incident: `explosives`, `firearms`, `demo`, `earthquake` ..."""
    realis: Realis
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    victims: tuple[Actor, ...] = ()
    place: Place | None = None
    time: When
    casualties: tuple[Casualty, ...] = ()
    severity: Severity
    told: Told | None = None
    """`news` if it is newly told, `background` if it is only recalled as context, so that nobody need act; absent where no event reader is
    installed."""
    urgency: Urgency
    certainty: Certainty
    evidence: Span
    """The sentence that tells it; of an incident the one that tells it best."""
    summary: str | None = None
    """One sentence made of the facts above alone; absent in records of versions that made none."""
