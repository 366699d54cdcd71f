"""The body of a request, read within time and size."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from aiohttp import web

from streams.board.guard import SEND_SECONDS
from streams.board.problem import Problem


async def read_body(request: web.Request, most: int) -> bytes:
    """Return the body, unpacked, of at most `most` bytes.

    Raise Problem where it is larger (413), does not come in time (408), or is not of the encoding that it says (400).
    """
    body = bytearray()
    try:
        async with asyncio.timeout(SEND_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than the {most:,} bytes that this route takes")
    except TimeoutError:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, f"the body did not come within {SEND_SECONDS:.0f} s") from None
    except web.RequestPayloadError:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is broken, or not of the encoding that its header says") from None
    return bytes(body)
