"""The records that travel between the stages: one frozen class for each contract, read from and written as JSON.

On the wire: one JSON object a record, camelCase, UTF-8, absent fields left out. Offsets (`start`, `end`) count Unicode
code points of `text`, end exclusive, unless said otherwise. Times are UTC, ISO 8601. Changes are additive only.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from streams.errors import Malformed


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Time = Annotated[datetime, AfterValidator(_utc)]
"""A moment in UTC; a time without a zone is read as UTC."""

Precision = Literal["year", "month", "day", "minute", "second"]
PubStatus = Literal["usable", "withheld", "canceled"]
SignalKind = Literal["update", "correction", "withdrawal", "advisory", "repeat"]
DropReason = Literal["language", "test", "advisory", "withheld", "older", "no article"]
RelationKind = Literal["new", "exact", "near", "contained", "excerpt", "update", "correction", "withdrawal", "older"]
Realis = Literal["happened", "ongoing", "planned", "threatened", "denied", "historical"]
CasualtyKind = Literal["killed", "injured", "missing", "detained", "displaced", "abducted"]
Severity = Literal["minor", "moderate", "severe", "extreme", "unknown"]
Told = Literal["news", "background"]
Urgency = Literal["immediate", "expected", "future", "past", "unknown"]
Certainty = Literal["observed", "likely", "possible", "unlikely", "unknown"]
ActorKind = Literal["person", "group", "organisation", "government", "military", "police", "people", "country", "unknown"]
Scheme = Literal["CAMEO", "PLOVER", "quad", "ACLED", "IPTC"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "HAZARD", "ACCIDENT", "HEALTH", "CRIME", "DISRUPTION",
]  # fmt: skip
"""The PLOVER 2 core and five kinds of incident of our own."""


_CONFIG = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", allow_inf_nan=False)


class Wire:
    """The way from and to JSON: camelCase on the wire, unknown fields ignored (later versions may add some)."""

    __slots__ = ()

    def encode(self) -> bytes:
        """Return the record's value: compact JSON without absent fields."""
        return _form(type(self)).dump_json(self, by_alias=True, exclude_none=True)

    @classmethod
    def decode(cls, value: bytes) -> Self:
        """Read a record's value; raises Malformed with the field's path, or the byte where JSON breaks.

        Pydantic reads what is sound; what it rejects is read once more, for an error that names the place as `check` and `parse_json` do.
        """
        with suppress(ValidationError):
            found: Self = _form(cls).validate_json(value)
            return found
        return cls.check(parse_json(value))

    @classmethod
    def check(cls, document: Any) -> Self:
        """Check a parsed document; raises Malformed with the path of the first field that is wrong."""
        try:
            found: Self = _form(cls).validate_python(document)
        except ValidationError as exc:
            first = exc.errors(include_url=False, include_context=False)[0]
            raise Malformed(first["msg"], field=".".join(map(str, first["loc"])) or "$") from None
        return found


_form: Callable[[type[Any]], TypeAdapter[Any]] = cache(TypeAdapter)  # type: ignore[assignment]  # classes can be hashed
"""The validator and serializer of a class, made once for each class."""


class Message(Wire, BaseModel):
    """The base class of all records: frozen, and checked however one is made."""

    model_config = ConfigDict(frozen=True, **_CONFIG)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names), unchecked."""
        return self.model_copy(update=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Wire):
    """The base class of the parts of a record: frozen, checked where one is read from JSON, and not where our own code makes it.

    An article has hundreds of parts: as plain dataclasses they are read in half the time and give a field in a seventh of it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names)."""
        return replace(self, **changes)


def leader_of(read: dict[str, Any]) -> str:
    """Return the leader of a record that does not name it, from its story: before there were leaders, stories were what these are now."""
    return f"leader-{read.get('story', '').removeprefix('story-')}"


def parse_json(value: bytes) -> Any:
    """Parse JSON bytes; raises Malformed with the byte offset."""
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as exc:
        raise Malformed(f"not JSON: {exc.msg}", offset=exc.pos) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Part):
    """A stretch of an article's `text`."""

    start: int
    end: int
    text: str


