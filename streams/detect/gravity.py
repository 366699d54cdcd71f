"""Gravity: how severe, how urgent, how certain. The tables stand here, as CAP 1.2 names the values.

severity, the highest that applies (one step lower for what is planned, threatened, denied or historical):
  extreme   100 or more killed, 1 000 injured, 200 missing, 100 000 displaced; an attack with weapons of mass destruction
  severe    10 or more killed, 50 injured, 20 missing or abducted, 10 000 displaced; a fight in several provinces or with
            heavy losses; a coup; a quake of magnitude 7
  moderate  any killed, 5 injured, 100 detained; any ASSAULT, CRIME of blood, HAZARD, ACCIDENT, HEALTH; riots, curfews,
            seizures, deployments, sanctions
  minor     all else

urgency: ongoing = immediate; happened within 48 hours before publication = immediate, earlier = past; planned or threatened
for the next 7 days or without a date = expected, later = future; historical = past; denied = unknown.
certainty: denied = unlikely; hedged or claimed = possible; one source or a speaker = likely; two sentences without a hedge that
tell it, of which one in the publisher's own words = observed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from streams.detect.lexicon import words
from streams.detect.types import kind_of
from streams.messages import Casualty, Certainty, EventType, Realis, Severity, Urgency, When

LEVELS: tuple[Severity, ...] = ("minor", "moderate", "severe", "extreme")
KILLED = {"severe": 10, "extreme": 100}
INJURED = {"severe": 50, "extreme": 1_000}
MISSING = {"severe": 20, "extreme": 200}
DISPLACED = {"severe": 10_000, "extreme": 100_000}
RECENT = timedelta(hours=48)
SOON = timedelta(days=7)
_MODERATE_MODES = frozenset(
    ["homicide", "poisoning", "shooting", "riot", "curfew", "seize", "coup", "disperse", "outage", "arson", "cyber"]
)
_SEVERE_MODES = frozenset(["unconventional", "massacre", "coup", "tsunami"])
HEDGES = words("gravity", "hedges")
_CLAIMS = words("gravity", "claims")


def severity_of(
    type_: EventType,
    mode: str | None,
    realis: Realis,
    casualties: Iterable[Casualty],
    *,
    wide: bool = False,
    heavy: bool = False,
    magnitude: float | None = None,
) -> Severity:
    """By the table above; `wide` = in several provinces, `heavy` = the text speaks of heavy losses, `magnitude` of a quake."""
    level = max(LEVELS.index(kind_of(type_).severity), mode in _MODERATE_MODES)
    for casualty in casualties:
        count = max(casualty.min, (casualty.max or casualty.min) // 2)
        if count == 0:
            continue
        limits = {"killed": KILLED, "injured": INJURED, "missing": MISSING, "abducted": MISSING, "displaced": DISPLACED}.get(casualty.kind)
        if limits is not None:
            level = max(
                level,
                3
                if count >= limits["extreme"]
                else 2
                if count >= limits["severe"]
                else 1
                if casualty.kind == "killed" or count >= 5
                else 0,
            )
        elif count >= 100:
            level = max(level, 1)
    if mode in _SEVERE_MODES or (type_ == "ASSAULT" and (wide or heavy)) or (magnitude is not None and magnitude >= 7):
        level = max(level, 2)
    if realis in ("planned", "threatened", "denied", "historical"):
        level = max(0, level - 1)
    return LEVELS[level]


def urgency_of(realis: Realis, when: When, published: datetime) -> Urgency:
    """By the table above."""
    match realis:
        case "ongoing":
            return "immediate"
        case "happened":
            return "immediate" if when.precision == "published" or when.end >= published - RECENT else "past"
        case "planned" | "threatened":
            return "future" if when.precision != "published" and when.start > published + SOON else "expected"
        case "historical":
            return "past"
        case _:
            return "unknown"


def certainty_of(
    realis: Realis, *, modality: str | None, speaker_verbs: Iterable[str], words: Iterable[str], own: int, told: int
) -> Certainty:
    """By the table above; `told` sentences tell it, `own` of them without a speaker."""
    if realis == "denied":
        return "unlikely"
    if modality in ("may", "might", "could", "appear", "seem", "suspect", "claim", "allege", "accuse") or set(words) & HEDGES:
        return "possible"
    if set(speaker_verbs) & _CLAIMS:
        return "possible"
    if realis in ("happened", "ongoing") and told >= 2 and own >= 1:
        return "observed"
    return "likely"
