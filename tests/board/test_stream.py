"""GET /alerts/stream: every revision to every reader, resumed without a gap or a repeat, and dead readers cut off."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession

from streams.board import streams
from streams.board.changes import Changes, read_position, write_position
from streams.board.store import shown
from streams.settings import Settings
from tests.board.scene import Scene, Sent, events, hostile, many, serving, write
from tests.subscriptions.build import alert, place
from tests.wire import PATIENCE_SECONDS, until

Pipeline = Callable[..., Settings]


async def taken(scene: Scene, count: int, path: str = "/alerts/stream", **options: Any) -> list[Sent]:
    """Return the first events of a stream."""
    found: list[Sent] = []
    async with scene.client.get(path, **options) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        async for each in events(response):
            found.append(each)
            if len(found) == count:
                break
    return found


def numbers(found: list[Sent]) -> list[int]:
    return sorted(int(orjson.loads(each.data)["id"].removeprefix("inc-")) for each in found)


async def opened(scene: Scene, count: int) -> None:
    """Return when as many streams are open and have been greeted."""
    await until(lambda: len(scene.server.streams) == count)


async def test_events_come_as_they_are_written(pipeline: Pipeline) -> None:
    async with serving(pipeline(), many(3)) as scene:
        stream = asyncio.create_task(taken(scene, 2))
        await opened(scene, 1)
        await asyncio.sleep(0)
        later = [alert(id="inc-7", kind="updated", revision=2), alert(id="inc-8", kind="withdrawn", revision=3)]
        await until_greeted(scene)
        await write(scene.settings, later)
        found = await stream
        assert {(each.event, orjson.loads(each.data)["id"]) for each in found} == {("updated", "inc-7"), ("withdrawn", "inc-8")}
        assert {each.data.encode() for each in found} == {shown(each) for each in later}
        positions = [read_position(each.id) for each in found]
        assert positions == sorted(positions, key=lambda position: sum(position or ()))


async def until_greeted(scene: Scene) -> None:
    """Return when a stream that is opened now has its greeting, by which time those opened before have theirs."""
    async with scene.client.get("/alerts/stream") as response:
        while not (await response.content.readline()).startswith(b"id: "):
            continue


async def test_a_stream_goes_on_across_a_restart_of_the_server(pipeline: Pipeline) -> None:
    settings = pipeline()
    seen: list[Sent] = []
    async with serving(settings, many(40)) as scene:
        seen += await taken(scene, 17, "/alerts/stream?last_event_id=0-0-0-0")
    await write(settings, [alert(id=f"inc-{number:05}") for number in range(40, 60)])
    async with serving(settings) as scene:
        seen += await taken(scene, 31, headers={"Last-Event-ID": seen[-1].id})
    async with serving(settings) as scene:
        seen += await taken(scene, 12, headers={"Last-Event-ID": seen[-1].id})
    assert numbers(seen) == list(range(60))


async def test_filters_hold_and_the_position_moves_on(pipeline: Pipeline) -> None:
    alerts = [alert(id=f"inc-{number}", place=place(country="IRQ" if number % 3 == 0 else "IRN")) for number in range(30)]
    async with serving(pipeline(), alerts) as scene:
        first = await taken(scene, 4, "/alerts/stream?country=IRQ&last_event_id=0-0-0-0")
        rest = await taken(scene, 6, "/alerts/stream?country=IRQ", headers={"Last-Event-ID": first[-1].id})
        assert numbers(first + rest) == [number for number in range(30) if number % 3 == 0]
        problem = await scene.json("/alerts/stream?contry=IRQ", 400)
        assert "did you mean `country`?" in problem["detail"]


async def test_a_position_that_is_none_of_ours_asks_the_reader_to_load_anew(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "AHEAD_SECONDS", 0.05)
    async with serving(pipeline(), many(3)) as scene:
        for position in ("0-0-0", "nonsense", "99999-0-0-0"):
            (found,) = await taken(scene, 1, headers={"Last-Event-ID": position})
            assert (found.event, orjson.loads(found.data)["reload"]) == ("reset", "/alerts")
            assert read_position(found.id) == scene.server.feed.changes.position
            await scene.json("/alerts/stream", 410, params={"last_event_id": position, "format": "jsonl"})


def test_events_fall_out_by_number_and_bytes_and_older_positions_are_known() -> None:
    changes = Changes(2, most=3, most_bytes=1_000_000)
    changes.begin(0, 5)
    assert changes.holds_all_from((5, 0))
    assert not changes.holds_all_from((4, 0)), "what was deleted before we came cannot be given"
    for offset in range(5, 9):
        changes.add(0, offset, each := alert(), shown(each))
    assert (changes.end - changes.first, changes.position) == (3, (9, 0))
    assert [changes.holds_all_from((offset, 0)) for offset in (5, 6)] == [False, True]
    assert changes.has_reached((9, 0))
    assert not changes.has_reached((9, 1))
    changes.begin(1, 7)
    assert (changes.end, changes.first, changes.position) == (4, 4, (9, 7)), "across a gap nobody goes on"
    assert [changes.holds_all_from(position) for position in ((8, 7), (9, 7))] == [False, True]
    small = Changes(1, most_bytes=1)
    for offset in range(3):
        small.add(0, offset, each, shown(each))
    assert (small.end - small.first, small.bytes > 0) == (1, True), "the newest one is always held"
    assert read_position(write_position((1, 2**60))) == (1, 2**60)


async def test_lines_of_json_for_curl(pipeline: Pipeline) -> None:
    async with serving(pipeline(), many(5)) as scene:
        lines: list[bytes] = []
        async with scene.client.get("/alerts/stream?last_event_id=0-0-0-0", headers={"Accept": "application/x-ndjson"}) as response:
            assert response.content_type == "application/x-ndjson"
            while len(lines) < 5:
                lines.append(await response.content.readline())
        assert {line.rstrip(b"\n") for line in lines} == {shown(each) for each in many(5)}


async def test_silence_is_filled_with_comments(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.01)
    async with serving(pipeline()) as scene, scene.client.get("/alerts/stream") as response:
        found = [await response.content.readline() for _ in range(8)]
        assert found[0] == b"retry: 3000\n"
        assert b": heartbeat\n" in found


async def test_there_is_a_most_of_streams(pipeline: Pipeline) -> None:
    async with serving(pipeline(serve_streams=2)) as scene:
        get = scene.client.get
        async with get("/alerts/stream"), get("/alerts/stream"), get("/alerts/stream") as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "10")
            assert response.content_type == "application/problem+json"
        await write(scene.settings, many(1))
        await until(lambda: len(scene.server.streams) == 0)


async def test_expressions_are_asked_by_few_streams_only(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_COSTLY", 1)
    async with serving(pipeline(), many(3)) as scene:
        where = "where=revision%20%3E%200"
        async with scene.client.get(f"/alerts/stream?{where}"):
            await scene.json(f"/alerts/stream?{where}", 503)
            assert len(await taken(scene, 3, "/alerts/stream?last_event_id=0-0-0-0")) == 3


async def test_text_from_outside_breaks_no_stream(pipeline: Pipeline) -> None:
    async with serving(pipeline(), hostile()) as scene:
        found = await taken(scene, 4, "/alerts/stream?told=any&last_event_id=0-0-0-0")
        assert {orjson.loads(each.data)["id"] for each in found} == {each.id for each in hostile()}


async def dead(port: int) -> socket.socket:
    """Return a connection that asks for the stream and never reads of it; its buffer is as small as the kernel lets it be."""
    loop = asyncio.get_running_loop()
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    await loop.sock_connect(sock, ("127.0.0.1", port))
    await loop.sock_sendall(sock, b"GET /alerts/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return sock


async def test_readers_who_do_not_read_are_cut_off_and_delay_nobody(pipeline: Pipeline) -> None:
    settings = pipeline()
    async with serving(settings) as scene:
        sleepers = [await dead(scene.port) for _ in range(5)]
        await opened(scene, 5)
        async with ClientSession(f"http://127.0.0.1:{scene.port}") as client:
            responses = [await client.get("/alerts/stream") for _ in range(45)]
            await opened(scene, 50)
            await until_greeted(scene)

            async def reads(response: Any) -> list[int]:
                found: list[Sent] = []
                async for each in events(response):
                    found.append(each)
                    if len(found) == 600:
                        break
                return numbers(found)

            readers = [asyncio.create_task(reads(response)) for response in responses]
            text = {"start": 0, "end": 4, "text": "x" * 5_000}
            await write(settings, [alert(id=f"inc-{number:05}", evidence=text) for number in range(600)])
            async with asyncio.timeout(PATIENCE_SECONDS):
                assert await asyncio.gather(*readers) == [list(range(600))] * 45
            await until(lambda: not any(reader._began for reader in scene.server.streams._readers))
            for response in responses:
                response.close()
        assert len(scene.server.streams) <= 45, "the five that never read are gone, though their clients hold on"
        for sock in sleepers:
            sock.close()


async def test_a_stream_that_is_opened_while_alerts_come_misses_none_behind_its_greeting(pipeline: Pipeline) -> None:
    count = 300
    async with serving(pipeline()) as scene:

        async def counted() -> int:
            """Return how many events came and how many had come before the greeting, together."""
            async with scene.client.get("/alerts/stream") as response:
                while not (line := await response.content.readline()).startswith(b"id: "):
                    continue
                before = sum(read_position(line.removeprefix(b"id: ").decode().strip()) or ())
                found = 0
                while before + found < count:
                    found += (await response.content.readline()).startswith(b"data: ")
                return before + found

        writing = asyncio.create_task(write(scene.settings, many(count)))
        readers = []
        while not writing.done():
            readers.append(asyncio.create_task(counted()))
            await asyncio.wait([writing], timeout=0.02)
        await writing
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert set(await asyncio.gather(*readers)) == {count}
