"""The decision whether a revision is sent: if it changed enough since what was last sent; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from streams.great_circle import great_circle_km
from streams.messages import Alert
from streams.subscriptions.facts import AlertFacts
from streams.subscriptions.subscription import Material
from streams.subscriptions.vocabulary import SEVERITY_RANKS

ENDS = ("withdrawn", "superseded")
"""The kinds of revisions that are always sent to whom the incident was told: what they were told no longer stands."""


SURE = frozenset({"likely", "observed"})
"""The certainties between which a change is no news: a second agency says the same."""
NEAR_KM = 30.0
"""The greatest distance in kilometres at which two points are one place, as for incidents."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The facts that were last sent of an incident; with revision 0 it is known, and nothing was sent of it."""

    revision: int
    severity: int
    certainty: str
    killed: int
    place: str | None
    country: str | None
    point: tuple[float, float] | None
    at: datetime | None = None
    """The moment at which it was sent, or a day at most before the last revision came; None where an older version wrote it."""


UNTOLD = Sent(revision=0, severity=0, certainty="unknown", killed=0, place=None, country=None, point=None)
"""The entry of an incident of which nothing was sent."""


_last: tuple[Alert, dict[datetime | None, Sent]] | None = None
"""The last two answers of `sent_of`: thousands of subscriptions ask in turn what is to be remembered of one alert, now and of no time."""


def sent_of(alert: Alert, at: datetime | None = None) -> Sent:
    """Return what is to be remembered of an alert that is sent at a moment."""
    global _last
    if (last := _last) is None or last[0] is not alert or (len(last[1]) > 1 and at not in last[1]):
        last = _last = alert, {}
    if (found := last[1].get(at)) is not None:
        return found
    facts = AlertFacts(alert)
    last[1][at] = found = Sent(
        revision=alert.revision,
        severity=SEVERITY_RANKS[alert.severity],
        certainty=alert.certainty,
        killed=facts.harmed("killed"),
        place=alert.place.name if alert.place else None,
        country=facts.country,
        point=facts.point,
        at=at,
    )
    return found


def why_sent(material: Material, before: Sent | None, alert: Alert, *, matches: bool) -> str | None:
    """Return the reason for which a revision is sent, in a word or two; None if it is not.

    What was never sent is sent if it matches. What was sent is followed by corrections even where the alert no longer matches: it was
    the correction that took it out.
    """
    if alert.kind in ENDS:
        return alert.kind if before is not None or matches else None
    if before is None:
        return "new" if matches and alert.kind != "expired" else None
    if alert.revision <= before.revision:
        return None
    if alert.kind == "corrected" and (material.correction or material.every):
        return "corrected"
    if not matches:
        return None
    if material.every:
        return "every change"
    return None if alert.kind == "expired" else _grown(material, before, sent_of(alert))


def _grown(material: Material, before: Sent, after: Sent) -> str | None:
    if material.severity and after.severity > before.severity:
        return "severity"
    risen = after.killed - before.killed
    if risen > 0 and material.toll_people is not None and risen >= material.toll_people:
        return "toll"
    if risen > 0 and material.toll_share is not None and risen >= material.toll_share * before.killed:
        return "toll"
    if material.place and _moved(before, after):
        return "place"
    if material.certainty and after.certainty != before.certainty and not {before.certainty, after.certainty} <= SURE:
        return "certainty"
    return None


def _moved(before: Sent, after: Sent) -> bool:
    """Return True if a place is told where none was, a town where a country was, or another place than before: not a market of the town."""
    if after.place is None:
        return False
    if before.country != after.country or before.place is None:
        return True
    if before.point is None or after.point is None:
        return before.point is None and after.point is not None
    return great_circle_km(*before.point, *after.point) > NEAR_KM
