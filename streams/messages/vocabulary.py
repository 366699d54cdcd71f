"""The closed vocabularies of the records: every value that such a field may have."""

from __future__ import annotations

from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]
PubStatus = Literal["usable", "withheld", "canceled"]
SignalKind = Literal["update", "correction", "withdrawal", "advisory", "repeat"]
DropReason = Literal["language", "test", "advisory", "withheld", "older", "no article"]
NoteKind = Literal["left out", "shortened", "escaped"]
RelationKind = Literal["new", "exact", "near", "contained", "excerpt", "update", "correction", "withdrawal", "older"]
Realis = Literal["happened", "ongoing", "planned", "threatened", "denied", "historical"]
CasualtyKind = Literal["killed", "injured", "missing", "detained", "displaced", "abducted"]
Severity = Literal["minor", "moderate", "severe", "extreme", "unknown"]
Told = Literal["news", "background"]
Urgency = Literal["immediate", "expected", "future", "past", "unknown"]
Certainty = Literal["observed", "likely", "possible", "unlikely", "unknown"]
ActorKind = Literal["person", "group", "organisation", "government", "military", "police", "people", "country", "unknown"]
AlertKind = Literal["created", "updated", "corrected", "withdrawn", "superseded", "expired"]
Scheme = Literal["CAMEO", "PLOVER", "quad", "ACLED", "IPTC"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "HAZARD", "ACCIDENT", "HEALTH", "CRIME", "DISRUPTION",
]  # fmt: skip
"""The PLOVER 2 core and five kinds of incident of our own."""
