"""Requests of ours: the thin shell around the network. What their answers mean is decided elsewhere (`decide.py`)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

from aiohttp import ClientError, ClientPayloadError, ClientResponse, ClientSession, ClientTimeout, InvalidURL

from streams.errors import Malformed
from streams.feeds.answer import Answer
from streams.feeds.hosts import Hosts
from streams.feeds.inflation import CODINGS, Broken, Inflater
from streams.feeds.source import read_address
from streams.feeds.syndication import LARGEST_BYTES
from streams.outbound import USER_AGENT, Forbidden, Guard
from streams.visible import line

# Each request has a connection of its own (`Connection: close`): the next poll is minutes away, and what a server sends beyond the length
# that it declared would be taken for the next answer.
CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 30.0
"""The longest time for an answer, redirects included; waiting for a turn at a host is not part of it."""
MOST_HOPS = 5
MOST_LINKS = 10
"""The number of `Link` headers that are read, as one; of other headers the last counts."""
PERMANENT, TEMPORARY = frozenset({301, 308}), frozenset({302, 303, 307})
KEPT = frozenset({307, 308})
"""The redirects after which a form is sent once more (RFC 9110, 15.4)."""
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_WORDS = 200


class Web(Protocol):
    """The seam between polling and the network."""

    async def get(self, address: str, headers: Mapping[str, str], most: int = LARGEST_BYTES) -> Answer:
        """Return the answer to a request; a failure is an answer too. Of the body at most `most` bytes are read, decompressed."""
        ...


def user_agent(contact: str | None) -> str:
    """Return our name for publishers, with the address at which they reach the operator, if there is one."""
    return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT


class OutsideWeb:
    """The web behind the guard of outside addresses: each hop takes a turn at its host, and passes the guard."""

    def __init__(
        self, session: ClientSession, hosts: Hosts, guard: Guard, *, contact: str | None = None, total: float = TOTAL_SECONDS
    ) -> None:  # fmt: skip
        self._session, self._hosts, self._guard, self._total = session, hosts, guard, total
        self._own = {"User-Agent": user_agent(contact), "Accept": ACCEPT, "Accept-Encoding": CODINGS, "Connection": "close"}

    async def get(self, address: str, headers: Mapping[str, str], most: int = LARGEST_BYTES) -> Answer:
        """Return the answer at the end of at most five redirects."""
        left, moved, permanent = self._total, None, True
        loop = asyncio.get_running_loop()
        for _ in range(MOST_HOPS + 1):
            try:
                host = self._guard.host_of(address)
            except Forbidden as exc:
                return Answer(0, fault=str(exc))
            async with self._hosts.turn(host):
                began = loop.time()
                answer = await self._hop(address, headers, most, left)
                left -= loop.time() - began
            if answer.status not in PERMANENT | TEMPORARY:
                return Answer(answer.status, answer.headers, answer.body, answer.fault, moved, conditional=bool(headers))
            try:
                address = read_address(urlunsplit((*urlsplit(urljoin(address, answer.headers["location"]))[:4], "")))
            except (KeyError, ValueError, Malformed):
                return Answer(0, fault=f"a redirect (HTTP {answer.status}) that leads nowhere")
            permanent = permanent and answer.status in PERMANENT
            moved = address if permanent else moved
        return Answer(0, fault=f"more than {MOST_HOPS} redirects")

    async def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Return the answer to a form, at the end of at most five redirects that keep it a form (307, 308); its body is not read."""
        left = self._total
        loop = asyncio.get_running_loop()
        for _ in range(MOST_HOPS + 1):
            try:
                host = self._guard.host_of(address)
            except Forbidden as exc:
                return Answer(0, fault=str(exc))
            async with self._hosts.turn(host):
                began = loop.time()
                answer = await self._hop(address, {}, 0, left, form)
                left -= loop.time() - began
            if answer.status not in KEPT:
                return answer
            try:
                address = read_address(urljoin(address, answer.headers["location"]))
            except (KeyError, ValueError, Malformed):
                return Answer(0, fault=f"a redirect (HTTP {answer.status}) that leads nowhere")
        return Answer(0, fault=f"more than {MOST_HOPS} redirects")

    async def _hop(
        self, address: str, headers: Mapping[str, str], most: int, left: float, form: Mapping[str, str] | None = None
    ) -> Answer:  # fmt: skip
        status, told = 0, {}
        body = bytearray()
        fault = None
        try:
            async with asyncio.timeout(max(0.1, left)):
                async with self._session.request(
                    "GET" if form is None else "POST",
                    address,
                    data=form,
                    headers={**self._own, **headers},
                    allow_redirects=False,
                    timeout=ClientTimeout(total=None, connect=CONNECT_SECONDS),
                ) as response:
                    status = response.status
                    told = {name.lower(): value for name, value in response.headers.items()}
                    told["link"] = ", ".join(response.headers.getall("Link", [])[:MOST_LINKS])
                    if status == 200 and form is None:
                        fault = await _read(response, body, most)
        except Broken as exc:
            body += exc.found
            fault = exc.message
        except Malformed as exc:
            status, fault = 0, exc.message
        except TimeoutError:
            fault = f"no end of the answer within {self._total:.0f} s" if status else f"no answer within {self._total:.0f} s"
        except (ClientError, OSError, ValueError) as exc:  # ValueError: a host that no codec of names takes
            fault = _in_words(exc)
        return Answer(status, told, bytes(body), fault)


async def _read(response: ClientResponse, body: bytearray, most: int) -> str | None:
    """Read a body piece by piece, so that what came stands there whatever ends it; return why it is not whole."""
    inflater = Inflater(response.headers.get("Content-Encoding", ""))
    async for piece in response.content.iter_any():
        body += inflater.read(piece, most + 1 - len(body))
        if len(body) > most:
            del body[most:]
            return f"more than {most:,} bytes"
    return None


def _in_words(error: Exception) -> str:
    causes: list[BaseException] = [error]
    while (inner := causes[-1].__cause__ or getattr(causes[-1], "os_error", None)) is not None and inner not in causes:
        causes.append(inner)
    forbidden = next((cause for cause in causes if isinstance(cause, Forbidden)), None)
    if forbidden is not None:
        return str(forbidden)
    if isinstance(error, InvalidURL):
        return "no address that can be asked"
    if isinstance(error, ClientPayloadError):
        return "the connection ended before the body did"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"TLS failed: {line(str(causes[-1]), _WORDS)}"
    return f"no answer: {line(str(causes[-1]) or type(causes[-1]).__name__, _WORDS)}"
