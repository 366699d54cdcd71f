"""A record of Kafka as one line of JSON: position, record time, key, value and headers; bytes that are no UTF-8 text as base64."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import orjson

from streams.errors import Malformed
from streams.messages import parse_json

BYTES = "base64"
"""The name under which bytes stand that are no text: `{"base64": "..."}`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record as it stood on its topic; `time` is its record time in milliseconds since 1970."""

    partition: int
    offset: int
    time: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()

    def encode(self) -> bytes:
        """Return the line, with its end."""
        document = {
            "partition": self.partition,
            "offset": self.offset,
            "time": self.time,
            "key": _written(self.key),
            "value": _written(self.value),
            "headers": [[name, _written(value)] for name, value in self.headers],
        }
        return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def read_line(line: bytes) -> Line:
    """Return the record of a line; raise Malformed for a line of another shape."""
    document = parse_json(line)
    try:
        headers = tuple((str(name), _read(value)) for name, value in document["headers"])
        partition, offset, time = int(document["partition"]), int(document["offset"]), int(document["time"])
        return Line(partition, offset, time, _read(document["key"]), _read(document["value"]), headers)
    except (KeyError, TypeError, ValueError) as exc:
        raise Malformed(f"no record of a backup: {exc!r}") from None


def _written(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return {BYTES: base64.b64encode(value).decode()}


def _read(value: Any) -> bytes | None:
    if value is None:
        return None
    return base64.b64decode(value[BYTES], validate=True) if isinstance(value, dict) else str(value).encode()
