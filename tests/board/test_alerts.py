"""GET /alerts and /alerts/{id}: filters, pages, formats, and what is wrong said by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession

from streams.board.server import Server
from streams.broker import follower, subscriptions
from streams.broker.embedded import embedded
from streams.messages import Alert
from streams.settings import Settings
from streams.subscriptions import SubscriptionIndex
from streams.topics import CHANGES
from tests.board.scene import hostile, many, serving, write
from tests.subscriptions.build import alert, demo_alerts, place, subscription
from tests.wire import put, until

Pipeline = Callable[..., Settings]


def ids(document: Any) -> list[str]:
    return [each["id"] for each in document["alerts"]]


async def test_the_newest_revision_of_each_incident_is_given_newest_first(pipeline: Pipeline) -> None:
    async with serving(pipeline(), demo_alerts()) as scene:
        document = await scene.json("/alerts?told=any&limit=1000")
        newest = {each.id: each for each in demo_alerts()}
        assert {each["id"]: each["revision"] for each in document["alerts"]} == {each.id: each.revision for each in newest.values()}
        moments = [each["updated"] for each in document["alerts"]]
        assert moments == sorted(moments, reverse=True)
        assert document["next"] is None
        assert [Alert.check(each).encode() for each in document["alerts"]] == [orjson.dumps(each) for each in document["alerts"]]


FILTERS = {
    "type=ASSAULT&type=ACCIDENT,ASSAULT,,ACCIDENT": "{types: [ASSAULT, ACCIDENT]}",
    "type=ASSAULT,ACCIDENT&min_severity=severe": "{types: [ASSAULT, ACCIDENT], min_severity: severe}",
    "country=IRQ,NGA": "{countries: [IRQ, NGA]}",
    "near=35.4,44.4,100": "{near: {lat: 35.4, lon: 44.4, km: 100}}",
    "words=bomb&words_none=market": "{words: {any: [bomb], none: [market]}}",
    "told=any&min_certainty=observed": "{told: any, min_certainty: observed}",
    "mode=explosives": "{modes: [explosives]}",
    "actor=gunmen": "{actors: [gunmen]}",
    "publisher=coral%20coast%20gazette": "{publishers: [coral coast gazette]}",
}


async def test_filters_mean_what_they_mean_in_a_subscription(pipeline: Pipeline) -> None:
    newest = {each.id: each for each in demo_alerts()}
    async with serving(pipeline(), demo_alerts()) as scene:
        for query, match in FILTERS.items():
            index = SubscriptionIndex([subscription(f"match: {match}")])
            expected = {each.id for each in newest.values() if index.matching(each)}
            assert set(ids(await scene.json(f"/alerts?limit=1000&{query}"))) == expected, query
            assert expected, query


async def test_filters_of_our_own(pipeline: Pipeline) -> None:
    alerts = many(10)
    alerts[3] = alert(id="inc-00003", kind="withdrawn", revision=2, updated="2026-03-14T00:00:03Z", story="story-x")
    async with serving(pipeline(), alerts) as scene:
        assert ids(await scene.json("/alerts?kind=withdrawn")) == ["inc-00003"]
        assert ids(await scene.json("/alerts?story=story-x")) == ["inc-00003"]
        assert ids(await scene.json("/alerts?since=2026-03-14T00:00:08Z")) == ["inc-00009", "inc-00008"]
        assert ids(await scene.json("/alerts?until=2026-03-14T01:00:01%2B01:00")) == ["inc-00000"]
        assert ids(await scene.json("/alerts?since=24h")) == []
        assert len(ids(await scene.json("/alerts?where=revision%20%3D%3D%201"))) == 9


async def test_a_subscription_filters_too(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "subscriptions"
    folder.mkdir()
    text = "subscriptions:\n  - {name: iraq, match: {countries: [IRQ], told: any}, deliver: [{topic: out}]}\n"
    (folder / "a.yaml").write_text(text)
    alerts = [
        alert(id="a", place=place(), told="background"),
        alert(id="b", place=place(country="IRN")),
        alert(id="c", place=place(), severity="severe"),
    ]
    async with serving(pipeline(subscriptions=folder), alerts) as scene:
        assert set(ids(await scene.json("/alerts?subscription=iraq"))) == {"a", "c"}
        assert ids(await scene.json("/alerts?subscription=iraq&min_severity=severe")) == ["c"]
        problem = await scene.json("/alerts?subscription=irak", 400)
        assert problem["detail"] == "subscription: there is no subscription `irak`; did you mean `iraq`?"


async def test_a_subscription_of_the_topic_is_known_when_it_comes(pipeline: Pipeline) -> None:
    text = b"subscriptions:\n  - {name: iraq, match: {countries: [IRQ], told: any}, deliver: [{topic: out}]}\n"
    async with serving(pipeline(), [alert(id="a", place=place(country="IRQ")), alert(id="b", place=place(country="SYR"))]) as scene:
        await scene.json("/alerts?subscription=iraq", 400)
        await subscriptions.write(scene.settings, {"desk": text})
        await until(lambda: "iraq" in scene.server.handlers.subscriptions)
        assert ids(await scene.json("/alerts?subscription=iraq&told=any")) == ["a"]


async def test_each_wrong_parameter_is_named(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        async with scene.client.get(
            "/alerts?typ=ASSAULT&country=UA&limit=0&limit=2&near=1,2&told=x&cursor=!&since=soon&format=xml"
        ) as response:
            assert response.status == 400
            assert response.content_type == "application/problem+json"
            problem = await response.json(content_type=None)
        assert {each["parameter"] for each in problem["errors"]} == {"typ", "country", "limit", "near", "told", "cursor", "since", "format"}
        assert "did you mean `type`?" in problem["detail"]
        assert "did you mean `UKR` (Ukraine)?" in str(problem["errors"])


async def test_pages_neither_repeat_nor_miss_what_stands_still_while_alerts_change(pipeline: Pipeline) -> None:
    alerts = many(25)
    async with serving(pipeline(), alerts) as scene:
        seen: list[str] = []
        cursor = ""
        for turn in range(10):
            document = await scene.json(f"/alerts?limit=4{cursor}")
            seen += ids(document)
            if document["next"] is None:
                break
            cursor = f"&cursor={document['next']}"
            changed = alert(id=f"inc-{turn:05}", revision=2, kind="updated", updated=f"2026-03-15T00:00:{turn:02}Z")
            await write(scene.settings, [changed])
            await scene.holds(len(alerts) + turn + 1)
        assert len(seen) == len(set(seen))
        assert {each.id for each in alerts[turn:]} <= set(seen)


async def test_lines_and_links(pipeline: Pipeline) -> None:
    async with serving(pipeline(), many(5)) as scene:
        for options in (
            {"params": {"format": "jsonl", "limit": "2"}},
            {"params": {"limit": "2"}, "headers": {"Accept": "application/x-ndjson"}},
        ):
            async with scene.client.get("/alerts", **options) as response:  # type: ignore[arg-type]
                assert response.content_type == "application/x-ndjson"
                lines = (await response.text()).splitlines()
                following = str(response.links["next"]["url"])
            assert [orjson.loads(each)["id"] for each in lines] == ["inc-00004", "inc-00003"]
            assert ids(await scene.json(following.replace("format=jsonl", "format=json"))) == ["inc-00002", "inc-00001"]


async def test_what_a_client_has_is_not_sent_again(pipeline: Pipeline) -> None:
    async with serving(pipeline(), many(20)) as scene:
        async with scene.client.get("/alerts", headers={"Accept-Encoding": "gzip"}) as response:
            tag = response.headers["ETag"]
            assert response.headers["Content-Encoding"] == "gzip"
        assert await scene.get("/alerts", 304, headers={"If-None-Match": tag}) == b""
        await write(scene.settings, [alert(id="inc-00000", revision=2, updated="2026-03-16T00:00:00Z")])
        await scene.holds(21)
        assert await scene.get("/alerts", headers={"If-None-Match": tag, "Accept-Encoding": "identity"})


async def test_an_alert_has_its_history_evidence_and_articles(pipeline: Pipeline) -> None:
    async with serving(pipeline(), demo_alerts()) as scene:
        revisions = [each for each in demo_alerts() if each.id == "inc-f295c31a4453572e749628e7"]
        document = await scene.json("/alerts/inc-f295c31a4453572e749628e7")
        assert [each["revision"] for each in document["history"]] == [each.revision for each in revisions]
        assert document["history"][0]["article"] == revisions[0].articles[0].uri
        assert document["history"][1]["changes"] == orjson.loads(revisions[1].encode())["changes"]
        assert document["history"][1]["article"] == revisions[1].changes[0].article
        assert (document["evidence"]["text"], len(document["articles"])) == (revisions[-1].evidence.text, len(revisions[-1].articles))
        merged = next(each for each in demo_alerts() if each.kind == "superseded")
        assert (await scene.json(f"/alerts/{merged.id}"))["supersededBy"] == merged.superseded_by
        problem = await scene.json("/alerts/inc-none", 404)
        assert problem["detail"] == "there is no alert `inc-none` among those held"


async def test_memory_is_bounded_by_incidents_and_revisions(pipeline: Pipeline) -> None:
    busy = [alert(id="inc-busy", revision=number, updated="2026-03-15T00:00:00Z") for number in range(1, 61)]
    async with serving(pipeline(serve_incidents=5), [*many(10), *busy]) as scene:
        assert ids(await scene.json("/alerts")) == ["inc-busy", "inc-00009", "inc-00008", "inc-00007", "inc-00006"]
        await scene.json("/alerts/inc-00005", 404)
        history = (await scene.json("/alerts/inc-busy"))["history"]
        assert [each["revision"] for each in history] == list(range(11, 61))


async def test_records_that_are_no_alerts_are_passed_over(pipeline: Pipeline) -> None:
    settings = pipeline()
    await put(settings, [b"{", b"\xff", b'{"id":"\\ud800"}', b"[]"], CHANGES)
    async with serving(settings, many(2)) as scene:
        await put(settings, [None], CHANGES, [b"inc-00000"])
        await until(lambda: len(scene.server.feed.store) == 1)
        assert ids(await scene.json("/alerts")) == ["inc-00001"]


async def test_text_from_outside_harms_no_reader_of_json(pipeline: Pipeline) -> None:
    async with serving(pipeline(), hostile()) as scene:
        body = await scene.get("/alerts?told=any")
        text = body.decode()
        assert not {char for char in text if char in "\x00\x1b\u202e\u2028\ufffe\n"}
        assert [each["headline"] for each in orjson.loads(body)["alerts"] if each["id"] == "inc-hostile"] == [hostile()[0].headline]
        assert (await scene.json("/alerts/inc%2C%20%3Codd%3E%26%2F..%2Fx"))["kind"] == "withdrawn"


async def test_a_broker_that_is_away_is_told_and_what_is_held_is_given(tmp_path: Path) -> None:
    server = Server(Settings(broker="127.0.0.1:1", state=tmp_path, serve_port=0))
    async with server.running() as port, ClientSession(f"http://127.0.0.1:{port}") as client:
        async with client.get("/readyz") as response:
            assert response.status == 503
            assert (await response.json())["ready"] is False
        async with client.get("/alerts") as response:
            assert await response.json() == {"alerts": [], "next": None}
        async with client.get("/livez") as response:
            assert response.status == 200


async def test_a_broker_that_goes_away_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "QUIET_SECONDS", 0.1)
    monkeypatch.setattr(follower, "ANSWER_SECONDS", 0.5)
    with embedded(Settings(state=tmp_path, partitions=4)) as (address, process):
        async with serving(Settings(broker=address, partitions=4, state=tmp_path), many(3)) as scene:
            assert (await scene.json("/readyz"))["missing"] is None
            process.kill()
            await until(lambda: scene.server.feed.missing is not None)
            assert (await scene.json("/readyz", 503))["missing"] == "the broker does not answer"
            assert len(ids(await scene.json("/alerts"))) == 3
            async with scene.client.get("/alerts/stream") as response:
                assert await response.content.readline() == b"retry: 3000\n"
