"""A limit on requests: a bucket of tokens for each asker, which fills at a steady rate; pure, `now` is passed in."""

from __future__ import annotations

from collections import OrderedDict

MOST_ASKERS = 10_000
"""The largest number of askers that are remembered, those seen last; one that is forgotten begins with a full bucket."""


class Rate:
    """Lets each asker make `per_minute` requests a minute, and as many at once after a minute of silence."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._per_second = per_minute / 60
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, asker: str, now: float) -> float:
        """Take a token for a request; return the seconds until there is one again, 0 where there was one. `now` counts seconds."""
        tokens, then = self._buckets.pop(asker, (self._most, now))
        tokens = min(self._most, tokens + (now - then) * self._per_second)
        allowed = tokens >= 1
        self._buckets[asker] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_ASKERS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self._per_second
