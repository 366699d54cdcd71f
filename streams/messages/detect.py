"""The records of detect: the events of an article."""

from __future__ import annotations

from dataclasses import dataclass

from streams.messages.extract import AnalysedArticle
from streams.messages.facts import Facts
from streams.messages.vocabulary import Scheme
from streams.messages.wire import Message, Part, Span, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Part):
    """A code of another scheme."""

    scheme: Scheme
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Facts):
    """One thing that the article says happened, is going on, is planned, threatened or denied."""

    id: str
    """A stable id, made of the article's uri, the type and the predicate's offset; for the second place of a fight also of that place's."""
    news: float | None = None
    """0 to 1: the chance that an editor takes it from this article as news; absent where no event reader is installed."""
    main: bool = False
    """True if it is what the article is about; of one article at most one event is."""
    targets: tuple[Span, ...] = ()
    """Things that were hit, as the text tells them: an army post, a pipeline, a lorry."""
    predicate: Span | None = None
    """The words that tell it, in the evidence; absent in records of versions that did not say."""
    in_headline: bool = False
    """The headline alone tells it: all offsets of the event are into the headline."""
    linked: tuple[Span, ...] = ()
    """The other sentences that an argument came from."""
    codes: tuple[Code, ...] = ()
    confidence: float


class Recoding(Message):
    """The run of `streams recode` that made an article's events again from `articles.entities`."""

    at: Time
    """The time at which the run began: of two codings of one version of an article the later counts."""
    newest: Time
    """The time at which the newest article was received by then: incidents that were silent for too long before it are closed."""


class EventArticle(AnalysedArticle):
    """`articles.events`: the analysed article and the events that it tells."""

    events: tuple[Event, ...] = ()
    recoding: Recoding | None = None
    """Present where the events were made again, with later rules than those by which they first came."""
