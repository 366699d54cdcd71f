"""Documents without some of their fields, for comparisons in which these may differ."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def without(value: Any, names: Collection[str]) -> Any:
    """Return a document without the fields of these names, however deep they stand in it."""
    if isinstance(value, dict):
        return {name: without(part, names) for name, part in value.items() if name not in names}
    return [without(part, names) for part in value] if isinstance(value, list) else value
