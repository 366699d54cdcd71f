"""The severity, urgency and certainty of an event. Their tables stand here; the values have the names that CAP 1.2 gives them.

severity, the highest that applies (one step lower for what is planned, threatened, denied or historical); the counts are those bound to
the event, and one of more than ten times the next smaller one of its kind raises nothing:
  extreme   100 or more killed, 1 000 injured, 200 missing, 100 000 displaced
  severe    10 or more killed, 50 injured, 20 missing or abducted, 10 000 displaced; a fight in several provinces or with
            heavy losses; a head of state or government killed; a quake of magnitude 7
  moderate  any killed, 5 injured, 100 detained
  minor     all else
The least severity of a type and of its modes stands in `types.toml`: `severity`, `severity_modes`.

urgency: ongoing = immediate; happened within 48 hours before publication = immediate, earlier = past; planned or threatened
for the next 7 days or without a date = expected, later = future; historical = past; denied = unknown. An event whose article comes in more
than three days after it was published is past instead of immediate.
certainty: denied = unlikely; hedged or claimed = possible; one source or a speaker = likely; two sentences without a hedge that
tell it, of which one in the publisher's own words = observed.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime, timedelta

from streams.detect.lexicon import words
from streams.detect.types import kind_of
from streams.messages import Casualty, CasualtyKind, Certainty, EventType, Realis, Severity, Urgency, When

LEVELS: tuple[Severity, ...] = ("minor", "moderate", "severe", "extreme")
KILLED = {"severe": 10, "extreme": 100}
INJURED = {"severe": 50, "extreme": 1_000}
MISSING = {"severe": 20, "extreme": 200}
DISPLACED = {"severe": 10_000, "extreme": 100_000}
_LIMITS = {"killed": KILLED, "injured": INJURED, "missing": MISSING, "abducted": MISSING, "displaced": DISPLACED}
RECENT = timedelta(hours=48)
SOON = timedelta(days=7)
STALE = timedelta(days=3)
"""The time between an article's publication and its receipt after which its news is no longer immediate."""
OUTLIER = 10
"""A count of more than so many times the next smaller one of its kind is not believed: it is a misprint, a year, or another disaster."""
HEDGES = words("severity", "hedges")
_CLAIMS = words("severity", "claims")


def severity_of(
    type_: EventType,
    mode: str | None,
    realis: Realis,
    casualties: Iterable[Casualty],
    *,
    wide: bool = False,
    heavy: bool = False,
    leader: bool = False,
    magnitude: float | None = None,
) -> Severity:
    """Return the severity by the table above; `wide`: in several provinces, `heavy`: with heavy losses, `leader`: one who led a state was
    killed, `magnitude`: that of a quake.
    """
    kind = kind_of(type_)
    level = max(LEVELS.index(kind.severity), LEVELS.index(kind.severity_modes.get(mode or "", "minor")))
    counts: dict[CasualtyKind, list[int]] = {}
    for casualty in casualties:
        counts.setdefault(casualty.kind, []).append(max(casualty.min, (casualty.max or casualty.min) // 2))
    level = max([level, *(_of_count(harm, _believed(told)) for harm, told in counts.items())])
    if leader or (type_ == "ASSAULT" and (wide or heavy)) or (magnitude is not None and magnitude >= 7):
        level = max(level, 2)
    if realis in ("planned", "threatened", "denied", "historical"):
        level = max(0, level - 1)
    return LEVELS[level]


def _believed(counts: list[int]) -> int:
    """Return the greatest count that is not far above the next smaller one."""
    ordered = sorted(set(counts), reverse=True)
    while len(ordered) > 1 and ordered[1] and ordered[0] > OUTLIER * ordered[1]:
        ordered.pop(0)
    return ordered[0]


def _of_count(harm: CasualtyKind, count: int) -> int:
    limits = _LIMITS.get(harm)
    if count == 0 or limits is None:
        return int(count >= 100)
    if count >= limits["extreme"]:
        return 3
    if count >= limits["severe"]:
        return 2
    return int(harm == "killed" or count >= 5)


def urgency_of(realis: Realis, when: When, published: datetime, received: datetime) -> Urgency:
    """Return the urgency by the table above."""
    told = _when_told(realis, when, published)
    return "past" if told == "immediate" and received - published > STALE else told


def _when_told(realis: Realis, when: When, published: datetime) -> Urgency:
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


def certainty_of(realis: Realis, *, modality: str | None, speaker_verbs: Iterable[str], words: Set[str], own: int, told: int) -> Certainty:
    """Return the certainty by the table above; `told` sentences tell the event, `own` of them without a speaker."""
    if realis == "denied":
        return "unlikely"
    if modality in ("may", "might", "could", "appear", "seem", "suspect", "claim", "allege", "accuse") or not HEDGES.isdisjoint(words):
        return "possible"
    if set(speaker_verbs) & _CLAIMS:
        return "possible"
    if realis in ("happened", "ongoing") and told >= 2 and own >= 1:
        return "observed"
    return "likely"
