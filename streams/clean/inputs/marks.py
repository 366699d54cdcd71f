"""This module reads what the wires' standards write alike: codes of status and signal, moments, numbers, names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from streams.clean.dates import NOWHERE, Place, read_embargo
from streams.errors import Malformed
from streams.messages import PubStatus, SignalKind, Subject

STATUS: dict[str, PubStatus] = {
    "usable": "usable", "embargoed": "usable", "published": "usable", "publish": "usable", "corrected": "usable",
    "withheld": "withheld", "hold": "withheld", "draft": "withheld", "private": "withheld",
    "canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "withdrawn": "canceled", "recalled": "canceled",
}  # fmt: skip
"""The status that each word for it means. AP and NITF say `embargoed` and give the time beside it; NewsML-G2 writes `stat:usable`,
Superdesk and WordPress their own words."""
_KINDS: dict[str, SignalKind] = {
    "update": "update", "correction": "correction", "corrective": "correction", "corrected": "correction", "kill": "withdrawal",
    "withdrawal": "withdrawal", "withdrawn": "withdrawal", "advisory": "advisory", "daybook": "advisory", "repeat": "repeat",
}  # fmt: skip
_SAID = 200
"""The number of characters kept of what stands where an embargo's end is due."""


def kind_of(code: str) -> SignalKind | None:
    """Return the signal that a code is (`sig:correction`, `Kill`); None for a code that is not ours."""
    return _KINDS.get(code.strip().lower().rsplit(":", 1)[-1])


def name_of(node: Any) -> str | None:
    """Return all text within an element on one line; None without any."""
    return None if node is None else " ".join("".join(node.itertext()).split()) or None


def words_of(node: Any) -> str | None:
    """Return all text within an element of a person or place, where two elements side by side are two words; None without any."""
    return None if node is None else " ".join(" ".join(node.itertext()).split()).replace(" ,", ",") or None


def note_of(nodes: Iterable[Any]) -> str | None:
    """Return the texts of some elements as one note; None without any."""
    return " ".join(text for node in nodes if (text := name_of(node))) or None


def texts_of(nodes: Iterable[Any], attribute: str | None = None) -> tuple[str, ...]:
    """Return each element's text (or attribute) once, in order."""
    found = (" ".join((node.get(attribute) or "").split()) if attribute else name_of(node) for node in nodes)
    return tuple(dict.fromkeys(text for text in found if text))


def subjects_of(pairs: Iterable[tuple[str | None, str | None]]) -> tuple[Subject, ...]:
    """Return the subjects of (code, name), each code once, those without either left out."""
    found = {(code or name): Subject(code=code or None, name=name or None) for code, name in pairs if code or name}
    return tuple(found.values())


def embargo(node: Any) -> tuple[datetime | None, str | None]:
    """Return the end of an embargo, and the words of one whose end cannot be read; an empty element is one `until further notice`."""
    if node is None:
        return None, None
    said = name_of(node)
    return embargo_of(said, "embargoed") if said else (None, "embargoed: no date")


def embargo_of(value: Any, field: str, place: Place = NOWHERE) -> tuple[datetime | None, str | None]:
    """Return the end that a field tells, and its words where none can be read: such an article is held for a person.

    A blank field, False and 0 are no embargo.
    """
    if value in (False, 0) or (isinstance(value, str) and not value.strip()):
        return None, None
    try:
        return read_embargo(value, field, place), None
    except Malformed:
        return None, f"{field}: {str(value)[:_SAID]}"


def hold_of(status: str, ends: datetime | None, hold: str | None, field: str) -> str | None:
    """Return the words for which a person must decide: those of the embargo's field, or a status of `embargoed` without an end; or None."""
    return hold or (f"{field}: embargoed" if status == "embargoed" and ends is None else None)


def urgency_of(value: Any, field: str) -> int:
    """Return an urgency from 1 to 9 (ninjs 1.x types it as number, others as text: 4.0 and "4" are 4); else raises Malformed by `field`."""
    text = value.strip() if isinstance(value, str) else "" if isinstance(value, bool) else str(value)
    number = text.removesuffix(".0")
    if len(number) != 1 or number not in "123456789":
        raise Malformed(f"{text[:20]!r} is no whole number from 1 to 9", field=field)
    return int(number)
