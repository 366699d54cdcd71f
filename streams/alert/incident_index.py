"""All open incidents, in the order in which they were opened, found by what an article has in common with them.

A plain scan took 78 ms an article at 10,000 open incidents, 12 articles a second: what a million articles a day bring. What is found here
holds every incident that the scan would choose by place, parties, figures or story, and of those that only share words the MOST_WORDED
that share most; the score decides (tests/alert/test_incident_index.py compares the two).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from heapq import heappop, heappush, nsmallest
from itertools import count

from streams.alert.incident import MOST_REPORTS, Incident, Report
from streams.alert.likeness import Words, cosine, words_of
from streams.alert.traits import shown, sought

TOLD_BY = 2
"""The least number of their weightiest words that an article and an incident must share to be alike."""
MOST_WORDED = 32
"""The largest number of incidents that an article is compared with for its words alone; those that share most come first."""
COMMON = 2000
"""The largest number of open incidents that a word may have; a word of more tells no two apart, and is not looked up."""


class IncidentIndex(Mapping[str, Incident]):
    """The open incidents by id; `put` and `drop` keep the look-ups in step with them."""

    def __init__(self) -> None:
        self._incidents: dict[str, Incident] = {}
        self._number: dict[str, int] = {}
        """A number for each incident, by id, that rises in the order in which they were opened."""
        self._next = count()
        self._filed: dict[str, frozenset[Hashable]] = {}
        self._files: dict[Hashable, set[str]] = {}
        self._keys: dict[str, frozenset[Hashable]] = {}
        """The keys that the reports of each incident give, by its id."""
        self._words: dict[str, Words] = {}
        self._asked: dict[str, tuple[Report, ...]] = {}
        self._latest: dict[str, float] = {}
        self._told_by: dict[str, frozenset[str]] = {}
        """The words by which each incident is found, by its id: the weightiest of each of its reports."""
        self._silence: list[tuple[datetime, str]] = []
        """A heap of the times at which silences begin, each with the incident's id; older states of an incident are among them."""

    def __getitem__(self, id: str) -> Incident:
        return self._incidents[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._incidents)

    def __len__(self) -> int:
        return len(self._incidents)

    def put(self, incident: Incident) -> None:
        """Add an incident, or replace its older state by the newer."""
        id = incident.id
        before = self._incidents.get(id)
        self._incidents[id] = incident
        if before is None:
            self._number[id] = next(self._next)
        if before is None or before.quiet_from != incident.quiet_from:
            heappush(self._silence, (incident.quiet_from, id))
        self._asked[id], self._latest[id] = incident.asked, incident.latest.timestamp()
        told = [report.words for report in incident.live[-MOST_REPORTS:] if report.words]
        self._words[id] = words_of(told)
        self._told_by[id] = frozenset(word for words in told for word in words_of([words]).weightiest)
        self._keys[id] = self._keys_of(incident, before)
        self._file(id, self._keys[id] | {("word", word) for word in self._told_by[id]})

    def asked(self, id: str) -> tuple[Report, ...]:
        """Return the reports of an incident that a new one is held against."""
        return self._asked[id]

    def told_by(self, id: str, uri: str) -> Report | None:
        """Return the report that an article made of an incident, withdrawn or not."""
        return self._incidents[id].report(uri) if id in self._files.get(("uri", uri), ()) else None

    def told_events(self, uri: str) -> Mapping[str, set[str]]:
        """Return the incidents in which each event of an article was reported, by the event's id; none that another has taken in."""
        told: defaultdict[str, set[str]] = defaultdict(set)
        for incident in self.reporting(uri):
            if (report := incident.report(uri)) is not None:
                for event in report.events:
                    told[event.id].add(incident.id)
        return told

    def words(self, id: str) -> Words:
        """Return the words of an incident's last reports together."""
        return self._words[id]

    def alike(self, id: str, words: Words) -> float:
        """Return the cosine of an article and an incident's last reports; 0 if they share fewer than TOLD_BY of their weightiest words."""
        return cosine(words, self._words[id]) if len(words.weightiest & self._told_by[id]) >= TOLD_BY else 0.0

    def drop(self, id: str) -> None:
        """Forget an incident; nothing happens if it is not there."""
        if self._incidents.pop(id, None) is not None:
            del self._number[id], self._words[id], self._asked[id], self._latest[id], self._told_by[id], self._keys[id]
            self._file(id, frozenset())
            del self._filed[id]

    def reporting(self, *uris: str) -> list[Incident]:
        """Return the incidents with a report of one of these articles, withdrawn or not; none that another has taken in."""
        return self._found(("uri", uri) for uri in uris)

    def resting_on(self, uris: Iterable[str]) -> list[Incident]:
        """Return the incidents with a report of one of these articles or of one whose original they are; none that another has taken in."""
        return self._found((of, uri) for uri in uris for of in ("uri", "of"))

    def like(self, words: Words, *reports: Report) -> list[Incident]:
        """Return the incidents that may be the happening that one of an article's reports tells of; `words` are those of the article."""
        keys: list[Hashable] = []
        for report in reports:
            keys += [("uri", report.article.uri), ("leader", report.leader), *(trait for event in report.events for trait in sought(event))]
        return self._ordered({*self._worded(words.weightiest), *(id for key in keys for id in self._files.get(key, ()))})

    def _worded(self, words: Iterable[str]) -> list[str]:
        """Return the ids of the incidents that share most of an article's weightiest words, at least TOLD_BY; at most MOST_WORDED ids.

        Of those that share equally many the last reported come first.
        """
        shared = Counter(id for word in words if len(ids := self._files.get(("word", word), ())) <= COMMON for id in ids)
        found = [id for id, count in shared.items() if count >= TOLD_BY]
        return nsmallest(MOST_WORDED, found, key=lambda id: (-shared[id], -self._latest[id], id))

    def silent_since(self, moment: datetime) -> list[Incident]:
        """Return the incidents whose silence began before a moment."""
        found: set[str] = set()
        while self._silence and self._silence[0][0] < moment:
            began, id = heappop(self._silence)
            if id in self._incidents and self._incidents[id].quiet_from == began:
                found.add(id)
        for id in found:  # they are the caller's to drop: whoever asks again must find them again
            heappush(self._silence, (self._incidents[id].quiet_from, id))
        return self._ordered(found)

    def _found(self, keys: Iterable[Hashable]) -> list[Incident]:
        found = self._ordered(set().union(*(self._files.get(key, ()) for key in keys)))
        return [incident for incident in found if incident.alert.kind != "superseded"]

    def _ordered(self, ids: Iterable[str]) -> list[Incident]:
        return [self._incidents[id] for id in sorted(ids, key=self._number.__getitem__)]

    def _keys_of(self, incident: Incident, before: Incident | None) -> frozenset[Hashable]:
        """Return the keys of all reports; where none went since the state before, only those that came are looked at."""
        old = {id(report) for report in before.reports} if before is not None else set[int]()
        came = [report for report in incident.reports if id(report) not in old]
        if len(incident.reports) - len(came) < len(old):  # some went
            return frozenset(key for report in incident.reports for key in _keys(report))
        known = self._keys[incident.id] if before is not None else frozenset[Hashable]()
        return known.union(key for report in came for key in _keys(report))

    def _file(self, id: str, keys: frozenset[Hashable]) -> None:
        before = self._filed.get(id, frozenset[Hashable]())
        for key in before - keys:
            self._files[key].discard(id)
            if not self._files[key]:
                del self._files[key]
        for key in keys - before:
            self._files.setdefault(key, set()).add(id)
        self._filed[id] = keys


def _keys(report: Report) -> Iterator[Hashable]:
    yield ("uri", report.article.uri)
    yield ("leader", report.leader)
    if report.of is not None:
        yield ("of", report.of)
    for event in report.events:
        yield from shown(event)
