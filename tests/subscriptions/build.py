"""Subscriptions and alerts for tests: subscriptions from YAML as a person writes them, alerts from the few fields that matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streams.messages import Alert
from streams.subscriptions import Mistake, Subscription, read_document
from streams.subscriptions.stored import stored_alerts

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "docs" / "examples" / "alerts.jsonl"
NOON = "2026-03-14T12:00:00Z"
HEAD = "subscriptions:\n  - name: desk\n    deliver: [{webhook: 'https://desk.example'}]\n"


def demo_alerts() -> list[Alert]:
    """Return each revision that the demo's wire gave in November 2026, in order."""
    return [alert for line in DEMO.read_bytes().splitlines() for alert in stored_alerts(line)]


def alert(**fields: Any) -> Alert:
    """Return an alert with these fields, by their names on the wire."""
    base: dict[str, Any] = {
        "id": "inc-1", "revision": 1, "kind": "created", "headline": "Bomb in Basra", "type": "ASSAULT", "realis": "happened",
        "time": {"start": NOON, "end": NOON, "precision": "day"}, "severity": "moderate", "urgency": "immediate", "certainty": "likely",
        "novelty": 1.0, "evidence": {"start": 0, "end": 4, "text": "Bomb"}, "evidenceUri": "urn:a", "articleCount": 1, "publisherCount": 1,
        "firstSeen": NOON, "updated": NOON, "story": "story-1",
    }  # fmt: skip
    return Alert.check({**base, **fields})


def place(name: str = "Basra", country: str | None = "IRQ", lat: float | None = 30.51, lon: float | None = 47.78, **more: Any) -> Any:
    return {"start": 0, "end": 0, "text": name, "name": name, "country": country, "lat": lat, "lon": lon, "precision": "city", **more}


def killed(count: int) -> list[dict[str, Any]]:
    return [{"kind": "killed", "min": count, "max": count, "start": 0, "end": 0}]


def mistakes(text: str) -> tuple[Mistake, ...]:
    subscriptions, found = read_document("a.yaml", text.encode())
    assert not (subscriptions and found)
    return found


def subscription(body: str, head: str = "") -> Subscription:
    """Return the subscription `desk` with these fields, which are indented by four."""
    text = head + HEAD + "".join(f"    {line}\n" for line in body.splitlines())
    (found,), wrong = read_document("a.yaml", text.encode())
    assert wrong == ()
    return found
