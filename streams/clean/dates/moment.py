"""A moment, and how much of it was told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from streams.messages import Precision

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""An article from outside these years is a feeder's mistake, and would move the windows of screen and alert."""


class Moment(NamedTuple):
    """A moment in UTC, and how much of it was told: what is finer is its start."""

    time: datetime
    precision: Precision


class Unread(ValueError):
    """A text is no date, or one that would have to be guessed; the message says why."""


class Told(NamedTuple):
    """What a text tells before its zone counts: a naive time, its precision, and the text of the zone behind it ("" for none)."""

    time: datetime
    precision: Precision
    zone: str = ""
