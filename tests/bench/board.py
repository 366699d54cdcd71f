"""The board in Chromium with 5,000 incidents: when it first paints, when incidents are drawn, and how long a press takes to be seen.

Broker, server and browser share this machine. A press is timed in the page, from the event to the frame behind it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from streams.broker.admin import create_topics
from streams.broker.embedded import embedded
from streams.percentile import percentile
from streams.settings import Settings
from streams.topics import CHANGES
from tests.bench.figure import Part
from tests.board.browser import CHROMIUM, HEADLINES, Page, browsing, opened, shows
from tests.board.scene import busy, serving
from tests.wire import put

INCIDENTS, QUICK_INCIDENTS = 5_000, 500
LOADS, PRESSES = 10, 20
FIRST_PAINT_MS = 1_000.0
PRESS_MS = 100.0
PRESSES_OF = {
    "open an incident": "document.querySelectorAll('.row')[{n} % 6].click()",
    "the next one (j)": "document.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'j' }}))",
    "scroll the list": "document.querySelector('#list').scrollTop = {n} * 9200",
    "draw all anew": "dispatchEvent(new Event('resize'))",
}
"""The script of each press; `n` counts them."""
SEEN = (
    "new Promise((done) => {{ const began = performance.now(); {press};"
    " requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))); }})"
)


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures; without Chromium a note says so."""
    count = QUICK_INCIDENTS if quick else INCIDENTS
    part = Part(f"the board with {count:,} incidents")
    if CHROMIUM is None:
        part.notes.append("there is no chromium here")
        return part
    with tempfile.TemporaryDirectory() as folder, embedded(Settings(state=Path(folder), partitions=4)) as (address, _):
        settings = Settings(broker=address, partitions=4, state=Path(folder), serve_per_minute=10**9)
        asyncio.run(_measured(settings, Path(folder), count, part, tell))
    return part


async def _measured(settings: Settings, folder: Path, count: int, part: Part, tell: Callable[[str], None]) -> None:
    await create_topics(settings)
    alerts = busy(count, 1)
    await put(settings, [each.encode() for each in alerts], CHANGES, [each.id.encode() for each in alerts])
    async with serving(settings) as scene, browsing(folder / "profile") as page:
        await scene.holds(count)
        tell(f"{count:,} incidents are held")
        paints, drawn = [], []
        for _ in range(LOADS):
            await page.open("about:blank")
            await opened(page, scene.port)
            await page.until(shows(count))
            paints.append(await page.value("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            drawn.append(await page.value("performance.getEntriesByName('newswire-drawn')[0].startTime"))
        for name, times, target in (("first paint with content", paints, FIRST_PAINT_MS), ("first incidents drawn", drawn, None)):
            part.add(f"{name}, median of {LOADS} loads", percentile(sorted(times), 0.5), "ms", target, 0)
            part.add(f"{name}, longest", max(times), "ms", None, 0)
        for name, press in PRESSES_OF.items():
            times = sorted([await page.value(SEEN.format(press=press.format(n=number))) for number in range(PRESSES)])
            part.add(f"{name}, median", percentile(times, 0.5), "ms", PRESS_MS, 0)
            part.add(f"{name}, longest of {PRESSES}", times[-1], "ms", None, 0)
        await _filtered(page, part)


async def _filtered(page: Page, part: Part) -> None:
    """Add the time from a change of a filter to its first incidents, which the server is asked for."""
    times = []
    for number in range(PRESSES):
        severity = ("extreme", "minor")[number % 2]
        script = (
            "new Promise((done) => { const began = performance.now(); const field = document.querySelector('#filter-min_severity');"
            f" field.value = '{severity}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            f" const look = () => new URLSearchParams(location.search).get('min_severity') === '{severity}' && {HEADLINES}.length"
            " ? done(performance.now() - began) : setTimeout(look, 4); setTimeout(look, 4); })"
        )
        times.append(await page.value(script))
    part.add("a filter changed to its first incidents, median", percentile(sorted(times), 0.5), "ms", None, 0)
