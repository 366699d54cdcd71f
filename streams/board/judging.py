"""The answer to POST /judgements: read, held against the alert, written, and only then claimed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from aiohttp import web

from streams.board.body import read_body
from streams.board.guard import READER
from streams.board.judgement import MOST_BODY_BYTES, judgement_of, key_of, read_asked
from streams.board.problem import Problem, safe_json
from streams.board.rate import Rate
from streams.board.store import Incident
from streams.board.writer import TopicWriter
from streams.errors import Malformed, Refused, Transient
from streams.messages import Judgement
from streams.visible import line

PER_MINUTE = 60
"""The judgements that one reader may send a minute: nobody reads an alert in less than a second."""


class Judging:
    """The route POST /judgements; `find` gives the incident of an id, `kept` hears of each judgement that was written."""

    def __init__(self, find: Callable[[str], Incident | None], kept: Callable[[Judgement], None], writer: TopicWriter) -> None:
        self._find, self._kept, self._writer = find, kept, writer
        self._rate = Rate(PER_MINUTE)

    async def judgements(self, request: web.Request) -> web.Response:
        """Answer with the judgement as it was kept, once the broker has it."""
        if request.query:
            raise Problem(HTTPStatus.BAD_REQUEST, "this route takes no parameters")
        if request.content_type != "application/json":
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type: send application/json")
        reader = request[READER]
        wait = self._rate.take(reader, time.monotonic())
        if wait > 0:
            retry = {"Retry-After": str(math.ceil(wait))}
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, f"more than {PER_MINUTE} judgements a minute; come again", headers=retry)
        try:
            asked = read_asked(await read_body(request, MOST_BODY_BYTES))
            incident = self._find(asked.alert)
            if incident is None:
                raise Problem(HTTPStatus.NOT_FOUND, f"there is no alert `{line(asked.alert, 64)}` among those held")
            newest = incident.alert.revision
            if asked.revision != newest:
                said = f"revision: the alert is at revision {newest}, you judged {asked.revision}; look at it again"
                raise Problem(HTTPStatus.CONFLICT, said)
            judgement = judgement_of(asked, incident.alert, reader, datetime.now(UTC))
            await self._writer.write([(key_of(judgement), judgement.encode())])
            self._kept(judgement)  # its sender sees it at once, and not when it has come back from Kafka
        except (Malformed, Refused) as exc:
            entry = {"error": type(exc).__name__, "field": exc.field, "detail": exc.message}
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(exc), [entry]) from None
        except Transient as exc:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{exc}; send it again", headers={"Retry-After": "5"}) from None
        body = safe_json(judgement.model_dump(by_alias=True, exclude_none=True, mode="json"))
        return web.Response(status=HTTPStatus.CREATED, body=body, content_type="application/json")
