"""Errors as RFC 9457 problem details (`application/problem+json`): what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

from streams.visible import escaped

CONTENT_TYPE = "application/problem+json"
MOST_SHOWN = 100
"""The largest number of single errors of one answer; a batch may have a thousand."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One parameter of a query that will not do."""

    parameter: str
    wrong: str
    advice: str

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the list of errors."""
        return {"parameter": self.parameter, "detail": self.wrong, "advice": self.advice}


class Problem(Exception):
    """A request that is answered with an error; raised anywhere below the guard, which sends it."""

    def __init__(
        self, status: HTTPStatus, detail: str, errors: Sequence[Mapping[str, Any]] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, tuple(errors), dict(headers or {})

    def response(self) -> web.Response:
        """Return the answer."""
        document: dict[str, Any] = {"type": "about:blank", "title": self.status.phrase, "status": self.status, "detail": self.detail}
        if self.errors:
            document["errors"] = list(self.errors[:MOST_SHOWN])
        return web.Response(body=safe_json(document), status=self.status, content_type=CONTENT_TYPE, headers=self.headers)


def of_parameters(wrong: Sequence[Wrong]) -> Problem:
    """Return the problem of a query with wrong parameters; its detail tells the first of them."""
    first = wrong[0]
    return Problem(HTTPStatus.BAD_REQUEST, f"{first.parameter}: {first.wrong}; {first.advice}", [each.as_json() for each in wrong])


def safe_json(document: Any) -> bytes:
    """Return a document as JSON with an escape for each character that a terminal would obey or not show.

    Half a character (a lone surrogate), which UTF-8 cannot hold, is written as a question mark.
    """
    try:
        text = orjson.dumps(document).decode()
    except TypeError:
        text = orjson.dumps(_whole(document)).decode()
    return escaped(text).encode()


def _whole(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_whole(name): _whole(part) for name, part in value.items()}
        case list() | tuple():
            return [_whole(part) for part in value]
    return value
