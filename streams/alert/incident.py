"""The state of alert: incidents and the reports they rest on. One record of `incidents` is one Incident, whole."""

from __future__ import annotations

from datetime import timedelta

from streams.messages import Alert, ArticleRef, CasualtyKind, Event, Message, RelationKind, Time

MOST_REPORTS = 50
"""The last reports of an incident that a new one is held against, beside the first."""

FURTHEST_PLAN = timedelta(days=62)
"""So long an incident stays open for what its plan may bring."""


class Report(Message):
    """What one article (its newest version) contributes to an incident."""

    article: ArticleRef
    source: str
    """Where the article came from, `topic/partition/offset`: the same source again changes nothing."""
    order: int
    """Offset of its sketch: its place in the order of the world."""
    received: Time
    relation: RelationKind
    of: str | None = None
    reprint: bool = False
    origin: str | None = None
    """Whose text it is: thirty sites that print one agency's text are one source."""
    story: str
    main: bool = False
    """Whether the incident is what the article is about (else it is background in it)."""
    events: tuple[Event, ...] = ()
    lowered: tuple[CasualtyKind, ...] = ()
    """Kinds of casualty of which its own article told more before: it knows better than those who still tell the higher figure."""
    dated: bool = True
    """Its article says when it was published; else its days are counted from the time at which it came."""
    words: dict[str, int] | None = None
    """The weightiest words of its text, by which it is alike to others (likeness.py); absent of repeats and in older records."""
    withdrawn: bool = False
    """Killed by its publisher; kept so that a record seen again cannot bring it back."""

    @property
    def repeats(self) -> bool:
        """A source only: the same words as a report before it."""
        return self.relation in ("exact", "near", "contained")


class Incident(Message):
    """One happening: its current alert and all reports of it."""

    alert: Alert
    reports: tuple[Report, ...]

    @property
    def id(self) -> str:
        """The alert's id."""
        return self.alert.id

    @property
    def live(self) -> tuple[Report, ...]:
        """Reports that stand, oldest first."""
        return tuple(sorted((report for report in self.reports if not report.withdrawn), key=lambda report: report.order))

    @property
    def asked(self) -> tuple[Report, ...]:
        """Reports that a new one is held against, oldest first: bounded, however long a story is told."""
        live = self.live
        return live if len(live) <= MOST_REPORTS else (live[0], *live[-MOST_REPORTS:])

    @property
    def latest(self) -> Time:
        """When it was last reported."""
        return max(report.received for report in self.reports)

    @property
    def quiet_from(self) -> Time:
        """When its silence begins: with its last report or, of what is planned or threatened, with the end of the day that is named."""
        ahead = self.alert.realis in ("planned", "threatened") and self.alert.time.precision != "published"
        if not ahead or self.alert.kind == "superseded":
            return self.latest
        return max(self.latest, min(self.alert.time.end, self.latest + FURTHEST_PLAN))

    @property
    def progress(self) -> tuple[int, int, int, int]:
        """How far it has come; every state of an incident that follows another has more of one of these, and less of none before it."""
        reports = self.reports
        return self.alert.revision, len(reports), sum(r.order for r in reports), sum(r.withdrawn for r in reports)

    def report(self, uri: str) -> Report | None:
        """The report of one article."""
        return next((report for report in self.reports if report.article.uri == uri), None)

    def with_report(self, report: Report) -> Incident:
        """With a report added, or put in the place of its article's older version."""
        others = tuple(other for other in self.reports if other.article.uri != report.article.uri)
        return self.with_(reports=(*others, report))
