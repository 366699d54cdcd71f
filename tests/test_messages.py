"""Tests of messages: they are the same after the wire, wrong input is named by its path, and the schemas say what is sent."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import Malformed
from streams.messages import (
    CONTRACTS,
    Actor,
    Alert,
    AnalysedArticle,
    Argument,
    ArticleRef,
    Attribution,
    Casualty,
    Change,
    CleanArticle,
    Code,
    Cut,
    Dropped,
    Entity,
    Event,
    EventArticle,
    Facts,
    Frame,
    HoldEnd,
    Judged,
    Judgement,
    Place,
    PlaceValue,
    Relation,
    ScreenedArticle,
    Sentence,
    Signal,
    Sketch,
    SketchPlace,
    Span,
    Verdict,
    When,
    Wire,
)
from streams.schemas.contract import contract

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SPAN = Span(start=0, end=5, text="Blast")
WHEN = When(text="Monday", start=NOON, end=NOON + timedelta(days=1), precision="day")
ACTOR = Actor(start=0, end=5, text="Police", name="Police", kind="police", sector="COP", country="FRA")
PLACE = Place(start=6, end=10, text="Lyon", name="Lyon", admin1="Rhone", country="FRA", lat=45.7, lon=4.8, precision="city", radius_km=10.0)
CASUALTY = Casualty(kind="killed", min=3, max=3, qualifier="at least", of="soldiers", attributed_to="police", start=0, end=5)
RELATION = Relation(kind="update", of="urn:a", of_version="1", story="s1", score=0.5, copied=0.7, changed=("new words",))
GRAVE: dict[str, Any] = {"severity": "severe", "urgency": "past", "certainty": "observed"}
EVENT = Event(
    id="e1", type="ASSAULT", mode="explosives", realis="happened", actors=(ACTOR,), recipients=(ACTOR,), victims=(ACTOR,), place=PLACE,
    time=WHEN, casualties=(CASUALTY,), evidence=SPAN, linked=(SPAN,), codes=(Code(scheme="CAMEO", code="183"),), confidence=0.9, **GRAVE,
)  # fmt: skip
FRAME = Frame(
    sentence=0, start=0, end=5, text="killed", lemma="kill", pos="VERB", voice="passive", tense="past", modality="may",
    attribution=Attribution(start=0, end=5, text="police", entity=0, verb="say"),
    arguments=(Argument(start=0, end=5, text="Blast", role="agent", head="blast", head_start=0, head_end=5, entity=0, entities=(0,)),),
)  # fmt: skip
CLEAN: dict[str, Any] = {
    "source": "articles/0/1", "uri": "urn:b", "version": "2", "versioned": True, "headline": "Blast", "text": "Blast in Lyon",
    "keywords": ("x",), "published": NOON, "received": NOON, "embargoed_until": NOON, "urgency": 3, "refers_to": ("urn:a",),
    "signal": Signal(kind="update", text="UPDATE 2", number=2), "cuts": (Cut(start=0, end=2, rule="menu", text="Hi"),),
    "sketch": SketchPlace(version=1, offset=7), "dropped": Dropped(reason="test", field="headline", detail="TEST"),
}  # fmt: skip
ANALYSED: dict[str, Any] = {
    **CLEAN, "relation": RELATION, "sentences": (Sentence(start=0, end=13),), "frames": (FRAME,),
    "entities": (Entity(start=9, end=13, text="Lyon", label="LOC", name="Lyon", id="n1", ontonotes="GPE"),),
}  # fmt: skip
ALERT = Alert(
    id="i1", revision=2, kind="updated", changes=(Change(field="casualties", before=[1], after={"a": 2}, article="urn:b"),),
    headline="Blast", type="ASSAULT", realis="happened", actors=(ACTOR,), place=PLACE, time=WHEN, casualties=(CASUALTY,),
    novelty=0.4, evidence=SPAN, evidence_uri="urn:b", articles=(ArticleRef(uri="urn:b", version="1", published=NOON, relation="new"),),
    article_count=1, publisher_count=1, wire_origins=("A",), first_seen=NOON, updated=NOON, story="s1", labels={"team": "a"}, **GRAVE,
)  # fmt: skip
SKETCH = Sketch(version=1, source="articles/0/1", uri="urn:b", article_version="2", received=NOON, exact="0" * 16, words="AAAA")
EXAMPLES: dict[str, Wire] = {
    "articles.clean": CleanArticle(**CLEAN),
    "articles.sketches": SKETCH,
    "articles.screened": ScreenedArticle(**CLEAN, relation=RELATION),
    "articles.duplicates": Verdict(uri="urn:b", version="2", source="articles/0/1", relation=RELATION),
    "articles.entities": AnalysedArticle(**ANALYSED),
    "articles.events": EventArticle(**ANALYSED, events=(EVENT,)),
    "alerts": ALERT,
    "alerts.changes": ALERT,
    "holds": HoldEnd(source="articles/0/1", uri="urn:b", end="released", at=NOON),
    "judgements": Judgement(
        alert="inc-1", revision=2, field="toll", verdict="wrong", value="12 killed", comment="two died later", reader="desk", at=NOON,
        said=Judged(headline="Blast", type="ASSAULT", place="Goma", country="COD", toll="10 killed", evidence="Ten died.",
                    evidence_uri="urn:b"),
    ),
}  # fmt: skip

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
offsets = st.integers(0, 2**53)
cuts = st.builds(Cut, start=offsets, end=offsets, rule=words, text=words)
signals = st.builds(Signal, kind=st.sampled_from(["update", "correction"]), text=words, number=st.none() | offsets)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
times = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)
articles = st.builds(
    CleanArticle, source=words, uri=words, by=st.none() | words, text=words, published=times, received=times,
    keywords=st.lists(words, max_size=3).map(tuple), cuts=st.lists(cuts, max_size=3).map(tuple), signal=st.none() | signals,
)  # fmt: skip


def test_a_name_of_before_the_usual_label_was_written_is_read_and_shown_with_ours() -> None:
    old = Entity.check({"start": 9, "end": 13, "text": "Lyon", "label": "LOC", "name": "Lyon", "id": "n1"})
    assert (old.ontonotes, old.shown) == (None, "LOC")
    assert ANALYSED["entities"][0].shown == "GPE"


@given(articles)
def test_an_article_is_the_same_after_the_wire(article: CleanArticle) -> None:
    assert CleanArticle.decode(article.encode()) == article


@pytest.mark.parametrize("topic", CONTRACTS)
def test_every_example_is_the_same_after_the_wire_and_fits_its_contract(topic: str) -> None:
    example = EXAMPLES[topic]
    document = orjson.loads(example.encode())
    assert CONTRACTS[topic].decode(example.encode()).encode() == example.encode()
    jsonschema_rs.Draft202012Validator(contract(topic), validate_formats=True).validate(document)


@pytest.mark.parametrize("topic", CONTRACTS)
def test_a_record_is_read_whatever_the_order_of_its_fields(topic: str) -> None:
    example = EXAMPLES[topic].encode()
    assert CONTRACTS[topic].decode(orjson.dumps(_turned(orjson.loads(example)))).encode() == example


def _turned(value: Any) -> Any:
    """Return a document whose objects, at every depth, have their fields in the reverse order."""
    if isinstance(value, dict):
        return {key: _turned(inner) for key, inner in reversed(value.items())}
    return [_turned(inner) for inner in value] if isinstance(value, list) else value


def test_an_event_and_an_alert_have_the_fields_of_the_facts_from_one_class() -> None:
    assert {field.name for field in fields(Event)} & {field.name for field in fields(Alert)} == {"id", *(f.name for f in fields(Facts))}


@pytest.mark.parametrize("topic", CONTRACTS)
def test_a_schema_rejects_what_lacks_a_field_that_is_required(topic: str) -> None:
    validator = jsonschema_rs.Draft202012Validator(contract(topic))
    assert not validator.is_valid({})


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()


def test_names_on_the_wire_are_camel_case() -> None:
    found = {key for example in EXAMPLES.values() for key in keys(orjson.loads(example.encode()))}
    assert {"pubStatus", "embargoedUntil", "headStart", "attributedTo", "radiusKm", "articleCount"} <= found
    assert not [key for key in found if "_" in key]


def test_both_spellings_of_a_field_are_read() -> None:
    assert SketchPlace.check({"version": 1, "offset": 2}) == SketchPlace(version=1, offset=2)
    plain = Dropped.decode(b'{"reason":"test","field":"x"}')
    assert plain == Dropped(reason="test", field="x")
    argument = {"start": 0, "end": 1, "text": "a", "role": "agent", "head": "a", "headStart": 0, "head_end": 1}
    assert Argument.check(argument).head_end == 1


def test_absent_fields_are_left_out() -> None:
    assert orjson.loads(Signal(kind="repeat", text="RPT").encode()) == {"kind": "repeat", "text": "RPT"}


def test_fields_of_later_versions_are_ignored() -> None:
    assert Sentence.decode(b'{"start":1,"end":2,"mood":"glad"}') == Sentence(start=1, end=2)


def test_a_time_without_a_zone_is_utc_and_one_with_a_zone_becomes_utc() -> None:
    read = When.check({"start": "2026-03-14T12:00:00", "end": "2026-03-14T14:00:00+02:00", "precision": "day"})
    assert read.start == read.end == NOON
    assert b'"start":"2026-03-14T12:00:00Z"' in read.encode()


@pytest.mark.parametrize(
    ("value", "field", "offset"),
    [
        (b'{"start":1,', "$", 11),
        (b"\xff", "$", 0),
        (b'{"start":1}', "end", None),
        (b'{"start":"x","end":2}', "start", None),
        (b"[1]", "$", None),
    ],
)
def test_what_cannot_be_read_is_named_by_its_path(value: bytes, field: str, offset: int | None) -> None:
    with pytest.raises(Malformed) as caught:
        Sentence.decode(value)
    assert (caught.value.field, caught.value.offset) == (field, offset)


def test_a_part_is_checked_where_it_is_read() -> None:
    made = Sentence(start=0, end=1, words=(0, 1)).with_(end=2)
    assert Sentence.decode(made.encode()) == made
    for value in (b'{"start":0,"end":1.5}', b'{"name":"x","precision":"city","lat":NaN}'):
        with pytest.raises(Malformed):
            (Sentence if b"end" in value else PlaceValue).decode(value)


def test_a_wrong_field_within_a_list_is_named_by_its_path() -> None:
    article = orjson.loads(EXAMPLES["articles.clean"].encode())
    article["cuts"][0]["start"] = "x"
    with pytest.raises(Malformed, match=r"^cuts\.0\.start: "):
        CleanArticle.check(article)


@pytest.mark.parametrize(
    ("changes", "outcome", "readable"),
    [
        ({}, "published", True),
        ({"relation": RELATION.with_(kind="near")}, "repeat", False),
        ({"relation": RELATION.with_(kind="withdrawal")}, "published", False),
        ({"pub_status": "withheld"}, "published", False),
        ({"relation": None, "dropped": Dropped(reason="older", field="version")}, "dropped: older", False),
    ],
)
def test_every_article_has_one_outcome(changes: dict[str, Any], outcome: str, readable: bool) -> None:
    article = ScreenedArticle(**{**CLEAN, "dropped": None}, relation=RELATION).with_(**changes)
    assert (article.outcome, article.readable) == (outcome, readable)


def test_a_relation_of_before_there_were_leaders_is_led_by_what_was_its_story() -> None:
    assert Relation.decode(b'{"kind": "near", "of": "urn:a", "story": "story-0123456789ab"}').leader == "leader-0123456789ab"
    assert "leader" not in contract("articles.duplicates")["$defs"]["Relation"]["required"]
    with pytest.raises(Malformed) as caught:
        Relation.decode(b'{"kind": "new"}')
    assert caught.value.field == "story"
