"""The records of incidents as they are read back at start: of each the head that is furthest, and its pages; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from streams.alert.head import Head, Page, PageKey
from streams.alert.incident import Incident
from streams.alert.output import Output
from streams.alert.pages import Sealed
from streams.errors import Poison


@dataclass(frozen=True, slots=True)
class Found:
    """An incident that was read back, with its pages."""

    incident: Incident
    sealed: Sealed | None
    """Its pages; None if it has none."""
    missing: Sequence[str]
    """A sentence for each page that the head names and that cannot be read."""


class ReadBack:
    """What was read so far. Pages are kept as bytes until all is read, for many may turn out not to be needed.

    A page need not stand before the heads that name it: another worker may have written it again, and compaction keeps the later record.
    """

    def __init__(self) -> None:
        self._heads: dict[str, Head] = {}
        self._pages: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        self._unread: set[str] = set()
        """The incidents whose newest head cannot be read: another version may read it, and needs its pages then."""
        self.newest = datetime.min.replace(tzinfo=UTC)
        """The time at which the newest of the reports in heads was received."""

    def take(self, key: str, value: bytes | None) -> Output | None:
        """Take one record as it was written; return what to write again if it is a step back, else None. Raise Malformed for no head."""
        if (page := PageKey.read(key)) is not None:
            if value is None:
                self._pages[page.incident].pop(page.name, None)
            else:
                self._pages[page.incident][page.name] = value
        elif value is None:
            self._heads.pop(key, None)
            self._unread.discard(key)
        else:
            self._unread.add(key)
            head, known = Head.decode(value), self._heads.get(key)
            self._unread.discard(key)
            if known is not None and head.progress < known.progress:
                behind = head.alert.revision < known.alert.revision
                return Output(known.alert if behind else None, key, known.encode())
            self._heads[key] = head
            self.newest = max((self.newest, *(report.received for report in head.reports)))
        return None

    def found(self) -> Iterator[Found]:
        """Yield the incidents, in the order in which their first heads were read; their pages are let go of."""
        for id, head in self._heads.items():
            values = self._pages.pop(id, {})
            pages: dict[str, Page] = {}
            missing: list[str] = []
            for name in head.pages or ():
                try:
                    pages[name] = Page.decode(values[name])
                except KeyError:
                    missing.append(f"{PageKey(id, name)} is not there: its reports are missing")
                except Poison as exc:
                    missing.append(f"{PageKey(id, name)} is unreadable and passed over: {exc}")
            sealed = Sealed(kept=set(values)) if values or head.pages else None
            if sealed is not None:
                for name in head.pages or ():  # one that is missing stays named: another version may be able to read it
                    sealed.add(name, pages[name].reports if name in pages else ())
            incident = head.with_pages(pages)
            if sealed is not None and missing:
                (_, *known), (_, *here) = head.progress, incident.progress
                count, orders, codings, withdrawn = (more - less for more, less in zip(known, here, strict=True))
                sealed.lacks = count, orders, codings, withdrawn
            yield Found(incident, sealed, missing)

    def orphans(self, quiet: timedelta, newest: datetime) -> Iterator[Output]:
        """Yield tombstones for the pages that are left without a head, where the quiet time is over since their newest report.

        The head of a younger one may yet come, from a worker that was frozen between the two.
        """
        for id, values in self._pages.items():
            for name, value in values.items():
                if id not in self._unread and _is_over(value, quiet, newest):
                    yield Output(None, str(PageKey(id, name)), None)


def _is_over(page: bytes, quiet: timedelta, newest: datetime) -> bool:
    try:
        reports = Page.decode(page).reports
    except Poison:  # another version may read it
        return False
    return all(report.received + quiet < newest for report in reports)
