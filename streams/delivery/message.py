"""A message to one target, and what may come of an attempt to send it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from streams.messages import Alert
from streams.subscriptions import Target
from streams.subscriptions.outgoing import Waiting

QueueKey = tuple[str, str]
"""The name of a subscription and the id of one of its targets."""


@dataclass(frozen=True, slots=True)
class Message:
    """One alert or one digest for one target of one subscription; `id` is the same at each attempt, and for all targets of it.

    `number` is its place in the order in which messages came to be. A digest has its alerts in `digest`, the most severe first, and `alert`
    is the first of them.
    """

    id: str
    queue: QueueKey
    number: int
    reason: str
    at: datetime
    alert: Alert = field(repr=False)
    digest: tuple[Waiting, ...] = field(default=(), repr=False)
    more: int = 0
    """The number of alerts that the digest does not list."""

    @property
    def entries(self) -> tuple[Waiting, ...]:
        """Each alert that it tells, with its reason."""
        return self.digest or (Waiting(self.alert, self.reason),)

    @property
    def subscription(self) -> str:
        """The name of the subscription."""
        return self.queue[0]

    @property
    def key(self) -> str:
        """The key of its record on `deliveries`."""
        return f"outbox/{self.queue[0]}/{self.queue[1]}/{self.id}"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The target has it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The target may take it later; `after` is the pause in seconds that it asked for."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """The target says that it takes nothing any more (HTTP 410)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The target will never take this message."""

    reason: str


Outcome = Delivered | Retry | Gone | Refused
OUTCOMES = {Delivered: "delivered", Retry: "failed", Gone: "gone", Refused: "refused"}
"""The words for outcomes in metrics and logs."""


class Endpoint(Protocol):
    """A target that can be sent to; `host` names it in logs, holds no secret, and limits how much is sent to one host at once."""

    @property
    def host(self) -> str:
        """The host, or another name of where messages go."""
        ...

    async def send(self, message: Message) -> Outcome:
        """Try once, within the endpoint's own time limit, and return what came of it; no exception is expected."""
        ...


def target_id(target: Target) -> str:
    """Return the id of a target: its kind and 8 hexadecimal digits that depend on the address as it is written in the file."""
    return f"{target.kind}-{blake2b(target.address.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
