"""The records of extract: sentences, entities with their values, frames, and what was read of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from pydantic import Field

from streams.messages.screen import ScreenedArticle
from streams.messages.vocabulary import EventType, Realis
from streams.messages.wire import Message, Part, Span, Time

EntityLabel = Literal["PERSON", "ORG", "LOC", "GPE", "NORP", "DATE", "MISC", "FAC", "MONEY", "PRODUCT",
                      "TIME", "PERCENT", "QUANTITY", "CARDINAL"]  # fmt: skip
Role = Literal["agent", "patient", "recipient", "oblique", "clause", "modifier"]
ReadRole = Literal["who", "whom", "victim", "at", "on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Part):
    """A sentence of `text`."""

    start: int
    end: int
    words: tuple[int, ...] = ()
    """Its words and marks, two numbers each: first character and the one behind the last, counted from `start`. A word keeps its hyphens
    and its possessive (`counter-attack`, `Orvik's`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberValue(Part):
    """The value of a figure: bounds as a reader takes them, `max` absent = no upper bound said."""

    min: float | int
    max: float | int | None = None
    qualifier: str | None = None
    """The words that loosen it: `more than`, `at least`, `dozens`."""
    unit: str | None = None
    """ISO 4217 code of money, `%`, else the unit of measure as it stands, in small letters."""


EAST = timedelta(hours=12)
"""The hours by which a day begins earlier in the east than by UTC: a text names its days by local time, and a TimeValue has them by UTC. Of
44 bare weekdays in the news that were the next day's by UTC none meant the one of six days before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeValue(Part):
    """The value of a date or clock time: an interval of UTC, `end` exclusive, read against the time of publication."""

    start: Time
    end: Time
    precision: Literal["minute", "part", "day", "week", "month", "year"]
    other: Time | None = None
    """Start of the other day that figures such as 3/11/2026 may mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate(Part):
    """One of several places that a name may mean."""

    name: str
    admin1: str | None = None
    country: str | None = None
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceValue(Part):
    """The resolved location of a place name: WGS 84, and a radius that holds it; `precision` is what the coordinates stand for."""

    name: str
    admin1: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    lat: float | None = None
    lon: float | None = None
    precision: Literal["facility", "city", "province", "country", "region", "unknown"] = "unknown"
    radius_km: float | None = None
    capital: bool | None = None
    """True for the seat of a country's government."""
    candidates: tuple[PlaceCandidate, ...] | None = None
    """The places that a name may mean which the article leaves open, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Span):
    """A name, date or figure; `name` is its fullest form in the article (surname after full name, acronym after definition)."""

    label: EntityLabel
    name: str
    id: str | None = None
    """The id that all mentions of one thing within the article share."""
    value: NumberValue | TimeValue | None = None
    """The value of a figure, date or time."""
    unread: str | None = None
    """The reason for which a figure, date or time has no value."""
    place: PlaceValue | None = None
    """The location of the place that is named."""
    country: str | None = None
    """ISO 3166-1 alpha-3 of the country that the name itself tells: `Chilean`, `Ministry of Mines of Chile`."""
    described: tuple[Span, ...] | None = None
    """The words beside a person or body that say what it is: `Peru's president`."""
    ontonotes: EntityLabel | None = None
    """The label that OntoNotes and spaCy's pipelines give it: GPE for a place with a government, else `label` (MISC where OntoNotes tells
    events, works, laws and languages apart). None only in records older than this field."""

    @property
    def shown(self) -> EntityLabel:
        """The label that people are shown."""
        return self.ontonotes or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Span):
    """A phrase that a predicate says something of, with its role.

    agent: who does it (active subject, `by` of a passive or a noun, possessor of an event noun);
    patient: to whom (object, passive subject, `of` of an event noun); recipient: `to`/indirect object;
    oblique: any other, with its preposition in `marker`; clause: a complement clause, `frame` is its predicate;
    modifier: adjective, compound or apposition of an event noun.
    """

    role: Role
    head: str
    """Lemma of the head word, lower case unless a name."""
    head_start: int
    head_end: int
    marker: str | None = None
    """Preposition or conjunction, lower case: `in`, `near`, `according to`."""
    entity: int | None = None
    """Index into `entities` of the name that heads it, or the only one in it."""
    entities: tuple[int, ...] = ()
    """All names within it."""
    frame: int | None = None
    """Index into `frames` of the predicate that heads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution(Span):
    """The speaker of a reported sentence or clause."""

    entity: int | None = None
    verb: str
    """Lemma of the reporting verb, or the marker (`according to`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArgument(Part):
    """Words that the event reader takes for an argument of a predicate."""

    role: ReadRole
    """`who`: the doer; `whom`: the recipient or target; `victim`: those hurt where the target is a thing; `at`: the place; `on`: the day
    or time."""
    start: int
    end: int
    sure: int
    """The chance in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Part):
    """The event reader's judgement of a predicate; chances in percent."""

    event: int
    """The chance that it tells of an event at all, of whatever type."""
    types: dict[EventType, int] = field(default_factory=dict)
    """The three likeliest types, the likeliest first, each at least 1."""
    news: int
    """The chance that the event is newly told here, and no background."""
    realis: dict[Realis, int] = field(default_factory=dict)
    """The two likeliest values of realis, the likeliest first."""
    mode: str | None = None
    """The likeliest kind within the type, where one is likelier than not."""
    arguments: tuple[ReadArgument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame(Part):
    """One predicate (verb, event noun, or light verb with event noun) and its arguments."""

    sentence: int
    """Index into `sentences`."""
    start: int
    end: int
    text: str
    """The predicate as it stands."""
    lemma: str
    """Lower case; particle joined by a blank: `carry out`."""
    noun: str | None = None
    """The event noun of a light verb (`carry out blasts`: lemma `carry out`, noun `blast`)."""
    pos: Literal["VERB", "NOUN", "ADJ"]
    voice: Literal["active", "passive", "none"] = "none"
    tense: Literal["past", "present", "future", "none"] = "none"
    aspect: Literal["simple", "progressive", "perfect"] = "simple"
    modality: str | None = None
    """`may`, `must`, `would`, `plan`, `want`, `try`, `threaten`, `fail` ...: lemma of the word that takes it out of the actual."""
    negated: bool = False
    conditional: bool = False
    """True if it stands under if, unless, whether, or in order to."""
    quoted: bool = False
    """True if it stands within quotation marks."""
    attribution: Attribution | None = None
    parent: int | None = None
    """Index of the frame whose clause argument or modifier it is."""
    arguments: tuple[Argument, ...] = ()
    reading: Reading | None = None
    """Absent where no event reader is installed, and where the predicate hardly tells of an event."""


class HeadlineReading(Message):
    """A headline read as a text of its own; all offsets are into the headline."""

    text: str
    """The headline, as long as it is written; where nearly every word has a capital, those that the article writes small are small."""
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    frames: tuple[Frame, ...] = ()
    dateline: PlaceValue | None = None
    countries: dict[str, PlaceValue] = Field(default_factory=dict)
    kinds: dict[str, int] | None = None


class AnalysedArticle(ScreenedArticle):
    """`articles.entities`: the screened article and what was read in it: sentences, entities and frames."""

    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    frames: tuple[Frame, ...] = ()
    dateline: PlaceValue | None = None
    """The location of `located`, if that is known."""
    countries: dict[str, PlaceValue] = Field(default_factory=dict)
    """The countries that its names tell or lie in, by ISO 3166-1 alpha-3, with where they are."""
    kinds: dict[str, int] | None = None
    """The likeliest kinds of article (news, feature, sport, court ...) with their chances in percent; empty where no sentence holds a word
    that may tell of an event; absent where no event reader is installed."""
    headline_reading: HeadlineReading | None = None
    """The reading of the headline; absent without a headline, and in records of versions that did not read it."""
