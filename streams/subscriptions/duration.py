"""Durations as Prometheus and Alertmanager write them: `30s`, `5m`, `1h30m`, `2d`."""

from __future__ import annotations

import re
from datetime import timedelta

_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_FORM = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?", re.ASCII)
MOST = timedelta(days=7)
"""The longest wait that a subscription may ask for: an incident without news is closed after three days."""


def read_duration(text: str) -> timedelta | None:
    """Return the duration that a text writes; None if it writes no duration. `0` alone needs no unit."""
    if text == "0":
        return timedelta(0)
    found = _FORM.fullmatch(text)
    if not text or found is None:
        return None
    return timedelta(seconds=sum(int(count) * seconds for count, seconds in zip(found.groups(), _SECONDS.values(), strict=True) if count))


def write_duration(length: timedelta) -> str:
    """Return the text of a duration of whole seconds: `1h30m`."""
    rest, parts = int(length.total_seconds()), []
    for unit, seconds in _SECONDS.items():
        count, rest = divmod(rest, seconds)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
