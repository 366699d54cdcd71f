"""This module reads an item's optional fields: one that cannot be read is left out and noted, for only a missing text costs the article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from streams.clean.dates import NOWHERE, Moment, Place, read_moment
from streams.clean.inputs.marks import name_of, urgency_of
from streams.errors import Malformed
from streams.messages import Note

_T = TypeVar("_T")


class FieldReader:
    """A reader of the fields of one item; `notes` says which were left out, and why."""

    def __init__(self, place: Place = NOWHERE) -> None:
        self.place = place
        """The country and language of the feed: they decide what a date in numbers means."""
        self.notes: list[Note] = []

    def read(self, read: Callable[[Any, str], _T], value: Any, field: str) -> _T | None:
        """Return the value as `read` reads it; None where it is None or blank, or where `read` raises Malformed, which is noted."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return read(value, field)
        except Malformed as exc:
            self.leave_out(exc.field, exc.message)
            return None

    def leave_out(self, field: str, why: str) -> None:
        """Note that a field goes no further."""
        self.notes.append(Note(field=field, kind="left out", detail=why))

    def moment(self, value: Any, field: str) -> Moment | None:
        """Return the moment that a value tells; None where it tells none."""
        return self.read(self._moment, value, field)

    def moment_of(self, *nodes: Any) -> Moment | None:
        """Return the moment in the first of these elements that can be read."""
        return next((found for node in nodes if (found := self.moment(name_of(node), _named(node))) is not None), None)

    def urgency_of(self, *nodes: Any) -> int | None:
        """Return the urgency in the first of these elements that can be read."""
        return next((found for node in nodes if (found := self.read(urgency_of, name_of(node), _named(node))) is not None), None)

    def _moment(self, value: Any, field: str) -> Moment:
        return read_moment(value, field, self.place)


def _named(node: Any) -> str:
    return "" if node is None else str(node.tag).rsplit("}", 1)[-1]
