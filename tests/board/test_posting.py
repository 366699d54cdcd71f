"""POST /articles: what clean would refuse is refused with its field, and nothing is claimed that the broker has not."""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from streams.board import body, posting
from streams.board.intake import MOST_RECORDS, split
from streams.board.keys import make_key
from streams.board.ledger import KEPT_SECONDS, MOST_BYTES, Ledger
from streams.clean import clean
from streams.errors import Malformed, Poison
from streams.settings import Settings
from streams.topics import ARTICLES
from tests.board.scene import Scene, serving
from tests.conftest import Broker
from tests.wire import values

Pipeline = Callable[..., Settings]
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ARTICLE = (EXAMPLES / "article.json").read_bytes()
URI = "urn:newsml:corvane.example:20261121:multan-bomb"


@asynccontextmanager
async def feeding(settings: Settings, tmp_path: Path) -> AsyncIterator[Scene]:
    """Run a server whose client shows a key that may write."""
    secret, line = make_key("feeder", ["write"])
    (tmp_path / "keys").write_text(line)
    async with serving(settings.model_copy(update={"serve_keys": tmp_path / "keys"})) as scene:
        scene.client.headers["Authorization"] = f"Bearer {secret}"
        yield scene


async def posted(scene: Scene, body: bytes, status: int, kind: str = "application/json", **headers: str) -> Any:
    """Return the answer to a body."""
    async with scene.client.post("/articles", data=io.BytesIO(body), headers={"Content-Type": kind, **headers}) as response:
        said = await response.json(content_type=None)
        assert response.status == status, said
        assert response.content_type == ("application/json" if status == 202 else "application/problem+json")
        return said


async def test_an_article_in_any_form_is_written_under_its_uri(pipeline: Pipeline, tmp_path: Path) -> None:
    settings = pipeline()
    async with feeding(settings, tmp_path) as scene:
        (first,) = (await posted(scene, ARTICLE, 202))["records"]
        assert (first["topic"], first["uri"]) == ("articles", URI)
        assert first["offset"] >= 0
        for name, kind in (("page.html", "text/html"), ("article.txt", "text/plain"), ("kill.json", "application/json")):
            await posted(scene, (EXAMPLES / name).read_bytes(), 202, kind)
        entries = (await posted(scene, (EXAMPLES / "feed.xml").read_bytes(), 202, "application/xml"))["records"]
        assert len(entries) > 1, "a feed is its entries"
        lines = (EXAMPLES / "articles.jsonl").read_bytes()
        assert len((await posted(scene, lines, 202, "application/x-ndjson"))["records"]) == len(lines.splitlines())
        batch = b"[" + b",".join(lines.splitlines()) + b"]"
        assert len((await posted(scene, batch, 202))["records"]) == len(lines.splitlines())
    written = await values(settings, ARTICLES)
    assert ARTICLE in written
    assert len(written) == 4 + len(entries) + 2 * len(lines.splitlines())


BAD = (
    b"",
    b"  \n",
    b"{",
    b'{"uri": "urn:a"}',
    b'{"uri": "urn:a", "text": "x", "pubStatus": "odd"}',
    b"\x00\x01\x02\x03" * 50,
    b"\xff\xfe\x00\xd8",
    b'{"text": ' + b"[" * 100 + b"]" * 100 + b"}",
    b"null",
    b"[]",
    b"[1, 2]",
    b'{"text": "' + b"a " * 100_001 + b'"}',
    b'{"text": NaN}',
)


async def test_what_clean_would_refuse_is_refused_with_field_and_reason(pipeline: Pipeline, tmp_path: Path) -> None:
    settings = pipeline()
    async with feeding(settings, tmp_path) as scene:
        for body in BAD:
            (entry, *_) = (await posted(scene, body, 422))["errors"]
            assert {"error", "field", "detail"} <= set(entry)
            if "record" in entry and not body.startswith(b"["):
                with pytest.raises(Poison) as caught:
                    clean(body, source="articles/0/0", received=datetime.now(UTC))
                found = (entry["error"], entry["field"], entry.get("offset"))
                assert found == (type(caught.value).__name__, caught.value.field, caught.value.offset)
    assert await values(settings, ARTICLES) == []


async def test_of_a_batch_each_bad_record_is_named_and_none_is_written(pipeline: Pipeline, tmp_path: Path) -> None:
    settings = pipeline()
    async with feeding(settings, tmp_path) as scene:
        problem = await posted(scene, ARTICLE.replace(b"\n", b"") + b'\n{"text": 1}\n{', 422, "application/x-ndjson")
        assert [each["record"] for each in problem["errors"]] == [2, 3]
        assert "2 of 3 articles cannot be read, and none was written" in problem["detail"]
        assert problem["errors"][1]["offset"] == 1
        lone = b'[{"uri": "urn:lone", "text": "A bomb \\ud800 exploded in Multan, killing 14 people, police said."}]'
        assert (await posted(scene, lone, 202))["records"][0]["uri"] == "urn:lone"
    assert len(await values(settings, ARTICLES)) == 1


