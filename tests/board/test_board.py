"""The board in a real browser: what a reader sees, live and after a fault, whatever articles hold."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import ClientError, ClientSession

from streams.board.keys import make_key
from streams.board.routes import ROUTES
from streams.messages import Alert
from streams.settings import Settings
from streams.subscriptions import read_document
from streams.supervisor import free_port
from streams.topics import CHANGES
from streams.visible import passage
from tests.board.browser import CHROMIUM, HEADLINES, Page, opened, shows
from tests.board.scene import HOSTILE, Scene, busy, hostile, many, serving, write
from tests.subscriptions.build import alert, demo_alerts, killed, place
from tests.wire import put, until

Pipeline = Callable[..., Settings]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]


def halos(said: str) -> str:
    return f"document.querySelector('canvas.incidents').dataset.halos === '{said}'"


async def test_the_first_load_shows_each_incident_with_its_severity_and_place(pipeline: Pipeline, page: Page) -> None:
    alerts = demo_alerts()
    newest = {each.id: each for each in alerts}
    news = [each for each in newest.values() if each.told != "background"]
    async with serving(pipeline(), alerts) as scene:
        await opened(page, scene.port)
        await page.until(shows(len(news)))
        assert all(url.startswith(f"http://127.0.0.1:{scene.port}/") for url in page.asked if not url.startswith("data:"))
        first = max(news, key=lambda each: (each.updated, each.id))
        assert (await page.value(HEADLINES))[0] == first.headline
        assert first.severity in await page.text(".row .severity")
        stand = [each for each in news if each.kind not in ("withdrawn", "superseded")]
        known = {each.place.country for each in stand if each.place and each.place.precision == "country"}
        await page.until("document.querySelector('canvas.incidents').dataset.halos.length > 0")
        drawn = await page.value("document.querySelector('canvas.incidents').dataset.halos")
        assert {each.partition(":")[0] for each in drawn.split()} == known
        await page.picture("first")
        await page.scheme("dark")
        await page.picture("dark")
        await page.scheme("light")
        await page.size(390, 800)
        await page.picture("phone")


async def test_what_is_known_of_a_country_only_is_a_halo_and_no_point(pipeline: Pipeline, page: Page) -> None:
    somewhere = place(name="Iraq", precision="country", lat=33.0, lon=44.0)
    small = place(name="Bahrain", country="BHR", precision="country", lat=26.0, lon=50.5)
    async with serving(pipeline(), [alert(id="inc-a", place=somewhere, severity="severe"), alert(id="inc-b", place=small)]) as scene:
        await opened(page, scene.port)
        await page.until(halos("BHR:moderate IRQ:severe"))
        await page.until("document.querySelector('canvas.incidents').dataset.marks === '1'")  # no outline holds Bahrain, so it has a circle
        await page.picture("halo")


async def test_alerts_come_live_and_are_read_out(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), many(3)) as scene:
        await opened(page, scene.port)
        await write(scene.settings, [alert(id="inc-live", headline="Dam bursts above Hama", updated="2026-03-15T00:00:00Z", place=place())])
        await page.until(f"{HEADLINES}[0] === 'Dam bursts above Hama'")
        await page.until("document.querySelector('#news').textContent.includes('Dam bursts above Hama')")
        later = {"updated": "2026-03-15T00:01:00Z", "kind": "updated", "revision": 2, "casualties": killed(7)}
        await write(scene.settings, [alert(id="inc-live", headline="Dam bursts above Hama", **later)])
        await page.until("document.querySelector('.row').textContent.includes('7 killed')")
        await page.until(shows(4))
        assert "updated 1×" in await page.text(".row .badge")


@contextmanager
def process(settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `streams serve` until left."""
    environment = {**os.environ, **settings.environment(), "STREAMS_SERVE_PORT": str(port)}
    found = subprocess.Popen(
        [sys.executable, "-m", "streams", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield found
    finally:
        found.kill()
        found.wait()


async def answers(port: int) -> bool:
    """Return True if a server has read what there is."""
    try:
        async with ClientSession() as client, client.get(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except ClientError:
        return False


async def test_a_page_that_is_left_frees_its_stream_and_goes_on_when_it_comes_back(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), many(2)) as scene:
        streams = scene.server.streams._readers
        await opened(page, scene.port)
        await page.open("about:blank")
        await until(lambda: not streams)  # noticed with the next heartbeat
        await page.value("history.back()")
        await page.until(shows(2))
        await until(lambda: len(streams) == 1)
        await write(scene.settings, [alert(id="inc-live", updated="2026-03-15T00:00:00Z")])
        await page.until(shows(3))


async def test_after_the_server_was_killed_nothing_is_missing(pipeline: Pipeline, page: Page) -> None:
    settings, port = pipeline(), free_port()
    await write(settings, many(2))
    with process(settings, port) as server:
        await until(lambda: answers(port))
        await opened(page, port)
        await page.until(shows(2))
        await write(settings, [alert(id="inc-before", headline="Before the kill", updated="2026-03-15T00:00:00Z")])
        await page.until(shows(3))
        server.send_signal(signal.SIGKILL)
        await page.until("document.querySelector('#state-word').textContent === 'reconnecting'")
        await page.picture("reconnecting")
    await write(settings, [alert(id="inc-during", headline="While it was away", updated="2026-03-15T00:01:00Z")])
    with process(settings, port):
        await page.until(f"{HEADLINES}[0] === 'While it was away'")
        await page.until("document.querySelector('#state-word').textContent === 'live'")
        await write(settings, [alert(id="inc-after", headline="After it came back", updated="2026-03-15T00:02:00Z")])
        await page.until(f"{HEADLINES}[0] === 'After it came back'")
        assert (await page.value(HEADLINES))[:3] == ["After it came back", "While it was away", "Before the kill"]
        await page.until(shows(5))


def _row(id: str, **fields: Any) -> Alert:
    return alert(id=id, headline=id, **fields)


async def test_the_query_of_the_page_is_that_of_the_api(pipeline: Pipeline, page: Page) -> None:
    alerts = [
        _row("inc-a", severity="severe", place=place()),
        _row("inc-b", severity="severe", place=place(country="SYR")),
        _row("inc-c", severity="minor", place=place()),
        _row("inc-d", severity="extreme", place=place(), told="background"),
    ]
    async with serving(pipeline(), alerts) as scene:
        await opened(page, scene.port, "?country=IRQ,TUR&min_severity=severe&kind=created")
        assert await page.value(HEADLINES) == ["inc-a"]
        assert await page.value("document.querySelector('#filter-country').value") == "IRQ, TUR"
        assert await page.value("document.querySelector('#filter-min_severity').value") == "severe"
        assert await page.text(".chip") == "kind: created ✕"
        await page.value(
            "(() => { const field = document.querySelector('#filter-country'); field.value = 'syr';"
            " field.dispatchEvent(new Event('change', { bubbles: true })); })()"
        )
        await page.until(f"{HEADLINES}[0] === 'inc-b'")
        assert await page.value("location.search") == "?min_severity=severe&kind=created&country=SYR"
        await write(
            scene.settings, [_row("inc-e", severity="severe", place=place()), _row("inc-f", severity="severe", place=place(country="SYR"))]
        )
        await page.until(shows(2))
        assert set(await page.value(HEADLINES)) == {"inc-b", "inc-f"}
        await page.value("history.back()")
        await page.until(shows(2) + f" && {HEADLINES}.includes('inc-e')")
        await opened(page, scene.port, "?told=background")
        assert await page.value(HEADLINES) == ["inc-d"]


async def test_what_is_wrong_in_a_link_is_said_in_the_words_of_the_api(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), many(1)) as scene:
        await page.open(f"http://127.0.0.1:{scene.port}/?min_severity=sever")
        await page.until("!document.querySelector('#problem').hidden")
        detail = (await scene.json("/alerts?min_severity=sever", 400))["detail"]
        assert await page.text("#problem") == detail
        await page.value("document.querySelector('#clear').click()")
        await page.until(shows(1) + " && document.querySelector('#problem').hidden")


async def test_the_filters_are_a_subscription(pipeline: Pipeline, page: Page) -> None:
    queries = (
        "?type=ASSAULT,HAZARD&country=IRQ&words=car%20bomb,no&words_none=drill&min_severity=severe&min_certainty=likely&told=any&since=24h",
        "?near=30.51,47.78,200&actor=O%27Brien%20%22X%22&publisher=Meridian&mode=firearms&story=story-1",
        "",
    )
    async with serving(pipeline()) as scene:
        for query in queries:
            await opened(page, scene.port, query)
            await page.value("document.querySelector('#show-subscription').click()")
            text = await page.text("#subscription-text")
            found, wrong = read_document("board.yaml", text.replace("${DESK_WEBHOOK}", "https://desk.example").encode())
            assert wrong == ()
            match = found[0].match
            if "type" in query:
                assert (match.types, match.countries) == (frozenset({"ASSAULT", "HAZARD"}), frozenset({"IRQ"}))
                assert (match.min_severity, match.min_certainty, match.told) == ("severe", "likely", "any")
                assert "since" in text
            elif "near" in query:
                assert match.near is not None
                assert 'O\'Brien \\"X\\"' in text


async def test_an_incident_is_opened_by_keys_and_tells_what_it_rests_on(pipeline: Pipeline, page: Page) -> None:
    alerts = demo_alerts()
    chosen = max((each for each in alerts if each.kind == "updated"), key=lambda each: (each.revision, each.updated))
    async with serving(pipeline(), alerts) as scene:
        await opened(page, scene.port, f"#{chosen.id}")
        await page.until("document.querySelector('#incident dl')")
        panel = await page.text("#incident")
        assert chosen.headline in panel
        assert chosen.evidence.text in panel
        assert chosen.summary in panel if chosen.summary else True
        for revision in (await scene.json(f"/alerts/{chosen.id}"))["history"]:
            assert f"{revision['revision']} {revision['kind']}" in panel
            assert all(change["field"] in panel for change in revision["changes"])
        links = await page.value("[...document.querySelectorAll('#incident .articles a')].map((a) => [a.href, a.rel])")
        assert {each[0] for each in links} == {article.link for article in chosen.articles if article.link}
        assert {each[1] for each in links} == {"noopener noreferrer"}
        await page.picture("incident")
        await page.key("Escape")
        await page.until("document.querySelector('#incident').hidden")
        for key in "jjk":
            await page.key(key)
        await page.key("Enter")
        await page.until("document.querySelector('#incident h2') && document.activeElement.id === 'incident'")
        await page.key("Escape")
        await page.key("/")
        assert await page.value("document.activeElement.id") == "filter-words"
        await page.key("Escape")
        await page.key("m")
        assert await page.value("document.activeElement.id") == "map"
        await page.key("?")
        assert await page.value("document.querySelector('#help').open")
        await page.picture("help")


async def test_a_span_drawn_over_the_timeline_is_a_filter(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), demo_alerts()) as scene:
        await opened(page, scene.port)
        box = await page.value(
            "(({ x, y, width, height }) => [x, y, width, height])(document.querySelector('#timeline').getBoundingClientRect())"
        )
        left, middle = box[0] + box[2] * 0.2, box[1] + box[3] / 2
        for kind, x in (("mousePressed", left), ("mouseMoved", left + 100), ("mouseReleased", box[0] + box[2] * 0.5)):
            await page.tell("Input.dispatchMouseEvent", type=kind, x=x, y=middle, button="left", buttons=1, clickCount=1)
        await page.until("document.querySelector('#state-word').textContent === 'a closed span'")
        query = await page.value("location.search")
        assert query.startswith("?since=2026-03-14T")
        assert "&until=2026-03-14T" in query
        found = (await scene.json(f"/alerts{query}"))["alerts"]
        assert found
        await page.until(shows(len(found)))
        assert await page.value(HEADLINES) == [each["headline"] for each in found][: len(await page.value(HEADLINES))]


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


