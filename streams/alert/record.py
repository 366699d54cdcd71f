"""The records of alert: the report that an article makes, and the alert that the reports of an incident make; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from heapq import nlargest
from itertools import chain
from operator import attrgetter

from streams.alert.facts import standing
from streams.alert.held import order
from streams.alert.incident import Report
from streams.alert.likeness import Vector
from streams.messages import Alert, AlertKind, ArticleRef, Change, Event, EventArticle, IncidentFacts

MOST_ARTICLES = 50
"""The largest number of articles that an alert names; all are counted."""
MOST_BYTES = 200_000
"""The largest number of bytes of an alert as it is written: 50 articles whose publishers fill every field would have 800,000."""
_ORDER = attrgetter("order")
_FACTS = tuple(each.name for each in fields(IncidentFacts))
"""The fields that an alert has from what its reports tell together."""


def report_of(article: EventArticle, events: tuple[Event, ...], *, main: bool, words: Vector | None = None) -> Report:
    """Return what an article contributes with these events; `words` are those of its text, none for a repeat."""
    relation = article.relation
    assert relation is not None
    reference = ArticleRef(
        uri=article.uri,
        version=article.version,
        publisher=article.publisher,
        headline=article.headline,
        link=article.link,
        published=article.published,
        relation=relation.kind,
    )
    return Report(
        article=reference,
        source=article.source,
        order=order(article),
        received=article.received,
        relation=relation.kind,
        of=relation.of,
        reprint=relation.reprint,
        origin=relation.wire_origin,
        story=relation.story,
        leader=relation.leader,
        main=main,
        events=events,
        dated=article.published_from != "received",
        words=dict(words) if words else None,
        coded=article.recoding.at if article.recoding is not None else None,
    )


def _shown(reports: Sequence[Report], most: int = MOST_ARTICLES) -> list[Report]:
    """Return the reports that an alert names, oldest first: the first one, the newest of each publisher, and the newest; at most `most`."""
    if len(reports) <= most:
        return list(reports)
    newest = {report.article.publisher or report.article.uri: report for report in reports}
    ranked = chain(reports[:1], nlargest(most, newest.values(), key=_ORDER), reversed(reports))
    kept: dict[int, Report] = {}
    while len(kept) < most:
        report = next(ranked)
        kept[id(report)] = report
    return sorted(kept.values(), key=_ORDER)


def alert_of(
    id: str,
    revision: int,
    kind: AlertKind,
    said: IncidentFacts,
    reports: Iterable[Report],
    found: tuple[Change, ...],
    new: float,
    cause: Report,
    stand: Sequence[Report] | None = None,
) -> Alert:
    """Return a revision of an incident's alert: what its reports say together, what `cause` changed, and how `new` that is.

    It has at most MOST_BYTES: a larger one names fewer articles. `stand` are the reports that stand, where they are known already.
    """
    reports = sorted(reports, key=_ORDER)
    publishers = {publisher for report in reports if (publisher := report.article.publisher)}
    stand = standing(reports) if stand is None else stand
    own = {report.origin or (None if report.reprint else report.article.publisher) for report in stand}
    labels = {"type": said.type, "severity": said.severity} | ({"country": said.place.country} if said.place and said.place.country else {})
    alert = Alert(
        **{name: getattr(said, name) for name in _FACTS},
        id=id,
        revision=revision,
        kind=kind,
        changes=found,
        novelty=new,
        articles=tuple(report.article for report in _shown(reports)),
        article_count=len(reports),
        publisher_count=len(publishers),
        wire_origins=tuple(sorted(origin for origin in own if origin)),
        first_seen=min((report.received for report in reports), default=cause.received),
        updated=cause.received,
        story=reports[0].story if reports else cause.story,
        labels=labels,
    )
    while len(alert.articles) > 1 and len(alert.encode()) > MOST_BYTES:
        alert = alert.with_(articles=tuple(report.article for report in _shown(reports, len(alert.articles) // 2)))
    return alert


def closed(alert: Alert, kind: AlertKind, moment: datetime) -> Alert:
    """Return the last revision of an incident's alert: nothing has changed but that it is over."""
    return alert.with_(kind=kind, revision=alert.revision + 1, changes=(), novelty=0.0, updated=moment)
