"""The parameters of the routes, each declared once: the readers of queries and the description in OpenAPI both take them from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, get_args

from streams.messages import AlertKind
from streams.subscriptions.predicate import MOST_CHARACTERS
from streams.subscriptions.subscription import ToldFilter
from streams.subscriptions.vocabulary import CERTAINTIES, MODES, SEVERITIES, TYPES

KINDS: tuple[AlertKind, ...] = get_args(AlertKind)
MOST_LIMIT = 1_000
DEFAULT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query: what it asks for, and the JSON Schema of its value; `many` may be repeated, or hold several with commas."""

    name: str
    description: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False


def _words(words: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


FILTERS = (
    Parameter("type", "The type of the event is among these.", _words(sorted(TYPES)), many=True),
    Parameter("mode", "The mode of the event is among these.", _words(sorted(MODES)), many=True),
    Parameter(
        "country", "The country of the place is among these (ISO 3166-1 alpha-3).", {"type": "string", "pattern": "^[A-Z]{3}$"}, many=True
    ),
    Parameter("near", "The place is within so many kilometres of a point: lat,lon,km."),
    Parameter("min_severity", "The severity is at least this.", _words(SEVERITIES)),
    Parameter("min_certainty", "The certainty is at least this.", _words(CERTAINTIES)),
    Parameter("told", "It is told as this; news if left out.", _words(get_args(ToldFilter))),
    Parameter("words", "One of these stands in headline, summary or evidence, as whole words in any case.", many=True),
    Parameter("words_none", "None of these stands there.", many=True),
    Parameter("actor", "The name of one who acts holds one of these.", many=True),
    Parameter("publisher", "One of these published an article of the alert, or is the origin of its text.", many=True),
    Parameter("story", "The story is among these.", many=True),
    Parameter("kind", "The newest revision is of one of these kinds.", _words(KINDS), many=True),
    Parameter("since", "It was updated at this time or later: ISO 8601, or a time back from now such as 24h."),
    Parameter("until", "It was updated before this time."),
    Parameter("where", "A condition in CEL, as in a subscription.", {"type": "string", "maxLength": MOST_CHARACTERS}),
    Parameter("subscription", "It passes the filters of this subscription too."),
)
"""The filters; where several are given, an alert must pass each."""
PAGING = (
    Parameter("limit", "The largest number of alerts.", {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}),
    Parameter("cursor", "The `next` of the page before."),
)
FORMAT = Parameter("format", "JSON, or one alert a line; so does `Accept: application/x-ndjson`.", _words(("json", "jsonl")))
LAST_EVENT = Parameter("last_event_id", "Go on behind this event; so does the header Last-Event-ID.")
KEY = Parameter("key", "A key, for clients that cannot set the header Authorization.")
