"""The headers beside a record's value: the names of ours, and the reading of one that anybody may have written.

    order         behind clean: the offset of the article's sketch, its position in the global order
    source        behind clean, and on a redriven record of `articles`: the raw record the article came from, `articles/P/O`
    replay        on events and alerts: they were made again by `streams recode`, and are told to nobody a second time
    dlq-*         on dead letters (streams/dlq/); on a redriven record `dlq-attempts` alone

A value may be null (Kafka allows it) and any bytes: nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from streams.topics import ARTICLES

Headers = Sequence[tuple[str, bytes | None]]

ORDER = "order"
SOURCE = "source"
REPLAY = "replay"
"""The header of events that were made again from stored entities (`streams recode`), and of the alerts that these changed."""
LETTER = "dlq-"
"""The reserved prefix of our headers: a feeder's own with it are left behind, or they could settle or restage a dead letter."""
ATTEMPTS = "dlq-attempts"
TRUNCATED = "dlq-truncated"
"""The header of a dead letter that was too large for any topic: the number of bytes of its value that were kept."""
_POSITION = re.compile(rb"articles/[0-9]{1,10}/[0-9]{1,19}")


def header(headers: Headers, name: str) -> bytes | None:
    """Return the first value of that name, None without one."""
    return next((value for given, value in headers if given == name), None)


def number(value: bytes | None, *, at_most: int = 2**63 - 1) -> int:
    """Return the number that a header's value says, 0 if it says none or one out of range."""
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 19:
        return 0
    said = int(value)
    return said if said <= at_most else 0


def source(headers: Headers) -> str | None:
    """Return the article's source that a record names, None without one or if it is malformed."""
    value = header(headers, SOURCE)
    return value.decode() if value is not None and _POSITION.fullmatch(value) else None


def own(headers: Headers) -> tuple[tuple[str, bytes | None], ...]:
    """Return the headers without those of the dead letters."""
    return tuple(pair for pair in headers if not pair[0].startswith(LETTER))


def is_raw(topic: str) -> bool:
    """Return True if a topic of the broker, prefix and all, is `articles`: its records were written by others."""
    return topic.endswith(ARTICLES.name)
