"""This module holds a moment, and how much of it was told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from streams.messages import Precision

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""The years in which articles lie: one from outside is a feeder's mistake, and would move the windows of screen and alert."""


class Moment(NamedTuple):
    """A moment in UTC, and the precision to which it was told: `time` is the start of that year, month, day, minute or second."""

    time: datetime
    precision: Precision


class Unread(ValueError):
    """The error for a text that is no date, or one that would have to be guessed; the message says why."""


class Told(NamedTuple):
    """The naive time that a text tells before its zone counts, its precision, and the text of the zone behind it ("" for none)."""

    time: datetime
    precision: Precision
    zone: str = ""
