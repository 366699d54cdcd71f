"""Answers with a body: compared by ETag, and compressed where the client takes that."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from http import HTTPStatus

from aiohttp import web

WORTH_BYTES = 1_000
"""Bytes from which a body is compressed: less is one packet anyway."""


def answer(request: web.Request, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return the answer with its ETag; 304 without a body if the request shows that the client has it.

    The tag is a weak one: the same alerts, whether they are compressed or not.
    """
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    sent = {**(headers or {}), "ETag": tag}
    if _has(request.headers.get("If-None-Match", ""), tag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=sent)
    kind, _, charset = content_type.partition("; charset=")
    made = web.Response(body=body, content_type=kind, charset=charset or None, headers=sent)
    if len(body) > WORTH_BYTES and _takes_gzip(request.headers.get("Accept-Encoding", "")):
        made.enable_compression(web.ContentCoding.gzip)
    return made


def _has(said: str, tag: str) -> bool:
    return said.strip() == "*" or tag.removeprefix("W/") in (each.strip().removeprefix("W/") for each in said.split(","))


def _takes_gzip(said: str) -> bool:
    """Return True if a client names gzip, and not with `q=0`."""
    for part in said.split(","):
        coding, _, weight = part.partition(";")
        if coding.strip().casefold() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
