"""The state of a source between two polls: validators, the next time, its health, and what it has brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from streams.errors import Malformed
from streams.feeds.seen import Memory, Seen

DAYS = 7
"""The number of days over which a source's figures are told."""


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of one day in UTC: polls that were answered, those that brought a document with nothing new in it, entries sent."""

    date: date
    polls: int = 0
    repeats: int = 0
    items: int = 0

    def with_(self, *, repeats: int = 0, items: int = 0) -> Self:
        """Return the day with one more poll."""
        return replace(self, polls=self.polls + 1, repeats=self.repeats + repeats, items=self.items + items)


@dataclass(frozen=True, slots=True)
class State:
    """The state of one source; a new one is due at once."""

    due: datetime | None = None
    """The time of the next poll; None: now."""
    interval: timedelta = timedelta(0)
    """The pause that was last chosen, without jitter; zero before the first answer."""
    fresh: timedelta = timedelta(0)
    """The time for which the last document said that there would be nothing new."""
    moved: str | None = None
    """The address to which the source has moved for good (301, 308)."""
    etag: str | None = None
    modified: str | None = None
    body: str | None = None
    """The hash of the document that was last read whole."""
    read: datetime | None = None
    """The time of the last answer that brought a document."""
    tried: datetime | None = None
    succeeded: datetime | None = None
    brought: datetime | None = None
    """The time of the last poll that brought something new."""
    failures: int = 0
    """Polls that failed since the last that did not."""
    ill: datetime | None = None
    """The time of the first of them."""
    error: str | None = None
    gone: bool = False
    """True if the publisher said that it is gone for ever (410); it is polled no more."""
    title: str | None = None
    language: str | None = None
    kind: str | None = None
    hub: str | None = None
    """The hub that the last document named."""
    topic: str | None = None
    """The address under which that hub knows the feed."""
    subscribed_until: datetime | None = None
    """The time until which the hub sends what is new."""
    hub_asked: datetime | None = None
    """The time of the last request to the hub."""
    hub_error: str | None = None
    said: tuple[str, ...] = ()
    """The problems of the last document, in words."""
    watermark: int = 0
    """The newest time of change, in nanoseconds, of a folder's files that are remembered no more; what is not newer is known."""
    times: tuple[datetime, ...] = ()
    """The times of its newest entries."""
    days: tuple[Day, ...] = ()
    seen: Memory = field(default_factory=dict)
    sending: Memory = field(default_factory=dict)
    """The entries of the last poll that had something to send: they were, or were about to be."""

    @property
    def first(self) -> bool:
        """True if no document of the source was read yet."""
        return self.read is None

    @property
    def settled(self) -> bool:
        """True if all that was about to be sent was sent; after a kill it may not be, and then the document must be read whatever it is."""
        return all(self.seen.get(identity) == each for identity, each in self.sending.items())

    def counted(self, now: datetime, *, repeats: int = 0, items: int = 0) -> Self:
        """Return the state with one more poll in the figures of its day."""
        today = now.date()
        kept = [day for day in self.days if timedelta(0) <= today - day.date < timedelta(days=DAYS)]
        last = kept.pop() if kept and kept[-1].date == today else Day(today)
        return replace(self, days=(*kept, last.with_(repeats=repeats, items=items)))

    def sent(self, now: datetime, items: int) -> Self:
        """Return the state with entries that came without a poll in the figures of its day."""
        after = self.counted(now, items=items)
        return replace(after, days=(*after.days[:-1], replace(after.days[-1], polls=after.days[-1].polls - 1)))

    @property
    def items_a_day(self) -> float:
        """The mean number of entries that were sent, of the days that are kept."""
        return sum(day.items for day in self.days) / len(self.days) if self.days else 0.0

    @property
    def repeated(self) -> float:
        """The share of answered polls whose document came again with nothing new in it."""
        polls = sum(day.polls for day in self.days)
        return sum(day.repeats for day in self.days) / polls if polls else 0.0


def dump_state(state: State) -> dict[str, Any]:
    """Return the state but for `seen` and `sending` as values of JSON; fields that hold nothing are left out."""
    document = {
        "due": _written(state.due),
        "intervalSeconds": state.interval.total_seconds(),
        "freshSeconds": state.fresh.total_seconds(),
        "tried": _written(state.tried),
        "succeeded": _written(state.succeeded),
        "brought": _written(state.brought),
        "read": _written(state.read),
        "ill": _written(state.ill),
        "subscribed_until": _written(state.subscribed_until),
        "hub_asked": _written(state.hub_asked),
        "times": [time.isoformat() for time in state.times],
        "days": [[day.date.isoformat(), day.polls, day.repeats, day.items] for day in state.days],
        "said": list(state.said),
        **{name: getattr(state, name) for name in _PLAIN},
    }
    return {name: value for name, value in document.items() if value not in (None, [], 0, False)}


def load_state(document: Mapping[str, Any], seen: Memory, sending: Memory) -> State:
    """Return the state that `dump_state` wrote; raise Malformed for other objects."""
    try:
        plain: dict[str, Any] = {name: datetime.fromisoformat(document[name]) for name in _TIMES if name in document}
        plain |= {name: document[name] for name in _PLAIN if name in document}
        return State(
            interval=timedelta(seconds=float(document.get("intervalSeconds", 0))),
            fresh=timedelta(seconds=float(document.get("freshSeconds", 0))),
            times=tuple(datetime.fromisoformat(time) for time in document.get("times", ())),
            days=tuple(Day(date.fromisoformat(day), polls, repeats, items) for day, polls, repeats, items in document.get("days", ())),
            said=tuple(str(each) for each in document.get("said", ())),
            seen=seen,
            sending=sending,
            **plain,
        )
    except (TypeError, ValueError, AttributeError) as exc:
        raise Malformed(f"no state of a source: {exc}") from None


def dump_seen(seen: Memory) -> dict[str, Any]:
    """Return what was seen as values of JSON, in its order."""
    return {"seen": [[identity, each.content, each.link, each.version] for identity, each in seen.items()]}


def load_seen(document: Mapping[str, Any]) -> Memory:
    """Return what `dump_seen` wrote; raise Malformed for other objects."""
    try:
        return {str(identity): Seen(str(content), str(link), int(version)) for identity, content, link, version in document["seen"]}
    except (KeyError, TypeError, ValueError) as exc:
        raise Malformed(f"no memory of a source: {exc}") from None


def _written(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


_TIMES = ("due", "tried", "succeeded", "brought", "read", "ill", "subscribed_until", "hub_asked")
_PLAIN = (
    "moved", "etag", "modified", "body", "failures", "error", "gone", "watermark", "title", "language", "kind", "hub", "topic", "hub_error",
)  # fmt: skip
assert {*_TIMES, *_PLAIN, "interval", "fresh", "times", "days", "said", "seen", "sending"} == {each.name for each in fields(State)}
