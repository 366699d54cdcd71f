"""POST /judgements: what a reader says of an alert is held against it, kept under one key, and taken from no page of another origin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.board import judging
from streams.board.judgement import KINDS, MOST_BODY_BYTES, MOST_COMMENT, read_asked, read_toll, written_toll
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
