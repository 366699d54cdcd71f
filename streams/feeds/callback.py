"""The address at which hubs call: their questions are answered, and what they send is checked and laid into the inbox.

It is reached from outside, so everything is bounded, a source's path cannot be guessed, and a document counts only if it is signed.
An answer says nothing that a stranger does not know. What is lost here is no loss: the feed is polled too.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from aiohttp import web

from streams.feeds.answer import Answer
from streams.feeds.source import Source
from streams.feeds.state import State
from streams.feeds.syndication import LARGEST_BYTES
from streams.feeds.term import Term
from streams.feeds.websub import Denied, Pushed, Verified, Word, lease_of, secret_of, signed, token_of
from streams.metrics import FEED_PUSHES
from streams.visible import line

READ_SECONDS = 30.0
"""The longest time for which a document may arrive."""
MOST_AT_ONCE = 20
"""The number of documents that may arrive at the same time, of 10 MB each."""
MOST_CHALLENGE = 2_000
_WORDS = 200
log = logging.getLogger(__name__)


class Callback:
    """The pages of hubs; `term` gives the time in office while this worker is the active one, else None."""

    def __init__(self, secret: str, term: Callable[[], Term | None]) -> None:
        self._secret, self._term = secret, term
        self._addresses: dict[str, str] = {}
        self._looked = float("-inf")
        self._arriving = 0

    def application(self) -> web.Application:
        """Return the app; the last part of a path is a source's token, what stands before it is the operator's."""
        app = web.Application()
        app.add_routes([web.get("/{path:.*}", self._question), web.post("/{path:.*}", self._document)])
        return app

    async def _question(self, request: web.Request) -> web.Response:
        """Answer whether we meant to subscribe (verification of intent), or hear that the hub does not send."""
        term = self._term()
        if term is None:
            return _away()
        query = request.query
        found = self._source(term, request)
        mode, challenge = query.get("hub.mode"), query.get("hub.challenge", "")
        if found is None or query.get("hub.topic") != found[1].topic or found[1].topic is None:
            FEED_PUSHES.labels("unknown").inc()
            return web.Response(status=404)
        if mode == "denied":
            FEED_PUSHES.labels("denied").inc()
            reason = line(query.get("hub.reason", ""), _WORDS)
            return _taken(term, found[0], Denied(f"it does not send: {reason}" if reason else "it does not send"))
        if mode != "subscribe" or not 0 < len(challenge) <= MOST_CHALLENGE:  # we end no subscription but by letting it lapse
            FEED_PUSHES.labels("unknown").inc()
            return web.Response(status=404)
        answer = _taken(term, found[0], Verified(lease_of(query)))
        if answer.status == 503:
            return answer
        FEED_PUSHES.labels("verified").inc()
        return web.Response(text=challenge, content_type="text/plain", headers={"X-Content-Type-Options": "nosniff"})

    async def _document(self, request: web.Request) -> web.Response:
        """Take a document that a hub sends, if it is signed; what is not is answered alike, and passed over."""
        term = self._term()
        if term is None or self._arriving >= MOST_AT_ONCE:
            return _away()
        found = self._source(term, request)
        if found is None:
            FEED_PUSHES.labels("unknown").inc()
            return web.Response(status=410)  # the hub may forget the subscription
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return web.Response(status=415)
        self._arriving += 1
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return web.Response(status=408)
        finally:
            self._arriving -= 1
        if body is None:
            return web.Response(status=413)
        source = found[0]
        if not signed(request.headers.get("X-Hub-Signature"), body, secret_of(self._secret, source.address)):
            FEED_PUSHES.labels("not signed").inc()
            log.warning(
                "%s: a document that came at its callback is not signed as it should be, and is passed over", line(source.address, 300)
            )
            return web.Response(status=202)
        headers = {"content-type": request.headers.get("Content-Type", "")}
        return _taken(term, source, Pushed(Answer(200, headers, body)))

    def _source(self, term: Term, request: web.Request) -> tuple[Source, State] | None:
        token = request.path.rpartition("/")[2]
        if token not in self._addresses and time.monotonic() - self._looked > 1.0:  # at most once a second, whoever asks for what
            self._looked = time.monotonic()
            self._addresses = {token_of(self._secret, source.address): source.address for source, _ in term.states()}
        return term.enabled(self._addresses.get(token, ""))


def _taken(term: Term, source: Source, word: Word) -> web.Response:
    if term.tell(source.address, word):
        return web.Response(status=202)
    FEED_PUSHES.labels("too much").inc()
    return _away()


def _away() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": "60"})


async def _body(request: web.Request) -> bytes | None:
    """Return the body of a request; None for one that is too long."""
    found = bytearray()
    async for piece in request.content.iter_any():
        found += piece
        if len(found) > LARGEST_BYTES:
            return None
    return bytes(found)
