"""The board in a real browser, with what articles may hold, and with a key."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from streams.board.keys import make_key
from streams.visible import passage
from tests.board.browser import CHROMIUM, Page
from tests.board.reader import HEADLINES, Pipeline, opened, shows
from tests.board.scene import HOSTILE, hostile, many, serving, write
from tests.subscriptions.build import alert

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]


async def test_what_does_not_show_is_shown_as_in_a_terminal(pipeline: Pipeline, page: Page) -> None:
    codes = [*range(0xD800), *range(0xE000, 0x10000), *range(0x13420, 0x13460), *range(0x1BCA0, 0x1BCB0), *range(0x1D170, 0x1D180)]
    texts = [f"{before}{chr(code)}b" for code in (*codes, *range(0xE0000, 0xE1000)) for before in ("a", "\u0628", "\u2764", "\u9f8d")]
    texts += ["a" + "\u0301" * 20, "\u2764\ufe0f\u200d\U0001f525", "1\ufe0f\u20e3", "a\u200eb", "\u05d0\u200fb", "x" * 3_000, " a\n\tb "]
    async with serving(pipeline()) as scene:
        await opened(page, scene.port)
        for at in range(0, len(texts), 20_000):
            lot = texts[at : at + 20_000]
            found = await page.value(
                f"import('/page/text.js').then((text) => {orjson.dumps(lot).decode()}.map((each) => text.shown(each)))"
            )
            assert [(text, each) for text, each in zip(lot, found, strict=True) if each != passage(text)] == []


async def test_script_in_an_article_is_text(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), hostile()) as scene:
        await page.tell("Page.addScriptToEvaluateOnNewDocument", source="window.alert = () => { window.struck = true; };")
        await opened(page, scene.port)
        await page.until(shows(len(hostile())))
        wanted = passage(HOSTILE)
        assert wanted in await page.value(HEADLINES)
        await page.open("about:blank")
        await opened(page, scene.port, "#inc-hostile")
        await page.until("document.querySelector('#incident .articles li')")
        assert await page.value("document.querySelector('#incident h2').textContent") == wanted
        assert await page.value("document.querySelector('#incident blockquote').textContent") == wanted
        links = await page.value("[...document.querySelectorAll('#incident .articles a')].map((a) => a.href)")
        assert links
        assert all(each.startswith("https://a.example/") for each in links)
        await page.value("document.querySelector('#incident details').open = true")
        await page.until("document.querySelector('#incident pre').textContent.length > 100")
        assert await page.value("window.struck === undefined && document.querySelectorAll('main script').length === 0")
        assert await page.value("/[\\u202e\\u001b\\u0000]/.test(document.body.textContent)") is False
        await page.picture("hostile")


async def test_a_key_is_asked_for_and_kept_for_the_tab_only(pipeline: Pipeline, page: Page, tmp_path: Path) -> None:
    secret, entry = make_key("desk", ["read"])
    keys = tmp_path / "keys"
    keys.write_text(entry + "\n")
    async with serving(pipeline(serve_keys=keys), many(2)) as scene:
        await page.open(f"http://127.0.0.1:{scene.port}/")
        for given in ("newswire_wrong", secret):
            await page.until("document.querySelector('#ask-key').open")
            await page.value(
                f"(() => {{ document.querySelector('#key').value = '{given}'; document.querySelector('#ask-key button').click(); }})()"
            )
            await page.until("!document.querySelector('#ask-key').open || document.querySelector('#key').value === ''")
        await page.until("document.querySelector('#state-word').textContent === 'live' && document.querySelectorAll('.row').length === 2")
        assert await page.value("localStorage.length === 0 && document.cookie === '' && !location.href.includes('newswire_')")
        assert [url for url in page.asked if secret in url and "/alerts/stream" not in url] == []
        await write(scene.settings, [alert(id="inc-live", updated="2026-03-15T00:00:00Z")])
        await page.until(shows(3))
