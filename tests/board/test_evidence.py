"""GET /alerts/{id}/evidence: the sentences of an incident's reports with who, whom, where, when and how many, and what bounds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from streams.alert import Incident
from streams.board.evidence import MOST_BYTES, MOST_CHARACTERS, MOST_MARKS, MOST_REPORTS, MOST_SENTENCES, evidence_of
from streams.board.evidence_store import EvidenceStore
from streams.messages import Actor, Span
from streams.settings import Settings
from streams.topics import INCIDENTS
from tests.alert.build import article, event
from tests.board.reports import LINKED, SENTENCE, TEXT, incident_of, reported, telling
from tests.board.scene import HOSTILE, Scene, serving
from tests.wire import put, until

Pipeline = Callable[..., Settings]


def read(incident: Incident) -> Any:
    return orjson.loads(evidence_of(incident))


def test_each_role_is_marked_where_its_words_stand() -> None:
    (report,) = read(incident_of(reported(telling())))["reports"]
    first, second = report["sentences"]
    assert (first["field"], first["text"], second["text"]) == ("text", SENTENCE.text, LINKED.text)
    marked = {mark["role"]: TEXT[mark["start"] : mark["end"]] for mark in first["marks"]}
    assert marked == {"who": "Gunmen", "what": "killed", "howMany": "12 farmers", "whom": "farmers", "where": "Kirkuk", "when": "Friday"}
    assert [(mark["role"], TEXT[mark["start"] : mark["end"]]) for mark in second["marks"]] == [("whom", "A bridge")]
    assert report["codes"] == [{"scheme": "PLOVER", "code": "ASSAULT"}, {"scheme": "CAMEO", "code": "190"}]


def test_offsets_of_a_headline_are_into_the_headline() -> None:
    line = "Twelve killed in Kirkuk"
    found = event("urn:a", place=None, evidence=Span(start=0, end=23, text=line), predicate=Span(start=7, end=13, text="killed"))
    (report,) = read(incident_of(reported(article("urn:a", found.with_(in_headline=True), headline=line))))["reports"]
    (sentence,) = report["sentences"]
    assert sentence == {"field": "headline", "start": 0, "end": 23, "text": line, "marks": [{"start": 7, "end": 13, "role": "what"}]}


def test_a_report_that_was_withdrawn_is_named_and_its_words_are_not_told() -> None:
    reports = read(incident_of(reported(telling()), reported(telling("urn:b"), withdrawn=True)))["reports"]
    assert [(each["uri"], each["withdrawn"], bool(each["sentences"])) for each in reports] == [
        ("urn:a", False, True),
        ("urn:b", True, False),
    ]


def test_it_is_bounded_in_reports_sentences_marks_characters_and_bytes() -> None:
    long = Span(start=0, end=9_000, text="x" * 9_000)
    actors = tuple(Actor(start=at, end=at + 1, text="x", name="x") for at in range(0, 9_000, 9))
    many = tuple(Span(start=10_000 + at, end=10_004 + at, text="word") for at in range(40))
    busy = [reported(article(f"urn:{n}", event(f"urn:{n}", evidence=long, actors=actors, linked=many))) for n in range(200)]
    body = evidence_of(incident_of(*busy))
    found = orjson.loads(body)
    assert len(body) <= MOST_BYTES
    assert found["reportCount"] == 200
    assert 1 < len(found["reports"]) <= MOST_REPORTS
    assert (found["reports"][0]["uri"], found["reports"][-1]["uri"]) == ("urn:0", "urn:199")
    for report in found["reports"]:
        assert len(report["sentences"]) == MOST_SENTENCES
        assert len(report["sentences"][0]["text"]) == MOST_CHARACTERS
        assert all(len(sentence["marks"]) <= MOST_MARKS for sentence in report["sentences"])


@given(st.lists(st.tuples(st.integers(-50, 3_000), st.integers(-50, 3_000)), max_size=40), st.integers(0, 2_500), st.integers(0, 500))
def test_a_mark_lies_whole_in_its_sentence(spans: list[tuple[int, int]], length: int, at: int) -> None:
    sentence = Span(start=at, end=at + length, text="é" * length)
    actors = tuple(Actor(start=start, end=end, text="", name="a") for start, end in spans)
    for report in read(incident_of(reported(article("urn:a", event("urn:a", evidence=sentence, actors=actors)))))["reports"]:
        for each in report["sentences"]:
            assert len(each["text"]) == each["end"] - each["start"]
            assert all(each["start"] <= mark["start"] < mark["end"] <= each["end"] for mark in each["marks"])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.binary(min_size=1, max_size=40)), max_size=40))
def test_the_store_keeps_its_bounds_and_the_newest(puts: list[tuple[str, bytes]]) -> None:
    store = EvidenceStore(3, 60)
    for id, body in puts:
        store.put(id, body)
        assert store.get(id) == body
        assert len(store) <= 3
        assert store.bytes == sum(len(store.get(each) or b"") for each in "abcdef")
        assert store.bytes <= 60


async def told(scene: Scene, path: str, status: int = 200) -> Any:
    return await scene.json(f"/alerts/{path}/evidence", status)


async def test_the_server_answers_with_what_alert_keeps(pipeline: Pipeline) -> None:
    settings = pipeline()
    incident, other = incident_of(reported(telling())), incident_of(reported(telling("urn:x")), id="inc-2")
    await put(settings, [b"{", b'{"uri": "urn:secret"}', incident.encode()], INCIDENTS, [b"inc-3", b"held/urn:secret", b"inc-1"])
    async with serving(settings, [incident.alert, other.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        assert (await told(scene, "inc-1")) == read(incident)
        assert "no longer held" in (await told(scene, "inc-2", 404))["detail"]
        assert "there is no alert" in (await told(scene, "held%2Furn:secret", 404))["detail"]
        later = incident_of(reported(telling()), reported(telling("urn:b", publisher=HOSTILE)))
        await put(settings, [later.encode(), other.encode(), None], INCIDENTS, [b"inc-1", b"inc-2", b"inc-1"])
        await until(lambda: len(scene.server.evidence.store) == 2)
        assert [each["uri"] for each in (await told(scene, "inc-1"))["reports"]] == ["urn:a", "urn:b"]
        raw = await scene.get("/alerts/inc-1/evidence")
        assert not any(char in raw.decode() for char in "\x1b\x00\u202e\u2028")


async def test_until_all_is_read_back_it_says_so(pipeline: Pipeline) -> None:
    incident = incident_of(reported(telling()))
    async with serving(pipeline(), [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        scene.server.evidence.caught_up.clear()
        async with scene.client.get("/alerts/inc-1/evidence") as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "5")
