"""This module decides what an answer means for a source: all of HTTP's semantics and the time of the next poll, pure.

    answer -> read_document -> compare with what was seen -> Decision: entries to send, the state once they were sent
              `-> a failure, in words --------------------> Decision: the state with its pause

What is about to be sent is kept first, then the entries are sent and acknowledged, then the state that says so is written (`settle`). After
a kill in between, the same entries go out again with the same uri and version, which clean and screen take as the same version once more;
one that has changed meanwhile has a higher version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from xxhash import xxh3_64_hexdigest

from streams.errors import Usage
from streams.feeds.answer import Answer
from streams.feeds.asked import DAY, fresh_for, retry_after
from streams.feeds.document import Document, read_document
from streams.feeds.rhythm import TIMES, after_nothing, bounded, jittered, rhythm
from streams.feeds.seen import Fresh, compare, remembered
from streams.feeds.source import Source
from streams.feeds.state import State
from streams.feeds.websub import SLOWER, hub_of, subscribed, with_hub

Outcome = Literal["new", "nothing new", "not modified", "gone", "failed"]
REFUSED = frozenset({401, 403, 407, 451})
"""The statuses of an address that is not for us: asked again soon, it would only be refused again."""
REFUSED_PAUSE = timedelta(hours=6)
"""The first pause after such an answer."""
LONGEST_VALIDATOR = 1_000
"""The largest number of characters of an ETag or a Last-Modified that is kept and sent back."""
MOVED_FAILURES = 3
"""Failures at an address to which a source has moved, after which its own is asked again."""
WORDS = {
    400: "the server does not take the request", 401: "it asks for a password", 403: "it refuses us", 404: "nothing stands at this address",
    407: "a proxy asks for a password", 429: "we ask too often", 451: "it may not be shown for legal reasons", 503: "it is overloaded",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one poll: what is to be sent, the oldest first, and the state that holds once all of it was acknowledged."""

    outcome: Outcome
    state: State
    fresh: tuple[Fresh, ...] = ()
    same: int = 0
    old: int = 0
    """Entries that a first poll takes as known."""


def request(source: Source, state: State, now: datetime) -> tuple[str, dict[str, str]]:
    """Return the address to ask, and the headers of a conditional request.

    Once a day the request is unconditional: a server that answers 304 whatever stands there would else hide all news. So it is after a kill
    while entries were sent.
    """
    address = state.moved if state.moved is not None and state.failures < MOVED_FAILURES else source.address
    if state.read is None or now - state.read >= DAY or not state.settled:
        return address, {}
    validators = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    return address, {name: value for name, value in validators.items() if value is not None}


def decide(
    source: Source,
    state: State,
    answer: Answer,
    now: datetime,
    *,
    parts: Sequence[Answer] = (),
    first: timedelta = DAY,
    draw: float = 0.5,
) -> Decision:
    """Return what follows from an answer; `parts` are those of an index' sitemaps.

    Of a source's first document only the entries of the time `first` are sent. `draw`, from 0 to 1, is the jitter's. An answer never
    raises: what cannot be read is a failure, in words.
    """
    asked, _ = request(source, state, now)
    stands = answer.moved or asked
    moved = stands if stands != source.address else None
    state = replace(state, tried=now)
    if answer.status == 304 and not answer.conditional:
        state = replace(state, etag=None, modified=None, body=None)
        return _failed(source, state, answer, "304 Not Modified without having been asked", now, draw)
    if answer.status == 304:
        return _waits(source, replace(_well(state, now), moved=moved).counted(now), "not modified", answer, now, draw)
    if answer.status == 410:
        return Decision("gone", replace(state, gone=True, error="410 Gone: the publisher has switched it off", ill=state.ill or now))
    if answer.status == 0 or not 200 <= answer.status < 300:
        return _failed(source, state, answer, _in_words(answer), now, draw)
    known = answer.fault is None and not parts and state.settled and xxh3_64_hexdigest(answer.body) == state.body
    if known:  # the same bytes need not be read
        state = replace(_well(state, now), moved=moved, read=now).counted(now, repeats=1)
        return _waits(source, state, "nothing new", answer, now, draw)
    try:
        document = read_document(answer, source.address)
        documents = [document, *_parts_read(parts)] if document.parts else [document]
    except Usage as exc:
        said = f"{answer.fault}; {exc}" if answer.fault is not None else str(exc)
        return _failed(source, state, answer, said, now, draw)
    return _read(source, replace(state, moved=moved), answer, documents, now, first, draw)


def settle(decision: Decision, sent: Collection[str]) -> State:
    """Return the state after the entries with these ids were acknowledged.

    If others were not, the next poll must bring them again: it is unconditional and takes place at once.
    """
    done = [each for each in decision.fresh if each.id in sent]
    state = replace(decision.state, seen=remembered(decision.state.seen, done))
    if len(done) < len(decision.fresh):
        state = replace(state, etag=None, modified=None, body=None, due=None)
    return state


