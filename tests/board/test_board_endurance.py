"""The board in a real browser, with a server that is killed and with thousands of incidents."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiohttp import ClientError, ClientSession

from streams.messages import Alert
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import CHANGES
from tests.board.browser import CHROMIUM, Page
from tests.board.reader import HEADLINES, Pipeline, opened, shows
from tests.board.scene import Scene, many, serving, write
from tests.subscriptions.build import alert, place
from tests.wire import put, until

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")]


CITIES = ((33.3, 44.4), (15.5, 32.6), (50.45, 30.5), (-1.3, 36.8), (4.6, -74.1), (14.6, 121.0))


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


def _busy(count: int, revision: int, begin: int = 0) -> list[Alert]:
    severities = ("minor", "moderate", "severe", "extreme", "unknown")
    kind = "created" if revision == 1 else "updated"
    return [
        alert(
            id=f"inc-{number:05}", headline=f"Incident {number} in its revision {revision}", severity=severities[number % 5], kind=kind,
            revision=revision, updated=f"2026-03-{13 + revision}T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z",
            place=place(lat=CITIES[number % 6][0] + number % 89 / 9, lon=CITIES[number % 6][1] + number % 97 / 9),
        )
        for number in range(begin, begin + count)
    ]  # fmt: skip


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
        alerts = _busy(5_000, 1)
        await put(scene.settings, [each.encode() for each in alerts], CHANGES, [each.id.encode() for each in alerts])
        await scene.holds(5_000)
        await opened(page, scene.port)
        await page.until(shows(5_000))
        await page.picture("5000")
        await page.value(WATCH)
        await fed(scene, _busy(600, 2), 60)
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
