"""This module decides a second time what a subscription matches: its file as YAML has it, an alert as JSON has it, and a plain loop.

It takes the meaning from docs/subscriptions.md and shares no code with `streams.subscriptions`: no index, no order of conditions, no CEL.
Expressions that `where` may hold are written out in Python, each beside its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from math import acos, cos, radians, sin
from typing import Any

JSON = Mapping[str, Any]
SEVERITIES = ("unknown", "minor", "moderate", "severe", "extreme")
CERTAINTIES = ("unknown", "unlikely", "possible", "likely", "observed")
EARTH_KM = 6_371.0
SEEN = 50
"""The number of values of a list, and of articles, that an expression sees."""
WHERE: Mapping[str, Callable[[JSON], bool]] = {
    "killed >= 4": lambda alert: harmed(alert, "killed") >= 4,
    "killed >= 10": lambda alert: harmed(alert, "killed") >= 10,
    "abducted > 0": lambda alert: harmed(alert, "abducted") > 0,
    "detained >= 20": lambda alert: harmed(alert, "detained") >= 20,
    "victims.exists(v, v.contains('journalist'))": lambda alert: any("journalist" in each["name"] for each in alert["victims"][:SEEN]),
    "!located && event_type == 'HAZARD'": lambda alert: point(alert) is None and alert["type"] == "HAZARD",
    "precision == 'province' && severity >= moderate": lambda alert: (
        (alert.get("place") or {}).get("precision") == "province" and SEVERITIES.index(alert["severity"]) >= 2
    ),
    "realis == 'planned'": lambda alert: bool(alert["realis"] == "planned"),
    "kind == 'corrected'": lambda alert: bool(alert["kind"] == "corrected"),
    "publishers.size() > 1": lambda alert: len({each.get("publisher") for each in alert["articles"]} - {None}) > 1,
}


def read(line: bytes) -> dict[str, Any]:
    """Return an alert as JSON has it."""
    found: dict[str, Any] = json.loads(line)
    return found


def matches(subscription: JSON, alert: JSON) -> bool:
    """Return True if an alert passes each filter of a subscription, as its file gives it; raise KeyError for an unknown `where`."""
    match = subscription.get("match", {})
    told = match.get("told", "news")
    return (
        (told == "any" or (alert.get("told") or "news") == told)
        and all(_PASSES[name](value, alert) for name, value in match.items() if name != "told")
        and ("where" not in subscription or WHERE[subscription["where"]](alert))
    )


def harmed(alert: JSON, kind: str) -> int:
    """Return the least number of people harmed in a way, 0 if none is said: the first that the alert gives."""
    said = [int(each["min"]) for each in alert["casualties"] if each["kind"] == kind]
    return said[0] if said else 0


def point(alert: JSON) -> tuple[float, float] | None:
    """Return where it happened, as long as that is known better than by a country, or by a facility that may be over 60 km off."""
    place = alert.get("place") or {}
    if place.get("lat") is None or place.get("lon") is None or place["precision"] in ("country", "region", "unknown"):
        return None
    if place["precision"] == "facility" and (place.get("radiusKm") or 0) > 60:
        return None
    return place["lat"], place["lon"]


def publishers(alert: JSON) -> set[str]:
    """Return who published the articles, and whose texts they are."""
    return {each.casefold() for each in (*(one.get("publisher") for one in alert["articles"]), *alert["wireOrigins"]) if each}


def holds_phrase(text: str, wanted: str) -> bool:
    """Return True if the words of a phrase stand in a text one behind the other, in any case."""
    found, asked = _words(text), _words(wanted)
    return any(found[at : at + len(asked)] == asked for at in range(len(found)))


def _near(circle: JSON, alert: JSON) -> bool:
    """Return True within a circle, by the law of cosines on a sphere."""
    where = point(alert)
    if where is None:
        return False
    a, b = radians(where[0]), radians(circle["lat"])
    cosine = sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(where[1] - circle["lon"]))
    return EARTH_KM * acos(max(-1.0, min(1.0, cosine))) <= float(circle["km"])


def _texts_hold(words: JSON, alert: JSON) -> bool:
    texts = (alert["headline"], alert.get("summary") or "", alert["evidence"]["text"])

    def told(phrases: list[str]) -> bool:
        return any(holds_phrase(text, phrase) for text in texts for phrase in phrases)

    return ("any" not in words or told(words["any"])) and not told(words.get("none", []))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


_PASSES: Mapping[str, Callable[[Any, JSON], bool]] = {
    "types": lambda said, alert: alert["type"] in said,
    "modes": lambda said, alert: alert.get("mode") in said,
    "countries": lambda said, alert: (alert.get("place") or {}).get("country") in said,
    "near": _near,
    "min_severity": lambda said, alert: SEVERITIES.index(alert["severity"]) >= SEVERITIES.index(said),
    "min_certainty": lambda said, alert: CERTAINTIES.index(alert["certainty"]) >= CERTAINTIES.index(said),
    "words": _texts_hold,
    "actors": lambda said, alert: any(holds_phrase(actor["name"], each) for actor in alert["actors"] for each in said),
    "publishers": lambda said, alert: any(each.casefold() in publishers(alert) for each in said),
    "story": lambda said, alert: alert["story"] in said,
}
