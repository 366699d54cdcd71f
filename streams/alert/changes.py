"""The changes of a revision: only those that a subscriber would act on; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from streams.alert.facts import PRECISION, level
from streams.alert.newsworthiness import POWERS
from streams.alert.place import CONTRADICTION, place_score
from streams.messages import Actor, Casualty, Change, IncidentFacts, Place

VAGUE = PRECISION["province"]
"""The greatest precision of a place that is still vague, so that it is news when a town is named."""
WEIGHTS = {
    "withdrawn": 1.0,
    "severity": 0.6,
    "casualties": 0.5,
    "type": 0.5,
    "realis": 0.5,
    "told": 0.5,
    "ended": 0.5,
    "place": 0.4,
    "certainty": 0.3,
    "actors": 0.3,
}
"""The novelty that a change of each field gives to a revision (the largest counts)."""


def changes(before: IncidentFacts, after: IncidentFacts, article: str) -> tuple[Change, ...]:
    """Return the fields that differ in what matters, each with its value before and after and the uri of the article that changed it."""
    found: list[Change] = []

    def note(field: str, old: Any, new: Any) -> None:
        if old != new:
            found.append(Change(field=field, before=old, after=new, article=article))

    note("type", before.type, after.type)
    if not {before.realis, after.realis} <= {"ongoing", "happened"}:  # what goes on in one report is done in the next
        note("realis", before.realis, after.realis)
    if before.told == "background":
        note("told", before.told, after.told)
    note("ended", before.ended, after.ended)
    note("severity", before.severity, after.severity)
    if not {before.certainty, after.certainty} <= {"likely", "observed"}:  # a second agency that says the same is no news
        note("certainty", before.certainty, after.certainty)
    old, new = _totals(before.casualties), _totals(after.casualties)
    for key in sorted(old.keys() | new.keys()):
        if key not in old or key not in new or old[key].min != new[key].min:
            note(f"casualties.{key}", _figure(old.get(key)), _figure(new.get(key)))
    if after.place and _moved(before.place, after.place):
        note("place", _where(before.place) if before.place else None, _where(after.place))
    old_names, new_names = _named(before.actors), _named(after.actors)
    if not old_names:
        for name in new_names:
            note("actors", None, name)
    elif new_names and not set(old_names) & set(new_names):
        note("actors", ", ".join(old_names), ", ".join(new_names))  # nobody who was named stands any more: its publisher has corrected it
    return tuple(found)


def _moved(before: Place | None, after: Place) -> bool:
    """Return True if a town is told where none was, or where another was."""
    if before is None or level(before) <= VAGUE:
        return level(after) > VAGUE
    return place_score(before, after) == CONTRADICTION


def _where(place: Place) -> str:
    return f"{place.name}, {place.country}" if place.country and place.country_name else place.name


def _named(actors: Iterable[Actor]) -> list[str]:
    """Return the names of the parties that are known, not `gunmen`."""
    known = (actor for actor in actors if actor.kind in POWERS or actor.kind == "person" or actor.kind == "organisation")
    return [actor.name for actor in known if any(word[:1].isupper() for word in actor.name.split()[-2:])]


def novelty(found: tuple[Change, ...]) -> float:
    """Return how new a revision is: the weight of its weightiest change; 1 means that nothing like it was told before."""
    return max((WEIGHTS.get(change.field.split(".")[0], 0.2) for change in found), default=0.1)


def _totals(casualties: tuple[Casualty, ...]) -> dict[str, Casualty]:
    """Return the total of each kind of casualty; parts come and go from report to report, and change nothing."""
    totals: dict[str, Casualty] = {}
    for casualty in casualties:
        totals.setdefault(casualty.kind, casualty)
    return totals


def _figure(casualty: Casualty | None) -> str | None:
    if casualty is None:
        return None
    if casualty.max is None:
        return f"{casualty.min}+"
    return str(casualty.min) if casualty.max == casualty.min else f"{casualty.min}-{casualty.max}"
