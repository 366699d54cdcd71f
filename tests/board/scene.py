"""A server on the embedded broker for tests, with the alerts that a test writes; and alerts made to hurt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, ClientSession, ClientTimeout

from streams.board.server import Server
from streams.messages import Alert
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES
from tests.subscriptions.build import alert, place
from tests.wire import PATIENCE_SECONDS, put, until

HOSTILE = "<script>alert('x')</script>\u202e \x1b[31m \x00 ]]> &amp; \ufffe \u2028 %n \"'"


CITIES = ((33.3, 44.4), (15.5, 32.6), (50.45, 30.5), (-1.3, 36.8), (4.6, -74.1), (14.6, 121.0))


async def write(settings: Settings, alerts: Sequence[Alert]) -> None:
    """Write revisions as alert does: to `alerts.changes`, then to `alerts`."""
    values, keys = [each.encode() for each in alerts], [each.id.encode() for each in alerts]
    await put(settings, values, CHANGES, keys)
    await put(settings, values, ALERTS, keys)


def many(count: int, **fields: Any) -> list[Alert]:
    """Return alerts of as many incidents, each a second behind the one before."""
    return [
        alert(id=f"inc-{number:05}", updated=f"2026-03-14T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z", **fields)
        for number in range(count)
    ]


def busy(count: int, revision: int, begin: int = 0) -> list[Alert]:
    """Return a revision of each of as many incidents, in all severities and on four continents."""
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


def hostile() -> list[Alert]:
    """Return alerts with script, control characters and overrides wherever text goes, without a place, and with 500 sources."""
    articles = [
        {
            "uri": f"urn:a{number}",
            "version": "1",
            "publisher": f"{HOSTILE}{number}",
            "headline": HOSTILE,
            "link": ["javascript:alert(1)", "https://a.example/\x1b", "https://a.example/x?y=<z>&w", f"https://a.example/{number}"][
                number % 4
            ],
            "published": "2026-03-14T12:00:00Z",
            "relation": "new",
        }
        for number in range(500)
    ]
    change = {"field": "headline", "before": HOSTILE, "after": "x", "article": "urn:a0"}
    text = {"headline": HOSTILE, "summary": HOSTILE, "evidence": {"start": 0, "end": 4, "text": HOSTILE}}
    return [
        alert(id="inc-hostile", **text, place=place(name=HOSTILE), articles=articles, wireOrigins=[HOSTILE], changes=[change]),
        alert(id="inc-nowhere", **text),
        alert(id="inc, <odd>&/../x", **text, kind="withdrawn", revision=2, place=place(lat=None, lon=None)),
        alert(id="inc-merged", kind="superseded", supersededBy="inc, <odd>", revision=3, place=place(lat=-90.0, lon=180.0)),
    ]


@dataclass
class Scene:
    """A running server and a client of it; `get` reads an answer whole."""

    server: Server
    settings: Settings
    client: ClientSession
    port: int

    async def get(self, path: str, status: int = 200, **options: Any) -> bytes:
        """Return the body of an answer, which must have this status."""
        async with self.client.get(path, **options) as response:
            body = await response.read()
            assert response.status == status, (path, response.status, body[:300])
            return body

    async def json(self, path: str, status: int = 200, **options: Any) -> Any:
        """Return the document of an answer."""
        async with self.client.get(path, **options) as response:
            document = await response.json(content_type=None)
            assert response.status == status, (path, response.status, document)
            return document

    async def holds(self, count: int) -> None:
        """Return when the server has as many changes."""
        await until(lambda: self.server.feed.changes.end >= count)


@asynccontextmanager
async def serving(settings: Settings, alerts: Sequence[Alert] = ()) -> AsyncIterator[Scene]:
    """Run a server on a free port until left, with these alerts in the topics before it starts."""
    if alerts:
        await write(settings, alerts)
    server = Server(settings.model_copy(update={"serve_port": 0}))
    async with server.running() as port:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await server.feed.caught_up()
            await server.subscribed.wait()
            await server.evidence.caught_up.wait()
            await server.judgements.caught_up.wait()
        async with ClientSession(f"http://127.0.0.1:{port}", timeout=ClientTimeout(total=PATIENCE_SECONDS)) as client:
            yield Scene(server, settings, client, port)


@dataclass(frozen=True, slots=True)
class Sent:
    """One server-sent event."""

    id: str
    event: str
    data: str


async def events(response: ClientResponse) -> AsyncIterator[Sent]:
    """Yield the events of a stream as a browser dispatches them; `id` is the last one seen."""
    id = event = data = ""
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        name, _, value = line.partition(": ")
        match name:
            case "id":
                id = value
            case "event":
                event = value
            case "data":
                data = value
            case "" if not line:
                if data:
                    yield Sent(id, event, data)
                event = data = ""
