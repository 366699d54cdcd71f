"""Comparison of what extract and detect read with what a careful reader takes from a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from spacy.language import Language

from streams.alert.newsworthiness import current
from streams.detect import detect
from streams.detect.types import kind_of
from streams.extract import analyse
from streams.messages import AnalysedArticle, EventArticle, PlaceValue
from tests.extract.docs import screened

FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)
SETS = ("counts", "dates", "places", "nationalities", "actors", "types")
NEAR_KM = 161.0
"""The usual limit in kilometres (100 miles) for a toponym (Gritta et al. 2018, A pragmatic guide to geoparsing evaluation)."""


def cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of one set."""
    return [json.loads(line) for line in (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def read(nlp: Language, some: list[dict[str, Any]]) -> Iterator[AnalysedArticle]:
    """Yield the texts of cases as extract reads them, in order; raise what extract could not read."""
    articles = []
    for case in some:
        moment = datetime.fromisoformat(case["published"]) if case.get("published") else FRIDAY
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        articles.append(screened(case["text"], uri=case["id"], headline=case.get("headline"), published=moment))
    for article in analyse(nlp, articles):
        if isinstance(article, Exception):
            raise article
        yield article


def wrong(nlp: Language, name: str) -> dict[str, str]:
    """Return the cases of a set that are read wrongly, by id, with what was read."""
    some = cases(name)
    judge: Callable[[Any, EventArticle], Iterable[str]] = JUDGES.get(name, _slips)
    out = {}
    for case, article in zip(some, read(nlp, some), strict=True):
        found = detect(article)
        slips = list(judge(case["expected"], found))
        if slips:
            out[case["id"]] = "; ".join(slips)
    return out


def _slips(expected: dict[str, Any], found: EventArticle) -> Iterator[str]:
    news = [event for event in found.events if event.told != "background"]
    recent = [event for event in found.events if event.realis != "historical"]
    for kind in ("killed", "injured", "missing"):
        if kind in expected:
            told = [c for event in news for c in event.casualties if c.kind == kind]
            told = told or [c for event in recent for c in event.casualties if c.kind == kind]
            most, highest = max(((c.min, c.max if c.qualifier else c.min) for c in told), default=(0, 0), key=lambda c: c[0])
            if not most <= (expected[kind][0] or 0) <= (highest or most):
                yield f"{kind} {most}"
    if "when" in expected:
        first, _, last = expected["when"].partition("..")
        days = [(event.time.start.date().isoformat(), event.time.end.date().isoformat()) for event in found.events]
        if not any(start == first or (not last and start <= first <= end) for start, end in days):
            yield f"when {days}"
    places = [event.place for event in found.events if event.place is not None]
    codes = {place.country for place in places} - {None}
    if "country" in expected and not (expected["country"] in codes or (expected["country"] is None and not codes)):
        yield f"country {codes}"
    if expected.get("country_not") in codes:
        yield f"country {codes}"
    if "place_not" in expected and any(expected["place_not"] in place.name for place in places):
        yield f"place {[place.name for place in places]}"
    if "place" in expected and not any(expected["place"] in place.name for place in places):
        yield f"place {[place.name for place in places]}"


def _types(expected: dict[str, Any], found: EventArticle) -> Iterator[str]:
    """Yield slips: of `types` one must be found, of `not` none (`TYPE:realis`: so real), if `quiet` nothing that a desk would act on."""
    told = {event.type for event in found.events} | {f"{event.type}:{event.realis}" for event in found.events}
    if "types" in expected and told.isdisjoint(expected["types"]):
        yield f"none of {expected['types']} in {sorted(told)}"
    if not told.isdisjoint(expected.get("not", ())):
        yield f"{sorted(told)}"
    if expected.get("quiet") and any(kind_of(event.type).deed and current(event) for event in found.events):
        yield f"{sorted(told)}"


def _parties(expected: list[dict[str, Any]], found: EventArticle) -> list[str]:
    people = [party for event in found.events for party in (*event.actors, *event.recipients)]
    told = [(party.name, party.country, party.sector) for party in people]
    missing = [
        wish["name"]
        for wish in expected
        if not any(
            wish["name"].lower() in f"{party.name} {party.text}".lower()
            and (party.country, party.sector in wish["sectors"]) == (wish["country"], True)
            for party in people
        )
    ]
    return [f"{missing} in {told}"] if missing else []


JUDGES: dict[str, Callable[[Any, EventArticle], Iterable[str]]] = {"actors": _parties, "types": _types}


def toponyms(nlp: Language) -> dict[str, float]:
    """Return the shares of the toponyms of real articles that are found, in the right country, and within `NEAR_KM` of where they are."""
    some = cases("toponyms")
    counts = {"found": 0, "right country": 0, "within 161 km": 0}
    total = 0
    for case, article in zip(some, read(nlp, some), strict=True):
        for gold in case["expected"]:
            total += 1
            over = [e for e in article.entities if e.place is not None and e.start < gold["end"] and gold["start"] < e.end]
            if not over:
                continue
            place = min(over, key=lambda e: abs(e.start - gold["start"]) + abs(e.end - gold["end"])).place
            assert place is not None
            counts["found"] += 1
            counts["right country"] += place.country == gold["country"]
            counts["within 161 km"] += _distance(place, gold["lat"], gold["lon"]) <= NEAR_KM
    return {name: round(count / total, 3) for name, count in counts.items()}


def _distance(place: PlaceValue, lat: float, lon: float) -> float:
    """Return the great-circle distance in kilometres; infinite if the place has no coordinates."""
    if place.lat is None or place.lon is None:
        return float("inf")
    p, q = radians(place.lat), radians(lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(lon - place.lon) / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))
