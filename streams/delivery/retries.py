"""The pauses between attempts at a target that fails: those of Standard Webhooks, 75 hours in all; pure."""

from __future__ import annotations

import random
from datetime import timedelta

PAUSES = tuple(timedelta(seconds=each) for each in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h (https://github.com/standard-webhooks/standard-webhooks, spec, "Retry schedule")."""
GIVE_UP = timedelta(days=3)
"""A target that has failed for so long is dead: what it did not take is set aside."""
PROBE = timedelta(hours=1)
"""A dead target is tried with a new message at most once in this time."""
JITTER = 0.2
"""The largest share by which a pause is longer than the table says, so that targets that failed together do not come back together."""
LEAST_ASKED, MOST_ASKED = timedelta(seconds=1), timedelta(hours=2)
"""The bounds within which the pause that a target asks for (`Retry-After`) is kept."""


def pause(attempts: int, asked: float | None, chance: random.Random) -> timedelta:
    """Return how long a target that failed `attempts` times in a row (from 1) is left alone; `asked` is what it asked for, in seconds."""
    if asked is not None:
        return min(max(timedelta(seconds=min(asked, MOST_ASKED.total_seconds())), LEAST_ASKED), MOST_ASKED)
    return PAUSES[min(attempts, len(PAUSES)) - 1] * (1 + JITTER * chance.random())


def longest_pause() -> timedelta:
    """Return the longest pause that `pause` can give."""
    return PAUSES[-1] * (1 + JITTER)
