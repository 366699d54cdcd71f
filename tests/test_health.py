"""Tests of the address at which a worker serves its health."""

from __future__ import annotations

import os
import socket

import pytest
from aiohttp import web

from streams import health
from streams.errors import Usage
from streams.settings import Settings


async def test_it_is_loopback_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("STREAMS_")]:
        monkeypatch.delenv(name)
    for told, bound in ((None, "127.0.0.1"), ("0.0.0.0", "0.0.0.0")):
        if told:
            monkeypatch.setenv("STREAMS_HTTP_HOST", told)
        runner = await health.serve(web.Application(), Settings().http_host, 0)
        try:
            assert [host for host, _ in runner.addresses] == [bound]
        finally:
            await runner.cleanup()


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    health.demand_port("127.0.0.1", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Usage, match=rf"^127\.0\.0\.1:{port} cannot be listened on: the port is taken; set STREAMS_HTTP_PORT"):
            health.demand_port("127.0.0.1", port)
    health.demand_port("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_said() -> None:
    with pytest.raises(Usage, match=r"^192\.0\.2\.1:6066 cannot be listened on: "):
        health.demand_port("192.0.2.1", 6066)
