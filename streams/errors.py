"""Everything that can go wrong, in one tree.

    StreamsError
    ├── Poison            this record can never pass: to the dead letters at once
    │   ├── Undecodable   bytes that are no text in any encoding we accept
    │   ├── Malformed     not JSON, or JSON of another shape; names the field and the offset
    │   ├── Empty         nothing left to read
    │   ├── TooLarge      over a limit of size, words or depth
    │   ├── Killer        ended the process that worked on it, twice
    │   ├── TooSlow       was worked on for longer than one record may be, twice
    │   └── Refused       the broker will never take the record we made of it
    ├── Transient         passes by itself: retried in place with backoff
    └── Usage             the caller can mend it: one sentence that says how, exit code 2

Anything else is a bug: the record goes to the dead letters all the same, and an alarm is counted.
"""

from __future__ import annotations

from functools import partial
from typing import Any


class StreamsError(Exception):
    """Base of all errors that this project raises on purpose."""


class Poison(StreamsError):
    """A record that can never pass; `field` is its path in the input, `offset` the byte or character where it fails."""

    def __init__(self, message: str, *, field: str = "$", offset: int | None = None) -> None:
        where = field if offset is None else f"{field} at offset {offset}"
        super().__init__(f"{where}: {message}")
        self.message = message
        self.field = field
        self.offset = offset

    def __reduce__(self) -> tuple[Any, ...]:
        # an exception is pickled by its text, which would come back from the extract pool with a second prefix
        return partial(type(self), field=self.field, offset=self.offset), (self.message,)


class Undecodable(Poison):
    """Bytes that are no text in any encoding we accept."""


class Malformed(Poison):
    """Not JSON, or JSON of another shape."""


class Empty(Poison):
    """Nothing left to read."""


class TooLarge(Poison):
    """Over a limit of size, words or depth."""


class Killer(Poison):
    """Ended the process that worked on it, twice."""


class TooSlow(Poison):
    """Was worked on for longer than one record may be, twice."""


class Refused(Poison):
    """The broker will never take the record we made of it."""


POISONS = tuple(kind.__name__ for kind in (Undecodable, Malformed, Empty, TooLarge, Killer, TooSlow, Refused))
"""The names of all kinds of poison."""
BUG = "bug"
"""The reason of a dead letter for any other error, in metrics."""


def reason_of(error: Exception) -> str:
    """Return the reason of a dead letter as metrics have it: the class of poison, or BUG."""
    return type(error).__name__ if isinstance(error, Poison) else BUG


class Transient(StreamsError):
    """Passes by itself: retried in place with backoff, never a dead letter."""


class Usage(StreamsError):
    """The caller can mend it; the message says how."""
