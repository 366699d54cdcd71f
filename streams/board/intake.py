"""The articles of a POST: cut into records, and each checked as clean will check it; pure but for the child that checks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from streams.board.routes import LINE_TYPES
from streams.clean import Limits
from streams.clean.work import Raw, cleaning, made
from streams.errors import Malformed, Poison, StreamsError, Transient, Usage
from streams.feeds.documents import document_items
from streams.logs import Place
from streams.pool import Pool, Task
from streams.settings import Settings

MOST_BODY_BYTES = 20_000_000
"""The largest body in bytes: two of the largest articles, or a thousand of 20 kB."""
MOST_RECORDS = 1_000
"""The largest number of articles of one body: clean takes 10 ms of a usual one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One record that clean will take: its bytes, its uri, and why clean will drop it (None: it will not)."""

    value: bytes
    uri: str
    dropped: str | None


def split(body: bytes, content_type: str) -> list[bytes]:
    """Return the records of a body: the objects of a JSON array, the lines of JSON Lines, the entries of a feed, else the body itself.

    Raise Malformed where it is none of what it says, or has no record or too many.
    """
    records = _records(body, content_type)
    if not records:
        raise Malformed("nothing stands in the body")
    if len(records) > MOST_RECORDS:
        raise Malformed(f"{len(records):,} articles, more than {MOST_RECORDS:,}: send several bodies")
    return records


def _records(body: bytes, content_type: str) -> list[bytes]:
    if content_type in LINE_TYPES:
        return [line.strip() for line in body.split(b"\n") if line.strip()]
    if content_type == "application/json" and body.lstrip()[:1] == b"[":
        return _of_array(body)
    try:
        return [item.value for item in document_items(body, "body")] if body.strip() else []
    except Usage as exc:
        raise Malformed(str(exc)) from None


def _of_array(body: bytes) -> list[bytes]:
    """Return the objects of an array; one with half a character (a lone surrogate) is left as it is, for clean cuts those."""
    with suppress(orjson.JSONDecodeError):
        return [orjson.dumps(item) for item in orjson.loads(body)]
    try:
        return [json.dumps(item).encode() for item in json.loads(body)]
    except json.JSONDecodeError as exc:
        raise Malformed(f"not JSON: {exc.msg}", offset=exc.pos) from None
    except (ValueError, RecursionError) as exc:
        raise Malformed(f"not JSON: {str(exc)[:100]}") from None


class Checker:
    """Checks records in a process of its own, which is made at the first one: a page made to cost time cannot hold the server."""

    def __init__(self, settings: Settings) -> None:
        limits = Limits(value_bytes=settings.max_value_bytes, words=settings.max_words)
        self._task = Task(cleaning, (limits, settings.clean_rules, settings.site_rules))
        self._seconds = settings.article_seconds
        self._pool: Pool | None = None
        self._lock = asyncio.Lock()

    async def check(self, records: Sequence[bytes]) -> list[Checked | Exception]:
        """Return for each record what clean finds, or the error with which it would refuse it; in order."""
        now = datetime.now(UTC)
        async with self._lock:  # the pool's child has one record at a time
            self._pool = self._pool or Pool(1, self._task, self._seconds)
            raw = [Raw(record, None, "articles/0/0", now).encode() for record in records]
            answers = await self._pool.map(raw, [Place("POST", 0, number, None) for number in range(1, len(records) + 1)])
        return [each if isinstance(each, Exception) else _checked(value, each) for value, each in zip(records, answers, strict=True)]

    async def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            await asyncio.to_thread(self._pool.close)


def _checked(value: bytes, answer: bytes) -> Checked:
    article, _ = made(answer)
    return Checked(value, article.uri, article.dropped.reason if article.dropped is not None else None)


def refusals(found: Sequence[Checked | Exception]) -> list[Mapping[str, Any]]:
    """Return an entry for each record that clean would refuse: its number from 1, the field, the offset, the kind of error, and why.

    Raise the first error that says nothing of a record: no child lived (Transient), or a bug.
    """
    entries: list[Mapping[str, Any]] = []
    for number, each in enumerate(found, 1):
        if isinstance(each, Poison):
            entry = {"record": number, "error": type(each).__name__, "field": each.field, "detail": each.message}
            entries.append(entry | ({"offset": each.offset} if each.offset is not None else {}))
        elif isinstance(each, Exception):
            raise each if isinstance(each, StreamsError) else Transient("the check failed") from each
    return entries