# ---------------------------------------------------------------------------------------------------- clean


class Cut(Message):
    """A stretch of text that clean took out; offsets are into the raw text, so that raw text = kept + cut, character for character."""

    start: int
    end: int
    rule: str
    text: str
    put: str | None = None
    """The text that stands in `text` in its place, where it was put right (`mojibake`); absent for all that is gone."""


class Dropped(Message):
    """The reason for which an article goes no further though nothing is wrong with it; it still passes every stage and is counted."""

    reason: DropReason
    field: str
    detail: str = ""


class Signal(Message):
    """The words by which the wire says, beside the metadata, what an item is: UPDATE 2, CORRECTED, KILL and their like."""

    kind: SignalKind
    text: str
    number: int | None = None


class Subject(Message):
    """A subject that the feeder gives an article: a code of some scheme (`medtop:16000000`), a name, or both."""

    code: str | None = None
    name: str | None = None


class LiveEntry(Message):
    """One entry of a live report: the stretch of `text` that stands under a time of day."""

    start: int
    end: int
    at: str
    """The time as written (`14:05 GMT`)."""
    time: Time | None = None
    """The moment, to the minute; without a zone in UTC, absent where the zone is not known."""


class Note(Message):
    """A note on a field, other than the text, that clean could not pass on as it came."""

    field: str
    """The field's path in the input (`keywords.3`), by the feeder's own name, else ours."""
    kind: Literal["left out", "shortened", "escaped"]
    detail: str = ""


class SketchPlace(Message):
    """The place of an article's sketch in the global order: its offset in `articles.sketches`."""

    version: int
    offset: int


class CleanArticle(Message):
    """`articles.clean`: one version of one article, its text free of all that is not the story."""

    source: str
    """The place of the raw record: `topic/partition/offset`. One source has one outcome."""
    uri: str
    version: str = "1"
    versioned: bool = False
    """True if the feeder gave the version; else a changed text under the same uri counts as a newer one."""
    pub_status: PubStatus = "usable"
    publisher: str | None = None
    link: str | None = None
    by: str | None = None
    located: str | None = None
    """Dateline place, as written."""
    keywords: tuple[str, ...] = ()
    headline: str | None = None
    text: str = ""
    language: str | None = None
    """BCP 47 primary tag, as measured on the text."""
    language_confidence: float | None = None
    """Probability of that tag, 0 to 1, as if words came independently; absent under 20 words."""
    published: Time
    """The article's own time; the broker's record time where it has none."""
    published_from: Literal["feeder", "dateline", "page", "received"] | None = None
    """The source of `published`; `received`: nobody told it, it is the record's time. A dateline gives the day, as midnight UTC."""
    published_precision: Precision | None = None
    """The precision of the time that was told: what is finer in `published` is its start, not known; absent where nobody told any time."""
    received: Time
    embargoed_until: Time | None = None
    """The end of its embargo, from the feeder's field or told in words (`EMBARGOED UNTIL 0001 GMT DEC 20`): the later one."""
    hold: str | None = None
    """The words of an embargo whose end cannot be read: it is held until a person releases or drops it (`streams held`)."""
    urgency: int | None = None
    """1 (highest) to 9, as in ninjs."""
    ed_note: str | None = None
    corrections: tuple[str, ...] = ()
    """The notes in which the article speaks of its own mistakes, one by one, as written."""
    entries: tuple[LiveEntry, ...] = ()
    """The entries of a live report, as they stand."""
    subjects: tuple[Subject, ...] = ()
    rights: str | None = None
    """Copyright notice and terms of use, as written."""
    refers_to: tuple[str, ...] = ()
    """Uris of other items that it names: those that a kill withdraws, those that a correction corrects."""
    slug: str | None = None
    """The wire's short name of the story, as written."""
    withdraws: tuple[str, ...] = ()
    """Slugs and headlines that a kill names beside uris, as written, in order."""
    wire: str | None = None
    """The agency that it credits in dateline, byline or sign-off, or that publishes it, by its usual short name."""
    signal: Signal | None = None
    cuts: tuple[Cut, ...] = ()
    notes: tuple[Note, ...] = ()
    """Fields left out, shortened or escaped, in the order in which they were read; the first 20."""
    sketch: SketchPlace | None = None
    dropped: Dropped | None = None


