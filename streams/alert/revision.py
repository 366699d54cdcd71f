"""The revision that new reports of an incident make of its alert; pure."""

from __future__ import annotations

from streams.alert.changes import changes, novelty
from streams.alert.facts import facts, standing
from streams.alert.incident import Incident, Report
from streams.alert.record import alert_of
from streams.messages import Alert, AlertKind, Change

KEPT = ("headline", "evidence", "evidence_uri", "supersedes", "updated", "first_seen")
"""The fields of an alert that stay as they were where no fact changed."""


def revised(before: Incident, after: Incident, kind: AlertKind, cause: Report) -> tuple[Incident, Alert | None] | None:
    """Return the new state of an incident and, where a fact changed, the revision to write; None if nothing is to be written.

    `before` and `after` are the incident without and with the reports that came or went, `cause` is the report by which they did.
    """
    stand = standing(after.reports)
    said = facts(after.reports, stand)
    uri, old = cause.article.uri, before.alert
    # An article that was coded again came before others that the alert has heard of.
    updated = cause.received if cause.coded is None else max(cause.received, old.updated)
    if said is None:
        if old.kind == "withdrawn":
            return None
        gone = (Change(field="withdrawn", before=False, after=True, article=uri),)
        last = old.with_(kind="withdrawn", revision=old.revision + 1, changes=gone, novelty=novelty(gone), updated=updated)
        return after.with_(alert=last), last
    taken = after.alert.supersedes[len(old.supersedes) :]
    found = (*changes(old, said, uri), *(Change(field="supersedes", after=id, article=uri) for id in taken))
    if old.kind == "withdrawn":
        found = (Change(field="withdrawn", before=True, after=False, article=uri), *found)
    if not found:
        counted = alert_of(old.id, old.revision, old.kind, said, after.live, old.changes, old.novelty, cause, stand)
        return after.with_(alert=counted.with_(**{name: getattr(old, name) for name in KEPT})), None
    alert = alert_of(old.id, old.revision + 1, kind, said, after.live, found, novelty(found), cause, stand)
    first = min(old.first_seen, after.alert.first_seen)
    whole = alert.with_(first_seen=first, supersedes=after.alert.supersedes, updated=updated)
    return after.with_(alert=whole), whole
