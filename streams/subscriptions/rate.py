"""The rate of a subscription: a bucket of messages that fills evenly; pure.

The whole state of a bucket is one moment, that at which it is full again (the "generic cell rate algorithm"): no fraction is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rate:
    """The largest number of messages in a time; as many may go at once, if none went before."""

    messages: int
    per: timedelta
    _each: timedelta = field(init=False, repr=False, compare=False)
    _span: timedelta = field(init=False, repr=False, compare=False)
    """The time in which one message flows in, and that in which the whole bucket does; computed once, for each alert asks a few times."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_each", self.per / self.messages)
        object.__setattr__(self, "_span", self.messages * self._each)

    def free(self, full_at: datetime | None, now: datetime) -> int:
        """Return how many messages may be sent now, of a bucket that is full again at `full_at` (None: it is full)."""
        return (now + self._span - self._start(full_at, now)) // self._each

    def taken(self, full_at: datetime | None, now: datetime, count: int) -> datetime:
        """Return the moment at which the bucket is full again, after so many messages."""
        return self._start(full_at, now) + count * self._each

    def next_free(self, full_at: datetime | None, now: datetime) -> datetime:
        """Return the moment at which the next message may be sent; it is later than now if none is free."""
        return max(now, self._start(full_at, now) + self._each - self._span)

    def _start(self, full_at: datetime | None, now: datetime) -> datetime:
        """Return `full_at` within the bounds that it can have now: a clock that was put back stops nothing for longer than `per`."""
        return now if full_at is None else max(now, min(full_at, now + self._span))


DEFAULT = Rate(120, timedelta(hours=1))
"""The rate of a subscription that names none: a desk reads no more, and a filter that is too wide cannot flood it."""
