"""The records of alert: the state of an incident, and the end of a hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from streams.messages.facts import Facts
from streams.messages.vocabulary import AlertKind, RelationKind
from streams.messages.wire import Message, Time


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


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts(Facts):
    """The facts that the reports of an incident tell together."""

    headline: str
    ended: bool = False
    """True if a report says that it is over: hostages freed, a strike or a siege ended."""
    evidence_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(IncidentFacts):
    """`alerts`: the state of one incident; key = `id`, newest revision wins."""

    id: str
    revision: int
    kind: AlertKind
    changes: tuple[Change, ...] = ()
    novelty: float
    """1 = nothing like it before; falls with every revision that adds little."""
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
    labels: dict[str, str] = field(default_factory=dict)


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
