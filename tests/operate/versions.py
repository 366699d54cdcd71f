"""Records of another version: those that an older commit wrote of the demo's wire, and those that a later one may write."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

OLDER = Path(__file__).parent / "records-0406e22.jsonl.gz"
"""Written by the stages of commit 0406e22 (30 November 2026), in the order in which they wrote, for four articles of one story."""
NEW = {"laterField": {"unit": "km", "values": [1, None, "x"]}, "laterFlag": True}
"""Fields that no version has yet."""

MAPS = frozenset({"countries", "kinds", "labels", "realis", "types", "words"})
"""The fields whose objects are keyed by data: a name more is a datum more."""


@dataclass(frozen=True, slots=True)
class Written:
    """One record of a topic."""

    topic: str
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]


def older_records(*topics: str) -> Iterator[Written]:
    """Yield the records of the older commit, in order; of some topics only if told."""
    with gzip.open(OLDER) as lines:
        for line in lines:
            said = orjson.loads(line)
            if not topics or said["topic"] in topics:
                headers = tuple((name, value.encode()) for name, value in said["headers"])
                yield Written(said["topic"], (said["key"] or "").encode(), said["value"].encode(), headers)


def later(value: bytes) -> bytes:
    """Return a record as a later version may write it: with fields more in each of its objects."""
    return orjson.dumps(_grown(orjson.loads(value)))


def _grown(node: Any, name: str = "") -> Any:
    if isinstance(node, dict):
        return {key: _grown(part, key) for key, part in node.items()} | ({} if name in MAPS else NEW)
    return [_grown(part) for part in node] if isinstance(node, list) else node
