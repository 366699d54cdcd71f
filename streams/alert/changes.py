"""What a revision changed: only what a subscriber would act on; pure."""

from __future__ import annotations

from typing import Any

from streams.alert.facts import PRECISION, Facts
from streams.messages import Alert, Casualty, Change

WEIGHTS = {
    "withdrawn": 1.0,
    "severity": 0.6,
    "casualties": 0.5,
    "type": 0.5,
    "realis": 0.5,
    "place": 0.4,
    "mode": 0.3,
    "certainty": 0.3,
    "actors": 0.3,
}
"""How new a change of each field makes a revision (the largest counts)."""


def changes(before: Alert, after: Facts, article: str) -> tuple[Change, ...]:
    """The fields that differ in what matters, each with its value before and after, by the article that changed them."""
    found: list[Change] = []

    def note(field: str, old: Any, new: Any) -> None:
        if old != new:
            found.append(Change(field=field, before=old, after=new, article=article))

    note("type", before.type, after.type)
    note("mode", before.mode, after.mode)
    note("realis", before.realis, after.realis)
    note("severity", before.severity, after.severity)
    if not {before.certainty, after.certainty} <= {"likely", "observed"}:  # a second agency that says the same is no news
        note("certainty", before.certainty, after.certainty)
    for key in sorted(_figures(before.casualties) | _figures(after.casualties)):
        note(f"casualties.{key}", _figures(before.casualties).get(key), _figures(after.casualties).get(key))
    if after.place and (before.place is None or PRECISION[after.place.precision] > max(3, PRECISION[before.place.precision])):
        note("place", before.place.name if before.place else None, after.place.name)
    if not before.actors:
        for actor in after.actors:
            note("actors", None, actor.name)
    return tuple(found)


def novelty(found: tuple[Change, ...]) -> float:
    """1 = nothing like it before; for a revision the weight of its weightiest change."""
    return max((WEIGHTS.get(change.field.split(".")[0], 0.2) for change in found), default=0.1)


def _figures(casualties: tuple[Casualty, ...]) -> dict[str, str]:
    return {f"{casualty.kind}{f' ({casualty.of})' if casualty.of else ''}": _figure(casualty) for casualty in casualties}


def _figure(casualty: Casualty) -> str:
    if casualty.max is None:
        return f"{casualty.min}+"
    return str(casualty.min) if casualty.max == casualty.min else f"{casualty.min}-{casualty.max}"
