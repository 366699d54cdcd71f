"""This module turns files into records of `articles`: JSONL, JSON, text, HTML, RSS, Atom, JSON Feed, a folder, or standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import orjson
import xxhash

from streams.clean import Limits
from streams.clean.inputs.decode import decode
from streams.clean.inputs.newsml import split_newsml
from streams.clean.inputs.xml import parse_xml
from streams.errors import Poison, Usage
from streams.feeds.syndication import entries, is_feed
from streams.topics import ARTICLES

LINES = (".jsonl", ".ndjson")
WHOLE = (".txt", ".text", ".html", ".htm", ".xhtml", ".json")
FEEDS = (".xml", ".rss", ".atom")
ONLY_FEEDS = (".rss", ".atom")
"""Names under which anything but a feed is a server's error page or a mistake; the error says what it is."""
MESSAGE = re.compile(rb"<(?:\w+:)?newsMessage[\s>]")
LARGEST_BYTES = ARTICLES.max_bytes
"""The largest document or line, in bytes: more would not go onto the topic, and a line without an end would fill the memory."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record to be written: `name` says where it came from, for error messages; `at` is its record time (None: the time of writing)."""

    value: bytes
    name: str
    at: datetime | None = None
    known_as: bytes | None = None
    """The key of a record that names none itself; None: a hash of its bytes."""

    @property
    def key(self) -> bytes:
        """The first string of `uri`, `link`, `url`, `id`, else `known_as`, else a hash of the bytes: all versions of one article take one
        partition."""
        try:
            document = orjson.loads(self.value)
        except orjson.JSONDecodeError:
            document = None
        if isinstance(document, dict):
            for field in ("uri", "link", "url", "id"):
                if isinstance(document.get(field), str):
                    return str(document[field]).encode("utf-8", "replace")
        return self.known_as or xxhash.xxh3_64_hexdigest(self.value).encode()


def items(path: str) -> Iterator[Item]:
    """Yield the items of a file, a folder (sorted, recursive) or `-` (standard input); raises Usage if nothing stands there."""
    if path == "-":
        yield from _stream(sys.stdin.buffer, "-")
        return
    location = Path(path)
    if location.is_dir():
        for file in sorted(location.rglob("*")):
            if file.is_file() and file.suffix.lower() in LINES + WHOLE + FEEDS:
                yield from _file(file)
    elif location.is_file():
        yield from _file(location)
    else:
        raise Usage(f"{path}: no such file or folder")


def _file(path: Path) -> Iterator[Item]:
    if path.suffix.lower() in LINES:
        with path.open("rb") as stream:
            yield from _lines(stream, str(path))
        return
    with path.open("rb") as stream:
        value = _within(stream.read(LARGEST_BYTES + 1), str(path))
    if path.suffix.lower() in ONLY_FEEDS:
        yield from _entries(value, str(path))
        return
    yield from document_items(value, str(path))


def document_items(value: bytes, name: str) -> Iterator[Item]:
    """Yield a feed's entries, the items of text of a NewsML-G2 message, or the document itself: a record is one article."""
    if is_feed(value):
        yield from _entries(value, name)
    elif MESSAGE.search(value[:4096]):
        try:
            parts = split_newsml(parse_xml(decode(value, Limits(value_bytes=LARGEST_BYTES))))
        except Poison as exc:
            raise Usage(f"{name}: no message that can be read: {exc}") from None
        for count, part in enumerate(parts, 1):
            yield Item(part, f"{name}#{count}")
    elif value:
        yield Item(value, name)


def _stream(stream: BinaryIO, name: str) -> Iterator[Item]:
    """Yield each line if the first is a whole JSON object (lines are read while they arrive), else the whole input as one item or feed."""
    first = _within(stream.readline(LARGEST_BYTES + 1), f"{name}:1")
    if _is_object(first):
        yield Item(first.strip(), f"{name}:1")
        yield from _lines(stream, name, 2)
        return
    value = _within(first + stream.read(LARGEST_BYTES + 1 - len(first)), name)
    yield from document_items(value, name)


def _lines(stream: BinaryIO, name: str, number: int = 1) -> Iterator[Item]:
    for count, line in enumerate(iter(lambda: stream.readline(LARGEST_BYTES + 1), b""), number):
        if _within(line, f"{name}:{count}").strip():
            yield Item(line.strip(), f"{name}:{count}")


def _within(value: bytes, name: str) -> bytes:
    if len(value) > LARGEST_BYTES:
        raise Usage(f"{name}: more than {LARGEST_BYTES:,} bytes, the topic takes no larger record")
    return value


def _entries(value: bytes, name: str) -> Iterator[Item]:
    for count, entry in enumerate(entries(value, name), 1):
        yield Item(orjson.dumps(entry), f"{name}#{count}")


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False
