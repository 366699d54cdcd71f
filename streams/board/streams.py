"""Streams of alerts: each reader goes through the same events at its own pace, and one that does not read is cut off.

Nothing is queued for a reader: it keeps the number of its next event, and what it must still take lies in `Changes` once for all. While a
write waits for it, the events that come are counted; past MOST_BEHIND or MOST_BYTES_BEHIND its connection is ended. Others never wait.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from streams.board.changes import Event, Position, read_position, write_position
from streams.board.feed import Feed
from streams.board.problem import Problem, safe_json
from streams.board.selection import Selection
from streams.metrics import STREAMS, STREAMS_CUT

HEARTBEAT_SECONDS = 15.0
"""Seconds without an event after which a comment is sent: proxies close what is silent for 30 to 60 s."""
RETRY_MS = 3_000
"""Milliseconds after which a browser comes back."""
MOST_BEHIND = 256
MOST_BYTES_BEHIND = 1_000_000
CHUNK_EVENTS = 64
CHUNK_BYTES = 64_000
"""The most that one write gives a reader, in events and bytes."""
SOCKET_BYTES = 64_000
"""The kernel's buffer for each reader: left alone it grows to 4 MB, which a thousand dead readers would fill."""
AHEAD_SECONDS = 10.0
"""The seconds for which a reader who is ahead of us is waited for: another server has read further. After them the topic was made anew."""
MOST_COSTLY = 50
"""Streams with an expression that may be open at once: the worst expression takes 0.1 s of each event."""
GONE = "the events behind this position are no longer held"


@dataclass(frozen=True, slots=True)
class Start:
    """The position behind which a reader gets events, and the number of the first that may be for it.

    Not `sound`: it asked for events that are no longer held, and must load the alerts anew.
    """

    position: Position
    number: int
    sound: bool = True


class Streams:
    """The streams that are open; at most `most`."""

    def __init__(self, feed: Feed, most: int) -> None:
        self._feed, self._most = feed, most
        self._readers: set[Reader] = set()
        self._ended = asyncio.Event()

    def __len__(self) -> int:
        return len(self._readers)

    def end(self) -> None:
        """End all streams, for the server stops; their readers come back to another, or to this one started again."""
        self._ended.set()
        self._feed.wake()

    async def watch(self) -> None:
        """Cut off, for ever, the readers who do not read."""
        while True:
            await self._feed.more()
            for reader in self._readers:
                reader.cut_off_if_stuck()

    async def serve(self, request: web.Request, selection: Selection, last: str | None, *, lines: bool) -> web.StreamResponse:
        """Answer a request with the events that it selects, from behind the event `last` (None: from now on), until it leaves.

        Raise Problem where there are too many streams (503) or, for lines of JSON, where the position is too old (410) or nothing can be
        given yet (503). A stream of events is begun at once instead, for browsers do not come back after an error.
        """
        async with self._place(selection) as reader:
            if lines:
                start = await self._within_time(self._start(last))
                if not start.sound:
                    raise Problem(HTTPStatus.GONE, f"last_event_id: {GONE}; read /alerts, and begin without it")
                response = await reader.open(request, lines=True)
                with suppress(ConnectionError):
                    await self._run(reader, start)
                return response
            response = await reader.open(request, lines=False)
            with suppress(ConnectionError):
                await reader.write(f"retry: {RETRY_MS}\n\n".encode())
                begun = await self._while_beating(reader, self._start(last))
                if begun is not None:
                    await reader.write(_greeting(begun))
                    await self._run(reader, begun)
            return response

    async def _run(self, reader: Reader, start: Start) -> None:
        """Give a reader the events from its start on, until it leaves or the server stops."""
        changes, number = self._feed.changes, start.number
        while not self._ended.is_set() and not reader.gone:
            if number < changes.first:
                reader.cut()  # it reads, but slower than the events come, and those that it needs are no longer held
                return
            events = changes.from_number(number, CHUNK_EVENTS, CHUNK_BYTES)
            number += len(events)
            wanted = [each for each in events if each.offset >= start.position[each.partition] and reader.wants(each)]
            if wanted:
                await reader.send(wanted)
            if number < changes.end:
                await asyncio.sleep(0)
                continue
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await self._feed.more()
            except TimeoutError:
                await reader.beat()

    async def _start(self, last: str | None) -> Start:
        """Return where a reader begins: behind the event `last`, or from now on; not sound where events behind it are no longer held.

        Nothing is awaited behind the last look at the events, so none can fall out or come in between.
        """
        changes = self._feed.changes
        await self._feed.caught_up()
        if last is None:
            return Start(changes.position, changes.end)
        position = read_position(last)
        with suppress(TimeoutError):
            async with asyncio.timeout(AHEAD_SECONDS):
                while position is not None and not changes.has_reached(position):
                    await self._feed.more()
        if position is None or not changes.has_reached(position) or not changes.holds_all_from(position):
            return Start(changes.position, changes.end, sound=False)
        return Start(position, changes.first)

    async def _within_time(self, starting: Coroutine[None, None, Start]) -> Start:
        try:
            async with asyncio.timeout(2 * AHEAD_SECONDS):
                return await starting
        except TimeoutError:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, self._feed.missing or "not ready yet", headers={"Retry-After": "10"}) from None

    async def _while_beating(self, reader: Reader, starting: Coroutine[None, None, Start]) -> Start | None:
        """Return what a coroutine returns, and show the reader meanwhile that we are there; None if the server stops."""
        task = asyncio.create_task(starting)
        try:
            while not self._ended.is_set():
                done, _ = await asyncio.wait([task], timeout=HEARTBEAT_SECONDS)
                if done:
                    return task.result()
                await reader.beat()
            return None
        finally:
            task.cancel()

    @asynccontextmanager
    async def _place(self, selection: Selection) -> AsyncIterator[Reader]:
        retry = {"Retry-After": "10"}
        if len(self._readers) >= self._most:
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{self._most} streams are open, and no more are served at once", headers=retry)
        if selection.costly and sum(reader.costly for reader in self._readers) >= MOST_COSTLY:
            said = f"{MOST_COSTLY} streams with `where` are open; filter without it, or come again"
            raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, said, headers=retry)
        reader = Reader(self._feed, selection)
        self._readers.add(reader)
        STREAMS.set(len(self._readers))
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            STREAMS.set(len(self._readers))


