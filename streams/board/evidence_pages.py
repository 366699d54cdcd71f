"""The pages of large incidents, of which only what is shown as evidence is held, bounded in bytes; pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from streams.alert.head import Head, Page, PageKey
from streams.board.evidence import Told, told_of

MOST_BYTES = 100_000_000
"""The most that the pages of all incidents may have together, in bytes: 80,000 reports with one usual sentence each."""


class EvidencePages:
    """The pages by incident; where there is too much, the incident that was reported longest ago falls out."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[str, dict[str, tuple[Told, ...]]] = OrderedDict()
        self.bytes = 0
        """The bytes of all that is held."""

    def put(self, key: PageKey, value: bytes | None) -> None:
        """Take in a page, or let go of one; raise Malformed for one that cannot be read."""
        page = () if value is None else tuple(told_of(report) for report in Page.decode(value).reports)
        pages = self._pages.setdefault(key.incident, {})
        self._pages.move_to_end(key.incident)
        self.bytes += _size(page) - _size(pages.pop(key.name, ()))
        if value is not None:
            pages[key.name] = page
        if not pages:
            del self._pages[key.incident]
        while self.bytes > self._most_bytes:
            _, gone = self._pages.popitem(last=False)
            self.bytes -= sum(map(_size, gone.values()))

    def told(self, head: Head) -> list[Told]:
        """Return the reports of an incident; those of its head alone where a page of it is not held.

        Without that page it cannot be told whether a report on the others still counts, and one may have been withdrawn.
        """
        pages = self._pages.get(head.alert.id, {})
        names = head.pages or ()
        told: dict[str, Told] = {}
        if names and pages.keys() >= set(names):
            self._pages.move_to_end(head.alert.id)
            told = {each.uri: each for name in names for each in pages[name]}
        return list((told | {report.article.uri: told_of(report) for report in head.reports}).values())


def _size(page: Iterable[Told]) -> int:
    return sum(len(each.body) for each in page)
