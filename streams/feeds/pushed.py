"""The decision what a document means that a hub has sent: the entries are compared as those of a poll, pure.

It tells the polls nothing: their validators, their document and their rhythm are those of the feed's own address. One that cannot be read,
or that holds no entry (a hub's mere sign that there is something new), has the feed polled now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from streams.errors import Usage
from streams.feeds.answer import Answer
from streams.feeds.decide import Decision
from streams.feeds.document import read_document
from streams.feeds.rhythm import TIMES
from streams.feeds.seen import compare
from streams.feeds.source import Source
from streams.feeds.state import State


def decide_pushed(source: Source, state: State, answer: Answer, now: datetime) -> Decision:
    """Return what follows from a document that a hub has sent. It never raises: what cannot be read is a failure, in words."""
    if state.first:  # the first poll says which entries are old
        return Decision("nothing new", replace(state, due=None))
    try:
        document = read_document(answer, source.address)
    except Usage as exc:
        return Decision("failed", replace(state, due=None, said=(f"sent by the hub: {exc}",)))
    if not document.entries:
        return Decision("nothing new", replace(state, due=None))
    found = compare(document.entries, state.seen, state.sending)
    times = {entry.time for entry in document.entries if entry.time is not None and entry.time <= now}
    state = replace(
        state,
        seen=found.memory,
        sending={each.id: each.seen for each in found.fresh} or state.sending,
        times=tuple(sorted({*state.times, *times})[-TIMES:]),
        brought=now if found.fresh else state.brought,
    ).sent(now, len(found.fresh))
    return Decision("new" if found.fresh else "nothing new", state, found.fresh, found.same)
