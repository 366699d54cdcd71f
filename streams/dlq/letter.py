"""A letter is a dead letter: what its `dlq-*` headers say, and what they would put back on the wire.

Its value stays on the topic until asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import orjson

from streams.headers import ATTEMPTS, LETTER, SOURCE, TRUNCATED, Headers, header, is_raw, number, own, source

State = Literal["open", "redriven", "dropped"]


class Kept(Protocol):
    """A record of Kafka, as any client gives it."""

    partition: int
    offset: int
    timestamp: int
    """The record's time in milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, slots=True)
class Letter:
    """One record that could not pass. Two records of one failure (delivery is at least once) are one letter: see `identity`."""

    position: str
    """The letter's position in `dead-letters`, `partition/offset`; the commands know it by this name."""
    topic: str
    """The topic on which the record failed, with its prefix."""
    partition: int
    offset: int
    stage: str
    error: str
    kind: str
    """The kind of failure, `poison` or `bug`."""
    message: str
    field: str
    attempts: int
    time: datetime
    version: str
    source: str | None
    """The raw record that the article came from, `articles/P/O`; None where nothing says."""
    key: bytes | None
    size: int
    """The size of its value in bytes."""
    headers: tuple[tuple[str, bytes | None], ...]
    """The headers of the record that failed, without `dlq-*`."""
    truncated: bool
    state: State = "open"
    settled: datetime | None = None
    went_to: str | None = None
    """The position at which a redriven letter was put, `topic/partition/offset`; None for all others."""

    @property
    def identity(self) -> tuple[str, int, int, str]:
        """The topic, partition, offset and stage of the failure: two records that agree in these are one letter."""
        return self.topic, self.partition, self.offset, self.stage

    @property
    def origin(self) -> str:
        """The position of the record that failed, `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def outcome(self) -> str:
        """The outcome by which the account counts the article while the letter is open."""
        return f"dead letter: {self.error}"

    @property
    def obstacle(self) -> str | None:
        """The reason why the letter cannot be redriven, as a sentence; None if it can be."""
        if self.truncated:
            held = f"dead letter {self.position} holds only the first {self.size} bytes of {self.origin}"
            return f"{held}: feed the article again, then drop this one"
        if not self.topic:
            return f"dead letter {self.position} does not say which topic it came from: drop it"
        return None

    def redriven_headers(self) -> tuple[tuple[str, bytes | None], ...]:
        """Return the record's own headers, its source, and the number of its failures, for the letter that it may become again."""
        rest = tuple(pair for pair in self.headers if pair[0] != SOURCE)
        named = ((SOURCE, self.source.encode()),) if self.source else ()
        return (*rest, *named, (ATTEMPTS, str(self.attempts).encode()))

    def as_json(self) -> dict[str, Any]:
        """Return all of the letter but its value, for `--json`."""
        key = None if self.key is None else self.key.decode("utf-8", "replace")
        headers = [[name, None if value is None else value.decode("utf-8", "replace")] for name, value in self.headers]
        plain = {name: getattr(self, name) for name in Letter.__slots__ if name not in ("position", "key", "headers", "went_to")}
        return {"place": self.position, **plain, "wentTo": self.went_to, "key": key, "headers": headers}


def read_letter(record: Kept) -> Letter:
    """Return the letter that a record of `dead-letters` is; what its headers do not say is empty, never an error."""
    value = record.value or b""

    def said(name: str) -> str:
        return (header(record.headers, LETTER + name) or b"").decode("utf-8", "replace")

    def counted(name: str) -> int:
        return number(header(record.headers, LETTER + name))

    return Letter(
        position=f"{record.partition}/{record.offset}",
        topic=said("topic"),
        partition=counted("partition"),
        offset=counted("offset"),
        stage=said("stage"),
        error=said("error"),
        kind=said("kind"),
        message=said("message"),
        field=said("field"),
        attempts=counted("attempts"),
        time=moment(said("time"), record.timestamp),
        version=said("version"),
        source=source(record.headers) or _source(said("topic"), f"{counted('partition')}/{counted('offset')}", value),
        key=record.key,
        size=len(value),
        headers=own(record.headers),
        truncated=header(record.headers, TRUNCATED) is not None,
    )


def _source(topic: str, position: str, value: bytes) -> str | None:
    """Return the source of a record without that header: on `articles` the record itself, on later topics the one that its value states."""
    return f"articles/{position}" if is_raw(topic) else stated_source(value)


def stated_source(value: bytes) -> str | None:
    """Return the `source` field of a record written before there was a header for it; None without such a field."""
    try:
        document = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    given = document.get("source") if isinstance(document, dict) else None
    return given if isinstance(given, str) else None


def moment(said: str, timestamp: int) -> datetime:
    """Return the time that a header says, in UTC where it names no zone; else the record's own (milliseconds since 1970)."""
    try:
        read = datetime.fromisoformat(said)
        return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(max(0, min(timestamp, 10**14)) / 1000, UTC)
