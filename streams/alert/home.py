"""The incident that a report belongs to: the open one that it is surest of; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from streams.alert.incident import Incident, Report
from streams.alert.incident_index import IncidentIndex
from streams.alert.likeness import Words
from streams.alert.match import JOINS, SAME, Terms, incident_terms, kin, total
from streams.alert.newsworthiness import answered
from streams.messages import EventArticle

CERTAIN = 100.0


@dataclass(frozen=True, slots=True)
class Weighing:
    """One report of an article held against one open incident."""

    report: Report
    incident: Incident
    terms: Terms

    @property
    def joins(self) -> bool:
        """True if the sum of the terms is at least SAME, which one happening needs."""
        return total(self.terms) >= SAME


def weighings(incidents: IncidentIndex, report: Report, harms: Sequence[Report], words: Words) -> list[Weighing]:
    """Return the terms for and against each open incident that a report may belong to.

    `harms` are the reports of what it is the answer to, `words` the words of its article. An incident that was taken in by another that is
    over by now is left out.
    """
    found = [each for each in incidents.like(words, report, *harms) if (each.alert.superseded_by or each.id) in incidents]
    return [Weighing(report, incident, _best(incidents, report, harms, incident, words)) for incident in found]


def home(weighed: Iterable[Weighing]) -> str | None:
    """Return the id of the incident that a report is surest of, or of the one that has taken that in; None for a new one."""
    best = max((each for each in weighed if each.joins), key=lambda each: (total(each.terms), each.incident.id), default=None)
    return (best.incident.alert.superseded_by or best.incident.id) if best is not None else None


def _best(incidents: IncidentIndex, report: Report, harms: Sequence[Report], incident: Incident, words: Words) -> Terms:
    """Return how sure a report is of this incident by what it tells, or, if their texts are alike, by the harm that it answers.

    An incident that this very article opened or fed is asked for what it took then.
    """
    best = terms_of(incidents, report, incident, words)
    if not harms:
        return best
    old = incidents.told_by(incident.id, report.article.uri)
    if (old is not None and old.order >= report.order) or incidents.alike(incident.id, words) < JOINS:
        return best
    return max((best, *(terms_of(incidents, each, incident, words) for each in harms)), key=total)


def terms_of(incidents: IncidentIndex, report: Report, incident: Incident, words: Words) -> Terms:
    """Return how sure a report is of one incident: certain if that rests already on this very report, or on a later one of its article."""
    old = incidents.told_by(incident.id, report.article.uri)
    ids = {event.id for event in report.events} & {event.id for event in old.events} if old is not None else set()
    if old is not None and old.edition == report.edition:
        # This very report again, after a crash between the states that it brought: what it did not join then it does not join now.
        return (("the very report", CERTAIN if ids else 0.0),)
    if ids and old is not None and old.order == report.order:
        return (("the same report, coded again", CERTAIN),)
    if old is not None and old.order > report.order and any(kin(report.events[0], event) for event in old.events):
        return (("a later version", CERTAIN if ids else SAME),)
    if incident.alert.kind == "withdrawn":
        return (("withdrawn", 0.0),)
    asked, others = incidents.asked(incident.id), incidents.words(incident.id)
    return incident_terms(report, incident.alert, asked, incidents.alike(incident.id, words), words, others)


def answers(report: Report, found: Iterable[Report], article: EventArticle) -> list[Report]:
    """Return the harm that a report is the answer to, as if its article reported that: an arrest belongs to its attack, and may come with a
    new toll of it. News that is a report of its own (`found`) has its own incident.
    """
    chief = report.events[0]
    told = {event.id for each in found for event in each.events if event.told != "background"}
    harms = answered(chief, article) if report.main and chief.told != "background" else []
    return [report.with_(events=(harm,)) for harm in harms if harm.id not in told]
