"""No request leaves for the inside of the operator's network, whatever form its address has."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientError, web

from streams.errors import Usage
from streams.outbound import Forbidden, Guard, is_public

PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1",
    "2002:a00:1::", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
)  # fmt: skip
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "64:ff9b::808:808",
    "2002:808:808::1",
)
FORMS_OF_LOOPBACK = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "0", "localhost", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)
    assert not Guard().permits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_passes(address: str) -> None:
    assert is_public(address)
    assert Guard().permits(address)


@pytest.mark.parametrize("host", FORMS_OF_LOOPBACK)
async def test_no_form_of_an_inner_address_is_connected_to(host: str) -> None:
    reached: list[str] = []
    async with _served(reached) as port, Guard().session(5.0) as session:
        with pytest.raises((ClientError, OSError, ValueError)):
            await session.get(f"http://{host}:{port}/", allow_redirects=False)
    assert reached == []


async def test_what_an_operator_allows_is_reached_by_network_and_by_name() -> None:
    for allowed, host in (("10.0.0.0/8, 127.0.0.1/32", "127.0.0.1"), ("localhost", "localhost")):
        reached: list[str] = []
        async with _served(reached) as port, Guard(allowed).session(5.0) as session:
            answer = await session.get(f"http://{host}:{port}/x", allow_redirects=False)
            assert answer.status == 200
        assert reached == ["/x"]


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def lookup(host: str, port: int, **given: Any) -> list[Any]:
        """Give a public address first and loopback after it, as a name server does that means to get past a guard."""
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) > 1 else "203.0.114.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lookup)
    guard = Guard()
    connected: list[Any] = []
    made = guard._socket

    def watched(address: Any) -> socket.socket:
        connected.append(address[4][0])
        made(address).close()
        raise OSError("no connection in a test")

    monkeypatch.setattr(guard, "_socket", watched)
    async with guard.session(0.5) as session:
        with pytest.raises((ClientError, OSError)):
            await session.get("http://rebound.example/", allow_redirects=False)
    assert asked == ["rebound.example"]
    assert connected == ["203.0.114.1"]


async def test_one_private_address_of_a_name_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    async def lookup(host: str, port: int, **given: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lookup)
    with pytest.raises(Forbidden, match="private network"):
        await Guard().addresses("half.example")


@pytest.mark.parametrize("url", ["ftp://a.example/", "file:///etc/passwd", "gopher://a", "http://", "https:///x", "", "http://[::1", "a b"])
def test_only_http_with_a_host_is_an_address(url: str) -> None:
    with pytest.raises(Forbidden):
        Guard().host_of(url)


@pytest.mark.parametrize("word", ["10.0.0.0/40", "1.2.3", "a b/c", "http://a.example", "-x"])
def test_a_wrong_word_is_named(word: str) -> None:
    with pytest.raises(Usage, match="STREAMS_PRIVATE_ADDRESSES"):
        Guard(word)


@asynccontextmanager
async def _served(reached: list[str]) -> AsyncIterator[int]:
    """Serve on loopback; yield the port, and note each path that is asked for."""

    async def answer(request: web.Request) -> web.Response:
        reached.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
