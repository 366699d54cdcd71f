"""This module says which sources are to be polled now; pure. Of those at one host one is polled at a time, the longest overdue first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from streams.feeds.source import Source
from streams.feeds.state import State

AT_ONCE = 50
"""The number of sources that are polled at the same time: each may hold 10 MB of a document."""
HEALTHS = ("well", "ill", "gone", "new", "off")
"""The health of a source in a word: `new` was never read, `off` is switched off by its owner, `gone` by its publisher."""


def host_of(source: Source, state: State) -> str:
    """Return the host at which a source is asked; of a folder its address."""
    address = state.moved or source.address
    return source.address if source.kind == "folder" else (urlsplit(address).hostname or "")


def due(
    sources: Iterable[Source], states: Mapping[str, State], busy: Collection[str], now: datetime, most: int = AT_ONCE
) -> list[Source]:  # fmt: skip
    """Return the sources to be polled now; `busy` are the hosts at which a poll is at work, `most` is how many may be added."""
    waiting = [
        (overdue(state, now), host_of(source, state), source)
        for source in sources
        for state in [states.get(source.address, _NEW)]
        if source.enabled and not state.gone and (state.due is None or state.due <= now)
    ]
    waiting.sort(key=lambda each: each[0], reverse=True)
    taken, found = set(busy), list[Source]()
    for _, host, source in waiting:
        if len(found) >= most:
            break
        if host not in taken:
            taken.add(host)
            found.append(source)
    return found


def overdue(state: State, now: datetime) -> timedelta:
    """Return the time for which a source is overdue; negative while it is not, zero for one that was never polled."""
    return timedelta(0) if state.due is None else now - state.due


def health_of(source: Source, state: State) -> str:
    """Return the health of a source, one of HEALTHS."""
    if not source.enabled:
        return "off"
    if state.gone:
        return "gone"
    return "ill" if state.ill is not None else "new" if state.first else "well"


_NEW = State()
