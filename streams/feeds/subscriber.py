"""Requests to hubs: the callback that they are told, and what their answers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from streams.feeds.answer import Answer
from streams.feeds.source import Source
from streams.feeds.state import State
from streams.feeds.websub import request_of, secret_of, token_of


class Hubs(Protocol):
    """The seam between subscriptions and the network."""

    async def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Return the answer to a form; a failure is an answer too. Of its body nothing is read."""
        ...


class Subscriber:
    """Asks hubs to send to `url`, under which our callback is reached from outside; `secret` is the operator's."""

    def __init__(self, hubs: Hubs, url: str, secret: str, clock: Callable[[], datetime]) -> None:
        self._hubs, self._url, self._secret, self._clock = hubs, url.rstrip("/"), secret, clock

    async def ask(self, source: Source, state: State) -> State:
        """Ask the source's hub to send, and return the state that says so. The hub asks back at the callback before it sends."""
        assert state.hub is not None, "whoever has no hub is not to be asked for"
        callback = f"{self._url}/{token_of(self._secret, source.address)}"
        asked = self._clock()
        answer = await self._hubs.post(state.hub, request_of(source, state, callback, secret_of(self._secret, source.address)))
        said = None
        if not 200 <= answer.status < 300:
            said = answer.fault or f"HTTP {answer.status}: it does not take the subscription"
        return replace(state, hub_asked=asked, hub_error=said)
