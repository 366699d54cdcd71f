"""An alert as a message of the Common Alerting Protocol 1.2 (OASIS), for systems that read nothing else.

It is no official warning, and says so: its status is Draft ("not actionable in its current form"), its scope is Restricted, and a note
tells that a program made it from news reports. Source of the rules: docs.oasis-open.org/emergency/cap/v1.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree import ElementTree

from streams.board.addresses import alert_path
from streams.board.markup import child, document
from streams.board.store import Incident, Revision
from streams.detect.types import kind_of
from streams.messages import Alert
from streams.subscriptions.facts import AlertFacts

CONTENT_TYPE = "application/cap+xml"
SENDER = "newswire-streams"
RESTRICTION = "Not for the public: for systems that know that this is derived from news reports by a program."
NOTE = "Derived by a program from news reports. Not an official warning, and not checked by a person."
MESSAGE_TYPES = {
    "created": "Alert", "updated": "Update", "corrected": "Update", "expired": "Update", "withdrawn": "Cancel", "superseded": "Cancel",
}  # fmt: skip
_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_MOST_HEADLINE = 160
"""The characters that CAP asks a headline to keep to."""


def cap(incident: Incident, base: str) -> bytes:
    """Return the newest revision as a message, which refers to the earlier ones that are held; `base` is our address."""
    alert = incident.alert
    root = ElementTree.Element("alert", {"xmlns": _NAMESPACE})
    child(root, "identifier", _identifier(alert.id, alert.revision))
    child(root, "sender", SENDER)
    child(root, "sent", _time(alert.updated))
    child(root, "status", "Draft")
    earlier = [each for each in incident.revisions if each.number < alert.revision]
    child(root, "msgType", MESSAGE_TYPES[alert.kind])
    child(root, "source", "news reports")
    child(root, "scope", "Restricted")
    child(root, "restriction", RESTRICTION)
    child(root, "note", NOTE + (f" It goes on as {quote(alert.superseded_by)}." if alert.superseded_by else ""))
    if earlier:
        references = child(root, "references")
        references.text = _references(alert.id, earlier)
    child(root, "incidents", quote(alert.id, safe=""))
    _info(child(root, "info"), incident.facts, base)
    return document(root)


def _info(info: ElementTree.Element, facts: AlertFacts, base: str) -> None:
    alert = facts.alert
    kind = kind_of(alert.type)
    noun = kind.noun_modes.get(alert.mode or "", kind.noun)
    child(info, "language", "en")
    child(info, "category", kind.cap_modes.get(alert.mode or "", kind.cap))
    child(info, "event", noun.removeprefix("an ").removeprefix("a ").capitalize())
    child(info, "urgency", alert.urgency.capitalize())
    child(info, "severity", alert.severity.capitalize())
    child(info, "certainty", alert.certainty.capitalize())
    child(info, "effective", _time(alert.updated))
    child(info, "onset", _time(alert.time.start))
    if alert.kind == "expired":
        child(info, "expires", _time(alert.updated))
    child(info, "senderName", "Newswire Streams")
    headline = child(info, "headline", alert.headline)
    headline.text = (headline.text or "")[:_MOST_HEADLINE]
    child(info, "description", " ".join(filter(None, (alert.summary, alert.evidence.text))))
    child(info, "web", base + alert_path(alert.id))
    for name, value in _parameters(alert):
        parameter = child(info, "parameter")
        child(parameter, "valueName", name)
        child(parameter, "value", value)
    if alert.place is not None:
        area = child(info, "area")
        child(area, "areaDesc", ", ".join(dict.fromkeys(filter(None, (alert.place.name, alert.place.admin1, alert.place.country)))))
        if facts.point is not None:
            child(area, "circle", f"{facts.point[0]:.4f},{facts.point[1]:.4f} {alert.place.radius_km or 0:.1f}")


def _parameters(alert: Alert) -> Sequence[tuple[str, str]]:
    found = [("newswire:type", alert.type), ("newswire:kind", alert.kind), ("newswire:revision", str(alert.revision))]
    if alert.mode is not None:
        found.append(("newswire:mode", alert.mode))
    if alert.told is not None:
        found.append(("newswire:told", alert.told))
    return [*found, ("newswire:articles", str(alert.article_count)), ("newswire:publishers", str(alert.publisher_count))]


def _identifier(id: str, revision: int) -> str:
    """Return the identifier of a revision's message: blanks, commas, `<` and `&`, which CAP forbids, are percent-encoded."""
    return f"{quote(id, safe='')}.{revision}"


def _references(id: str, revisions: Sequence[Revision]) -> str:
    return " ".join(f"{SENDER},{_identifier(id, each.number)},{_time(each.updated)}" for each in revisions)


def _time(moment: datetime) -> str:
    """Return a moment to the second; CAP writes UTC as `-00:00`, and forbids `Z`."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "-00:00"
