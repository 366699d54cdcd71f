"""The body of a webhook: an event of Standard Webhooks with the alert as its data, within the 20,000 bytes that the standard asks for.

What is cut is cut in this order until it fits: the articles behind the first five, the changes, the evidence, all articles, long texts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from streams.delivery.message import Message
from streams.messages import parse_json

MOST_BYTES = 20_000
"""The standard's limit on a payload ("keep it under 20 kB")."""
FEW = 5
MOST_TEXT = 500
"""Characters that are left of a text when all else was cut."""


def webhook_body(message: Message) -> bytes:
    """Return the JSON that is posted, the same at each attempt; `truncated` is true in `data` if something was cut from the alert."""
    alert: dict[str, Any] = parse_json(message.alert.encode())
    data: dict[str, Any] = {"subscription": message.subscription, "reason": message.reason, "alert": alert}
    event = {"type": f"alert.{message.alert.kind}", "timestamp": message.at, "data": data}
    for cut in (None, *_CUTS):
        if cut is not None:
            data["truncated"] = True
            cut(alert)
        if len(body := orjson.dumps(event)) <= MOST_BYTES:
            return body
    data["alert"] = {name: alert[name] for name in ("id", "revision", "kind", "type", "severity", "updated")}
    return orjson.dumps(event)


def _fewer_articles(alert: dict[str, Any]) -> None:
    alert["articles"] = alert["articles"][:FEW]


def _shorter_evidence(alert: dict[str, Any]) -> None:
    alert["evidence"]["text"] = alert["evidence"]["text"][:MOST_TEXT]


def _shorter(value: Any) -> Any:
    match value:
        case str():
            return value[:MOST_TEXT]
        case list():
            return [_shorter(each) for each in value[:FEW]]
        case dict():
            return {name: _shorter(each) for name, each in list(value.items())[:100]}
        case _:
            return value


def _short_texts(alert: dict[str, Any]) -> None:
    alert.update(_shorter(alert))


_CUTS: tuple[Callable[[dict[str, Any]], None], ...] = (
    _fewer_articles,
    lambda alert: alert.update(changes=[]),
    _shorter_evidence,
    lambda alert: alert.update(articles=[]),
    _short_texts,
)
