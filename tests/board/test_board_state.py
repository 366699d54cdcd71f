"""The board in a browser: the figures of the pipeline in its bar, what others judged, and the rows of its head at usual widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError

from streams.board import state
from streams.board.keys import make_key
from streams.broker.pipeline_state import PipelineState
from streams.broker.stage_state import StageState
from streams.pipeline.stages import STAGES
from streams.settings import Settings
from streams.topics import ARTICLES, DEAD_LETTERS
from tests.board.browser import CHROMIUM, Page, opened, shows
from tests.board.scene import HOSTILE, Scene, many, serving
from tests.subscriptions.build import alert, demo_alerts, place
from tests.wire import put

Pipeline = Callable[..., Settings]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]
LINE = "document.querySelector('#figures-line').textContent"
SAID = "document.querySelector('#figures-said').textContent"
WIDTHS = (1280, 1440, 390)


def busy_pipeline(oldest: float | None = 4.2) -> PipelineState:
    waits = {"extract": 31, "alert": 2}
    stages = [
        StageState(each.name, each.source.name, 4, None, waits.get(each.name, 0), oldest if each.name in waits else None, 12, 3.0)
        for each in STAGES
    ]
    return PipelineState(stages, 4_212, 3.0, 2, 17)


def answering(scene: Scene, monkeypatch: pytest.MonkeyPatch, found: PipelineState | Exception) -> None:
    """Have Kafka answer the server so, from its next question on."""

    async def ask() -> PipelineState:
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(state, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(scene.server._state, "_ask", ask)
    scene.server._state._until = 0.0


async def look(page: Page) -> None:
    """Have the page look at the figures, as it does every twenty seconds and whenever it is seen again."""
    await page.value("document.dispatchEvent(new Event('visibilitychange')); undefined")


async def test_the_bar_tells_what_waits_and_the_dead_letters_of_kafka(pipeline: Pipeline, page: Page) -> None:
    settings = pipeline()
    await put(settings, [b"a", b"b", b"c"], ARTICLES)
    await put(settings, [b"a"], DEAD_LETTERS)
    async with serving(settings, many(2)) as scene:
        await opened(page, scene.port)
        await page.until(f"{LINE}.startsWith('lag 3 (') && {LINE}.endsWith('1 dead letter')")
        assert await page.value("document.querySelector('#figures').open") is False
        await page.value("document.querySelector('#figures-line').click()")
        rows = await page.value(
            "[...document.querySelectorAll('#figures tbody tr')].map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent))"
        )
        assert rows == [["clean", "3"], ["screen", "0"], ["extract", "0"], ["detect", "0"], ["alert", "0"]]
        assert "streams dlq list shows them" in await page.text("#figures-more")
        await page.key("Escape")
        assert await page.value("document.querySelector('#figures').open") is False


async def test_only_a_change_of_the_state_is_read_out(pipeline: Pipeline, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(pipeline(), many(2)) as scene:
        answering(scene, monkeypatch, busy_pipeline())
        await opened(page, scene.port)
        await page.until(f"{LINE}.startsWith('lag 33 (4 s) · 4212 articles/h · last article ') && {LINE}.endsWith(' · 2 dead letters')")
        assert await page.value("[...document.querySelectorAll('#state [role=status]')].map((each) => each.id)") == [
            "state-word", "figures-said"
        ]  # fmt: skip
        await page.value(
            "window.heard = []; for (const each of document.querySelectorAll('#state [role=status]')) new MutationObserver(() =>"
            " window.heard.push(each.textContent)).observe(each, { childList: true, characterData: true, subtree: true }); undefined"
        )
        answering(scene, monkeypatch, busy_pipeline(61.0))
        await look(page)
        await page.until(f"{SAID} === 'the pipeline falls behind'")
        answering(scene, monkeypatch, KafkaConnectionError("away"))
        await look(page)
        await page.until(f"{SAID}.startsWith('Kafka does not answer since 20')")
        assert (await page.value(LINE)).startswith("lag 33 (61 s)"), "what was known stays"
        assert await page.text("#state-word") == "live", "the rest of the page goes on"
        await page.until(shows(2))
        answering(scene, monkeypatch, busy_pipeline())
        for _ in range(3):
            await look(page)
        await page.until(f"{SAID} === '' && {LINE}.startsWith('lag 33 (4 s)')")
        heard = await page.value("heard")
        assert [each.split(" since ")[0] for each in heard] == ["the pipeline falls behind", "Kafka does not answer", ""]


async def test_the_head_has_its_rows_and_hides_nothing(pipeline: Pipeline, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(pipeline(), demo_alerts()) as scene:
        answering(scene, monkeypatch, busy_pipeline())
        for width in WIDTHS:
            await page.size(width, 800)
            await opened(page, scene.port)
            await page.until(f"{LINE}.startsWith('lag 33')")
            assert await page.value("document.documentElement.scrollWidth <= innerWidth"), width
            rows = "[...document.querySelectorAll('#filters > *')].map((each) => Math.round((each.offsetTop + each.offsetHeight / 2) / 4))"
            tops = await page.value(f"new Set({rows}).size")
            for scheme in ("light", "dark"):
                await page.scheme(scheme)
                await page.picture(f"{width}-{scheme}")
            assert tops == 1, (width, "the filters are one row")
            await page.value("document.querySelector('#figures-line').click()")
            box = await page.value("(({ left, right }) => [left, right])(document.querySelector('#figures-more').getBoundingClientRect())")
            assert 0 <= box[0] < box[1] <= width
            await page.picture(f"{width}-figures")


async def test_an_incident_tells_what_others_judged(pipeline: Pipeline, page: Page, tmp_path: Path) -> None:
    (first, one), (second, two) = make_key("desk", ["read", "judge"]), make_key("night", ["read", "judge"])
    (tmp_path / "keys").write_text(f"{one}\n{two}\n")
    async with serving(pipeline(serve_keys=tmp_path / "keys"), [alert(place=place())]) as scene:
        words = {"alert": "inc-1", "revision": 1, "field": "type", "verdict": "wrong", "value": "HAZARD", "comment": HOSTILE}
        async with scene.client.post("/judgements", json=words, headers={"Authorization": f"Bearer {first}"}) as response:
            assert response.status == 201
        await page.tell("Page.addScriptToEvaluateOnNewDocument", source=f"sessionStorage.setItem('newswire-key', '{second}')")
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('.judged .notes li')")
        assert await page.text(".judged .counts") == "1 × ✗ wrong type"
        assert "it should say HAZARD" in await page.text(".judged .notes")
        assert "desk" not in await page.text(".judged")
        assert await page.value("/[\\u202e\\u001b\\u0000]/.test(document.body.textContent)") is False
        assert await page.value("document.querySelectorAll('.judged script, .judged .badge').length") == 0
        await page.value("[...document.querySelectorAll('.judge button')].find((each) => each.textContent.includes('Right')).click()")
        await page.until("document.querySelectorAll('.judged .notes > li').length === 2")
        own = await page.value("[...document.querySelectorAll('.judged .notes > li')].map((each) => each.querySelector('.badge') !== null)")
        assert own == [True, False]
        await page.picture("judged")