async def test_what_was_withdrawn_stays_and_is_struck_through_with_the_reason(pipeline: Pipeline, page: Page) -> None:
    change = {"field": "withdrawn", "before": False, "after": True, "article": "urn:kill-notice"}
    async with serving(pipeline(), [alert(place=place()), alert(id="inc-2", headline="Another", place=place())]) as scene:
        await opened(page, scene.port)
        await write(scene.settings, [alert(kind="withdrawn", revision=2, changes=[change], updated="2026-03-15T00:00:00Z", place=place())])
        await page.until("document.querySelector('.row.struck s')?.textContent === 'Bomb in Basra'")
        assert "urn:kill-notice" in await page.text(".row.struck")
        await page.until(shows(2))
        await page.value("document.querySelector('.row.struck').click()")
        await page.until("document.querySelector('#incident .ended')")
        assert "urn:kill-notice" in await page.text("#incident .ended")
        assert await page.text("#incident h2 s") == "Bomb in Basra"
        await page.picture("withdrawn")


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


WATCH = """
window.gaps = []; window.watching = true;
(() => {
  let before = performance.now();
  const look = (now) => { gaps.push(now - before); before = now; if (watching) requestAnimationFrame(look); };
  requestAnimationFrame(look);
})(); undefined
"""


async def fed(scene: Scene, alerts: list[Alert], a_second: int) -> None:
    """Write revisions to `alerts.changes` in lots, so many a second in all."""
    for at in range(0, len(alerts), 6):
        lot = alerts[at : at + 6]
        pause = asyncio.create_task(asyncio.sleep(len(lot) / a_second))
        await put(scene.settings, [each.encode() for each in lot], CHANGES, [each.id.encode() for each in lot])
        await pause


