"""The body of a webhook: an event of Standard Webhooks with the alerts as its data, within the 20,000 bytes that the standard asks for.

What is cut is cut in this order until it fits: the articles behind the first five, the changes, the evidence, all articles, long texts. A
digest is cut so in all its alerts alike; then the least severe are left out and counted in `more`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson

from streams.delivery.message import Message
from streams.messages import parse_json

MOST_BYTES = 20_000
"""The standard's limit on a payload ("keep it under 20 kB")."""
FEW = 5
MOST_TEXT = 500
"""Characters that are left of a text when all else was cut."""
_LEAST = ("id", "revision", "kind", "type", "severity", "updated")
"""The fields that are left of an alert that is too large even so."""


def webhook_body(message: Message) -> bytes:
    """Return the JSON that is posted, the same at each attempt; `truncated` is true in `data` if something was cut."""
    alerts: list[dict[str, Any]] = [parse_json(each.alert.encode()) for each in message.entries]
    data: dict[str, Any] = {"subscription": message.subscription, "reason": message.reason}
    data |= {"alerts": alerts, "more": message.more} if message.digest else {"alert": alerts[0]}
    kind = "alerts.digest" if message.digest else f"alert.{message.alert.kind}"
    event = {"type": kind, "timestamp": message.at, "data": data}
    for cut in (None, *_CUTS):
        if cut is not None:
            data["truncated"] = True
            for alert in alerts:
                cut(alert)
        if len(body := orjson.dumps(event)) <= MOST_BYTES:
            return body
    if not message.digest:
        data["alert"] = _only(alerts[0], _LEAST)
        return orjson.dumps(event)
    rest = {**event, "data": {**data, "alerts": [], "more": message.more + len(alerts)}}
    data["alerts"] = _fitting(alerts, MOST_BYTES - len(orjson.dumps(rest)))
    data["more"] = message.more + len(alerts) - len(data["alerts"])
    return orjson.dumps(event)


def _fitting(alerts: Iterable[dict[str, Any]], room: int) -> list[dict[str, Any]]:
    """Return the first alerts whose JSON fits into so many bytes; the first of all stays, as little of it as must be."""
    found: list[dict[str, Any]] = []
    for alert in alerts:
        room -= len(orjson.dumps(alert)) + len(",")
        if room < 0:
            return found or [_only(alert, _LEAST)]
        found.append(alert)
    return found


def _only(alert: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: alert[name] for name in names}


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
