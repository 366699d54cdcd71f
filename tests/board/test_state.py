"""GET /state: the figures are Kafka's own, asked once for all pages, and kept while it does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka.errors import KafkaConnectionError

from streams.board import state
from streams.board.keys import make_key
from streams.board.state import BoardState, StateSource
from streams.broker.pipeline_state import PipelineState
from streams.broker.stage_state import FALLS_BEHIND_SECONDS, StageState
from streams.settings import Settings
from streams.topics import CLEAN, DEAD_LETTERS, SCREENED
from tests.board.scene import serving
from tests.wire import commit, put

Pipeline = Callable[..., Settings]
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
CLEANED = StageState("clean", "articles", 4, None, 2, 5.04, None, 1.0)
FOUND = PipelineState([CLEANED, replace(CLEANED, name="alert", lag=3, oldest_seconds=None)], 212, 30.0, 1, 9)


def test_the_document_tells_lag_articles_and_dead_letters() -> None:
    said = BoardState().answered(FOUND, NOW).document()
    assert (said["lag"], said["lagSeconds"], said["behind"]) == (5, 5.0, False)
    assert (said["articlesLastHour"], said["lastArticle"]) == (212, "2026-03-14T11:59:30Z")
    assert (said["deadLettersLastHour"], said["deadLettersKept"]) == (1, 9)
    assert said["stages"][1] == {"stage": "alert", "lag": 3, "oldestSeconds": None}
    slow = replace(FOUND, stages=[replace(CLEANED, oldest_seconds=FALLS_BEHIND_SECONDS + 1)])
    assert BoardState().answered(slow, NOW).document()["behind"] is True


def test_without_an_answer_the_figures_stay_and_it_says_since_when() -> None:
    held = BoardState().answered(FOUND, NOW)
    away = held.unanswered(NOW + timedelta(seconds=10)).unanswered(NOW + timedelta(seconds=20)).document()
    assert (away["answers"], away["awaySince"], away["asked"], away["lag"]) == (False, "2026-03-14T12:00:10Z", "2026-03-14T12:00:00Z", 5)
    back = held.unanswered(NOW).answered(FOUND, NOW + timedelta(seconds=30)).document()
    assert (back["answers"], back["awaySince"]) == (True, None)
    none = BoardState().unanswered(NOW).document()
    assert (none["answers"], none["asked"], none["lag"], none["stages"]) == (False, None, None, [])
    assert none.keys() == back.keys()


class Kafka:
    """A broker that counts how often it is asked, and answers when it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = 0, asyncio.Event()
        self.away = False

    async def ask(self) -> PipelineState:
        self.asked += 1
        await self.let_go.wait()
        if self.away:
            raise KafkaConnectionError("away")
        return FOUND


async def test_however_many_pages_ask_kafka_is_asked_once() -> None:
    kafka = Kafka()
    source = StateSource(kafka.ask)
    pages = [asyncio.create_task(source.now()) for _ in range(500)]
    await asyncio.sleep(0)
    kafka.let_go.set()
    assert {(await page).figures is FOUND for page in pages} == {True}
    await source.now()
    assert kafka.asked == 1
    await source.close()


async def test_a_page_does_not_wait_for_a_broker_that_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "WAIT_SECONDS", 0.01)
    kafka = Kafka()
    source = StateSource(kafka.ask)
    assert (await source.now()).figures is None
    assert (await source.now()).figures is None
    assert kafka.asked == 1
    await source.close()
    assert len(asyncio.all_tasks()) == 1


async def test_it_asks_again_when_the_answer_is_old_and_a_bug_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "FRESH_SECONDS", 0.0)
    kafka = Kafka()
    kafka.let_go.set()
    source = StateSource(kafka.ask)
    assert (await source.now()).away_since is None
    kafka.away = True
    held = await source.now()
    assert held.figures is FOUND
    assert held.away_since is not None
    kafka.away = False
    assert (await source.now()).away_since is None
    assert kafka.asked == 3


async def test_the_figures_are_those_of_kafka(pipeline: Pipeline) -> None:
    settings = pipeline()
    positions = await put(settings, [b"a", b"b", b"c"], keys=[b"k"] * 3)
    await commit(settings, "clean", positions[0])
    await put(settings, [b"a"], CLEAN)
    await put(settings, [b"a"], SCREENED)
    await put(settings, [b"a", b"b"], DEAD_LETTERS)
    async with serving(settings) as scene:
        async with scene.client.get("/state") as response:
            assert response.status == 200
            said, tag = await response.json(), response.headers["ETag"]
        assert [(each["stage"], each["lag"]) for each in said["stages"]] == [
            ("clean", 2), ("screen", 1), ("extract", 1), ("detect", 0), ("alert", 0)
        ]  # fmt: skip
        assert said["lag"] == 4
        assert 0 <= said["lagSeconds"] < FALLS_BEHIND_SECONDS
        assert (said["deadLettersKept"], said["answers"]) == (2, True)
        assert said["lastArticle"] <= said["asked"]
        assert (said["articlesLastHour"], said["deadLettersLastHour"]) == (None, None), "the embedded broker does not tell"
        assert await scene.get("/state", 304, headers={"If-None-Match": tag}) == b""
        await scene.get("/state?x=1", 400)


async def test_with_keys_the_state_needs_one_that_may_read(pipeline: Pipeline) -> None:
    secret, entry = make_key("wall", ["read"])
    settings = pipeline()
    file = settings.state / "keys"
    file.write_text(entry)
    async with serving(settings.model_copy(update={"serve_keys": file})) as scene:
        await scene.get("/state", 401)
        await scene.get("/state", headers={"Authorization": f"Bearer {secret}"})