async def test_bodies_are_bounded(pipeline: Pipeline, tmp_path: Path) -> None:
    async with feeding(pipeline(), tmp_path) as scene:
        await posted(scene, b"a" * 20_000_001, 413, "text/plain")
        await posted(scene, b"a" * 10_000_001, 422, "text/plain")
        assert "more than 1,000" in (await posted(scene, b"{}\n" * (MOST_RECORDS + 1), 422, "application/jsonl"))["detail"]
        bomb = gzip.compress(b"a" * 30_000_000)
        await posted(scene, bomb, 413, "text/plain", **{"Content-Encoding": "gzip"})
        (only,) = (await posted(scene, gzip.compress(ARTICLE), 202, **{"Content-Encoding": "gzip"}))["records"]
        assert only["uri"] == URI
        await posted(scene, b"no gzip at all", 400, "text/plain", **{"Content-Encoding": "gzip"})


async def test_the_same_key_gets_the_same_answer_and_writes_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    settings = pipeline()
    key = {"Idempotency-Key": "a-1"}
    async with feeding(settings, tmp_path) as scene:
        await posted(scene, b"{", 422, **key)
        first = await posted(scene, ARTICLE, 202, **key)
        assert await posted(scene, ARTICLE, 202, **key) == first
        assert "another body" in (await posted(scene, ARTICLE + b" ", 422, **key))["detail"]
        other = await posted(scene, ARTICLE, 202, **{"Idempotency-Key": "a-2"})
        assert other["records"][0]["offset"] == first["records"][0]["offset"] + 1
        await posted(scene, ARTICLE, 400, **{"Idempotency-Key": "k" * 256})
        at_once = {"Idempotency-Key": "b"}
        answers = await asyncio.gather(*(scene.client.post("/articles", data=ARTICLE, headers=at_once) for _ in range(5)))
        assert {answer.status for answer in answers} <= {202, 409}
        assert [answer.status for answer in answers].count(202) >= 1
        for answer in answers:
            answer.release()
    assert len(await values(settings, ARTICLES)) == 3


async def test_nobody_writes_without_keys(pipeline: Pipeline) -> None:
    settings = pipeline()
    async with serving(settings) as scene:
        said = await posted(scene, ARTICLE, 403)
        assert "set STREAMS_SERVE_KEYS" in said["detail"]
    assert await values(settings, ARTICLES) == []


async def test_a_broker_that_does_not_answer_is_told_and_nothing_is_claimed(
    pipeline: Pipeline, tmp_path: Path, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("streams.board.writer.ANSWER_MS", 300)
    settings = pipeline()
    async with feeding(settings, tmp_path) as scene:
        await posted(scene, ARTICLE, 202)
        writer = scene.server._posting._writer
        await writer.close()
        writer._settings = settings.model_copy(update={"broker": "127.0.0.1:1"})
        async with scene.client.post("/articles", data=ARTICLE, headers={"Idempotency-Key": "c"}) as response:
            said = await response.json(content_type=None)
            assert (response.status, response.headers["Retry-After"]) == (503, "5"), said
        assert "records" not in said
        writer._settings = settings
        await posted(scene, ARTICLE, 202, "application/json", **{"Idempotency-Key": "c"})


async def test_few_bodies_are_read_at_once(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "MOST_AT_ONCE", 0)
    async with feeding(pipeline(), tmp_path) as scene:
        await posted(scene, ARTICLE, 503)


async def test_a_body_that_does_not_come_is_not_waited_for(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "SEND_SECONDS", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async with feeding(pipeline(), tmp_path) as scene, scene.client.post("/articles", data=slow()) as response:
        assert response.status == 408


def test_bodies_are_cut_into_records() -> None:
    assert split(b'[{"a":1}, {"b":2}]', "application/json") == [b'{"a":1}', b'{"b":2}']
    assert split(b'{"a":1}\r\n\n{"b":2}', "application/x-ndjson") == [b'{"a":1}', b'{"b":2}']
    assert split(b"[not json]", "text/plain") == [b"[not json]"]
    for said, kind in (
        (b"", "text/plain"),
        (b"[", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\n\n", "application/jsonl"),
    ):
        with pytest.raises(Malformed):
            split(said, kind)


def test_the_ledger_is_bounded_in_time_and_bytes() -> None:
    ledger = Ledger()
    for number in range(3):
        ledger.begin(("k", str(number)), b"", number)
        ledger.end(("k", str(number)), b"x" * (MOST_BYTES // 2), number)
    assert [ledger.find(("k", str(number)), 3) is not None for number in range(3)] == [False, True, True]
    assert ledger.find(("k", "2"), KEPT_SECONDS + 1) is not None
    assert ledger.find(("k", "2"), KEPT_SECONDS + 2) is None
    assert ledger._bytes == 0
    assert orjson.loads(ARTICLE)["uri"] == URI
