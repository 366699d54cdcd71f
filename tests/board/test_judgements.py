"""POST /judgements: what a reader says of an alert is held against it, kept under one key, and taken from no page of another origin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.board import judgement_store, judging
from streams.board.judgement import KINDS, MOST_BODY_BYTES, MOST_COMMENT, read_asked, read_toll, written_toll
from streams.board.judgement_store import JudgementStore
from streams.board.keys import make_key
from streams.broker.log import read_back
from streams.errors import Malformed
from streams.messages import Casualty, Judgement
from streams.settings import Settings
from streams.topics import JUDGEMENTS
from tests.board.scene import HOSTILE, Scene, serving, write
from tests.subscriptions.build import alert, killed, place

Pipeline = Callable[..., Settings]
WRONG = {"alert": "inc-1", "revision": 1, "field": "type", "verdict": "wrong", "value": "HAZARD"}


async def judged(scene: Scene, document: Any, status: int = 201, **headers: str) -> Any:
    async with scene.client.post("/judgements", json=document, headers=headers) as response:
        said = await response.json(content_type=None)
        assert response.status == status, said
        return said


async def kept(settings: Settings) -> dict[str, Judgement]:
    return {record.key.decode(): Judgement.decode(record.value) async for record in read_back(settings, JUDGEMENTS)}


async def test_a_judgement_is_kept_with_what_the_alert_said(pipeline: Pipeline) -> None:
    settings = pipeline()
    async with serving(settings, [alert(place=place(), casualties=killed(12))]) as scene:
        said = await judged(scene, WRONG | {"comment": f"a gas leak {HOSTILE}"})
        await judged(scene, WRONG | {"value": None})
        await judged(scene, WRONG | {"field": "toll", "value": "11 killed, 3+ injured"})
        await judged(scene, WRONG | {"field": "place", "value": "Tall Afar, Iraq"})
        await judged(scene, WRONG | {"field": "event", "value": None})
        await judged(scene, WRONG | {"field": "all", "verdict": "right", "value": None})
    found = await kept(settings)
    assert list(found) == [f"inc-1/{field}/local" for field in ("type", "toll", "place", "event", "all")]
    assert found["inc-1/type/local"].value is None, "the newest counts"
    assert found["inc-1/toll/local"].value == "11 killed, 3+ injured"
    assert said["value"] == "HAZARD"
    assert "\x1b" not in said["comment"]
    assert {each.said.toll for each in found.values()} == {"12 killed"}
    first = found["inc-1/all/local"]
    assert (first.said.type, first.said.place, first.said.country, first.said.evidence) == ("ASSAULT", "Basra", "IRQ", "Bomb")
    assert (first.alert, first.revision, first.reader) == ("inc-1", 1, "local")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"alert": "inc-2"}, 404, None),
        ({"revision": 2}, 409, None),
        ({"field": "severity"}, 422, "field"),
        ({"field": "all"}, 422, "field"),
        ({"verdict": "perhaps"}, 422, "verdict"),
        ({"verdict": "right"}, 422, "value"),
        ({"value": "HAZARDS"}, 422, "value"),
        ({"field": "event"}, 422, "value"),
        ({"field": "toll"}, 422, "value"),
        ({"field": "toll", "value": "12 killed, 13 killed"}, 422, "value"),
        ({"field": "toll", "value": "12-3 killed"}, 422, "value"),
        ({"revision": "x"}, 422, "revision"),
        ({"comment": 5}, 422, "comment"),
        ({"comment": "x" * MOST_BODY_BYTES}, 413, None),
    ],
)
async def test_what_will_not_do_is_refused_with_its_field(pipeline: Pipeline, change: Any, status: int, field: str | None) -> None:
    settings = pipeline()
    async with serving(settings, [alert()]) as scene:
        said = await judged(scene, WRONG | change, status)
        assert [each["field"] for each in said.get("errors", [])] == ([field] if field else [])
        await judged(scene, [1], 422)
    assert await kept(settings) == {}


async def test_a_page_of_another_origin_cannot_judge(pipeline: Pipeline) -> None:
    settings = pipeline(serve_origins=("https://desk.example",))
    async with serving(settings, [alert()]) as scene:
        own = f"http://127.0.0.1:{scene.port}"
        for headers in (
            {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": own, "Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": f"{own}0"},
        ):  # fmt: skip
            await judged(scene, WRONG, 403, **headers)
        async with scene.client.post("/judgements", data=orjson.dumps(WRONG), headers={"Content-Type": "text/plain"}) as response:
            assert response.status == 415, "a form of another page can send no other types than text"
        assert await kept(settings) == {}
        for headers in ({"Origin": own}, {"Origin": own, "Sec-Fetch-Site": "same-origin"}, {"Origin": "https://desk.example"}, {}):
            await judged(scene, WRONG, 201, **headers)


async def test_with_keys_a_key_that_may_judge_is_needed(pipeline: Pipeline, tmp_path: Path) -> None:
    (reader, first), (judge, second) = make_key("wall", ["read"]), make_key("desk", ["read", "judge"])
    (tmp_path / "keys").write_text(f"{first}\n{second}\n")
    settings = pipeline(serve_keys=tmp_path / "keys")
    async with serving(settings, [alert()]) as scene:
        await judged(scene, WRONG, 401)
        await judged(scene, WRONG, 403, Authorization=f"Bearer {reader}")
        await judged(scene, WRONG, 201, Authorization=f"Bearer {judge}")
    assert list(await kept(settings)) == ["inc-1/type/desk"]


async def test_a_reader_judges_no_faster_than_one_can_read(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "PER_MINUTE", 1)
    async with serving(pipeline(), [alert()]) as scene:
        await judged(scene, WRONG | {"revision": 7}, 409)
        async with scene.client.post("/judgements", json=WRONG) as response:
            assert response.status == 429
            assert 0 < int(response.headers["Retry-After"]) <= 60


async def test_a_judgement_of_what_has_changed_since_is_not_kept(pipeline: Pipeline) -> None:
    settings = pipeline()
    async with serving(settings, [alert()]) as scene:
        await write(settings, [alert(revision=2, kind="updated")])
        await scene.holds(2)
        assert "revision 2" in (await judged(scene, WRONG, 409))["detail"]
        await judged(scene, WRONG | {"revision": 2})


async def test_readers_see_what_others_judged_and_which_is_their_own(pipeline: Pipeline, tmp_path: Path) -> None:
    (first, one), (second, two) = make_key("desk", ["read", "judge"]), make_key("night", ["read", "judge"])
    (tmp_path / "keys").write_text(f"{one}\n{two}\n")
    settings = pipeline(serve_keys=tmp_path / "keys")
    async with serving(settings, [alert(), alert(id="inc-2")]) as scene:
        await judged(scene, WRONG | {"comment": f"a leak {HOSTILE}"}, Authorization=f"Bearer {first}")
        await judged(scene, WRONG | {"value": "ACCIDENT"}, Authorization=f"Bearer {second}")
        await judged(scene, WRONG | {"field": "all", "verdict": "right", "value": None}, Authorization=f"Bearer {second}")
        await scene.json("/alerts/inc-1/judgements", 401)
        own = await scene.json("/alerts/inc-1/judgements", headers={"Authorization": f"Bearer {second}"})
    assert own["judgementCount"] == 3
    assert own["counts"] == [{"field": "all", "verdict": "right", "count": 1}, {"field": "type", "verdict": "wrong", "count": 2}]
    assert [(each["field"], each["value"], each["own"]) for each in own["judgements"]] == [
        ("all", None, True), ("type", "ACCIDENT", True), ("type", "HAZARD", False)
    ]  # fmt: skip
    assert "desk" not in str(own)
    assert "\x1b" not in own["judgements"][2]["comment"]
    async with serving(settings) as scene:  # another server reads them back
        bearer = {"Authorization": f"Bearer {first}"}
        assert (await scene.json("/alerts/inc-1/judgements", headers=bearer))["judgementCount"] == 3
        assert (await scene.json("/alerts/inc-2/judgements", headers=bearer))["judgements"] == []
        await scene.json("/alerts/inc-3/judgements", 404, headers=bearer)


def word(number: int, **fields: Any) -> Judgement:
    said = {"headline": "Bomb", "type": "ASSAULT", "evidence": "Bomb", "evidenceUri": "urn:a"}
    at = f"2026-03-14T12:00:{number:02}Z"
    base = {"alert": "inc-1", "revision": 1, "field": "type", "verdict": "wrong", "reader": "desk", "at": at, "said": said}
    return Judgement.check(base | fields)


def test_the_newest_word_of_a_reader_on_a_field_counts_and_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgement_store, "MOST_OF_ONE", 3)
    store = JudgementStore(most=6)
    for each in (word(2, value="HAZARD"), word(1), word(3, reader="night"), word(4, field="place")):
        store.put(each)
    assert [(each.field, each.reader, each.value) for each in store.of("inc-1")] == [
        ("place", "desk", None), ("type", "night", None), ("type", "desk", "HAZARD")
    ]  # fmt: skip
    store.remove("inc-1/type/night")
    store.remove("nothing")
    assert len(store.of("inc-1")) == 2
    for number in range(5):
        store.put(word(number, reader=f"reader{number}", alert="a/b"))
    assert len(store.of("a/b")) == 3
    store.remove("a/b/type/reader4")
    assert len(store.of("a/b")) == 2
    for number in range(3):
        store.put(word(number, reader=f"reader{number}", alert="inc-3"))
    assert (len(store.of("inc-1")), len(store.of("a/b")), len(store.of("inc-3"))) == (0, 2, 3), "seven are one too many"
    for field in ("type", "place"):
        store.remove(f"a/b/{field}/reader2")
        store.remove(f"a/b/{field}/reader3")
    assert store.of("a/b") == []


@given(
    st.dictionaries(st.sampled_from(KINDS), st.tuples(st.integers(0, 10**7 - 1), st.integers(0, 10**5) | st.none()), min_size=1, max_size=6)
)
def test_a_toll_that_is_written_is_read_as_it_was(toll: dict[str, tuple[int, int | None]]) -> None:
    bounds = {kind: (least, None if more is None else min(least + more, 10**7 - 1)) for kind, (least, more) in toll.items()}
    text = written_toll(Casualty.check({"kind": k, "min": least, "max": most, "start": 0, "end": 0}) for k, (least, most) in bounds.items())
    assert read_toll(text) == bounds


@given(st.binary(max_size=200) | st.builds(lambda text: orjson.dumps(WRONG | {"comment": text, "value": text}), st.text(max_size=50)))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    try:
        asked = read_asked(body)
    except Malformed:
        return
    assert asked.comment is None or len(asked.comment) <= MOST_COMMENT