def _read(
    source: Source, state: State, answer: Answer, documents: Sequence[Document], now: datetime, first: timedelta, draw: float
) -> Decision:  # fmt: skip
    head, whole = documents[0], all(document.whole for document in documents)
    entries = [entry for document in documents for entry in document.entries]
    found = compare(entries, state.seen, state.sending, since=now - first if state.first else None)
    times = sorted({entry.time for document in documents for entry in document.entries if entry.time is not None and entry.time <= now})
    body = xxh3_64_hexdigest(answer.body)
    repeat = not found.fresh and not state.first
    state = replace(
        _well(state, now) if answer.fault is None else _ill(state, answer.fault, now),
        seen=found.memory,
        sending={each.id: each.seen for each in found.fresh} or state.sending,
        read=now,
        etag=_validator(answer.headers, "etag") if whole else None,
        modified=_validator(answer.headers, "last-modified") if whole else None,
        body=body if whole and not head.parts else None,
        title=head.title or state.title,
        language=head.language or state.language,
        kind=head.kind,
        fresh=head.fresh,
        said=tuple(said for document in documents for said in document.said),
        times=tuple(times[-TIMES:]) or state.times,
        brought=now if found.fresh else state.brought,
    ).counted(now, repeats=repeat, items=len(found.fresh))
    state = with_hub(state, hub_of(answer, head.text, state.moved or source.address))
    if repeat:
        decision = _waits(source, state, "nothing new", answer, now, draw)
    else:
        own = rhythm(state.times, now, source.at_least, source.at_most)
        state = _due(replace(state, interval=own), _pause(source, state, own, head.fresh, now), now, draw)
        decision = Decision("new" if found.fresh else "nothing new", state, found.fresh)
    return replace(decision, same=found.same, old=found.old)


def _parts_read(parts: Sequence[Answer]) -> list[Document]:
    """Return the sitemaps of an index; one that cannot be read is a problem of the whole, and the others are read."""
    found = []
    for part in parts:
        try:
            if part.status != 200:
                raise Usage(_in_words(part))
            found.append(read_document(part, ""))
        except Usage as exc:
            found.append(Document("sitemap", said=(f"a sitemap of the index: {exc}",), whole=False))
    return found


def _waits(source: Source, state: State, outcome: Outcome, answer: Answer, now: datetime, draw: float) -> Decision:
    own = rhythm(state.times, now, source.at_least, source.at_most)
    interval = after_nothing(state.interval or own, own, source.at_least, source.at_most)
    fresh = max(fresh_for(answer.headers, ""), state.fresh)
    return Decision(outcome, _due(replace(state, interval=interval), _pause(source, state, interval, fresh, now), now, draw))


def _pause(source: Source, state: State, interval: timedelta, fresh: timedelta, now: datetime) -> timedelta:
    """Return the pause until the next poll, within the source's bounds: longer while a hub sends what is new."""
    pause = max(interval, min(fresh, source.at_most))
    return bounded(SLOWER * pause, source.at_least, source.at_most) if subscribed(state, now) else pause


def _failed(source: Source, state: State, answer: Answer, said: str, now: datetime, draw: float) -> Decision:
    state = _ill(state, said, now)
    base = max(REFUSED_PAUSE if answer.status in REFUSED else state.interval, source.at_least)
    pause = min(base * 2 ** min(state.failures - 1, 20), DAY)
    state = _due(state, pause, now, draw)
    asked = retry_after(answer.headers, now)  # no jitter makes it shorter
    return Decision("failed", state if asked is None else replace(state, due=max(state.due or now, now + asked)))


def _well(state: State, now: datetime) -> State:
    return replace(state, succeeded=now, failures=0, ill=None, error=None, gone=False)


def _ill(state: State, said: str, now: datetime) -> State:
    return replace(state, failures=state.failures + 1, ill=state.ill or now, error=said)


def _due(state: State, pause: timedelta, now: datetime, draw: float) -> State:
    return replace(state, due=now + jittered(pause, draw))


def _in_words(answer: Answer) -> str:
    if answer.status == 0:
        return answer.fault or "no answer"
    words = WORDS.get(answer.status, "an error of the server" if answer.status >= 500 else "no answer that a feed would give")
    return f"HTTP {answer.status}: {words}"


def _validator(headers: Mapping[str, str], name: str) -> str | None:
    """Return a validator to be sent back as it came; None for one that no server needs to be so long, or that would break a header."""
    value = headers.get(name, "").strip()
    return value if 0 < len(value) <= LONGEST_VALIDATOR and value.isprintable() and value.isascii() else None
