"""The way an incident's reports are divided between its head and its pages, so that no record of it grows with the story; pure.

When the head has more reports than `most`, they are sealed to a page. A page of which fewer than half of the reports still count (newer
versions have replaced the others) is not named any more, and what counts of it is sealed anew: so the named pages hold at most twice what
counts, and all pages at most twice what was ever told. None is deleted before its incident is over, for a worker that took the partition
over may have divided the reports in another way and name it still.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import orjson

from streams.alert.head import Head, PageKey, name_of
from streams.alert.incident import Incident, Progress, Report
from streams.alert.output import Output
from streams.messages import Alert

MOST_ON_PAGE = 50
"""The largest number of reports of a page or a head. A head is written with each report: some 55 kB in the mean, as large as the alert of
50 articles that it holds; of 5,000 reports it names 100 pages, in 3.5 kB."""
KEEPS_JSON = 20
"""The number of reports from which a head keeps the JSON of each, some 2 kB: below, encoding all anew costs less than that memory."""
MOST_PAGE_BYTES = 500_000
"""The largest size of a page in bytes, unless a single report has more: 50 usual reports have 110 kB."""
MOST_HEAD_BYTES = 700_000
"""The size of a head in bytes from which its reports are sealed, however few: an alert has at most 200,000, and the reports as a page."""
MOST_WHOLE_BYTES = 9_000_000
"""The largest head that holds all reports, in bytes, where no pages are wanted; the topic takes 10 MB."""


@dataclass(slots=True)
class Sealed:
    """The pages of one incident."""

    sizes: dict[str, int] = field(default_factory=dict)
    """The number of reports of each page that the head names, by name, in order; 0 for one that could not be read back."""
    homes: dict[int, tuple[str, Report]] = field(default_factory=dict)
    """The page of each report on one, by the report's identity, and the report itself, which keeps that identity from another."""
    kept: set[str] = field(default_factory=set)
    """The names of all pages of it that stand in the topic, those too that no head names."""
    lacks: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The part of its progress, behind the revision, that stands on pages that could not be read back. It counts on: otherwise a head
    without these reports would be a step back behind the one that knew them."""

    def progress(self, incident: Incident) -> Progress:
        """Return the progress of the incident, what it lacks included."""
        revision, count, orders, codings, withdrawn = incident.progress
        return revision, count + self.lacks[0], orders + self.lacks[1], codings + self.lacks[2], withdrawn + self.lacks[3]

    def add(self, name: str, reports: Iterable[Report]) -> None:
        """Take in a page, behind all others."""
        told = {id(report): (name, report) for report in reports}
        self.sizes[name] = len(told)
        self.homes |= told
        self.kept.add(name)


class Pages:
    """The pages of the open incidents; `most` is the largest number of reports of a page or a head, 0: no pages are written."""

    def __init__(self, most: int = MOST_ON_PAGE) -> None:
        self._most = most
        self._sealed: dict[str, Sealed] = {}

    def add(self, incident: Incident, sealed: Sealed) -> list[Output]:
        """Take in the pages of an incident as they were read back; return what to write where no pages are wanted."""
        self._sealed[incident.id] = sealed
        return [] if self._most else self.written(incident, None)

    def has(self, incident: str) -> bool:
        """Return whether an incident has pages."""
        return incident in self._sealed

    def written(self, incident: Incident, alert: Alert | None) -> list[Output]:
        """Return what to write of an incident with its new alert: new pages, the head that names them, tombstones where it is whole."""
        sealed, most = self._sealed.get(incident.id), self._most or MOST_ON_PAGE
        if not self._most and (sealed is None or all(sealed.sizes.values())):
            whole = incident.encode()
            if len(whole) <= MOST_WHOLE_BYTES:
                return [Output(alert, incident.id, whole), *self.drop(incident.id)]
        newest = incident.reports if sealed is None else tuple(each for each in incident.reports if id(each) not in sealed.homes)
        head = _head(incident, newest, sealed)
        if len(newest) <= most and (len(head) <= MOST_HEAD_BYTES or len(newest) <= 1):
            return [Output(alert, incident.id, head)]
        return self._seal(incident, alert, most)

    def drop(self, incident: str) -> list[Output]:
        """Forget an incident; return the tombstones of its pages."""
        sealed = self._sealed.pop(incident, None)
        return [] if sealed is None else _tombstones(incident, sealed.kept)

    def _seal(self, incident: Incident, alert: Alert | None, most: int) -> list[Output]:
        sealed = self._sealed.setdefault(incident.id, Sealed())
        homes = {at: home for each in incident.reports if (home := sealed.homes.get(at := id(each))) is not None}
        count = Counter(name for name, _ in homes.values())
        worn = {name for name, size in sealed.sizes.items() if count[name] * 2 < size}
        for name in worn:
            del sealed.sizes[name]
        sealed.homes = {at: home for at, home in homes.items() if home[0] not in worn}
        waiting = [each for each in incident.reports if id(each) not in sealed.homes]
        pages: list[Output] = []
        left: tuple[Report, ...] = ()
        for reports, value in _filled(waiting, most):
            if value is None:
                left = reports
                continue
            page = PageKey(incident.id, name_of(value))
            sealed.add(page.name, reports)
            for report in reports:  # it is not needed again
                report.__dict__.pop("encoded", None)
            pages.append(Output(None, str(page), value))
        return [*pages, Output(alert, incident.id, _head(incident, left, sealed))]


def _head(incident: Incident, reports: tuple[Report, ...], sealed: Sealed | None) -> bytes:
    """Return the value of the head; that of many reports is put together from their JSON, to the same bytes."""
    pages, whole = (tuple(sealed.sizes), sealed.progress(incident)) if sealed is not None and sealed.sizes else (None, None)
    if len(reports) < KEEPS_JSON:
        return Head.model_construct(alert=incident.alert, reports=reports, pages=pages, whole=whole).encode()
    rest = b',"pages":%b,"whole":%b' % (orjson.dumps(pages), orjson.dumps(whole)) if pages else b""
    return b'{"alert":%b,"reports":[%b]%b}' % (incident.alert.encode(), b",".join(report.encoded for report in reports), rest)


def _tombstones(incident: str, names: Iterable[str]) -> list[Output]:
    return [Output(None, str(PageKey(incident, name)), None) for name in sorted(names)]


def _filled(reports: Iterable[Report], most: int) -> Iterator[tuple[tuple[Report, ...], bytes | None]]:
    """Yield the reports of each full page with its value, at last those that fill none, without a value."""
    page: list[Report] = []
    parts: list[bytes] = []
    size = 0
    for report in reports:
        part = report.encode()
        if page and (len(page) == most or size + len(part) > MOST_PAGE_BYTES):
            yield tuple(page), b'{"reports":[%b]}' % b",".join(parts)
            page, parts, size = [], [], 0
        page.append(report)
        parts.append(part)
        size += len(part)
    yield tuple(page), None