async def test_five_thousand_incidents_with_many_updates_do_not_freeze_it(pipeline: Pipeline, page: Page) -> None:
    """The figures go to the output; asserted is only that all came, and that the list stayed a window."""
    async with serving(pipeline()) as scene:
        alerts = busy(5_000, 1)
        await put(scene.settings, [each.encode() for each in alerts], CHANGES, [each.id.encode() for each in alerts])
        await scene.holds(5_000)
        await opened(page, scene.port)
        await page.until(shows(5_000))
        await page.picture("5000")
        await page.value(WATCH)
        await fed(scene, busy(600, 2), 60)
        await page.until(f"{HEADLINES}[0] === 'Incident 599 in its revision 2'")
        await page.value("watching = false")
        gaps = sorted(await page.value("gaps"))
        median, most = gaps[len(gaps) // 2], gaps[len(gaps) * 99 // 100]
        print(f"{len(gaps)} frames: median {median:.0f} ms, 99th {most:.0f} ms, longest {gaps[-1]:.0f} ms")
        assert await page.value("document.querySelectorAll('.row').length") < 40
        await page.value("document.querySelector('#list').scrollTop = 2500 * 92")
        await page.until(
            f"{HEADLINES}.length > 3 && {HEADLINES}.length < 40 && document.querySelector('.row').getAttribute('aria-posinset') > 2000"
        )
        await page.until(shows(5_000))
        await page.picture("5000-later")


def test_the_page_asks_for_nothing_that_is_not_a_route() -> None:
    assert {"/", "/page/{file}", "/help", "/alerts", "/alerts/{id}", "/alerts/stream", "/readyz", "/openapi.json"} <= {
        each.path for each in ROUTES
    }
