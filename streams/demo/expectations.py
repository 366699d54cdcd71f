"""The share of the demo's wire with which the pipeline does what a careful reader expects of each item (`expect` in wire.jsonl).

The wire was written with the pipeline beside it, so these are development figures.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from streams.demo.wire import wire
from streams.messages import Wire
from streams.pipeline.runner import AlertedArticle, Failed, Released, Runner
from streams.settings import Settings

TARGETS = {"wire.outcomes": 1.0, "wire.relations": 0.98, "wire.eventTypes": 0.9, "wire.alerts": 0.8, "wire.pure": 0.95, "seed.alert": 1.0}
"""The least value of each figure that counts as good."""


def measure(settings: Settings) -> dict[str, float]:
    """Return the shares of the wire's items whose outcome, relation and alert are as expected, of expected event types found, and of
    incidents that hold reports of one incident only (`pure`); `incidentsFor` = incidents opened for each expected one (1 is right)."""
    runner = Runner(settings, batch=1)
    rows: list[tuple[dict[str, Any], Wire]] = []
    for item in wire():
        rows += [(item.expect, message) for message in runner.run([item.raw], item.at)]
    about = {message.uri: expect["incident"] for expect, message in rows if isinstance(message, AlertedArticle)}
    right: dict[str, list[bool]] = defaultdict(list)
    holds: dict[str, set[str | None]] = defaultdict(set)
    for expect, message in rows:
        if isinstance(message, Released):  # by its own article: the one that comes then has nothing to do with it
            for alert in message.released:
                holds[alert.id].add(about[alert.articles[-1].uri])
            continue
        right["outcomes"].append(_outcome(message) == expect["outcome"])
        if not isinstance(message, AlertedArticle):
            continue
        if message.relation is not None and expect["outcome"] in ("published", "repeat"):
            right["relations"].append(message.relation.kind == expect["relation"])
        found = {event.type for event in message.events if event.realis != "historical"}
        right["eventTypes"] += [type_ in found for type_ in expect["events"] if expect["outcome"] == "published"]
        kinds = {alert.kind for alert in message.alerts}
        right["alerts"].append(not kinds if expect["alert"] == "none" else expect["alert"] in kinds)
        for alert in message.alerts:
            holds[alert.id].add(expect["incident"])
    expected = {expect["incident"] for expect, _ in rows} - {None}
    shares = {f"wire.{name}": round(sum(values) / len(values), 3) for name, values in right.items()}
    pure = sum(len(incidents) == 1 for incidents in holds.values()) / max(1, len(holds))
    return shares | {"wire.pure": round(pure, 3), "wire.incidentsFor": round(len(holds) / len(expected), 2)}


def _outcome(message: Wire) -> str:
    if isinstance(message, Failed):
        return "dead-letter"
    assert isinstance(message, AlertedArticle)
    return message.outcome.split(":")[0]


def seed_alert(settings: Settings, folder: Path) -> bool:
    """Return True if the seed article gives the alerts that its expected.json asks for."""
    expected = orjson.loads((folder / "expected.json").read_bytes())
    (article,) = folder.glob("*.txt")
    (message,) = Runner(settings).run([article.read_bytes()], datetime.fromisoformat(expected["published"]))
    assert isinstance(message, AlertedArticle)
    wish = expected["alert"]
    fits = [
        alert
        for alert in message.alerts
        if alert.type == wish["type"] and alert.kind == wish["kind"] and alert.severity in wish["severity"]
        if alert.place is not None and alert.place.country == wish["country"]
    ]
    return bool(fits) and len(message.alerts) >= wish["minimumAlerts"]
