"""The records of detect: the events of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from streams.messages.extract import AnalysedArticle
from streams.messages.vocabulary import ActorKind, CasualtyKind, Certainty, EventType, Realis, Scheme, Severity, Told, Urgency
from streams.messages.wire import Part, Span, Time


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
class Code(Part):
    """A code of another scheme."""

    scheme: Scheme
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Part):
    """One thing that the article says happened, is going on, is planned, threatened or denied."""

    id: str
    """A stable id, made of the article's uri, the type and the predicate's offset; for the second place of a fight also of that place's."""
    type: EventType
    mode: str | None = None
    """PLOVER mode or kind of incident: `explosives`, `firearms`, `demo`, `earthquake` ..."""
    told: Told | None = None
    """`news` if the article newly tells it, `background` if only as context; absent where no event reader is installed."""
    news: float | None = None
    """0 to 1: the chance that an editor takes it from this article as news; absent where no event reader is installed."""
    main: bool = False
    """True if it is what the article is about; of one article at most one event is."""
    realis: Realis
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    victims: tuple[Actor, ...] = ()
    targets: tuple[Span, ...] = ()
    """Things that were hit, as the text tells them: an army post, a pipeline, a lorry."""
    place: Place | None = None
    time: When
    casualties: tuple[Casualty, ...] = ()
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    predicate: Span | None = None
    """The words that tell it, in the evidence; absent in records of versions that did not say."""
    evidence: Span
    """The sentence that tells it."""
    in_headline: bool = False
    """The headline alone tells it: all offsets of the event are into the headline."""
    linked: tuple[Span, ...] = ()
    """The other sentences that an argument came from."""
    summary: str | None = None
    """One sentence made of these facts alone; absent in records of versions that made none."""
    codes: tuple[Code, ...] = ()
    confidence: float


class EventArticle(AnalysedArticle):
    """`articles.events`: the analysed article and the events that it tells."""

    events: tuple[Event, ...] = ()
