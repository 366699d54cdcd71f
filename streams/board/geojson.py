"""Alerts as GeoJSON (RFC 7946): a feature for each, without geometry where the alert has no point on the map."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from streams.board.addresses import web_link
from streams.board.problem import safe_json
from streams.messages import CasualtyKind
from streams.subscriptions.facts import AlertFacts
from streams.visible import passage

CONTENT_TYPE = "application/geo+json"


def geojson(alerts: Iterable[AlertFacts], following: str | None) -> bytes:
    """Return a collection of features, longitude before latitude; `next`, a member of our own, is the cursor of the page behind it."""
    document: dict[str, Any] = {"type": "FeatureCollection", "features": [_feature(each) for each in alerts], "next": following}
    return safe_json(document)


def _feature(facts: AlertFacts) -> dict[str, Any]:
    alert, place = facts.alert, facts.alert.place
    geometry = {"type": "Point", "coordinates": [facts.point[1], facts.point[0]]} if facts.point is not None else None
    properties: dict[str, Any] = {
        "revision": alert.revision,
        "kind": alert.kind,
        "type": alert.type,
        "mode": alert.mode,
        "severity": alert.severity,
        "certainty": alert.certainty,
        "urgency": alert.urgency,
        "told": facts.told,
        "headline": passage(alert.headline),
        "summary": passage(alert.summary) if alert.summary else None,
        "place": passage(place.name) if place is not None else None,
        "country": facts.country,
        "precision": place.precision if place is not None else None,
        "radiusKm": place.radius_km if place is not None else None,
        **{kind: facts.harmed(kind) for kind in get_args(CasualtyKind)},
        "articles": alert.article_count,
        "publishers": alert.publisher_count,
        "firstSeen": alert.first_seen,
        "updated": alert.updated,
        "story": alert.story,
        "link": next((link for article in reversed(alert.articles) if (link := web_link(article.link)) is not None), None),
    }
    return {"type": "Feature", "id": alert.id, "geometry": geometry, "properties": properties}
