"""The health of each source as metrics: what `streams feeds list` shows, as of now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from xxhash import xxh3_64_hexdigest

from streams.feeds.source import Source
from streams.feeds.state import State
from streams.feeds.timetable import HEALTHS, health_of, overdue
from streams.metrics import (
    FEED_HEALTH,
    FEED_LATE,
    FEED_SOURCE,
    FEED_SOURCE_FAILURES,
    FEED_SOURCE_ITEMS,
    FEED_SOURCE_REPEATS,
    FEED_SOURCE_SUCCESS,
)
from streams.visible import line

MOST_SOURCES = 2_000
"""The number of sources that have metrics of their own, the first by address: each has five series, and Prometheus reads all of them."""
_LANGUAGE = 20
"""The characters of a language that are shown: the feed itself says it."""
_OF_ONE = (FEED_SOURCE, FEED_SOURCE_SUCCESS, FEED_SOURCE_FAILURES, FEED_SOURCE_ITEMS, FEED_SOURCE_REPEATS)


def measure(sources: Iterable[tuple[Source, State]], polled: Iterable[str], now: datetime) -> None:
    """Set the metrics of all sources with their states; `polled` are the addresses at which a poll is at work.

    A source that is not among them has no metrics any more; none at all are those of a worker that stands by.
    """
    everything, working = list(sources), set(polled)
    counts = Counter(health_of(source, state) for source, state in everything)
    for name in HEALTHS:
        FEED_HEALTH.labels(name).set(counts[name])
    waiting = (
        overdue(state, now) for source, state in everything if source.enabled and not state.gone and source.address not in working
    )  # fmt: skip
    FEED_LATE.set(max(waiting, default=timedelta(0)).total_seconds() if everything else 0)
    for metric in _OF_ONE:
        metric.clear()
    for source, state in islice(everything, MOST_SOURCES):
        name = label(source.address)
        FEED_SOURCE.labels(name, health_of(source, state), line(source.language or state.language or "", _LANGUAGE)).set(1)
        FEED_SOURCE_SUCCESS.labels(name).set(0 if state.succeeded is None else state.succeeded.timestamp())
        FEED_SOURCE_FAILURES.labels(name).set(state.failures)
        FEED_SOURCE_ITEMS.labels(name).set(state.items_a_day)
        FEED_SOURCE_REPEATS.labels(name).set(state.repeated)


def label(address: str) -> str:
    """Return an address without what its query holds, which may be a key; a hash tells addresses with several queries apart."""
    stem, mark, query = address.partition("?")
    return f"{stem}?{xxh3_64_hexdigest(query.encode())}" if mark else stem
