"""The fold: (state, article, now) -> (state, outputs). The state is what was written to `incidents`, read back at start.

What is written has all that the fold needs, and an article seen again changes nothing: reports are keyed by article and carry the source
they came from, a withdrawn report stays as a mark, and an id is made of the first report's first event, which nothing later changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from streams.alert.facts import facts, lowered
from streams.alert.held import HELD, Held, HeldArticle, order
from streams.alert.home import Weighing, answers, home, terms_of, weighings
from streams.alert.incident import Incident, Report
from streams.alert.incident_index import IncidentIndex
from streams.alert.likeness import Words, vector, words_of
from streams.alert.match import SAME, total
from streams.alert.merge import first, one, union
from streams.alert.newsworthiness import happenings, opens
from streams.alert.output import Output
from streams.alert.pages import MOST_ON_PAGE, Pages
from streams.alert.read_back import ReadBack
from streams.alert.record import alert_of, closed, report_of
from streams.alert.revision import revised
from streams.messages import Alert, AlertKind, EventArticle, HoldEnd, HoldOutcome, Recoding


class IncidentLog:
    """All open incidents and all articles that wait; `most` is the largest number of reports of a record, 0: as many as there are."""

    def __init__(self, quiet: timedelta = timedelta(hours=72), hold: timedelta = timedelta(hours=72), most: int = MOST_ON_PAGE) -> None:
        self._quiet = quiet
        self._newest = datetime.min.replace(tzinfo=UTC)
        """The time at which the newest article known was received."""
        self.incidents = IncidentIndex()
        self.held = Held(hold)
        self._most = most
        self._pages = Pages(most)
        self._read = ReadBack()

    # ------------------------------------------------------------------------------------------ state read back

    def restore(self, key: str, value: bytes | None) -> Output | None:
        """Take one record of `incidents` as it was written; return what to write again if the record is a step back, else None.

        A worker that was frozen until its partition was given away may finish its write after the next owner's, and in a compacted topic
        that older state would be the one to stay. Raise Malformed for a record that cannot be read.
        """
        if key.startswith(HELD):
            self.held.restore(key, value)
            return None
        return self._read.take(key, value)

    def restored(self) -> tuple[list[Output], list[str]]:
        """Open the incidents when all records are read; return what to write, and a sentence for each page that is missing, and for each
        incident that keeps its pages where none are wanted."""
        read, self._read = self._read, ReadBack()
        outputs: list[Output] = []
        missing: list[str] = []
        self._newest = max(self._newest, read.newest)
        for found in read.found():
            missing += found.missing
            if not found.incident.reports:  # nothing of it can be read, so that it is left as it stands
                continue
            self.incidents.put(found.incident)
            self._newest = max(self._newest, found.incident.latest)
            if found.sealed is not None:
                outputs += self._pages.add(found.incident, found.sealed)
            if not self._most and self._pages.has(found.incident.id):
                missing.append(f"{found.incident.id} keeps its pages: it fits into no record, or a page of it is missing")
        return [*outputs, *read.orphans(self._quiet, self._newest)], missing

    # ------------------------------------------------------------------------------------------ the fold

    def fold(self, article: EventArticle, now: datetime) -> list[Output]:
        """Take one article and return what to write. `now` is the wall clock: only embargoes look at it."""
        if article.dropped is not None or article.relation is None:
            return []
        killed = article.relation.kind == "withdrawal" or article.pub_status == "canceled"
        if killed:  # before the embargo: a kill repeats its date and must not wait for it
            return [replace(output, replay=article.recoding is not None) for output in self._withdraw(article, now)]
        if article.recoding is not None:
            return [replace(output, replay=True) for output in self._recode(article, article.recoding, now)]
        if article.hold is not None or (article.embargoed_until is not None and article.embargoed_until > now):
            return self._hold(article, now)
        self._newest = max(self._newest, article.received)
        outputs = self._expire(article.received)
        if article.relation.repeats:
            return outputs + self._lift(article, now) + self._repeat(article)
        older = self.held.of(article.uri)
        outputs += self._drop_held(older, "replaced", now) if older is not None and order(older) < order(article) else []
        return outputs + self._report(article)

    def release(self, now: datetime, told: Mapping[str, HoldEnd] = MappingProxyType({})) -> list[Output]:
        """Return what to write for the articles that wait no more, in the global order.

        The end of their embargo has come, a person has said so (`told`, by source), or nobody has within the limit.
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
        """Fold a waiting article as if it came now; its record is dropped last, so that a crash repeats it and does not lose it."""
        folded = self.fold(article.with_(hold=None, embargoed_until=None), now)
        return folded + (self._drop_held(article, "released", now) if self.held.of(article.uri) is article else [])

    def _lift(self, article: EventArticle, now: datetime) -> list[Output]:
        """Let go a waiting article that its publisher sends again, free of its embargo: the text has been read already."""
        assert article.relation is not None
        held = self.held.of(article.relation.of)
        own = held is not None and (held.uri == article.uri or (held.publisher is not None and held.publisher == article.publisher))
        return self._let_go(held, now) if held is not None and own and order(held) < order(article) else []

    def _drop_held(self, article: HeldArticle, end: HoldOutcome, now: datetime) -> list[Output]:
        self.held.take(article)
        return [Output(None, HELD + article.uri, None, article.settled(end, now))]

    # ------------------------------------------------------------------------------------------ events that were made again

    def _recode(self, article: EventArticle, recoding: Recoding, now: datetime) -> list[Output]:
        """Take an article whose events were made again: its reports are replaced, and taken back where it no longer tells of an incident.

        It is passed over if its incidents may be closed by now, if it waits or was held for a person, if it was killed, or if a later
        version of it counts.
        """
        own = [report for each in self.incidents.reporting(article.uri) if (report := each.report(article.uri)) is not None]
        waits = article.hold is not None or (article.embargoed_until is not None and article.embargoed_until > now)
        over = any(report.order > order(article) or (report.withdrawn and not report.uncoded) for report in own)
        if waits or over or article.received < max(recoding.newest, self._newest) - self._quiet:
            return []
        assert article.relation is not None
        return self._repeat(article) if article.relation.repeats else self._report(article) + self._uncode(article)

    def _uncode(self, article: EventArticle) -> list[Output]:
        """Take back the reports of an article that its new coding does not tell, and those of articles that only repeat it."""
        outputs: list[Output] = []
        cause = report_of(article, (), main=False)
        for incident in self.incidents.reporting(article.uri):
            old = incident.report(article.uri)
            if old is None or old.withdrawn or old.edition >= cause.edition:
                continue
            gone = [each for each in incident.live if each is old or (each.repeats and each.of == article.uri)]
            outputs += self._take_back(incident, [each.with_(uncoded=True, coded=cause.coded) for each in gone], cause)
        return outputs

    # ------------------------------------------------------------------------------------------ reports

    def weighed(self, article: EventArticle) -> list[Weighing]:
        """Return what speaks for and against each incident that an article may tell of, as the fold would weigh it now; changes nothing."""
        found, words = _reports(article)
        return [each for report in found for each in weighings(self.incidents, report, answers(report, found, article), words)]

    def _report(self, article: EventArticle) -> list[Output]:
        found, words = _reports(article)
        told = self.incidents.told_events(article.uri) if article.recoding is not None else {}
        weighed = [weighings(self.incidents, report, answers(report, found, article), words) for report in found]
        homes = [home(each) for each in weighed]
        outputs: list[Output] = []
        fed: set[str] = set()
        for at, (report, each) in enumerate(zip(found, weighed, strict=True)):
            chief, its = report.events[0], homes[at]  # a report before it may have merged its home with another
            if its is None and opens(chief):
                outputs += self._open(report)
            elif its is not None and its not in fed and (chief.told != "background" or its in told.get(chief.id, ())):
                # what is only recalled changes nothing that is known, but what it has opened itself
                kept, *gone = self._ones(report, each, its)
                homes = [kept.id if old in {ended.id for ended in gone} else old for old in homes]
                fed.add(kept.id)
                events = [event for other, own in zip(found, homes, strict=True) if own == kept.id for event in other.events]
                new = () if chief.id in told else (kept.id,)  # what a known event did not take with it then it does not take now
                harms = [harm for harm in answers(report, found, article) if kept.id in told.get(harm.events[0].id, new)]
                events += [event for harm in harms if self._belongs(harm, kept, words) for event in harm.events]
                outputs += self._revise(kept, report.with_(events=tuple(events)), gone)
        return outputs

    def _belongs(self, harm: Report, incident: Incident, words: Words) -> bool:
        """Return True if the harm that a report is the answer to is its incident's."""
        return total(terms_of(self.incidents, harm, incident, words)) >= SAME

    def _ones(self, report: Report, weighed: Sequence[Weighing], its: str) -> list[Incident]:
        """Return the incident that a report belongs to, and behind it one that the report shows to be the same; the one first opened stays.

        After a crash between their states the one that stays may not have been written, or not the one that has ended.
        """
        here = self.incidents[its]
        old = here.report(report.article.uri)
        if old is not None and old.order >= report.order:
            left = (self.incidents.get(id) for id in here.alert.supersedes)
            return [here, *(each for each in left if each is not None and each.alert.kind != "superseded")]
        ended = [
            each.incident for each in weighed if each.incident.alert.superseded_by == its and each.incident.id not in here.alert.supersedes
        ]
        if ended:
            return [here, *ended[:1]]
        open_ = [each for each in weighed if report.main and each.joins and each.incident.alert.kind != "superseded"]
        rivals = [each for each in open_ if one(here, each.incident, self.incidents)]
        best = max(rivals, key=lambda each: (total(each.terms), each.incident.id), default=None)
        return sorted([here, best.incident], key=first) if best is not None else [here]

    def _open(self, report: Report) -> list[Output]:
        """Open an incident; one of a killed story issued anew goes on behind the withdrawn revision, for revisions only rise."""
        said = facts([report])
        assert said is not None
        id = f"inc-{report.events[0].id.removeprefix('evt-')}"
        killed = self.incidents.get(id)
        if killed is not None and killed.alert.kind == "superseded":  # that id goes on as another
            id, killed = f"{id}-{report.order}", None
        revision = killed.alert.revision + 1 if killed is not None else 1
        alert = alert_of(id, revision, "created", said, [report], (), 1.0, report)
        incident = Incident(alert=alert, reports=killed.reports if killed is not None else ()).with_reports(report)
        return self._write(incident, alert)

    def _repeat(self, article: EventArticle) -> list[Output]:
        """Add a repeat as a source to the incidents that its original reports."""
        assert article.relation is not None
        outputs: list[Output] = []
        for incident in self.incidents.reporting(article.relation.of or ""):
            original = incident.report(article.relation.of or "")
            known = incident.report(article.uri)
            anew = known is not None and known.uncoded and original is not None and not original.withdrawn
            if original is not None and (known is None or anew):
                outputs += self._revise(incident, report_of(article, (), main=original.main))
        return outputs

    def _revise(self, incident: Incident, report: Report, gone: Sequence[Incident] = ()) -> list[Output]:
        """Add a report to an incident, which takes in those that are `gone`: the report shows that they are the same happening."""
        old = incident.report(report.article.uri)
        ends = [output for each in gone for output in self._supersede(each, incident.id, report)]
        if old is not None and old.edition >= report.edition:
            return ends
        again = old is not None and report.coded is not None
        kind: AlertKind = "corrected" if report.relation == "correction" or again else "updated"
        told = report
        if old is not None and report.events:
            told = report.with_(lowered=old.lowered if again else lowered(old, report))
        return self._settle(incident, union(incident, gone).with_reports(told), kind, told) + ends

    def _supersede(self, incident: Incident, by: str, cause: Report) -> list[Output]:
        """End an incident that is another one's; its state stays until it is silent, for a crash may cost the other's."""
        if incident.alert.kind == "superseded":
            return []
        last = closed(incident.alert, "superseded", cause.received).with_(superseded_by=by)
        return self._write(incident.with_(alert=last), last)

    def _withdraw(self, article: EventArticle, now: datetime) -> list[Output]:
        """Take back the reports of an article that was killed, and those of articles that only repeat it."""
        assert article.relation is not None
        killed = {article.uri, article.relation.of or article.uri}
        waiting = [held for uri in sorted(killed) if (held := self.held.of(uri)) is not None]
        outputs = [output for held in waiting for output in self._drop_held(held, "withdrawn", now)]
        for incident in self.incidents.resting_on(killed):
            gone = [r for r in incident.live if r.article.uri in killed or (r.repeats and r.of in killed)]
            if not gone or all(r.order > order(article) for r in gone):
                continue
            outputs += self._take_back(incident, gone, report_of(article, (), main=False))
        return outputs

    def _take_back(self, incident: Incident, gone: Sequence[Report], cause: Report) -> list[Output]:
        """Mark reports of an incident as withdrawn."""
        marked = incident.with_reports(*(report.with_(withdrawn=True) for report in gone))
        return self._settle(incident, marked, "corrected", cause)

    def _settle(self, before: Incident, after: Incident, kind: AlertKind, cause: Report) -> list[Output]:
        """Write a revision where the facts changed; else only the state."""
        found = revised(before, after, kind, cause)
        return self._write(*found) if found is not None else []

    def _write(self, incident: Incident, alert: Alert | None) -> list[Output]:
        self.incidents.put(incident)
        return self._pages.written(incident, incident.alert if alert is not None else None)

    def _expire(self, received: datetime) -> list[Output]:
        """Close the incidents that nobody has reported for the quiet time, counted by the times at which articles were received."""
        outputs: list[Output] = []
        for incident in self.incidents.silent_since(received - self._quiet):
            self.incidents.drop(incident.id)
            last = closed(incident.alert, "expired", received)
            over = incident.alert.kind in ("withdrawn", "superseded")
            outputs += [Output(None if over else last, incident.id, None), *self._pages.drop(incident.id)]
        return outputs


def _reports(article: EventArticle) -> tuple[list[Report], Words]:
    """Return a report for each happening of an article, and the words of its text."""
    own = vector(article.headline, article.text)
    return [report_of(article, each.events, main=each.main, words=own) for each in happenings(article)], words_of([own])
