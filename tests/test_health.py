"""Tests of the address at which a worker serves its health."""

from __future__ import annotations

import os

import pytest
from aiohttp import web

from streams import health
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
