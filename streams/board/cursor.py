"""The cursor of a page: the place of its last alert in the order of all, as a text that clients hand back unread."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from streams.messages import Alert

Place = tuple[int, str]
"""The place of an alert in the order: microseconds of `updated` since 1970, and its id; the newest is the greatest."""
MOST = 2_000
"""The longest cursor in characters; the ids that this pipeline makes have 28."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place_of(alert: Alert) -> Place:
    """Return the place of an alert in the order."""
    return (alert.updated - _EPOCH) // timedelta(microseconds=1), alert.id


def write_cursor(place: Place) -> str:
    """Return the cursor of a place."""
    return base64.urlsafe_b64encode(f"{place[0]}:{place[1]}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> Place | None:
    """Return the place that a cursor names; None where the text is no cursor of ours."""
    if len(text) > MOST or not text.isascii():
        return None
    try:
        moment, colon, id = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode().partition(":")
        return (int(moment), id) if colon and len(moment) < 20 else None
    except (binascii.Error, ValueError):
        return None
