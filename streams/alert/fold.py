"""The fold: (state, article, now) -> (state, outputs). The state is what was written to `incidents`, read back at start.

What is written has all that the fold needs, and an article seen again changes nothing: reports are keyed by article and carry the source
they came from, a withdrawn report stays as a mark, and an id is made of the first report's first event, which nothing later changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from streams.alert.casebook import Casebook
from streams.alert.changes import changes, novelty
from streams.alert.facts import facts, lowered
from streams.alert.held import HELD, Held, HeldArticle, order
from streams.alert.incident import Incident, Report
from streams.alert.likeness import Words, vector, words_of
from streams.alert.match import JOINS, SAME, Terms, incident_terms, kin, total
from streams.alert.record import alert_of, report_of
from streams.alert.worthy import answered, happenings, opens
from streams.messages import Alert, Change, EventArticle, HoldEnd, HoldOutcome

CERTAIN = 100.0


@dataclass(frozen=True, slots=True)
class Output:
    """Records to write, in this order: the alert first, so that a crash between the two repeats it rather than loses it."""

    alert: Alert | None
    key: str
    state: bytes | None
    """New value of the `incidents` record `key`; None = tombstone."""
    settled: HoldEnd | None = None
    """It says what became of an article that was held for a person; it is written before the state."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """One report of an article held against one open incident."""

    report: Report
    incident: Incident
    terms: Terms

    @property
    def joins(self) -> bool:
        """The sum reaches what one happening needs."""
        return total(self.terms) >= SAME


class Desk:
    """All open incidents and all articles that wait."""

    def __init__(self, quiet: timedelta = timedelta(hours=72), hold: timedelta = timedelta(hours=72)) -> None:
        self._quiet = quiet
        self.incidents = Casebook()
        self.held = Held(hold)

    # ------------------------------------------------------------------------------------------ state read back

    def restore(self, key: str, value: bytes | None) -> Output | None:
        """Take one record of `incidents` as it was written; gives what to write again where the record is a step back.

        A worker that was frozen until its lane was given away may finish its write after the next owner's, and in a compacted topic
        that older state would be the one to stay.
        """
        if key.startswith(HELD):
            self.held.restore(key, value)
        elif value is None:
            self.incidents.drop(key)
        else:
            incident, known = Incident.decode(value), self.incidents.get(key)
            if known is not None and incident.progress < known.progress:
                behind = incident.alert.revision < known.alert.revision
                return Output(known.alert if behind else None, key, known.encode())
            self.incidents.put(incident)
        return None

    # ------------------------------------------------------------------------------------------ the fold

    def fold(self, article: EventArticle, now: datetime) -> list[Output]:
        """Take one article; returns what to write. `now` is the wall clock: only embargoes look at it."""
        if article.dropped is not None or article.relation is None:
            return []
        if (
            article.relation.kind == "withdrawal" or article.pub_status == "canceled"
        ):  # before the embargo: a kill repeats its date and must not wait for it
            return self._withdraw(article, now)
        if article.hold is not None or (article.embargoed_until is not None and article.embargoed_until > now):
            return self._hold(article, now)
        outputs = self._expire(article.received)
        if article.relation.repeats:
            return outputs + self._lift(article, now) + self._repeat(article)
        older = self.held.of(article.uri)
        outputs += self._drop_held(older, "replaced", now) if older is not None and order(older) < order(article) else []
        return outputs + self._report(article)

    def release(self, now: datetime, told: Mapping[str, HoldEnd] = MappingProxyType({})) -> list[Output]:
        """Articles that wait no more, in the order of the world: the end of their embargo has come, a person has said so (`told`, by
        source), or nobody has within the limit.
        """
        outputs: list[Output] = []
        for article, end in self.held.due(now, told):
            outputs += self._let_go(article, now) if end == "released" else self._drop_held(article, end, now)
        return outputs

    def _hold(self, article: EventArticle, now: datetime) -> list[Output]:
        other = self.held.of(article.uri)
        if other is not None and order(other) >= order(article):
            return []
        held = self.held.put(article, now)
        return [Output(None, HELD + article.uri, held.encode(), other.settled("replaced", now) if other is not None else None)]

    def _let_go(self, article: HeldArticle, now: datetime) -> list[Output]:
        """Fold it as if it came now; what waits is dropped last, so that a crash repeats and does not lose."""
        folded = self.fold(article.with_(hold=None, embargoed_until=None), now)
        return folded + (self._drop_held(article, "released", now) if self.held.of(article.uri) is article else [])

    def _lift(self, article: EventArticle, now: datetime) -> list[Output]:
        """The publisher sends what waits again, free of its embargo: that has been read already, and waits no more."""
        assert article.relation is not None
        held = self.held.of(article.relation.of)
        own = held is not None and (held.uri == article.uri or (held.publisher is not None and held.publisher == article.publisher))
        return self._let_go(held, now) if held is not None and own and order(held) < order(article) else []

    def _drop_held(self, article: HeldArticle, end: HoldOutcome, now: datetime) -> list[Output]:
        self.held.take(article)
        return [Output(None, HELD + article.uri, None, article.settled(end, now))]

    # ------------------------------------------------------------------------------------------ reports

    def weighed(self, article: EventArticle) -> list[Weighing]:
        """Return what speaks for and against each incident that an article may tell of, as the fold would weigh it now; changes nothing."""
        found, words = _reports(article)
        return [
            Weighing(report, incident, self._best(report, harms, incident, words))
            for report in found
            for harms in [answers(report, found, article)]
            for incident in self.incidents.like(words, report, *harms)
        ]

    def _report(self, article: EventArticle) -> list[Output]:
        found, words = _reports(article)
        homes = [self._home(report, answers(report, found, article), words) for report in found]
        outputs: list[Output] = []
        fed: set[str] = set()
        for report, home in zip(found, homes, strict=True):
            chief = report.events[0]
            if home is None and opens(chief):
                outputs.append(self._open(report))
            elif home is not None and home not in fed and chief.told != "background":  # what is only recalled changes nothing that is known
                fed.add(home)
                events = [event for each, its in zip(found, homes, strict=True) if its == home for event in each.events]
                harms = [each for each in answers(report, found, article) if total(self._terms(each, self.incidents[home], words)) >= SAME]
                events += [event for harm in harms for event in harm.events]
                outputs += self._revise(self.incidents[home], report.with_(events=tuple(events)))
        return outputs

    def _home(self, report: Report, harms: Sequence[Report], words: Words) -> str | None:
        """Return the incident that one of an article's reports belongs to, or None for a new one; `harms`: what it is the answer to."""
        found = self.incidents.like(words, report, *harms)
        best = max(((total(self._best(report, harms, incident, words)), incident.id) for incident in found), default=(0.0, ""))
        return best[1] if best[0] >= SAME else None

    def _best(self, report: Report, harms: Sequence[Report], incident: Incident, words: Words) -> Terms:
        """Return how sure a report is of this incident by what it tells, or, if their texts are alike, by the harm that it answers.

        An incident that this very article opened or fed is asked for what it took then.
        """
        old = incident.report(report.article.uri)
        new = old is None or old.order < report.order
        alike = bool(harms) and new and self.incidents.alike(incident.id, words) >= JOINS
        return max((self._terms(each, incident, words) for each in (report, *(harms if alike else ()))), key=total)

    def _terms(self, report: Report, incident: Incident, words: Words) -> Terms:
        """Return how sure a report is of this incident: certain if that rests already on this very report, or on a later one of it."""
        old = incident.report(report.article.uri)
        ids = {event.id for event in report.events} & {event.id for event in old.events} if old is not None else set()
        if old is not None and old.order == report.order:
            # This very report again, after a crash between the states that it brought: what it did not join then it does not join now.
            return (("the very report", CERTAIN if ids else 0.0),)
        if old is not None and old.order >= report.order and any(kin(report.events[0], event) for event in old.events):
            return (("a later version", CERTAIN if ids else SAME),)
        if incident.alert.kind == "withdrawn":
            return (("withdrawn", 0.0),)
        others = self.incidents.words(incident.id)
        return incident_terms(report, incident, self.incidents.alike(incident.id, words), words, others)

    def _open(self, report: Report) -> Output:
        """Open an incident; one of a killed story issued anew goes on behind the withdrawn revision, for revisions only rise."""
        said = facts([report])
        assert said is not None
        id = f"inc-{report.events[0].id.removeprefix('evt-')}"
        killed = self.incidents.get(id)
        revision = killed.alert.revision + 1 if killed is not None else 1
        alert = alert_of(id, revision, "created", said, [report], (), 1.0, report)
        incident = Incident(alert=alert, reports=killed.reports if killed is not None else ()).with_report(report)
        self.incidents.put(incident)
        return Output(alert, incident.id, incident.encode())

    def _repeat(self, article: EventArticle) -> list[Output]:
        """A repeat adds a source to the incidents that its original reports."""
        assert article.relation is not None
        outputs: list[Output] = []
        for incident in self.incidents.reporting(article.relation.of or ""):
            original = incident.report(article.relation.of or "")
            if original is not None and incident.report(article.uri) is None:
                outputs += self._revise(incident, report_of(article, (), main=original.main))
        return outputs

    def _revise(self, incident: Incident, report: Report) -> list[Output]:
        old = incident.report(report.article.uri)
        if old is not None and old.order >= report.order:
            return []
        kind = "corrected" if report.relation == "correction" else "updated"
        told = report.with_(lowered=lowered(old, report)) if old is not None and report.events else report
        return self._settle(incident, incident.with_report(told), kind, told)

    def _withdraw(self, article: EventArticle, now: datetime) -> list[Output]:
        """A kill takes back the article's own report, and those that only repeat it."""
        assert article.relation is not None
        killed = {article.uri, article.relation.of or article.uri}
        waiting = [held for uri in sorted(killed) if (held := self.held.of(uri)) is not None]
        outputs = [output for held in waiting for output in self._drop_held(held, "withdrawn", now)]
        for incident in self.incidents.resting_on(killed):
            gone = [r for r in incident.live if r.article.uri in killed or (r.repeats and r.of in killed)]
            if not gone or all(r.order > order(article) for r in gone):
                continue
            marked = incident
            for report in gone:
                marked = marked.with_report(report.with_(withdrawn=True))
            outputs += self._settle(incident, marked, "corrected", report_of(article, (), main=False))
        return outputs

    def _settle(self, before: Incident, after: Incident, kind: str, cause: Report) -> list[Output]:
        """Write a revision where the facts changed; else only the state."""
        said = facts(after.reports)
        uri = cause.article.uri
        if said is None:
            if before.alert.kind == "withdrawn":
                return []
            gone = (Change(field="withdrawn", before=False, after=True, article=uri),)
            last = before.alert.with_(
                kind="withdrawn",
                revision=before.alert.revision + 1,
                changes=gone,
                novelty=novelty(gone),
                updated=cause.received,
            )
            return self._write(after.with_(alert=last), last)
        found = changes(before.alert, said, uri)
        if not found:
            counted = alert_of(
                before.id,
                before.alert.revision,
                before.alert.kind,
                said,
                after.live,
                before.alert.changes,
                before.alert.novelty,
                cause,
            )
            quiet = counted.with_(headline=before.alert.headline, evidence=before.alert.evidence, evidence_uri=before.alert.evidence_uri)
            return self._write(after.with_(alert=quiet.with_(updated=before.alert.updated, first_seen=before.alert.first_seen)), None)
        alert = alert_of(before.id, before.alert.revision + 1, kind, said, after.live, found, novelty(found), cause)
        return self._write(after.with_(alert=alert.with_(first_seen=before.alert.first_seen)), alert)

    def _write(self, incident: Incident, alert: Alert | None) -> list[Output]:
        if alert is not None:
            alert = incident.alert
        self.incidents.put(incident)
        return [Output(alert, incident.id, incident.encode())]

    def _expire(self, received: datetime) -> list[Output]:
        """Close what nobody has reported for the quiet time, counted in the articles' own hours."""
        outputs: list[Output] = []
        for incident in self.incidents.silent_since(received - self._quiet):
            self.incidents.drop(incident.id)
            last = incident.alert.with_(kind="expired", revision=incident.alert.revision + 1, changes=(), novelty=0.0, updated=received)
            outputs.append(Output(None if incident.alert.kind == "withdrawn" else last, incident.id, None))
        return outputs


def _reports(article: EventArticle) -> tuple[list[Report], Words]:
    """Return a report for each happening of an article, and the words of its text."""
    own = vector(article.headline, article.text)
    return [report_of(article, each.events, main=each.main, words=own) for each in happenings(article)], words_of([own])


def answers(report: Report, found: Iterable[Report], article: EventArticle) -> list[Report]:
    """Return the harm that a report is the answer to, as if its article reported that: an arrest belongs to its attack, and may come with a
    new toll of it. News that is a report of its own (`found`) has its own incident.
    """
    chief = report.events[0]
    told = {event.id for each in found for event in each.events if event.told != "background"}
    harms = answered(chief, article) if report.main and chief.told != "background" else []
    return [report.with_(events=(harm,)) for harm in harms if harm.id not in told]
