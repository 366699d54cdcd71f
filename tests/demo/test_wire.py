"""The demo's wire: whole, in a possible order, and with something of each kind that the stages must tell apart."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

import streams
from streams.messages import EventType, RelationKind


def _tags(line: str) -> tuple[str, ...]:
    return tuple(line.split())


WIRE = Path(streams.__file__).parent / "demo" / "wire.jsonl"
LINES = WIRE.read_text(encoding="utf-8").splitlines()
ITEMS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
INDEX = {item["id"]: n for n, item in enumerate(ITEMS)}

FORMS = ("body", "text", "html", "base64")
OUTCOMES = {"published", "repeat", "dropped", "dead-letter"}
RELATIONS = set(get_args(RelationKind))
ALERTS = {"created", "updated", "corrected", "withdrawn", "none"}
TYPES = set(get_args(EventType))
DROPPED = {"language", "test", "advisory", "withheld", "older"}
DEAD = {"Undecodable", "Malformed", "Empty"}
APART = 5
"""The least number of steps from one item of a story to its next: at least four others stand between."""

STORIES = _tags(
    "bomb clashes ferry train earthquake flood factory-fire cholera bank-robbery murder-arrest protest protest-violent peace-talks "
    "agreement sanctions troop-build-up threat port-strike kidnapping aid-convoy denial planned anniversary sport business culture"
)
TURNS = _tags(
    "rising-toll correction-down update-prefix corrected-prefix wrapup-prefix same-uri-new-version claim-of-responsibility "
    "arrest release own-report same-type-other-town embargo canceled kill-notice killed-story war-words"
)
COPIES = _tags("reprint shortened-reprint excerpt same-uri-version-twice same-text-other-uri older-version-late")
SHAPES = _tags("ninjs1 html html-body plain-text scraped-junk embedded-tweet dateline reporting-by")
REFUSED = _tags(
    "spanish french russian test-message advisory withheld invalid-utf8 broken-json json-array json-scalar no-text empty-body "
    "whitespace-only wrong-type date-nonsense"
)


def with_tag(tag: str) -> list[dict[str, Any]]:
    return [item for item in ITEMS if tag in item["shows"]]


def told(item: dict[str, Any]) -> str:
    """Return all that the item says, whatever its form."""
    form = next(form for form in FORMS if form in item)
    return json.dumps(item[form], ensure_ascii=False) if form == "body" else item[form]


def prose(item: dict[str, Any]) -> str:
    """Return the text alone of an item that is an article."""
    body = item.get("body")
    if body is None:
        return str(item.get("text") or item["html"])
    return str(body.get("text") or body.get("body_text") or body["bodies"][0]["value"])


def versions() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for item in ITEMS:
        body = item.get("body")
        if isinstance(body, dict) and isinstance(body.get("uri"), str) and item["expect"]["outcome"] != "dead-letter":
            found.setdefault(body["uri"], []).append(item)
    return found


def test_there_is_enough_of_it() -> None:
    assert len(ITEMS) >= 120
    assert len({item["story"] for item in ITEMS}) >= 15
    assert len(INDEX) == len(ITEMS), "ids are unique"


def test_it_is_kept_readable() -> None:
    raw = WIRE.read_bytes()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    assert not any(line.isspace() or not line for line in LINES)
    for word in ("Tórshavn", "Алматы", "Épinal", "Camaná"):
        assert word in raw.decode("utf-8"), "letters stand as they are, not as escapes"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_an_item_is_complete(item: dict[str, Any]) -> None:
    assert set(item) <= {"id", "story", "at", "key", "embargoSeconds", "expect", "shows", *FORMS}
    assert sum(form in item for form in FORMS) == 1
    assert item["id"].startswith(item["story"] + "/")
    assert item["shows"]
    expect = item["expect"]
    assert set(expect) == {"outcome", "relation", "of", "reason", "events", "alert", "incident"}
    assert expect["outcome"] in OUTCOMES
    assert expect["alert"] in ALERTS
    assert set(expect["events"]) <= TYPES
    assert expect["relation"] in RELATIONS or (expect["relation"] is None and expect["outcome"] in ("dropped", "dead-letter"))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_what_is_expected_agrees_with_itself(item: dict[str, Any]) -> None:
    expect = item["expect"]
    original = expect["of"]
    if expect["relation"] in (None, "new"):
        assert original is None
    else:
        assert INDEX[original] < INDEX[item["id"]], "an original comes before what repeats it"
    assert (expect["outcome"] == "repeat") == (expect["relation"] in ("exact", "near", "contained"))
    if expect["outcome"] != "published":
        assert expect["alert"] == "none"
        assert not expect["events"]
    if expect["outcome"] == "dropped":
        assert expect["reason"] in DROPPED
    if expect["outcome"] == "dead-letter":
        assert expect["reason"] in DEAD
    if expect["alert"] != "none":
        assert expect["incident"]
    if expect["outcome"] == "published" and expect["alert"] == "none":
        assert expect["reason"], "silence has a reason"


def test_items_of_one_story_stand_apart() -> None:
    last: dict[str, int] = {}
    for n, item in enumerate(ITEMS):
        assert n - last.get(item["story"], -APART) >= APART, item["id"]
        last[item["story"]] = n


def test_they_arrive_in_time() -> None:
    arrivals = [datetime.fromisoformat(item["at"]) for item in ITEMS]
    assert arrivals == sorted(set(arrivals))
    assert {arrival.date().isoformat() for arrival in arrivals} == {"2026-03-14"}


def test_versions_come_in_order_but_for_those_that_are_to_be_late() -> None:
    for uri, items in versions().items():
        newest = 0
        for item in items:
            version, expect = int(item["body"].get("version", "1")), item["expect"]
            if expect["relation"] == "older":
                assert version < newest, uri
            elif item["body"] == items[0]["body"]:  # a first item, or a second copy of it
                assert version >= newest, uri
                newest = version
            else:
                assert version > newest, uri
                newest = version


def test_an_incident_begins_once_and_goes_on() -> None:
    turns: dict[str, list[str]] = {}
    for item in ITEMS:
        if item["expect"]["incident"]:
            turns.setdefault(item["expect"]["incident"], []).append(item["expect"]["alert"])
    assert len(turns) >= 25
    for incident, alerts in turns.items():
        assert alerts[0] == "created", incident
        assert alerts.count("created") == 1, incident
        assert "withdrawn" not in alerts[:-1], incident


def test_an_incident_keeps_to_one_story() -> None:
    stories: dict[str, set[str]] = {}
    for item in ITEMS:
        if item["expect"]["incident"]:
            stories.setdefault(item["expect"]["incident"], set()).add(item["story"])
    assert all(len(found) == 1 for found in stories.values())


@pytest.mark.parametrize("tag", STORIES + TURNS + COPIES + SHAPES + REFUSED)
def test_there_is_one_of_each_kind(tag: str) -> None:
    assert with_tag(tag)


@pytest.mark.parametrize(
    ("tag", "count"), [("template-weather", 4), ("template-lottery", 3), ("template-earnings", 3), ("template-quake", 2)]
)
def test_look_alikes_are_all_new(tag: str, count: int) -> None:
    items = with_tag(tag)
    assert len(items) == count
    assert all(item["expect"]["relation"] == "new" for item in items)


def test_every_outcome_relation_and_turn_occurs() -> None:
    assert {item["expect"]["outcome"] for item in ITEMS} == OUTCOMES
    assert {item["expect"]["relation"] for item in ITEMS} == RELATIONS | {None}
    assert {item["expect"]["alert"] for item in ITEMS} == ALERTS
    assert {item["expect"]["reason"] for item in ITEMS} >= DROPPED | DEAD


def test_every_form_occurs() -> None:
    bodies = [item["body"] for item in ITEMS if isinstance(item.get("body"), dict)]
    assert sum("headlines" in body and "versionCreated" in body for body in bodies) >= 15, "ninjs 3"
    assert sum("bodies" in body and "versioncreated" in body for body in bodies) >= 8, "ninjs 2"
    assert sum("body_text" in body for body in bodies) >= 5, "ninjs 1"
    assert sum("text" in body for body in bodies) >= 20, "our own"
    count = Counter(form for item in ITEMS for form in FORMS if form in item)
    assert count["html"] >= 5
    assert count["text"] >= 5
    assert count["base64"] >= 2


def test_events_are_of_many_types() -> None:
    wanted = {kind for item in ITEMS for kind in item["expect"]["events"]}
    assert wanted >= set(
        _tags("ASSAULT ACCIDENT HAZARD HEALTH CRIME PROTEST CONSULT AGREE SANCTION MOBILIZE THREATEN DISRUPTION AID REJECT COERCE")
    )


def test_the_embargoed_item_carries_no_time_of_its_own() -> None:
    (item,) = (item for item in ITEMS if "embargoSeconds" in item)
    assert item["embargoSeconds"] == 6
    assert "embargoedUntil" not in item["body"]


def test_the_broken_are_broken_and_the_others_are_not() -> None:
    for item in ITEMS:
        if item["expect"]["outcome"] != "dead-letter":
            assert len(told(item).split()) >= 45
        if "base64" in item:
            value = base64.b64decode(item["base64"], validate=True)
            assert item["expect"]["outcome"] == "dead-letter"
            if value:
                with pytest.raises(UnicodeDecodeError):
                    value.decode("utf-8")


def test_articles_are_as_long_as_agency_copy() -> None:
    for item in ITEMS:
        if item["expect"]["outcome"] in ("published", "repeat") and "html" not in item:
            assert 55 <= len(prose(item).split()) <= 320, item["id"]


def test_publishers_are_invented_and_few() -> None:
    names = {item["body"]["publisher"] for item in ITEMS if isinstance(item.get("body"), dict) and "publisher" in item["body"]}
    assert 8 <= len(names) <= 10
    for uri, items in versions().items():
        assert ".example" in uri or uri.startswith("urn:"), items[0]["id"]