class Reader:
    """One open stream: its connection, and how far the events went while a write waits for it."""

    def __init__(self, feed: Feed, selection: Selection) -> None:
        self._feed, self._selection = feed, selection
        self._response: web.StreamResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._lines = False
        self._began: tuple[int, int] | None = None
        """The number of the next event and the bytes of all, when the write that waits began."""

    @property
    def costly(self) -> bool:
        """True if an expression is asked at each event."""
        return self._selection.costly

    @property
    def gone(self) -> bool:
        """True if the connection is closed."""
        return self._transport is None or self._transport.is_closing()

    def wants(self, event: Event) -> bool:
        """Return True if the event passes the filters."""
        return self._selection.holds(event.facts)

    async def open(self, request: web.Request, *, lines: bool) -> web.StreamResponse:
        """Begin the answer, with small buffers: what a reader does not take must wait here, where it is seen."""
        self._lines = lines
        response = web.StreamResponse(headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"})
        response.content_type = "application/x-ndjson" if lines else "text/event-stream"
        response.charset = "utf-8"
        self._transport = request.transport
        if self._transport is not None:
            self._transport.set_write_buffer_limits(high=CHUNK_BYTES)
            sock = self._transport.get_extra_info("socket")
            if sock is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)
        self._response = response
        await response.prepare(request)
        return response

    async def send(self, events: Sequence[Event]) -> None:
        """Give the reader events."""
        await self.write(b"".join(each.line if self._lines else each.sent for each in events))

    async def beat(self) -> None:
        """Show the reader that we are there: a comment, or among lines of JSON a blank one."""
        await self.write(b"\n" if self._lines else b": heartbeat\n\n")

    async def write(self, data: bytes) -> None:
        """Write, and wait until the reader has taken most of it; raise ConnectionError where it is gone or was cut off."""
        assert self._response is not None
        self._began = (self._feed.changes.end, self._feed.changes.total_bytes)
        try:
            await self._response.write(data)
        finally:
            self._began = None

    def cut_off_if_stuck(self) -> None:
        """End the connection if too much came while one write waits."""
        if self._began is None:
            return
        changes = self._feed.changes
        if changes.end - self._began[0] > MOST_BEHIND or changes.total_bytes - self._began[1] > MOST_BYTES_BEHIND:
            self.cut()

    def cut(self) -> None:
        """End the connection at once."""
        if self._transport is not None and not self._transport.is_closing():
            STREAMS_CUT.inc()
            self._transport.abort()


def _greeting(start: Start) -> bytes:
    """Return the beginning of a stream: with the position, so that a reader who got no event yet can come back to it too."""
    position = write_position(start.position)
    if start.sound:
        return f"id: {position}\n\n".encode()
    data = safe_json({"reason": GONE, "reload": "/alerts"}).decode()
    return f"id: {position}\nevent: reset\ndata: {data}\n\n".encode()
