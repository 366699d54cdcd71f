"""The board in a real browser: what a reader sees and does."""

from __future__ import annotations

from typing import Any

import pytest

from streams.board.routes import ROUTES
from streams.messages import Alert
from streams.subscriptions import read_document
from tests.board.browser import CHROMIUM, Page
from tests.board.reader import HEADLINES, Pipeline, halos, opened, shows
from tests.board.scene import many, serving, write
from tests.subscriptions.build import alert, demo_alerts, killed, place

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]


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


def test_the_page_asks_for_nothing_that_is_not_a_route() -> None:
    assert {"/", "/page/{file}", "/help", "/alerts", "/alerts/{id}", "/alerts/stream", "/readyz", "/openapi.json"} <= {
        each.path for each in ROUTES
    }
