"""What the wires' XML standards write alike: codes of status and signal, moments, numbers, names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from streams.clean.times import Moment, read_moment
from streams.errors import Malformed
from streams.messages import PubStatus, SignalKind, Subject

STATUS: dict[str, PubStatus] = {
    "usable": "usable", "embargoed": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled",
}  # fmt: skip
"""AP and NITF say `embargoed` and give the time beside it; NewsML-G2 writes `stat:usable`."""
_KINDS: dict[str, SignalKind] = {
    "update": "update", "correction": "correction", "corrective": "correction", "corrected": "correction", "kill": "withdrawal",
    "withdrawal": "withdrawal", "withdrawn": "withdrawal", "advisory": "advisory", "daybook": "advisory", "repeat": "repeat",
}  # fmt: skip


def kind_of(code: str) -> SignalKind | None:
    """The signal that a code is (`sig:correction`, `Kill`), None for one that is none of ours."""
    return _KINDS.get(code.strip().lower().rsplit(":", 1)[-1])


def name_of(node: Any) -> str | None:
    """All text within an element on one line, None where there is none."""
    return None if node is None else " ".join("".join(node.itertext()).split()) or None


def note_of(nodes: Iterable[Any]) -> str | None:
    """The texts of some elements as one note."""
    return " ".join(text for node in nodes if (text := name_of(node))) or None


def texts_of(nodes: Iterable[Any], attribute: str | None = None) -> tuple[str, ...]:
    """Each element's text (or attribute) once, in order."""
    found = (" ".join((node.get(attribute) or "").split()) if attribute else name_of(node) for node in nodes)
    return tuple(dict.fromkeys(text for text in found if text))


def subjects_of(pairs: Iterable[tuple[str | None, str | None]]) -> tuple[Subject, ...]:
    """Subjects of (code, name), each code once, those without either left out."""
    found = {(code or name): Subject(code=code or None, name=name or None) for code, name in pairs if code or name}
    return tuple(found.values())


def moment(*nodes: Any) -> Moment | None:
    """The moment in the first of these elements that is there; raises Malformed by its name."""
    node = next((node for node in nodes if node is not None and name_of(node)), None)
    return None if node is None else read_moment(name_of(node), _named(node))


def embargo(node: Any) -> tuple[datetime | None, str | None]:
    """The end of an embargo, and the words of one whose end cannot be read; an empty element is one `until further notice`."""
    if node is None:
        return None, None
    try:
        found = moment(node)
    except Malformed:
        found = None
    return (found.time, None) if found is not None else (None, f"embargoed: {name_of(node) or 'no date'}")


def text_moment(value: str | None, field: str) -> Moment | None:
    """The moment that an attribute holds."""
    return read_moment(value, field) if value else None


def number(*nodes: Any) -> int | None:
    """An urgency in the first of these elements that is there."""
    node = next((node for node in nodes if node is not None), None)
    return None if node is None else urgency_of(name_of(node), _named(node))


def urgency_of(value: str | None, field: str) -> int | None:
    """1 to 9; raises Malformed by the field's name."""
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:3]) <= 9:
        raise Malformed(f"{value[:20]!r} is no whole number from 1 to 9", field=field)
    return int(value)


def _named(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]
