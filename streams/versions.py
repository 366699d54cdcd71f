"""The order of an article's versions as people mean it: `v10` after `v9`, `10.0` after `9.0`, times by their moment."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest

from streams.clean.dates import read_moment
from streams.errors import Malformed

_PREFIX = re.compile(r"^\s*(?:versions?|vers?|v|revision|rev|r|no|nr|#)[\s._:#-]*(?=\d)", re.I)
_PART = re.compile(r"(\d+)|([^\W\d_]+)")
_OPAQUE = re.compile(r"(?=[^-]*\d)(?=.*[a-f])(?:[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.I)
"""Hashes and UUIDs: they tell that two versions are two, not which is the later."""
_DATE = re.compile(r"\d{4}-\d|\d{8}T|\D*\d{1,2} \D{3,10} \d{4}|\d{1,2}[./]\d{1,2}[./]\d{4}")


def older(version: str, than: str) -> bool:
    """Return True if a version comes before another; False where the two have no order, for then the one that came last counts."""
    return _order(version, than) == -1


def same(version: str, other: str) -> bool:
    """Return True if two are one version: `v9` and `9`, `10.0` and `10`, one moment in two zones."""
    return version == other or _order(version, other) == 0


@lru_cache(maxsize=4096)
def _order(version: str, other: str) -> int | None:
    """Return -1 if the first is older, 0 if they are the same, 1 if it is newer; None for no order: hashes, or words beside numbers."""
    if _OPAQUE.fullmatch(version) or _OPAQUE.fullmatch(other):
        return None
    if (one := _moment(version)) is not None and (two := _moment(other)) is not None:
        return (one > two) - (one < two)
    for left, right in zip_longest(_parts(version), _parts(other), fillvalue=0):
        if left == right:
            continue
        if isinstance(left, int) and isinstance(right, int):
            return -1 if left < right else 1
        if isinstance(left, str) and isinstance(right, str):
            return None if len(left) > 1 or len(right) > 1 else -1 if left < right else 1
        if 0 not in (left, right):
            return None
        return 1 if isinstance(left, str) else -1  # a letter more: 1b after 1
    return 0


def _parts(version: str) -> list[int | str]:
    """Return the version's numbers and words in turn, without `v` before them."""
    return [int(digits[:40]) if digits else word.casefold() for digits, word in _PART.findall(_PREFIX.sub("", version))]


@lru_cache(maxsize=4096)
def _moment(version: str) -> datetime | None:
    try:
        return read_moment(version, "version").time if _DATE.match(version) else None
    except Malformed:
        return None
