"""The messages of a subscription: one for a revision, or a digest of many, with an id that depends on what it tells alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from streams.messages import Alert
from streams.subscriptions.vocabulary import SEVERITY_RANKS

REPEAT = "repeat"
"""The reason of a message that tells again what was told."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revision that waits in its group, and the reason for which it will be sent."""

    alert: Alert
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """A revision that has become due in its group, and the moment since when it is."""

    group: tuple[str, ...]
    waiting: Waiting
    since: datetime

    @property
    def alert(self) -> Alert:
        """The revision."""
        return self.waiting.alert


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be delivered; `id` is the same whenever this revision is sent to this subscription.

    A digest has its entries in `digest`, the most severe first; `alert` is then the first of them, and `reason` is `digest`.
    """

    id: str
    subscription: str
    group: tuple[str, ...]
    reason: str
    at: datetime
    alert: Alert = field(repr=False)
    digest: tuple[Waiting, ...] = field(default=(), repr=False)
    more: int = 0
    """The number of alerts that were due too, and that the digest does not list: to the subscription they are as if never sent."""

    @property
    def entries(self) -> tuple[Waiting, ...]:
        """Each alert that it tells, with its reason."""
        return self.digest or (Waiting(self.alert, self.reason),)


def message_id(subscription: str, incident: str, revision: int) -> str:
    """Return the id of a message, 24 hexadecimal digits; it depends on these three alone."""
    return _hash(f"{subscription}\n{incident}\n{revision}")


def message(subscription: str, due: Due, now: datetime) -> Outgoing:
    """Return the message of one revision to the subscription of this name; a repeat has an id of its own each time."""
    alert, reason = due.alert, due.waiting.reason
    id = _hash(_named(subscription, [due])) if reason == REPEAT else message_id(subscription, alert.id, alert.revision)
    return Outgoing(id, subscription, due.group, reason, now, alert)


def digest(subscription: str, told: Sequence[Due], more: int, now: datetime) -> Outgoing:
    """Return the message that lists these revisions, in their order; `more` were due beside them."""
    id = _hash("digest\n" + _named(subscription, told))
    return Outgoing(id, subscription, told[0].group, "digest", now, told[0].alert, tuple(each.waiting for each in told), more)


def severity_order(alert: Alert) -> tuple[int, datetime, str]:
    """Return the place of a revision in the order of severity, the most severe first, of equals the oldest."""
    return -SEVERITY_RANKS[alert.severity], alert.updated, alert.id


def _named(subscription: str, told: Iterable[Due]) -> str:
    """Return the text of which an id is made: the subscription and what it is told, of a repeat also since when it was due."""
    lines = (
        f"{each.alert.id} {each.alert.revision} {each.since.isoformat() if each.waiting.reason == REPEAT else ''}" for each in told
    )  # fmt: skip
    return "\n".join((subscription, *lines))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
