"""Records of `dead-letters`, made as the stages and the commands make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from streams.dlq import Letter, Settlement
from streams.errors import Malformed
from streams.headers import Headers
from streams.pipeline.record import Record
from streams.pipeline.shell import dead_letter


@dataclass
class Kept:
    """A record as a client gives it."""

    partition: int
    offset: int
    value: bytes | None = b""
    headers: Headers = ()
    key: bytes | None = b"urn:a"
    timestamp: int = 1_770_000_000_000


def failed(
    offset: int,
    *,
    at: int = 0,
    stage: str = "extract",
    topic: str = "t-articles.screened",
    error: Exception | None = None,
    attempts: int = 0,
    source: str | None = None,
) -> Kept:
    """Return the dead letter at 0/`at` of the record at topic/0/`offset`, of an article that came in at the same offset unless said."""
    headers = (("source", (source or f"articles/0/{offset}").encode()),)
    record = Record(topic, 0, offset, b"urn:a", b"poison-\xff", 1.0, headers, attempts)
    made = dead_letter(stage, record, error or Malformed("bad", field="text", offset=3))
    return Kept(0, at, made.value, made.headers, made.key)


def settled(letter: Letter, at: int, state: Literal["redriven", "dropped"], now: datetime, to: str | None = None) -> Kept:
    """Return the settlement of a dead letter, at 0/`at`."""
    return Kept(0, at, b"", Settlement(letter.position, state, now, to).headers())
