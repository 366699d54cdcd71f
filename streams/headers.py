"""What rides beside a record's value: the names of our headers, and how one is read that anybody may have written.

    order         behind clean: the offset of the article's sketch, its place in the order of the world
    source        behind clean, and on a redriven record of `articles`: the raw record the article came from, `articles/P/O`
    dlq-*         on dead letters (streams/letters/); on a redriven record `dlq-attempts` alone

A value may be null (Kafka allows it) and any bytes: nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.topics import ARTICLES

Headers = Sequence[tuple[str, bytes | None]]

ORDER = "order"
SOURCE = "source"
LETTER = "dlq-"
"""Reserved: a feeder's own headers of that name are left behind, or they could settle or restage a letter."""
ATTEMPTS = "dlq-attempts"
TRUNCATED = "dlq-truncated"
"""On a letter that was too large for any topic: how many bytes of its value were kept."""
_PLACE = re.compile(rb"articles/[0-9]{1,10}/[0-9]{1,19}")


def header(headers: Headers, name: str) -> bytes | None:
    """The first value of that name."""
    return next((value for given, value in headers if given == name), None)


def number(value: bytes | None, *, at_most: int = 2**63 - 1) -> int:
    """The number that a header says, 0 where it says none or one out of range."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 19:
        return 0
    said = int(value)
    return said if said <= at_most else 0


def source(headers: Headers) -> str | None:
    """The article's source that a record names, where it is well formed."""
    value = header(headers, SOURCE)
    return value.decode() if value is not None and _PLACE.fullmatch(value) else None


def own(headers: Headers) -> tuple[tuple[str, bytes | None], ...]:
    """The headers without those of the dead letters."""
    return tuple(pair for pair in headers if not pair[0].startswith(LETTER))


def is_raw(topic: str) -> bool:
    """Whether a topic of the broker, prefix and all, is `articles`: what stands there was written by others."""
    return topic.endswith(ARTICLES.name)
