"""The answers to POSTs that bear an Idempotency-Key: the same key gets the same answer for a day, and nothing is written twice; pure.

The ledger is one process's own and bounded: it forgets at a restart, and its oldest answers where there are too many.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

KEPT_SECONDS = 24 * 3600.0
MOST_ANSWERS = 10_000
MOST_BYTES = 50_000_000
"""The most that the answers may have together, in bytes; one to a batch of 1,000 articles has 100 kB."""

Asked = tuple[str, str]
"""The name of the API key, and the Idempotency-Key: the keys of two feeders do not meet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, or one that is being made (`body` None); `digest` is that of the request's body."""

    digest: bytes
    at: float
    body: bytes | None = None


class Ledger:
    """The entries by what was asked, oldest first."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Asked, Entry] = OrderedDict()
        self._bytes = 0

    def find(self, asked: Asked, now: float) -> Entry | None:
        """Return the entry of a key; None where there is none, or it is older than a day. `now` counts seconds and never falls."""
        while self._entries:
            oldest = next(iter(self._entries))
            if now - self._entries[oldest].at < KEPT_SECONDS:
                break
            self.forget(oldest)
        return self._entries.get(asked)

    def begin(self, asked: Asked, digest: bytes, now: float) -> None:
        """Note that an answer is being made."""
        self._put(asked, Entry(digest, now))

    def end(self, asked: Asked, body: bytes, now: float) -> None:
        """Keep the answer; the oldest ones go where there are too many."""
        begun = self._entries.get(asked)
        if begun is None:
            return
        self._put(asked, Entry(begun.digest, now, body))
        while len(self._entries) > MOST_ANSWERS or (self._bytes > MOST_BYTES and len(self._entries) > 1):
            self.forget(next(iter(self._entries)))

    def forget(self, asked: Asked) -> None:
        """Forget an entry: its request failed, and may be sent again."""
        gone = self._entries.pop(asked, None)
        self._bytes -= len(gone.body or b"") if gone is not None else 0

    def _put(self, asked: Asked, entry: Entry) -> None:
        self.forget(asked)
        self._entries[asked] = entry
        self._bytes += len(entry.body or b"")
