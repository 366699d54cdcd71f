"""The answer to POST /articles: read, checked, written, and only then claimed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from aiohttp import web

from streams.board.body import read_body
from streams.board.guard import NAME
from streams.board.intake import MOST_BODY_BYTES, Checked, Checker, refusals, split
from streams.board.ledger import Ledger
from streams.board.problem import Problem, safe_json
from streams.board.writer import Position, TopicWriter
from streams.errors import Malformed, Refused, Transient

MOST_AT_ONCE = 8
"""POSTs that are read and checked at once: each may hold 20 MB."""
MOST_KEY = 255
"""The longest Idempotency-Key in characters."""
AGAIN = {"Retry-After": "5"}


class Posting:
    """The route POST /articles."""

    def __init__(self, checker: Checker, writer: TopicWriter) -> None:
        self._checker, self._writer = checker, writer
        self._ledger = Ledger()
        self._busy = 0

    async def articles(self, request: web.Request) -> web.Response:
        """Answer with where the articles stand, once the broker has them all."""
        if request.query:
            raise Problem(HTTPStatus.BAD_REQUEST, "this route takes no parameters")
        if self._busy >= MOST_AT_ONCE:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{MOST_AT_ONCE} bodies are read at once; come again", headers=AGAIN)
        self._busy += 1
        try:
            body = await read_body(request, MOST_BODY_BYTES)
            return await self._once(request, body)
        finally:
            self._busy -= 1

    async def _once(self, request: web.Request, body: bytes) -> web.Response:
        """Answer as before where the Idempotency-Key has been used; else make the answer and keep it."""
        said = request.headers.get("Idempotency-Key")
        if said is None:
            return _accepted(await self._written(body, request.content_type))
        if not 0 < len(said) <= MOST_KEY or not said.isprintable():
            raise Problem(HTTPStatus.BAD_REQUEST, f"Idempotency-Key: write 1 to {MOST_KEY} printable characters")
        asked = (request[NAME], said)
        digest = blake2b(request.content_type.encode() + b"\n" + body, digest_size=16).digest()
        before = self._ledger.find(asked, time.monotonic())
        if before is not None and before.digest != digest:
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Idempotency-Key: it was used for another body; choose a new one")
        if before is not None and before.body is None:
            raise Problem(HTTPStatus.CONFLICT, "Idempotency-Key: the request that used it first is not answered yet", headers=AGAIN)
        if before is not None:
            return _accepted(before.body or b"")
        self._ledger.begin(asked, digest, time.monotonic())
        try:
            answer = await self._written(body, request.content_type)
        except BaseException:
            self._ledger.forget(asked)
            raise
        self._ledger.end(asked, answer, time.monotonic())
        return _accepted(answer)

    async def _written(self, body: bytes, content_type: str) -> bytes:
        """Return the answer to a body whose articles the broker has; raise Problem, and write nothing, where one of them will not do."""
        try:
            records = await asyncio.to_thread(split, body, content_type)
            found = await self._checker.check(records)
            wrong = refusals(found)
            if wrong:
                several = "" if len(records) == 1 else f"{len(wrong)} of {len(records)} articles cannot be read, and none was written; "
                raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, several + f"{wrong[0]['field']}: {wrong[0]['detail']}", wrong)
            sound = [each for each in found if isinstance(each, Checked)]
            return _document(sound, await self._writer.write([(each.uri, each.value) for each in sound]))
        except (Malformed, Refused) as exc:
            entry: dict[str, Any] = {"error": type(exc).__name__, "field": exc.field, "detail": exc.message}
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY, str(exc), [entry | ({"offset": exc.offset} if exc.offset is not None else {})]
            ) from None
        except Transient as exc:
            said = f"{exc}; nothing is claimed: send the same again, what came twice is known by its uri"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, said, headers=AGAIN) from None


def _document(records: Sequence[Checked], written: Sequence[Position]) -> bytes:
    entries = [
        {"topic": at.topic, "partition": at.partition, "offset": at.offset, "uri": each.uri}
        | ({"dropped": each.dropped} if each.dropped is not None else {})
        for each, at in zip(records, written, strict=True)
    ]
    return safe_json({"records": entries})


def _accepted(body: bytes) -> web.Response:
    return web.Response(status=HTTPStatus.ACCEPTED, body=body, content_type="application/json")
