"""The connections of a server: bounded in number, and none stays open that sends no request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

FIRST_REQUEST_SECONDS = 30.0
"""The longest time in which a new connection must send its first request; aiohttp bounds the pauses behind that by `keepalive_timeout`."""
SPARE = 1_000
"""Connections that may be open besides the streams."""


class Connections:
    """Makes the protocol of each connection, at most `most` at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._silent: set[Any] = set()
        """The protocols whose connection has sent no request yet."""

    @property
    def middleware(self) -> Middleware:
        """The middleware that notes which connections have sent a request."""

        @web.middleware
        async def noted(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
            self._silent.discard(request.protocol)
            return await handler(request)

        return noted

    def factory(self, server: web.Server) -> Callable[[], asyncio.Protocol]:
        """Return what makes the protocol of a new connection."""
        loop = asyncio.get_running_loop()

        def made() -> asyncio.Protocol:
            if len(server.connections) >= self._most:
                return _Refused()
            protocol = server()
            self._silent.add(protocol)
            loop.call_later(FIRST_REQUEST_SECONDS, self._end_if_silent, protocol)
            return protocol

        return made

    def _end_if_silent(self, protocol: Any) -> None:
        if protocol in self._silent:
            self._silent.discard(protocol)
            if protocol.transport is not None:
                protocol.transport.abort()


class _Refused(asyncio.Protocol):
    """Ends a connection at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()
