"""The state of alert: incidents and the reports they rest on, whole as they are in memory; head.py says how they are written."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, Self

from pydantic import Field

from streams.messages import Alert, ArticleRef, CasualtyKind, Event, Message, RelationKind, Time, leader_of

MOST_REPORTS = 50
"""The largest number of an incident's last reports that a new one is compared with, beside the first."""

FURTHEST_PLAN = timedelta(days=62)
"""The longest time by which the day that a plan or threat names may put off the silence of an incident, counted from its last report."""

Progress = tuple[int, int, int, int, int]
"""The progress of an incident: its revision, the number of its reports, the sums of their orders and of the times at which they were coded
again (in milliseconds), and the number of those withdrawn."""


class Report(Message):
    """The contribution of one article, in its newest version, to an incident."""

    article: ArticleRef
    source: str
    """The position of the raw record that the article came from, `topic/partition/offset`."""
    order: int
    """The offset of the article's sketch, which is its position in the global order."""
    received: Time
    relation: RelationKind
    of: str | None = None
    reprint: bool = False
    origin: str | None = None
    """The wire origin of the text; thirty sites that print one agency's text are one source."""
    story: str
    leader: str = Field(default_factory=leader_of)
    """The id that it shares with the articles that share its text."""
    main: bool = False
    """True if the incident is what the article is about; False if it is background in the article."""
    events: tuple[Event, ...] = ()
    lowered: tuple[CasualtyKind, ...] = ()
    """The kinds of casualty of which an older version of the article told more: it knows better than those who still tell the higher."""
    dated: bool = True
    """True if the article says when it was published; False if its days are counted from the time at which it was received."""
    words: dict[str, int] | None = None
    """The weightiest words of its text, by which it is alike to others (likeness.py); absent for repeats and in older records."""
    withdrawn: bool = False
    """True if the publisher has killed the article; the report is kept so that a record seen again cannot bring it back."""
    coded: Time | None = None
    """The time of the run that made its events again (`streams recode`); None for those that came by the way."""
    uncoded: bool = False
    """True if it was withdrawn by such a run, whose rules no longer find this happening in the article."""

    @property
    def edition(self) -> tuple[int, float]:
        """The place of the report among all that its article makes: the later version counts, and of one version the later coding."""
        return self.order, self.coded.timestamp() if self.coded is not None else 0.0

    @cached_property
    def encoded(self) -> bytes:
        """The report as JSON, made once: the head of its incident is written again with each report that comes behind it."""
        return self.encode()

    @cached_property
    def line(self) -> tuple[str, str] | None:
        """The publisher and leader whose newer report replaces it; None if it is withdrawn or tells nothing of its own."""
        if not self.events or self.withdrawn or self.repeats:
            return None
        return self.article.publisher or self.article.uri, self.leader

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names), unchecked."""
        copy = super().with_(**changes)
        for name in ("encoded", "line"):
            copy.__dict__.pop(name, None)
        return copy

    @property
    def repeats(self) -> bool:
        """True if the report only adds a source: its article tells the same words as one before it."""
        return self.relation in ("exact", "near", "contained")


_PLACE = attrgetter("order", "article.uri")
"""The place of a report among all of its incident: its order, then its article."""


class Incident(Message):
    """One happening: its current alert and all reports of it."""

    alert: Alert
    reports: tuple[Report, ...]
    """The reports, oldest first."""

    @property
    def id(self) -> str:
        """The alert's id."""
        return self.alert.id

    @cached_property
    def of_article(self) -> Mapping[str, Report]:
        """The report that each article made, withdrawn or not, by the article's uri."""
        return {report.article.uri: report for report in self.reports}

    @cached_property
    def live(self) -> tuple[Report, ...]:
        """The reports that are not withdrawn, oldest first."""
        return tuple(report for report in self.reports if not report.withdrawn)

    @property
    def asked(self) -> tuple[Report, ...]:
        """The reports that a new one is compared with, oldest first: the first and the last MOST_REPORTS, however long a story is told."""
        live = self.live
        return live if len(live) <= MOST_REPORTS else (live[0], *live[-MOST_REPORTS:])

    @cached_property
    def latest(self) -> Time:
        """The time at which the last of its reports was received."""
        return max(report.received for report in self.reports)

    @property
    def quiet_from(self) -> Time:
        """The time at which its silence begins: that of its last report or, if a plan or threat names a day, the end of that day."""
        ahead = self.alert.realis in ("planned", "threatened") and self.alert.time.precision != "published"
        if not ahead or self.alert.kind == "superseded":
            return self.latest
        return max(self.latest, min(self.alert.time.end, self.latest + FURTHEST_PLAN))

    @property
    def progress(self) -> Progress:
        """The progress of the incident."""
        return progress_of(self.alert, self.reports)

    def report(self, uri: str) -> Report | None:
        """Return the report that an article made, withdrawn or not; None if it made none."""
        return self.of_article.get(uri)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced (by their Python names), unchecked."""
        copy = super().with_(**changes)
        if "reports" in changes:
            for name in ("of_article", "live", "latest"):  # they are of the reports alone, and go on with these
                copy.__dict__.pop(name, None)
        return copy

    def with_reports(self, *reports: Report) -> Incident:
        """Return the incident with reports added, each of which replaces its article's older version."""
        added = {report.article.uri: report for report in reports}
        replaced = {id(old) for uri in added if (old := self.of_article.get(uri)) is not None}
        kept = [report for report in self.reports if id(report) not in replaced] if replaced else list(self.reports)
        for report in added.values():
            insort(kept, report, key=_PLACE)
        after = self.with_(reports=tuple(kept))
        after.__dict__["of_article"] = {**self.of_article, **added}
        return after


def in_order(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Return reports as an incident has them, oldest first."""
    return tuple(sorted(reports, key=_PLACE))


def progress_of(alert: Alert, reports: Sequence[Report]) -> Progress:
    """Return the progress of an incident with an alert and reports.

    Each state of an incident has more of one of its numbers than the state before it, and no less of those that stand before that one.
    """
    codings = sum(round(r.coded.timestamp() * 1000) for r in reports if r.coded is not None)
    return alert.revision, len(reports), sum(r.order for r in reports), codings, sum(r.withdrawn for r in reports)
