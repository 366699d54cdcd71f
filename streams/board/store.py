"""The newest alert of each incident and the revisions behind it: values in, pages out; pure, no clock and no network.

At most `most` incidents are held, and MOST_REVISIONS of each; those that are oldest by `updated` fall out.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from streams.board.cursor import Place, place_of
from streams.messages import Alert
from streams.subscriptions.facts import AlertFacts
from streams.visible import escaped

MOST_REVISIONS = 50
"""The largest number of revisions of one incident that are held, the newest ones; the demo's busiest incident has five."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of an incident: its number, its time, and what it changed as a JSON object that is safe to show."""

    number: int
    updated: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class Incident:
    """The newest alert of an incident, as it is and as JSON that is safe to show, and its revisions, oldest first."""

    alert: Alert
    body: bytes
    facts: AlertFacts
    revisions: tuple[Revision, ...]

    @property
    def place(self) -> Place:
        """The place of the alert in the order of all."""
        return place_of(self.alert)


@dataclass(frozen=True, slots=True)
class Page:
    """Incidents in order, newest first; `after` is the place where the next page begins, None at the end of all."""

    incidents: tuple[Incident, ...]
    after: Place | None


def shown(alert: Alert) -> bytes:
    """Return an alert as JSON on one line, with escapes for all that a terminal would obey or not show."""
    return escaped(alert.encode().decode()).encode()


class Store:
    """The incidents by their ids and in the order of `updated`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._incidents: dict[str, Incident] = {}
        self._order: list[Place] = []

    def __len__(self) -> int:
        return len(self._incidents)

    def get(self, id: str) -> Incident | None:
        """Return the incident of that id; None if it is not held."""
        return self._incidents.get(id)

    def put(self, alert: Alert, body: bytes) -> None:
        """Take in a revision of an incident with its JSON (`shown`): the newest one counts, older ones are its history."""
        held = self._incidents.get(alert.id)
        revisions = {each.number: each for each in held.revisions} if held is not None else {}
        revisions[alert.revision] = Revision(alert.revision, alert.updated, _body(alert))
        kept = tuple(revisions[number] for number in sorted(revisions)[-MOST_REVISIONS:])
        if held is not None and held.alert.revision > alert.revision:
            self._incidents[alert.id] = replace(held, revisions=kept)
            return
        if held is not None:
            self._take_out(held.place)
        incident = Incident(alert, body, AlertFacts(alert), kept)
        self._incidents[alert.id] = incident
        insort(self._order, incident.place)
        if len(self._order) > self._most:
            del self._incidents[self._order.pop(0)[1]]

    def remove(self, id: str) -> None:
        """Forget an incident, as a record without a value asks for."""
        held = self._incidents.pop(id, None)
        if held is not None:
            self._take_out(held.place)

    def page(self, holds: Callable[[Incident], bool], before: Place | None, most: int, pause: Callable[[], bool]) -> Page:
        """Return the newest incidents behind a place that hold, at most `most`.

        The page also ends behind the incident after which `pause` returns True; it may then be empty, and `after` tells where to go on.
        """
        found: list[Incident] = []
        at = len(self._order) if before is None else bisect_left(self._order, before)
        while at:
            at -= 1
            incident = self._incidents[self._order[at][1]]
            if holds(incident):
                found.append(incident)
            if at and (len(found) == most or pause()):
                return Page(tuple(found), self._order[at])
        return Page(tuple(found), None)

    def _take_out(self, place: Place) -> None:
        del self._order[bisect_left(self._order, place)]


def _body(alert: Alert) -> bytes:
    """Return what a revision is in the history of its incident; `article` is the one that caused it, where the revision says so."""
    article = alert.changes[0].article if alert.changes else alert.articles[0].uri if alert.articles and alert.kind == "created" else None
    document: dict[str, Any] = {
        "revision": alert.revision,
        "kind": alert.kind,
        "updated": alert.updated.isoformat().replace("+00:00", "Z"),
        "changes": [orjson.Fragment(change.encode()) for change in alert.changes],
        "article": article,
    }
    return escaped(orjson.dumps(document).decode()).encode()