class Sketch(Message):
    """`articles.sketches`: all that the index of screen needs of one article; its offset is the article's place in the global order.

    Hash seeds and word rules are part of the contract: `version` changes with them.
    """

    version: int
    source: str
    uri: str
    article_version: str
    versioned: bool = False
    pub_status: PubStatus = "usable"
    publisher: str | None = None
    link: str | None = None
    headline: str | None = None
    located: str | None = None
    """Dateline place, as written."""
    signal: SignalKind | None = None
    refers_to: tuple[str, ...] = ()
    slug: str | None = None
    withdraws: tuple[str, ...] = ()
    wire: str | None = None
    received: Time
    dropped: bool = False
    exact: str
    """16 hex digits: hash of all normalised words."""
    words: str
    """base64, little-endian u32 a normalised word, in order; shingles, fingerprints and Bloom filter follow from it."""
    figures: str = ""
    """base64, little-endian u16 a figure."""
    names: str = ""
    """base64, little-endian u32 a name (capitalised word not at a sentence start)."""
    lead_names: str = ""
    """The names among the first 45 words, coded as in `names`."""


# --------------------------------------------------------------------------------------------------- screen


class FigureChange(Message):
    """A figure that the original does not have where this article has it; offsets are into `text`."""

    start: int
    end: int
    after: str
    """The figure as it stands in this article."""
    before: str | None = None
    """The figure that stood there; None where there was none, or it cannot be told."""


class Relation(Message):
    """The relation of an article to those before it."""

    kind: RelationKind
    of: str | None = None
    """uri of the original, unless new."""
    of_version: str | None = None
    story: str
    """Stable id shared by all articles that tell of one thing, by the likeness of their words: `story-` and 12 hex digits."""
    leader: str = Field(default_factory=leader_of)
    """Stable id shared by all articles that are versions, repeats or updates of one leader: `leader-` and 12 hex digits."""
    score: float = 0.0
    """The certainty of the verdict, from 0 to 1: 1 for exact."""
    copied: float = 0.0
    """Share of this article's words that stand in the original."""
    reprint: bool = False
    """The same text by another publisher."""
    changed: tuple[str, ...] = ()
    """The parts that the original does not have: sentences mostly new, other stretches of new words, figures as `killed 12 -> 18`."""
    figures: tuple[FigureChange, ...] = ()
    """The figures among those parts."""
    unmet: tuple[str, ...] = ()
    """Uris, slugs and headlines that a kill names, where nothing of it was here; its own uri where it names none."""
    wire_origin: str | None = None
    """The agency or publisher whose text it is: the agency that it credits, else that of the text it copies, else its publisher."""

    @property
    def repeats(self) -> bool:
        """True if there is nothing new in the article: it is not parsed again and counts as a source only."""
        return self.kind in ("exact", "near", "contained")


class ScreenedArticle(CleanArticle):
    """`articles.screened`: the cleaned article and its relation to those before it."""

    relation: Relation | None = None
    """The relation to those before it; None only for an article that clean dropped."""

    @property
    def outcome(self) -> str:
        """The one counted end of the article: `published`, `repeat` or `dropped: REASON`."""
        if self.dropped is not None:
            return f"dropped: {self.dropped.reason}"
        return "repeat" if self.relation is not None and self.relation.repeats else "published"

    @property
    def readable(self) -> bool:
        """True if there is something in the article to parse: it is usable, and neither dropped nor a repeat nor a withdrawal."""
        if self.dropped is not None or self.relation is None or self.relation.repeats:
            return False
        return self.relation.kind != "withdrawal" and self.pub_status == "usable"


class Verdict(Message):
    """`articles.duplicates`: the relation of one article, keyed by uri, compacted."""

    uri: str
    version: str
    source: str
    relation: Relation


