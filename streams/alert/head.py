"""The records of an incident in the topic `incidents`: its head, and the pages of older reports that the head names; pure.

The head has the incident's id for its key. It holds the alert and the newest changes of reports, and names its pages in their order. A page
has the key `reports/ID/NAME` and never changes: its name is made of what it holds, so that whoever writes it again writes the same. It is
written before the head that names it; a page that no head names (a crash came between) is harmless, and goes with its incident.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from streams.alert.incident import Incident, Progress, Report, in_order, progress_of
from streams.messages import Alert, Message

PAGE = "reports/"
"""The prefix of the key of a page in `incidents`."""


class Page(Message):
    """Older reports of one incident."""

    reports: tuple[Report, ...]


class Head(Message):
    """The record of an incident. One without pages holds all reports, as each did in versions that had none."""

    alert: Alert
    reports: tuple[Report, ...]
    """The reports that changed since the last page was written; each replaces that of its article on any page."""
    pages: tuple[str, ...] | None = None
    """The names of its pages; a report on a later one replaces that of its article on one before."""
    whole: Progress | None = None
    """The progress of the incident with the reports of all pages, by which two heads are told apart before their pages are read."""

    @property
    def progress(self) -> Progress:
        """The progress of the incident, the reports of its pages included."""
        return self.whole or progress_of(self.alert, self.reports)

    def with_pages(self, pages: Mapping[str, Page]) -> Incident:
        """Return the incident; the reports of pages that are not given are not told."""
        reports: dict[str, Report] = {}
        for told in (*(pages[name].reports for name in self.pages or () if name in pages), self.reports):
            reports |= {report.article.uri: report for report in told}
        return Incident(alert=self.alert, reports=in_order(reports.values()))


class PageKey(NamedTuple):
    """The key of a page, in its parts."""

    incident: str
    name: str

    @classmethod
    def read(cls, key: str) -> PageKey | None:
        """Return the parts of a key of `incidents`; None if it is no page's."""
        if not key.startswith(PAGE):
            return None
        incident, _, name = key.removeprefix(PAGE).rpartition("/")
        return cls(incident, name)

    def __str__(self) -> str:
        return f"{PAGE}{self.incident}/{self.name}"


def name_of(page: bytes) -> str:
    """Return the name of a page by its value."""
    return blake2b(page, digest_size=16).hexdigest()
