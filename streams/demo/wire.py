"""The demo's wire: invented stories in real places, in the order they came in on one invented Saturday, 14 March 2026.

Each line of wire.jsonl holds one item (`body` an article object, or `text`, `html`, or `base64` bytes), when it came in (`at`), and what a
careful reader expects to come of it (`expect`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import orjson

from streams.feeds.documents import Item


@dataclass(frozen=True, slots=True)
class WireItem:
    """One item of the wire; `expect` as in wire.jsonl; `embargo` counts from when it is fed."""

    id: str
    story: str
    at: datetime
    body: dict[str, Any] | None
    raw: bytes
    expect: dict[str, Any]
    embargo: timedelta | None

    def item(self, now: datetime) -> Item:
        """Return the record to feed; an embargo that the wire gives in seconds ends that long after `now`."""
        if self.body is None or self.embargo is None:
            return Item(self.raw, self.id, self.at)
        until = (now + self.embargo).isoformat(timespec="seconds")
        return Item(orjson.dumps({**self.body, "embargoedUntil": until}), self.id, self.at)


def wire() -> Iterator[WireItem]:
    """Yield the wire's items in order."""
    for line in (files("streams.demo") / "wire.jsonl").read_bytes().splitlines():
        item = orjson.loads(line)
        body = item.get("body")
        if "base64" in item:
            raw = base64.b64decode(item["base64"])
        else:
            raw = orjson.dumps(body) if "body" in item else (item.get("text") or item.get("html") or "").encode()
        embargo = timedelta(seconds=item["embargoSeconds"]) if "embargoSeconds" in item else None
        document = body if isinstance(body, dict) else None
        yield WireItem(item["id"], item["story"], datetime.fromisoformat(item["at"]), document, raw, item["expect"], embargo)
