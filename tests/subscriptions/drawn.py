"""Subscriptions drawn from what alerts say, so that each finds something: filters whose values are those of an alert, or come near them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.subscriptions.oracle import CERTAINTIES, JSON, SEVERITIES, WHERE

MOST_FILTERS = 4


def drawn(alerts: Sequence[JSON], chance: random.Random) -> dict[str, Any]:
    """Return the fields `match` and `where` of a subscription, as YAML has them."""
    alert = chance.choice(alerts)
    offered = {name: value for name, value in _offered(alert, chance).items() if value is not None}
    match = {name: offered[name] for name in chance.sample(sorted(offered), chance.randint(1, MOST_FILTERS))}
    if chance.random() < 0.4:
        match["told"] = chance.choice(["news", "background", "any"])
    return {"match": match, "where": chance.choice(list(WHERE))} if chance.random() < 0.2 else {"match": match}


def _offered(alert: JSON, chance: random.Random) -> Mapping[str, Any]:
    """Return a value for each filter; None where the alert has none."""
    place = alert.get("place") or {}
    actors = [each["name"] for each in alert["actors"] if re.search(r"\w", each["name"])]
    publishers = [each["publisher"] for each in alert["articles"] if each.get("publisher")]
    return {
        "types": sorted({alert["type"], *chance.sample(["CRIME", "HEALTH", "PROTEST"], chance.randint(0, 2))}),
        "modes": [alert["mode"]] if alert.get("mode") else None,
        "countries": [place["country"]] if place.get("country") else None,
        "near": _near(place, chance),
        "min_severity": chance.choice(SEVERITIES),
        "min_certainty": chance.choice(CERTAINTIES),
        "words": {chance.choice(["any", "any", "none"]): [_phrase(alert, chance)]},
        "actors": [chance.choice(actors)] if actors else None,
        "publishers": [chance.choice(publishers)] if publishers else None,
        "story": [alert["story"]],
    }


def _near(place: JSON, chance: random.Random) -> dict[str, float] | None:
    """Return a circle about a point that is up to three degrees away from a place, as far as the map goes."""
    if place.get("lat") is None or place.get("lon") is None:
        return None
    lat, lon = place["lat"] + chance.uniform(-3, 3), place["lon"] + chance.uniform(-3, 3)
    return {
        "lat": max(-90.0, min(90.0, round(lat, 3))),
        "lon": max(-180.0, min(180.0, round(lon, 3))),
        "km": round(chance.uniform(1, 700), 1),
    }


def _phrase(alert: JSON, chance: random.Random) -> str:
    """Return one to three words of the headline, the summary or the evidence, with the signs between them; `the` where these have none."""
    text = chance.choice([alert["headline"], alert.get("summary") or "", alert["evidence"]["text"]])
    words = [word for word in text.split() if re.search(r"\w", word)] or ["the"]
    at = chance.randrange(len(words))
    said = " ".join(words[at : at + chance.randint(1, 3)])
    return said.upper() if chance.random() < 0.2 else said
