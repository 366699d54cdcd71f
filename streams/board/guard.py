"""The middleware that every request passes: its host, its key, its rate, the headers of its answer, and the form of every error.

    host -> key -> rate -> scope -> handler -> answer, sent within SEND_SECONDS

A key is compared and forgotten: it stands in no log, no error and no metric.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Middleware

from streams.board.addresses import LOOPBACK, host_name
from streams.board.keys import Key, Keys
from streams.board.problem import Problem
from streams.board.rate import Rate
from streams.board.routes import ROUTES, Route
from streams.metrics import SERVED, from_zero

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept, Accept-Encoding, Authorization, Origin",
}
"""The headers of every answer; the policy forbids a page to load anything, `private` keeps shared caches out, and `no-cache` asks
clients to compare ETags."""
SEND_SECONDS = 30.0
"""The longest time in which a client must take an answer, and send a request: 5 MB at 1.4 Mbit a second."""
ROUTE: web.AppKey[dict[str, Route]] = web.AppKey("routes")
"""The routes by the path patterns of the router."""
NAME = web.RequestKey("name", str)
"""The name of the key of a request; of one without a key its address."""
READER = web.RequestKey("reader", str)
"""The name of the key of a request; `local` for one without a key."""
log = logging.getLogger(__name__)


class Guard:
    """Decides on each request whether it is answered; `local` if the server is bound to loopback."""

    def __init__(self, keys: Keys, rate: Rate, origins: tuple[str, ...], *, local: bool) -> None:
        self._keys, self._rate, self._origins, self._local = keys, rate, frozenset(origins), local
        for route in ROUTES:
            from_zero(SERVED, [route.name], [str(status) for status in (*route.answers, *route.errors)])

    @property
    def middleware(self) -> Middleware:
        """The middleware itself."""

        @web.middleware
        async def guarded(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
            route = self._route(request)
            answer = await self._answer(request, route, handler)
            SERVED.labels(route.name if route is not None else "none", str(answer.status)).inc()
            return await _sent(request, answer)

        return guarded

    async def prepare(self, request: web.BaseRequest, answer: web.StreamResponse) -> None:
        """Set the headers of every answer; a signal of the application, so that streams have them too."""
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        answer.headers["Server"] = "newswire-streams"
        origin = request.headers.get("Origin")
        if origin in self._origins:
            answer.headers["Access-Control-Allow-Origin"] = origin
            answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def _route(self, request: web.Request) -> Route | None:
        resource = request.match_info.route.resource
        return request.app[ROUTE].get(resource.canonical) if resource is not None else None

    async def _answer(
        self, request: web.Request, route: Route | None, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:  # fmt: skip
        try:
            self._check_host(request)
            if request.method == "OPTIONS" and route is not None:  # a page of another origin asks before it sends a key
                return self._preflight(request, route)
            self._admit(request, route)
            return await handler(request)
        except Problem as problem:
            return problem.response()
        except web.HTTPException as exc:
            return _plain(exc).response()
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception:  # a bug: its client gets the same form of answer, and the log the trace
            log.exception("%s %s", request.method, request.path)
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "this is a fault of the server; its log tells more").response()

    def _check_host(self, request: web.Request) -> None:
        """Refuse other names than those of loopback where we listen there alone: a page elsewhere may have its name lead here (DNS
        rebinding)."""
        if self._local and host_name(request.host) not in LOOPBACK:
            raise Problem(HTTPStatus.MISDIRECTED_REQUEST, "Host: this server answers to localhost and 127.0.0.1 only")

    def _check_origin(self, request: web.Request) -> None:
        """Refuse a write that a page of another origin sends: without keys it would count as the reader's own (CSRF).

        Browsers tell it of every POST by one of the two headers, which no page can set; other programs send neither.
        """
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        own = site == "same-origin" if site is not None else origin is None or origin.partition("://")[2] == request.host
        if not own and origin not in self._origins:
            raise Problem(HTTPStatus.FORBIDDEN, "Origin: pages of another origin may not write here")

    def _preflight(self, request: web.Request, route: Route) -> web.Response:
        if request.headers.get("Origin") not in self._origins:
            raise Problem(
                HTTPStatus.FORBIDDEN, "Origin: pages of this origin may not read here; STREAMS_SERVE_ORIGINS lists those that may"
            )
        headers = {
            "Access-Control-Allow-Methods": route.method,
            "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, If-None-Match",
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=HTTPStatus.NO_CONTENT, headers=headers)

    def _admit(self, request: web.Request, route: Route | None) -> None:
        """Raise Problem unless the request may have its answer; note the name of its asker."""
        key, said = self._key(request, route)
        address = request.remote or "unknown"
        request[NAME] = key.name if key is not None else address
        request[READER] = key.name if key is not None else "local"
        if route is None or route.tracked or (said and key is None):
            wait = self._rate.take(f"key {key.name}" if key is not None else f"address {address}", time.monotonic())
            if wait > 0:
                seconds = math.ceil(wait)
                raise Problem(
                    HTTPStatus.TOO_MANY_REQUESTS, f"too many requests; come again in {seconds} s", headers={"Retry-After": str(seconds)}
                )
        if route is None or route.access == "open":
            return
        if route.access == "write" and not self._keys.configured:
            raise Problem(HTTPStatus.FORBIDDEN, "nobody may write here: set STREAMS_SERVE_KEYS, and make a key by `streams serve key`")
        if route.access == "judge":
            self._check_origin(request)
        if not self._keys.configured:
            return
        if key is None:
            challenge = {"WWW-Authenticate": 'Bearer realm="newswire"' + (', error="invalid_token"' if said else "")}
            detail = "this key is not known" if said else "a key is needed: send `Authorization: Bearer KEY`"
            raise Problem(HTTPStatus.UNAUTHORIZED, detail, headers=challenge)
        if route.access not in key.scopes:
            raise Problem(HTTPStatus.FORBIDDEN, f"this key may not {route.access}")

    def _key(self, request: web.Request, route: Route | None) -> tuple[Key | None, bool]:
        """Return the key that a request shows, if there is such a key, and whether it shows any."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        said = secret.strip() if kind.casefold() == "bearer" else ""
        if not said and route is not None and route.key_in_query:
            said = request.query.get("key", "")
        return (self._keys.of(said) if said else None), bool(said)


def _plain(exc: web.HTTPException) -> Problem:
    """Return one of aiohttp's own answers as a problem."""
    status = HTTPStatus(exc.status)
    details = {
        404: "there is nothing at this address; `/help` lists what there is",
        405: "this address does not take this method",
        413: "the body is larger than this server takes",
    }
    headers = {"Allow": exc.headers["Allow"]} if "Allow" in exc.headers else {}
    return Problem(status, details.get(exc.status, status.phrase), headers=headers)


async def _sent(request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Send an answer here, and not behind the handler, so that a client that does not read cannot hold it for ever; return it."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await answer.prepare(request)
            await answer.write_eof()
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
    except ConnectionError:
        with suppress(AttributeError):
            request.protocol.force_close()
    return answer
