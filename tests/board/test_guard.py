"""Keys, limits and headers: who may ask what, and what strangers cannot do."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.board import connections, guard
from streams.board.keys import Key, Keys, make_key, read_keys
from streams.board.rate import MOST_ASKERS, Rate
from streams.board.server import Server, is_local
from streams.errors import Usage
from streams.settings import Settings
from tests.board.scene import many, serving
from tests.commands.face import called

Pipeline = Callable[..., Settings]


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, str]:
    """Return the secrets of three keys, whose lines stand in `keys` of the folder."""
    made = {name: make_key(name, scopes) for name, scopes in (("reader", ["read"]), ("feeder", ["write"]), ("both", ["read", "write"]))}  # type: ignore[arg-type]
    (tmp_path / "keys").write_text("# ours\n\n" + "\n".join(line for _, line in made.values()))
    return {name: secret for name, (secret, _) in made.items()}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def test_with_keys_nobody_reads_without_one(pipeline: Pipeline, tmp_path: Path, secrets: dict[str, str]) -> None:
    async with serving(pipeline(serve_keys=tmp_path / "keys"), many(2)) as scene:
        for path in (
            "/alerts",
            "/alerts/inc-00000",
            "/alerts.atom",
            "/alerts.geojson",
            "/alerts/stream",
            "/alerts/inc-00000.cap",
            "/metrics",
        ):
            async with scene.client.get(path) as response:
                assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="newswire"')
            async with scene.client.get(path, headers=bearer("newswire_wrong")) as response:
                assert (response.status, "invalid_token" in response.headers["WWW-Authenticate"]) == (401, True)
            await scene.json(path, 403, headers=bearer(secrets["feeder"]))
        for path in ("/", "/openapi.json", "/livez", "/readyz", "/version"):
            await scene.get(path)
        for name in ("reader", "both"):
            assert len((await scene.json("/alerts", headers=bearer(secrets[name])))["alerts"]) == 2
        await scene.json("/articles", 405, headers=bearer(secrets["feeder"]))
        async with scene.client.post("/articles", data=b"x", headers=bearer(secrets["reader"])) as response:
            assert response.status == 403


async def test_the_pages_of_a_worker_on_a_port_of_their_own_need_no_key(tmp_path: Path, secrets: dict[str, str]) -> None:
    server = Server(Settings(serve_keys=tmp_path / "keys"))
    async with TestClient(TestServer(server.pages())) as client:
        async with client.get("/metrics", headers={"Host": "172.18.0.5:6066"}) as answer:
            assert answer.status == 200
            assert "newswire_serve_streams 0.0" in await answer.text()
        async with client.get("/readyz") as answer:
            assert answer.status == 503
        async with client.get("/alerts") as answer:
            assert answer.status == 404


async def test_a_key_in_the_query_opens_streams_and_feeds_only_and_is_written_nowhere(
    pipeline: Pipeline, tmp_path: Path, secrets: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    async with serving(pipeline(serve_keys=tmp_path / "keys"), many(5)) as scene:
        key = secrets["reader"]
        feed = (await scene.get(f"/alerts.atom?limit=2&key={key}")).decode()
        assert "cursor=" in feed
        assert key not in feed
        async with scene.client.get(f"/alerts/stream?key={key}") as response:
            assert response.status == 200
        await scene.json(f"/alerts?key={key}", 401)
        await scene.get(f"/alerts.atom?key={key}&words={'x' * 20_000}", 400)
        await scene.json(f"/alerts.geojson?key={key}", 401)
        figures = (await scene.get("/metrics", headers=bearer(key))).decode()
        assert key not in figures
    assert not [record for record in caplog.records if key in record.getMessage() and not record.name.startswith("asyncio")]


async def test_a_changed_file_of_keys_is_read_and_a_broken_one_is_not(pipeline: Pipeline, tmp_path: Path, secrets: dict[str, str]) -> None:
    file = tmp_path / "keys"
    async with serving(pipeline(serve_keys=file), many(1)) as scene:
        await scene.get("/alerts", headers=bearer(secrets["reader"]))
        secret, line = make_key("new", ["read"])
        file.write_text(line)
        await scene.get("/alerts", headers=bearer(secret))
        await scene.get("/alerts", 401, headers=bearer(secrets["reader"]))
        file.write_text("broken\n")
        await scene.get("/alerts", headers=bearer(secret))
        file.unlink()
        await scene.get("/alerts", 401, headers=bearer(secret))


def test_a_file_of_keys_is_read_whole_or_refused_without_showing_it() -> None:
    secret, line = make_key("desk", ["read", "write"])
    (key,) = read_keys(line)
    assert (key.name, sorted(key.scopes)) == ("desk", ["read", "write"])
    assert secret not in line
    digest = key.digest
    for bad in (
        f"desk {digest}",
        f"desk {digest} admin",
        f"desk {digest[:-1]} read",
        f"d/k {digest} read",
        f"desk {digest} read,",
        f"{line}\n{line}",
    ):
        with pytest.raises(Usage, match=r"line [12] ") as caught:
            read_keys(bad)
        assert digest not in str(caught.value)
    with pytest.raises(Usage):
        make_key("a b", ["read"])


def test_a_secret_is_known_by_its_hash_alone(tmp_path: Path) -> None:
    secret, line = make_key("desk", ["read"])
    file = tmp_path / "keys"
    file.write_text(line)
    keys = Keys(file)
    assert isinstance(keys.of(secret), Key)
    assert [keys.of(other) for other in ("", secret[:-1], secret + "x", line, line.split()[1], "\ud800")] == [None] * 6


def test_the_command_makes_a_key(bare: None) -> None:
    result = called("serve", "key", "desk", "--scope", "write")
    assert result.exit_code == 0, result.output
    said = dict(line.split(": ", 1) for line in result.output.splitlines())
    (key,) = read_keys(said["line"])
    assert (key.name, sorted(key.scopes)) == ("desk", ["write"])
    assert said["key"].startswith("newswire_")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example"])
def test_others_are_served_with_keys_only(host: str, tmp_path: Path) -> None:
    assert not is_local(host)
    with pytest.raises(Usage, match="set STREAMS_SERVE_KEYS"):
        Server(Settings(serve_host=host, state=tmp_path))
    (tmp_path / "keys").write_text(make_key("desk", ["read"])[1])
    Server(Settings(serve_host=host, state=tmp_path, serve_keys=tmp_path / "keys"))


def test_a_file_of_keys_that_cannot_be_read_is_named_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"STREAMS_SERVE_KEYS: .*none cannot be read: No such file"):
        Server(Settings(serve_keys=tmp_path / "none", state=tmp_path))


async def test_a_port_that_is_taken_is_said(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        with pytest.raises(Usage, match="cannot be listened on"):
            async with Server(scene.settings.model_copy(update={"serve_port": scene.port})).running():
                raise AssertionError("it listens twice")


async def test_pages_elsewhere_cannot_reach_a_server_of_loopback_by_a_name_of_their_own(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", ""):
            await scene.json("/alerts", 421, headers={"Host": host})
        for host in ("localhost", f"LOCALHOST:{scene.port}", "[::1]:1", "127.0.0.1"):
            await scene.get("/alerts", headers={"Host": host})


async def test_other_origins_read_if_they_are_named(pipeline: Pipeline) -> None:
    async with serving(pipeline(serve_origins=("https://desk.example",)), many(1)) as scene:
        for origin, allowed in (("https://desk.example", "https://desk.example"), ("https://evil.example", None), ("null", None)):
            async with scene.client.get("/alerts", headers={"Origin": origin}) as response:
                assert response.headers.get("Access-Control-Allow-Origin") == allowed
                assert "Origin" in response.headers["Vary"]
        asked = {
            "Origin": "https://desk.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        }
        async with scene.client.options("/alerts", headers=asked) as response:
            assert response.status == 204
            assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
        async with scene.client.options("/alerts", headers={**asked, "Origin": "https://evil.example"}) as response:
            assert (response.status, "Access-Control-Allow-Origin" in response.headers) == (403, False)


async def test_requests_are_counted_for_each_asker(pipeline: Pipeline, tmp_path: Path, secrets: dict[str, str]) -> None:
    async with serving(pipeline(serve_keys=tmp_path / "keys", serve_per_minute=3)) as scene:
        for _ in range(3):
            await scene.get("/alerts", headers=bearer(secrets["reader"]))
        async with scene.client.get("/alerts", headers=bearer(secrets["reader"])) as response:
            assert (response.status, int(response.headers["Retry-After"]) > 0) == (429, True)
        await scene.get("/alerts", headers=bearer(secrets["both"]))
        for _ in range(3):
            await scene.get("/alerts", 401, headers=bearer("newswire_guessed"))
        await scene.get("/alerts", 429, headers=bearer("newswire_guessed"))
        for _ in range(5):
            await scene.get("/livez")


@settings(deadline=None)
@given(st.lists(st.floats(0, 100, allow_nan=False), max_size=200), st.integers(1, 600))
def test_nobody_is_let_through_more_often_than_the_rate(steps: list[float], per_minute: int) -> None:
    rate, now, allowed = Rate(per_minute), 0.0, 0
    for step in steps:
        now += step
        wait = rate.take("a", now)
        allowed += wait == 0
        assert wait <= 60 / per_minute + 1e-6
        assert allowed <= per_minute + now * per_minute / 60 + 1e-6
    assert rate.take("another", now) == 0


def test_askers_who_are_many_are_forgotten() -> None:
    rate = Rate(1)
    assert rate.take("first", 0) == 0
    for number in range(MOST_ASKERS):
        rate.take(str(number), 0)
    assert rate.take("first", 0) == 0, "forgotten, with a full bucket"
    assert len(rate._buckets) == MOST_ASKERS


async def test_connections_that_say_nothing_are_ended_and_bounded(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "FIRST_REQUEST_SECONDS", 0.05)
    monkeypatch.setattr("streams.board.server.SPARE", 3)
    async with serving(pipeline(serve_streams=1)) as scene:
        idle = [await asyncio.open_connection("127.0.0.1", scene.port) for _ in range(6)]
        idle[0][1].write(b"GET /alerts HTTP/1.1\r\nHost: localhost\r\n")  # and never the end of it
        for reader, writer in idle:
            with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                await reader.readexactly(1)
            writer.close()
        await scene.get("/livez")


BEYOND = (
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 60_000 + b"\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
)
"""A long line, a long header, many headers, TLS, a version that there is not, and two lengths of one body."""


async def test_requests_beyond_every_measure_are_refused(pipeline: Pipeline) -> None:
    async with serving(pipeline()) as scene:
        for request in BEYOND:
            reader, writer = await asyncio.open_connection("127.0.0.1", scene.port)
            writer.write(request)
            try:
                line = await asyncio.wait_for(reader.readline(), 30)
                assert line.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 431")) or line == b""
            except ConnectionResetError:
                pass
            writer.close()
        await scene.get("/livez")


class Stuck(web.Response):
    """An answer whose client takes nothing."""

    async def prepare(self, request: web.BaseRequest) -> None:
        await asyncio.Event().wait()


async def test_a_client_that_does_not_take_its_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SEND_SECONDS", 0.01)
    request = make_mocked_request("GET", "/alerts")
    await guard._sent(request, Stuck())
    assert request.transport is not None
    assert request.transport.abort.called  # type: ignore[attr-defined]


def test_the_settings_are_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "STREAMS_SERVE_ORIGINS", '["https://a.example"]')
    assert Settings().serve_origins == ("https://a.example",)
