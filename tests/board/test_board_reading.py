"""The board in a browser, for those who read on: evidence, judgements, stories, the circle; other eyes, screens and paper."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from streams.alert import Incident
from streams.board.keys import make_key
from streams.broker.log import read_back
from streams.messages import Judgement
from streams.settings import Settings
from streams.topics import INCIDENTS, JUDGEMENTS
from tests.board.browser import CHROMIUM, HEADLINES, Page, opened, shows
from tests.board.reports import TEXT, incident_of, reported, telling
from tests.board.scene import HOSTILE, hostile, serving, write
from tests.subscriptions.build import alert, demo_alerts, place
from tests.wire import put, until

Pipeline = Callable[..., Settings]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]
AXE = Path(__file__).parent / "data" / "axe.min.js.gz"
GRAVE = ("serious", "critical")
SENT = "document.querySelector('.judge .answer').textContent"


async def click(page: Page, selector: str) -> None:
    await page.until(f"document.querySelector({selector!r})")
    await page.value(f"document.querySelector({selector!r}).click()")


def press(words: str) -> str:
    """Return the click on the button that has these words."""
    return f"[...document.querySelectorAll('#incident button')].find((each) => each.textContent.includes({words!r})).click()"


async def keeping(settings: Settings, *incidents: Incident) -> None:
    await put(settings, [each.encode() for each in incidents], INCIDENTS, [each.id.encode() for each in incidents])


def two_reports() -> Incident:
    """Return an incident of a report and of another that repeats it."""
    first = reported(telling())
    copy = telling("urn:b", publisher="The Courier").with_(events=())
    return incident_of(first, reported(copy, relation="near", of="urn:a", origin="Agency"))


async def test_the_evidence_is_marked_in_colour_line_and_words(pipeline: Pipeline, page: Page) -> None:
    settings, incident = pipeline(), two_reports()
    await keeping(settings, incident)
    async with serving(settings, [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelectorAll('#incident .reports blockquote').length === 2")
        marks = await page.value(
            "[...document.querySelectorAll('#incident blockquote mark')].map((mark) => ["
            "mark.querySelector(':scope > .role').textContent, [...mark.childNodes].slice(0, -1).map((each) => each.firstChild ?"
            " each.firstChild.data : each.data).join('')])"
        )
        first = [["who", "Gunmen"], ["what", "killed"], ["how many", "12 farmers"], ["whom", "farmers"]]
        assert marks == [*first, ["where", "Kirkuk"], ["when", "Friday"], ["whom", "A bridge"]]
        styles = await page.value(
            "[...document.querySelectorAll('.legend mark')].map((mark) => { const style = getComputedStyle(mark);"
            " return [style.backgroundColor, `${style.borderBottomStyle} ${style.borderBottomWidth}`,"
            " mark.querySelector('.role').textContent]; })"
        )
        assert all(len({each[at] for each in styles}) == len(styles) == 6 for at in (0, 1, 2)), styles
        await page.picture("evidence")


async def test_sources_are_told_by_house_and_wire_and_what_each_brought(pipeline: Pipeline, page: Page) -> None:
    settings, incident = pipeline(), two_reports()
    await keeping(settings, incident)
    async with serving(settings, [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelectorAll('#incident .reports .articles > li').length === 2")
        panel = await page.text("#incident")
        assert "Nearly the same text as Agency" in panel
        assert "Nothing in it is new" in panel
        assert "It was the first to tell" in panel
        assert "PLOVER ASSAULT · CAMEO 190" in panel
        rows = await page.value(
            "[...document.querySelectorAll('.sources tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
        )
        assert ["Agency", "Agency; The Courier", "1"] in rows


async def test_hostile_words_in_the_evidence_are_text_and_marks_fit_them(pipeline: Pipeline, page: Page) -> None:
    settings = pipeline()
    found = telling(publisher=HOSTILE, headline=HOSTILE)
    (event,) = found.events
    words = "\U0001f525 " + HOSTILE + " Gunmen struck"
    at = words.index("Gunmen")
    actor = event.actors[0].with_(start=at, end=at + 6, text="Gunmen")
    event = event.with_(evidence=event.evidence.with_(start=0, end=len(words), text=words), actors=(actor,))
    event = event.with_(linked=(), predicate=None, targets=(), victims=(), casualties=(), place=None)
    incident = incident_of(reported(found.with_(events=(event,))))
    await keeping(settings, incident)
    async with serving(settings, [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .reports mark.role-who')")
        who = await page.value("[...document.querySelectorAll('.reports blockquote mark.role-who')].map((mark) => mark.firstChild.data)")
        assert who == ["Gunmen"], "characters beyond the first plane count as one, as in Python"
        assert await page.value("document.querySelectorAll('main script').length === 0")
        assert await page.value("/[\\u202e\\u001b\\u0000]/.test(document.body.textContent)") is False


async def kept(settings: Settings) -> list[Judgement]:
    return [Judgement.decode(record.value) async for record in read_back(settings, JUDGEMENTS)]


async def test_a_press_on_wrong_is_kept_as_a_judgement(pipeline: Pipeline, page: Page) -> None:
    settings = pipeline()
    async with serving(settings, [alert(place=place())]) as scene:
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .judge button')")
        await page.value(press("Wrong type"))
        await page.until("document.activeElement.name === 'value'")
        await page.picture("judgement")
        await page.value(
            "document.activeElement.value = 'HAZARD'; document.querySelector('[name=comment]').value = 'a gas leak'; undefined"
        )
        await page.value("document.querySelector('form.judgement button').click()")
        await page.until(f"{SENT} === 'Kept: wrong type, it should say HAZARD'")
        await page.value(press("Not an event"))
        await page.value("document.querySelector('form.judgement button').click()")
        await page.until(f"{SENT} === 'Kept: wrong event'")
        await page.value(press("Right"))
        await page.until(f"{SENT} === 'Kept: right'")
    found = [(each.field, each.verdict, each.value, each.comment, each.revision) for each in await kept(settings)]
    assert found == [("type", "wrong", "HAZARD", "a gas leak", 1), ("event", "wrong", None, None, 1), ("all", "right", None, None, 1)]


async def test_a_judgement_that_is_not_kept_says_why_in_the_words_of_the_server(pipeline: Pipeline, page: Page, tmp_path: Path) -> None:
    secret, entry = make_key("wall", ["read"])
    (tmp_path / "keys").write_text(entry)
    settings = pipeline(serve_keys=tmp_path / "keys")
    async with serving(settings, [alert()]) as scene:
        await page.tell("Page.addScriptToEvaluateOnNewDocument", source=f"sessionStorage.setItem('newswire-key', '{secret}')")
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .judge button')")
        await page.value(press("Right"))
        await page.until(f"{SENT} === 'Not kept: this key may not judge'")
    assert await kept(settings) == []


async def test_a_form_that_is_filled_in_is_left_alone_by_an_update(pipeline: Pipeline, page: Page) -> None:
    settings = pipeline()
    async with serving(settings, [alert()]) as scene:
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .judge button')")
        await page.value(press("Wrong toll"))
        await page.value("document.querySelector('[name=value]').value = '3 killed'; undefined")
        await write(settings, [alert(revision=2, kind="updated", headline="Two bombs in Basra")])
        await page.until(f"{HEADLINES}[0] === 'Two bombs in Basra'")
        assert await page.value("document.querySelector('[name=value]').value") == "3 killed"
        await page.value("document.querySelector('form.judgement button').click()")
        await page.until(f"{SENT}.includes('the alert is at revision 2')")
        await page.until("document.querySelector('#incident h2').textContent === 'Two bombs in Basra'")
    assert await kept(settings) == []


async def test_a_story_has_all_its_incidents_and_articles(pipeline: Pipeline, page: Page) -> None:
    stories: dict[str, set[str]] = {}
    newest = {each.id: each for each in demo_alerts()}
    for each in newest.values():
        stories.setdefault(each.story, set()).add(each.id)
    story = max(sorted(stories), key=lambda name: len(stories[name]))
    ids = stories[story]
    assert len(ids) > 1
    uris = {article.uri for id in ids for article in newest[id].articles}
    async with serving(pipeline(), demo_alerts()) as scene:
        await opened(page, scene.port, f"#{sorted(ids)[0]}")
        await click(page, "#incident .open-story")
        await page.until(f"document.querySelectorAll('#story .incidents > li').length === {len(ids)}")
        assert await page.value("document.querySelector('#incident').hidden")
        assert await page.value("document.querySelectorAll('#story .articles > li').length") == len(uris)
        assert await page.value("location.hash") == f"#story={story}"
        await page.picture("story")
        await click(page, "#story .incidents button")
        await page.until("document.querySelector('#incident dl') && document.querySelector('#story').hidden")
        await opened(page, scene.port, f"#story={story}")
        await page.until("document.querySelector('#story .incidents')")
        await click(page, "#story .first button")
        await page.until(shows(len(ids)))
        assert await page.value("new URLSearchParams(location.search).get('story')") == story


async def test_a_circle_drawn_on_the_map_is_a_filter(pipeline: Pipeline, page: Page) -> None:
    alerts = [alert(id="inc-a", headline="Near", place=place()), alert(id="inc-b", headline="Far", place=place(lat=-33.9, lon=18.4))]
    async with serving(pipeline(), alerts) as scene:
        await opened(page, scene.port, "?near=30.51,47.78,900")
        assert await page.value(HEADLINES) == ["Near"]
        assert await page.value("document.querySelector('#map').dataset.circle") == "30.51,47.78,900"
        await page.picture("circle")
        await click(page, ".draw-circle")
        await page.until(shows(2) + " && !location.search.includes('near')")
        await click(page, ".draw-circle")
        box = await page.value(
            "(({ x, y, width, height }) => [x, y, width, height])(document.querySelector('#map').getBoundingClientRect())"
        )
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2  # the map is still where the first circle brought it: Basra is in its middle
        for kind, right in (("mousePressed", 0), ("mouseMoved", 60), ("mouseReleased", 120)):
            await page.tell("Input.dispatchMouseEvent", type=kind, x=x + right, y=y, button="left", buttons=1, clickCount=1)
        await page.until("location.search.includes('near=')")
        await page.until(f"{HEADLINES}.length === 1 && {HEADLINES}[0] === 'Near'")
        lat, lon, km = map(float, (await page.value("new URLSearchParams(location.search).get('near')")).split(","))
        assert abs(lat - 30.5) < 3
        assert abs(lon - 47.8) < 3
        assert 50 < km < 5_000
        assert await page.value("document.querySelector('#filter-near').value") == f"{lat:g},{lon:g},{km:g}"
        await page.value(
            "(() => { const field = document.querySelector('#filter-near'); field.value = '-33.9, 18.4, 50';"
            " field.dispatchEvent(new Event('change', { bubbles: true })); })()"
        )
        await page.until(f"{HEADLINES}[0] === 'Far'")


async def test_the_subscription_is_copied_or_selected(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), [alert()]) as scene:
        await opened(page, scene.port, "?type=ASSAULT")
        await click(page, "#show-subscription")
        await click(page, "#copy-subscription")
        await page.until("document.querySelector('#copied').textContent !== ''")
        if await page.value("document.querySelector('#copied').textContent") != "Copied":
            assert await page.value("getSelection().toString().trim() === document.querySelector('#subscription-text').textContent.trim()")
        assert "streams rules apply board.yaml" in await page.text("#subscription")


async def grave(page: Page) -> list[str]:
    """Return the serious and critical findings of axe-core on the page as it stands."""
    await page.value(gzip.decompress(AXE.read_bytes()).decode() + "; undefined")
    found = await page.value(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map((each) =>"
        " [each.impact, each.id, each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary)]))"
    )
    return [orjson.dumps(each, option=orjson.OPT_INDENT_2).decode() for each in found if each[0] in GRAVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(pipeline: Pipeline, page: Page, scheme: str) -> None:
    settings, incident = pipeline(), two_reports()
    await keeping(settings, incident)
    withdrawn = alert(id="inc-w", kind="withdrawn", revision=2, updated="2026-03-14T13:00:00Z")
    async with serving(settings, [*demo_alerts(), *hostile(), withdrawn, incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await page.scheme(scheme)
        await opened(page, scene.port, "?told=any&kind=created,updated,withdrawn,superseded,expired,corrected")
        await page.until("!document.querySelector('#figures').hidden")
        await click(page, "#figures-line")
        assert await grave(page) == []
        await page.value("location.hash = ''; [...document.querySelectorAll('.row')].at(-1).click()")
        await page.until("document.querySelector('#incident dl')")
        await opened(page, scene.port, "?told=any#inc-1")
        await page.until("document.querySelector('#incident .reports mark')")
        await page.value(press("Wrong type"))
        assert await grave(page) == []
        await click(page, "#incident .open-story")
        await page.until("document.querySelector('#story .incidents')")
        assert await grave(page) == []
        for button, dialog in (("#show-help", "#help"), ("#show-subscription", "#subscription")):
            await click(page, button)
            assert await grave(page) == []
            await page.value(f"document.querySelector('{dialog}').close()")


async def test_on_a_phone_nothing_runs_out_of_the_page(pipeline: Pipeline, page: Page) -> None:
    settings, incident = pipeline(), two_reports()
    await keeping(settings, incident)
    async with serving(settings, [*demo_alerts(), incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await page.size(360, 740)
        await opened(page, scene.port, "?min_severity=minor&near=35.5,44.4,5000")
        fits = "document.documentElement.scrollWidth <= 360 && document.documentElement.scrollHeight <= 740"
        assert await page.value(fits)
        await page.value("document.querySelector('.row').click()")
        await page.until("document.querySelector('#incident dl')")
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .reports mark')")
        assert await page.value(fits)
        assert await page.value("document.querySelector('#incident').scrollWidth <= 360")
        await page.picture("phone-incident")
        await click(page, "#incident .close")
        assert await page.value("document.querySelector('#incident').hidden && document.activeElement.id === 'list'")


async def test_in_the_dark_every_colour_is_another_and_the_map_follows(pipeline: Pipeline, page: Page) -> None:
    style = "getComputedStyle(document.documentElement)"
    colours = f"['--paper', '--ink', '--land', '--severe', '--mark-who'].map((name) => {style}.getPropertyValue(name))"
    pixel = (
        "(() => { const canvas = document.querySelector('#timeline'); return [...canvas.getContext('2d').getImageData(0, 0, canvas.width,"
        " canvas.height).data].reduce((sum, each, at) => (sum * 31 + each * (at % 97)) % 1000003, 7); })()"
    )
    async with serving(pipeline(), demo_alerts()) as scene:
        await page.scheme("light")
        await opened(page, scene.port)
        light, drawn = await page.value(colours), await page.value(pixel)
        await page.scheme("dark")
        await page.until(f"{pixel} !== {drawn}")
        assert all(one != other for one, other in zip(light, await page.value(colours), strict=True))


async def test_on_paper_an_open_incident_stands_alone(pipeline: Pipeline, page: Page) -> None:
    settings, incident = pipeline(), two_reports()
    await keeping(settings, incident)
    async with serving(settings, [*demo_alerts(), incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .reports mark')")
        await page.tell("Emulation.setEmulatedMedia", media="print")
        seen = "[...document.querySelectorAll('#list, #map, #filters, #incident, .judge')].map((each) => [each.id, each.checkVisibility()])"
        assert await page.value(seen) == [["filters", False], ["list", False], ["map", False], ["incident", True], ["", False]]
        assert TEXT[:20].split()[0] in await page.text("#incident")


async def test_a_withdrawn_report_is_named_without_its_words(pipeline: Pipeline, page: Page) -> None:
    settings = pipeline()
    incident = incident_of(reported(telling()), reported(telling("urn:b", publisher="The Courier", headline="Recalled"), withdrawn=True))
    await keeping(settings, incident)
    async with serving(settings, [incident.alert]) as scene:
        await until(scene.server.evidence.caught_up.is_set)
        await opened(page, scene.port, "#inc-1")
        await page.until("document.querySelector('#incident .recalled s')")
        assert await page.value("document.querySelectorAll('#incident .recalled blockquote').length") == 0
        assert "its words are not shown" in await page.text("#incident .recalled")


async def test_the_focus_goes_into_a_panel_and_back_to_the_list(pipeline: Pipeline, page: Page) -> None:
    async with serving(pipeline(), demo_alerts()) as scene:
        await opened(page, scene.port)
        await page.value("document.querySelector('#list').focus()")
        for key in ("j", "Enter"):
            await page.key(key)
        await page.until("document.querySelector('#incident dl') && document.activeElement.id === 'incident'")
        chosen = await page.value("document.querySelector('#list').getAttribute('aria-activedescendant')")
        assert await page.value(f"document.getElementById({chosen!r}).getAttribute('aria-selected')") == "true"
        await page.key("j")
        await page.until(f"document.querySelector('#list').getAttribute('aria-activedescendant') !== {chosen!r}")
        await page.until("document.querySelector('#incident dl')")
        await page.key("Escape")
        assert await page.value("document.querySelector('#incident').hidden && document.activeElement.id === 'list'")