# -------------------------------------------------------------------------------------------------- extract

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
    countries: dict[str, PlaceValue] = {}
    kinds: dict[str, int] | None = None


class AnalysedArticle(ScreenedArticle):
    """`articles.entities`: the screened article and what was read in it: sentences, entities and frames."""

    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    frames: tuple[Frame, ...] = ()
    dateline: PlaceValue | None = None
    """The location of `located`, if that is known."""
    countries: dict[str, PlaceValue] = {}
    """The countries that its names tell or lie in, by ISO 3166-1 alpha-3, with where they are."""
    kinds: dict[str, int] | None = None
    """The likeliest kinds of article (news, feature, sport, court ...) with their chances in percent; empty where no sentence holds a word
    that may tell of an event; absent where no event reader is installed."""
    headline_reading: HeadlineReading | None = None
    """The reading of the headline; absent where there is none, and in records of versions that did not read it."""


# --------------------------------------------------------------------------------------------------- detect


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


# ---------------------------------------------------------------------------------------------------- alert


class Change(Message):
    """One field that a revision of an alert changed, and the article that changed it."""

    field: str
    before: Any = None
    after: Any = None
    article: str


class ArticleRef(Message):
    """An article that reports an incident."""

    uri: str
    version: str
    publisher: str | None = None
    headline: str | None = None
    link: str | None = None
    published: Time
    relation: RelationKind


class Alert(Message):
    """`alerts`: the state of one incident; key = `id`, newest revision wins."""

    id: str
    revision: int
    kind: Literal["created", "updated", "corrected", "withdrawn", "superseded", "expired"]
    changes: tuple[Change, ...] = ()
    headline: str
    summary: str | None = None
    """One sentence made of the facts below alone; absent in records of versions that made none."""
    type: EventType
    mode: str | None = None
    realis: Realis
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    victims: tuple[Actor, ...] = ()
    place: Place | None = None
    time: When
    casualties: tuple[Casualty, ...] = ()
    severity: Severity
    told: Told | None = None
    """`background` where no report newly tells it: it was only recalled, and nobody need act; absent where no event reader is installed."""
    ended: bool = False
    """True if a report says that it is over: hostages freed, a strike or a siege ended."""
    urgency: Urgency
    certainty: Certainty
    novelty: float
    """1 = nothing like it before; falls with every revision that adds little."""
    evidence: Span
    evidence_uri: str
    articles: tuple[ArticleRef, ...] = ()
    article_count: int
    publisher_count: int
    wire_origins: tuple[str, ...] = ()
    """The agencies and publishers whose texts these are; an article that prints another's text counts as that one's."""
    first_seen: Time
    updated: Time
    story: str
    supersedes: tuple[str, ...] = ()
    """The incidents that turned out to be this one; each of them ended as `superseded`."""
    superseded_by: str | None = None
    """The incident that goes on with this one's reports; of kind `superseded` only."""
    labels: dict[str, str] = {}


HoldOutcome = Literal["released", "dropped", "expired", "withdrawn", "replaced"]
"""released, dropped: by a person (released also by the publisher, who sends it again without the embargo); expired: nobody said anything
within STREAMS_HOLD_HOURS; withdrawn: killed while it waited; replaced: a newer version of it came."""


class HoldEnd(Message):
    """`holds`: the end of an article that was held for a person; keyed by source, the newest counts."""

    source: str
    """The article's source: `topic/partition/offset`."""
    uri: str
    end: HoldOutcome
    at: Time


CONTRACTS: dict[str, type[Message]] = {
    "articles.clean": CleanArticle,
    "articles.sketches": Sketch,
    "articles.screened": ScreenedArticle,
    "articles.duplicates": Verdict,
    "articles.entities": AnalysedArticle,
    "articles.events": EventArticle,
    "alerts": Alert,
    "alerts.changes": Alert,
    "holds": HoldEnd,
}
"""The class of each topic's values; `articles` and `dead-letters` carry raw bytes, `incidents` is alert's own state."""
