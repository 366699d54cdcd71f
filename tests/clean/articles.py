"""Articles that clean makes of values as they come, and the invented texts that several files read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import orjson

from streams.clean import clean, rebuild
from streams.messages import CleanArticle

RECEIVED = datetime(2024, 5, 2, tzinfo=UTC)
"""The time at which a value comes unless a test says another."""
BRIDGE = "Two people were killed when a bridge fell into the river at Arlen on Monday, the police said."
LONG = " ".join([BRIDGE] * 6)
"""A text that is long enough for a story on a page."""
DATELINED = "ARLEN, Nov 28 (Agency) - Two people were killed when a bridge fell into the river at Arlen on Saturday, the police said."
REBELS = "Rebels took the bridge at Arlen on Monday after a week of fighting, the governor of the province said."


def read(value: bytes | str | dict[str, Any], *, received: datetime = RECEIVED, **options: Any) -> CleanArticle:
    """Return the article that clean makes of a record's value; a document goes as JSON, a string in UTF-8."""
    text = json.dumps(value) if isinstance(value, dict) else value
    return clean(text.encode() if isinstance(text, str) else text, **{"source": "articles/0/0", "received": received, **options})


def read_exactly(*, received: datetime = RECEIVED, **fields: str) -> CleanArticle:
    """Return the article of a document with these fields, after a check that what is kept and what is cut make its text again."""
    article = read(fields, received=received)
    assert rebuild(article.text, article.cuts) == fields["text"]
    return article


def item_of_agency(**fields: object) -> CleanArticle:
    """Return the article of an agency's item that was published on Saturday, 28 November 2026, and came on the Tuesday after."""
    document = {"uri": "urn:x", "publisher": "Agency", "published": "2026-11-28T06:00:00Z"} | fields
    return read(orjson.dumps(document), received=datetime(2026, 12, 1, tzinfo=UTC))
