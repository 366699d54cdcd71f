"""Values for the figures, dates and times of an article, and the reason for those that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from streams.extract.values.clock import clock_value
from streams.extract.values.dates import date_value
from streams.extract.values.figures import figure_value
from streams.extract.values.spans import DAY, midnight
from streams.messages import Entity, Frame, TimeValue

FIGURES = frozenset({"CARDINAL", "PERCENT", "QUANTITY", "MONEY"})
_BESIDE = 24
"""The most characters between a time of day and the day that it is of ("at 10 a.m. on Thursday")."""


def valued(text: str, entities: Sequence[Entity], frames: Sequence[Frame], published: datetime) -> tuple[Entity, ...]:
    """Return the entities with the values of figures, dates and times; one that cannot be read says why in `unread`."""
    ahead = _ahead(entities, frames)
    out = list(entities)
    for number, entity in enumerate(entities):
        if entity.label in FIGURES:
            figure = figure_value(text, entity.start, entity.end, entity.label)
            out[number] = entity.with_(unread="no number that is written out") if figure is None else entity.with_(value=figure)
        elif entity.label == "DATE":
            out[number] = _with(entity, date_value(text, entity.start, entity.end, published, ahead=number in ahead))
    for number, entity in enumerate(entities):
        if entity.label != "TIME":
            continue
        beside = next((at for at in (number + 1, number - 1) if 0 <= at < len(out) and _is_day(out[at], entity)), None)
        day = out[beside].value if beside is not None else None
        on = midnight(day.start) if isinstance(day, TimeValue) else None
        found = clock_value(entity.text, published, on=on, ahead=number in ahead)
        out[number] = _with(entity, found)
        if beside is not None and isinstance(found, TimeValue):
            out[beside] = out[beside].with_(value=found)
    return tuple(out)


def _with(entity: Entity, found: TimeValue | str) -> Entity:
    return entity.with_(unread=found) if isinstance(found, str) else entity.with_(value=found)


def _is_day(date: Entity, time: Entity) -> bool:
    """Return True if a date beside a time of day is the day of that time."""
    gap = max(date.start, time.start) - min(date.end, time.end)
    value = date.value
    return date.label == "DATE" and gap <= _BESIDE and isinstance(value, TimeValue) and value.end - value.start <= DAY


def _ahead(entities: Sequence[Entity], frames: Sequence[Frame]) -> frozenset[int]:
    """Return the numbers of the dates and times whose verb speaks of what is still to come."""
    found: dict[int, tuple[int, bool]] = {}
    for frame in frames:
        reported = frame.modality == "would" and frame.aspect != "perfect"  # "said they would march on March 29"
        coming = frame.tense == "future" or reported or (frame.modality is not None and frame.tense in ("present", "none"))
        for argument in frame.arguments:
            if argument.role not in ("oblique", "modifier", "patient", "agent"):
                continue
            for number in argument.entities:
                length = argument.end - argument.start
                if entities[number].label in ("DATE", "TIME") and (number not in found or length < found[number][0]):
                    found[number] = length, coming
    return frozenset(number for number, (_, coming) in found.items() if coming)
