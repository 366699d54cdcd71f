"""The records of clean: the article, what was cut and noted, and the sketch of its text."""

from __future__ import annotations

from typing import Literal

from streams.messages.vocabulary import DropReason, NoteKind, Precision, PubStatus, SignalKind
from streams.messages.wire import Message, Time


class Cut(Message):
    """A stretch of text that clean took out; offsets are into the raw text, so that raw text = kept + cut, character for character."""

    start: int
    end: int
    rule: str
    text: str
    put: str | None = None
    """The text that stands in `text` instead, where it was put right (`mojibake`); absent for all that is gone."""


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
    kind: NoteKind
    detail: str = ""


class SketchPlace(Message):
    """The position of an article's sketch in the global order: its offset in `articles.sketches`."""

    version: int
    offset: int


class CleanArticle(Message):
    """`articles.clean`: one version of one article, its text free of all that is not the story."""

    source: str
    """The position of the raw record: `topic/partition/offset`. One source has one outcome."""
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
    """`articles.sketches`: all that the index of screen needs of one article; its offset is the article's position in the global order.

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
