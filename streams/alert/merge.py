"""Two open incidents that a report shows to be one happening: the one first opened takes in the other; pure."""

from __future__ import annotations

from collections.abc import Sequence

from streams.alert.incident import Incident, Report
from streams.alert.incident_index import IncidentIndex
from streams.alert.likeness import cosine
from streams.alert.match import CLOSE, SAME, Texts, event_terms, total


def one(here: Incident, other: Incident, incidents: IncidentIndex) -> bool:
    """Return True if two incidents that one report belongs to are one happening: their texts are alike, and what their alerts say joins.

    On the invented stories and news_cluster's open half a main report belongs to a second incident 25 times, to the same happening in 15;
    of these the rule takes 9, of the others none.
    """
    alike = cosine(incidents.words(here.id), incidents.words(other.id))
    if here.id == other.id or alike < CLOSE:
        return False
    dated = all(report.dated for incident in (here, other) for report in incident.asked)
    return total(event_terms(here.alert, other.alert, Texts(alike, both_main=True, dated=dated))) >= SAME


def first(incident: Incident) -> tuple[int, str]:
    """Return what incidents are sorted by to have the one opened first in front: the order of its first report, then its id.

    The same after a restart, where the states are read back in the order in which they were last written.
    """
    return min(report.order for report in incident.reports), incident.id


def union(keeper: Incident, others: Sequence[Incident]) -> Incident:
    """Return the first incident with the reports of the others; of an article that two of them report, what it tells in all."""
    for other in others:
        known = {report.article.uri: report for report in keeper.reports}
        told = [(known.get(report.article.uri), report) for report in other.reports]
        keeper = keeper.with_reports(*(both for old, report in told if (both := _both(old, report)) is not old))
        alert = keeper.alert
        seen = min(alert.first_seen, other.alert.first_seen)
        keeper = keeper.with_(alert=alert.with_(supersedes=(*alert.supersedes, *other.alert.supersedes, other.id), first_seen=seen))
    return keeper


def _both(old: Report | None, report: Report) -> Report:
    """Return the newer of two reports of one article; of the same version one that tells the events of both."""
    if old is None or old.edition < report.edition:
        return report
    if report.edition < old.edition:
        return old
    known = {event.id for event in old.events}
    return old.with_(events=(*old.events, *(event for event in report.events if event.id not in known)), main=old.main or report.main)
