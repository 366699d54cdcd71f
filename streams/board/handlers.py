"""The answers to GET: one method for each route of `routes.py` that gives alerts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web

from streams.board import atom, cap, geojson
from streams.board.addresses import base_of
from streams.board.answers import answer
from streams.board.cursor import Place, write_cursor
from streams.board.evidence_store import EvidenceFeed
from streams.board.feed import Feed
from streams.board.files import FILES, INDEX, POLICY, File
from streams.board.guard import READER
from streams.board.help import help_page
from streams.board.judgement_store import JudgementFeed, judgements_document
from streams.board.openapi import openapi
from streams.board.parameters import FILTERS, Parameter
from streams.board.problem import Problem, Wrong, of_parameters, safe_json
from streams.board.routes import BY_NAME, LINE_TYPES
from streams.board.selection import Query, Selection, read_query
from streams.board.state import StateSource
from streams.board.store import Incident
from streams.board.streams import Streams
from streams.subscriptions import Subscription
from streams.topics import INCIDENTS, JUDGEMENTS
from streams.visible import line

MOST_PAGE_BYTES = 5_000_000
"""Bytes of JSON after which a page ends before its limit: a thousand usual alerts have 3 MB, and one may have 200 kB."""
PAGE_SECONDS = 2.0
"""Seconds of search after which a page ends with what it has; its `next` goes on. A usual filter takes 0.1 s of 20,000 alerts."""
TURN_SECONDS = 0.01
"""Seconds of search after which others have their turn."""
MOST_SEARCHES = 4
"""Searches that take turns; others wait: with more, each turn of a stream would wait for theirs."""
HIDDEN = ("key", "cursor")
"""Parameters that stand in no address that we write down."""


class Handlers:
    """The routes that give alerts; `url` is our own address where it is set."""

    def __init__(
        self, feed: Feed, evidence: EvidenceFeed, judgements: JudgementFeed, streams: Streams, state: StateSource, url: str | None
    ) -> None:  # fmt: skip
        self._feed, self._evidence, self._judgements = feed, evidence, judgements
        self._streams, self._state, self._url = streams, state, url
        self.subscriptions: Mapping[str, Subscription] = {}
        """The subscriptions in force, by their names."""
        self._openapi = safe_json(openapi())
        self._searches = asyncio.Semaphore(MOST_SEARCHES)

    async def index(self, request: web.Request) -> web.Response:
        """Answer with the board, whatever the query: its script hands that to `/alerts`, and shows what is wrong in it."""
        return _file(request, INDEX)

    async def page(self, request: web.Request) -> web.Response:
        """Answer with a file that the board loads, by its name in the table of them."""
        _refuse_parameters(request)
        file = FILES.get(request.match_info["file"])
        if file is None:
            raise Problem(HTTPStatus.NOT_FOUND, "the board has no such file")
        return _file(request, file)

    async def help(self, request: web.Request) -> web.Response:
        """Answer with a page that lists the addresses."""
        _refuse_parameters(request)
        return answer(request, help_page(sorted(self.subscriptions)), "text/html; charset=utf-8")

    async def openapi(self, request: web.Request) -> web.Response:
        """Answer with the description of the server."""
        _refuse_parameters(request)
        return answer(request, self._openapi, "application/json")

    async def alerts(self, request: web.Request) -> web.Response:
        """Answer with a page of alerts, as one document or as lines."""
        query = self._query(request, BY_NAME["alerts"].parameters)
        found, following = await self._page(query)
        headers = self._links(request, following)
        bodies = [each.body for each in found]
        if query.format == "jsonl" or (query.format is None and wants_lines(request)):
            return answer(request, b"".join(body + b"\n" for body in bodies), "application/x-ndjson", headers)
        return answer(request, b'{"alerts":[' + b",".join(bodies) + b'],"next":' + safe_json(following) + b"}", "application/json", headers)

    async def alerts_geojson(self, request: web.Request) -> web.Response:
        """Answer with a page of alerts as GeoJSON."""
        found, following = await self._page(self._query(request, BY_NAME["alerts_geojson"].parameters))
        body = geojson.geojson((each.facts for each in found), following)
        return answer(request, body, geojson.CONTENT_TYPE, self._links(request, following))

    async def alerts_atom(self, request: web.Request) -> web.Response:
        """Answer with a page of alerts as a feed; feeds of the same filters have the same id."""
        query = self._query(request, BY_NAME["alerts_atom"].parameters)
        filters = sorted((name, value) for name, value in request.query.items() if name in {each.name for each in FILTERS})
        digest = blake2b(repr(filters).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return await self._atom(request, query, f"urn:newswire:alerts{f':{digest}' if filters else ''}", "Alerts from the news")

    async def subscription_atom(self, request: web.Request) -> web.Response:
        """Answer with the alerts of a subscription as a feed."""
        name = request.match_info["name"]
        if name not in self.subscriptions:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no subscription `{line(name, 64)}`")
        known = BY_NAME["subscription_atom"].parameters
        query = self._query(request, (*known, *FILTERS), [("subscription", name)])
        return await self._atom(request, query, f"urn:newswire:subscription:{quote(name)}", f"Alerts: {name}")

    async def alert(self, request: web.Request) -> web.Response:
        """Answer with an alert and its history."""
        _refuse_parameters(request)
        incident = self._incident(request)
        history = b",".join(each.body for each in incident.revisions)
        return answer(request, incident.body[:-1] + b',"history":[' + history + b"]}", "application/json")

    async def alert_evidence(self, request: web.Request) -> web.Response:
        """Answer with the sentences that the reports of an alert rest on, and the marks in them."""
        _refuse_parameters(request)
        id = self._incident(request).alert.id
        body = self._evidence.store.get(id)
        if body is not None:
            return answer(request, body, "application/json")
        if not self._evidence.caught_up.is_set():
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{INCIDENTS.name} is read back", headers={"Retry-After": "5"})
        raise Problem(HTTPStatus.NOT_FOUND, f"the reports of `{line(id, 64)}` are no longer held: no report of it came for long")

    async def alert_judgements(self, request: web.Request) -> web.Response:
        """Answer with what readers judged of an alert; the reader's own judgements are marked."""
        _refuse_parameters(request)
        id = self._incident(request).alert.id
        if not self._judgements.caught_up.is_set():
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{JUDGEMENTS.name} is read back", headers={"Retry-After": "5"})
        found = judgements_document(id, self._judgements.store.of(id), request[READER])
        return answer(request, safe_json(found), "application/json")

    async def state(self, request: web.Request) -> web.Response:
        """Answer with the state of the pipeline, which is asked of Kafka once for all who come within some seconds."""
        _refuse_parameters(request)
        return answer(request, safe_json((await self._state.now()).document()), "application/json")

    async def alert_cap(self, request: web.Request) -> web.Response:
        """Answer with an alert as a message of CAP."""
        _refuse_parameters(request)
        return answer(request, cap.cap(self._incident(request), base_of(request, self._url)), cap.CONTENT_TYPE)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Answer with the alerts as they come."""
        query = self._query(request, BY_NAME["stream"].parameters)
        if request.method == "HEAD":
            return web.Response(content_type="text/event-stream")
        last = request.headers.get("Last-Event-ID") or request.query.get("last_event_id") or None  # a browser's header is the newer one
        lines = query.format == "jsonl" or (query.format is None and wants_lines(request))
        return await self._streams.serve(request, query.selection, last, lines=lines)

    def _query(self, request: web.Request, known: Sequence[Parameter], more: Sequence[tuple[str, str]] = ()) -> Query:
        query, wrong = read_query([*request.query.items(), *more], known, self.subscriptions, datetime.now(UTC))
        if wrong:
            raise of_parameters(wrong)
        return query

    async def _page(self, query: Query) -> tuple[list[Incident], str | None]:
        """Return a page and the cursor of the next one; others have their turn while it is searched."""
        async with self._searches:
            search = _Search(query.selection)
            found: list[Incident] = []
            before: Place | None = query.before
            while True:
                search.turn = time.perf_counter() + TURN_SECONDS
                page = self._feed.store.page(search.holds, before, query.limit - len(found), search.pause)
                found += page.incidents
                before = page.after
                if before is None or len(found) >= query.limit or search.ended:
                    return found, write_cursor(before) if before is not None else None
                await asyncio.sleep(0)

    async def _atom(self, request: web.Request, query: Query, id: str, title: str) -> web.Response:
        found, following = await self._page(query)
        base = base_of(request, self._url)
        path = quote(request.path)
        own = base + path + _query_text(request)
        after = base + path + _query_text(request, following) if following is not None else None
        body = atom.atom([each.alert for each in found], id=id, title=title, base=base, own=own, following=after)
        return answer(request, body, atom.CONTENT_TYPE, self._links(request, following))

    def _incident(self, request: web.Request) -> Incident:
        id = request.match_info["id"]
        incident = self._feed.store.get(id)
        if incident is None:
            missing = self._feed.missing
            raise Problem(
                HTTPStatus.NOT_FOUND, f"there is no alert `{line(id, 64)}` among those held" + (f"; {missing}" if missing else "")
            )
        return incident

    def _links(self, request: web.Request, following: str | None) -> dict[str, str]:
        return {"Link": f'<{quote(request.path)}{_query_text(request, following)}>; rel="next"'} if following is not None else {}


class _Search:
    """One search: which incidents hold, and when it pauses or ends."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._deadline = time.perf_counter() + PAGE_SECONDS
        self._bytes = 0
        self.turn = self._deadline

    @property
    def ended(self) -> bool:
        """True if the page is large enough, or took long enough."""
        return self._bytes > MOST_PAGE_BYTES or time.perf_counter() > self._deadline

    def holds(self, incident: Incident) -> bool:
        """Return True if the incident is on the page."""
        found = self._selection.holds_of(incident)
        self._bytes += len(incident.body) if found else 0
        return found

    def pause(self) -> bool:
        """Return True if it is others' turn, or the page ends."""
        return self._bytes > MOST_PAGE_BYTES or time.perf_counter() > self.turn


def wants_lines(request: web.Request) -> bool:
    """Return True if the request prefers lines of JSON, by the first content type that it names."""
    first = request.headers.get("Accept", "").partition(",")[0].partition(";")[0].strip().casefold()
    return first in LINE_TYPES


def _file(request: web.Request, file: File) -> web.Response:
    """Return a file of the board. It is the same for everybody, so shared caches may keep it, and ask by its ETag if it has changed."""
    return answer(request, file.body, file.content_type, {"Cache-Control": "public, no-cache", "Content-Security-Policy": POLICY})


def _refuse_parameters(request: web.Request) -> None:
    """Raise Problem where a route without parameters is given one."""
    if request.query:
        name = next(iter(request.query))
        raise of_parameters([Wrong(name[:60], "there is no such parameter", "this route takes none")])


def _query_text(request: web.Request, cursor: str | None = None) -> str:
    """Return the query of the request, with another cursor and without a key."""
    kept = [(name, value) for name, value in request.query.items() if name not in HIDDEN]
    kept += [("cursor", cursor)] if cursor is not None else []
    return "?" + "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in kept) if kept else ""
