"""Streams of alerts: 500 readers at once, 50 of them dead, in one server; the time from the broker's word on a record to each reader.

The server runs in a process of its own, the readers in another, the broker in a third.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson
from aiohttp import ClientSession, ClientTimeout, TCPConnector
from aiokafka import AIOKafkaProducer

from streams.board.changes import MOST_EVENTS
from streams.broker.connection import client_options
from streams.broker.embedded import embedded
from streams.percentile import percentile
from streams.settings import Settings
from streams.supervisor import free_port, says_ready
from streams.topics import CHANGES
from tests.bench.figure import Part
from tests.bench.process import cpu, rss
from tests.subscriptions.build import alert

READERS, DEAD, ALERTS = 500, 50, 200
QUICK_READERS, QUICK_DEAD = 50, 5
PER_SECOND = 20
"""Alerts a second: a thousand times those of a wire."""
TARGET_MS = 1_000.0


def measure(tell: Callable[[str], None], *, quick: bool) -> Part:
    """Return the figures."""
    readers, dead = (QUICK_READERS, QUICK_DEAD) if quick else (READERS, DEAD)
    part = Part(f"{readers} streams, {dead} of them never read, {ALERTS} alerts at {PER_SECOND} a second")
    with tempfile.TemporaryDirectory() as folder, embedded(Settings(state=Path(folder), partitions=4)) as (address, _):
        port = free_port()
        settings = Settings(broker=address, partitions=4, state=Path(folder), serve_port=port, serve_per_minute=10**9)
        environment = {**os.environ, **settings.environment()}
        process = subprocess.Popen([sys.executable, "-m", "streams", "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            asyncio.run(_measured(settings, port, process.pid, readers, dead, part, tell))
        finally:
            process.terminate()
            process.wait(30)
    return part


async def _measured(settings: Settings, port: int, pid: int, readers: int, dead: int, part: Part, tell: Callable[[str], None]) -> None:
    async with ClientSession(timeout=ClientTimeout(total=None), connector=TCPConnector(limit=0)) as client:
        async with asyncio.timeout(60):
            while not await says_ready(client, port):  # noqa: ASYNC110 (another process makes it true)
                await asyncio.sleep(0.1)
        empty = rss(pid)
        sleepers = [await sleeper(port) for _ in range(dead)]
        written: dict[str, float] = {}
        delays: list[float] = []
        got = [0] * (readers - dead)
        greeted = asyncio.Semaphore(0)

        async def read(number: int) -> None:
            async with client.get(f"http://127.0.0.1:{port}/alerts/stream") as response:
                async for line in response.content:
                    if line.startswith(b"id: ") and got[number] == 0:
                        greeted.release()
                    if line.startswith(b"data: "):
                        delays.append(time.perf_counter() - written[orjson.loads(line[6:])["id"]])
                        got[number] += 1
                        if got[number] == ALERTS:
                            return

        tasks = [asyncio.create_task(read(number)) for number in range(readers - dead)]
        for _ in tasks:
            await greeted.acquire()
        opened = rss(pid)
        tell(f"{readers} streams are open")
        began_cpu = cpu(pid)
        text = {"start": 0, "end": 4, "text": "x" * 15_000}
        producer = AIOKafkaProducer(**client_options(settings))
        await producer.start()
        try:
            for number in range(ALERTS):
                each = alert(id=f"inc-{number}", evidence=text)
                written[each.id] = time.perf_counter()
                await producer.send_and_wait(settings.prefix + CHANGES.name, each.encode(), key=each.id.encode())
                await asyncio.sleep(1 / PER_SECOND)
            _, late = await asyncio.wait(tasks, timeout=60)
        finally:
            await producer.stop()
        for task in late:
            task.cancel()
        async with client.get(f"http://127.0.0.1:{port}/metrics") as response:
            figures = (await response.text()).splitlines()
        cut = next(float(line.split()[1]) for line in figures if line.startswith("newswire_serve_streams_cut_total"))
        used = cpu(pid) - began_cpu
        for sock in sleepers:
            sock.close()
    part.add("readers that got every alert", sum(count == ALERTS for count in got), f"of {len(got)}", len(got), 0, floor=True)
    part.add("dead readers cut off", cut, f"of {dead}", dead, 0, floor=True)
    part.add("delivery p50", 1000 * percentile(delays, 0.50), "ms")
    part.add("delivery p99", 1000 * percentile(delays, 0.99), "ms", TARGET_MS)
    part.add("delivery worst", 1000 * max(delays), "ms")
    part.add("server's CPU of a delivery", 1e6 * used / len(delays), "microseconds")
    part.add("memory at the start", empty, "MB")
    part.add("memory with all streams open", opened, "MB")
    part.add("memory at the end", rss(pid), "MB")
    part.notes.append(f"an alert has 16 kB here, a usual one 3 kB; the server holds the last {MOST_EVENTS:,} events, 64 MB at most")


async def sleeper(port: int) -> socket.socket:
    """Return a connection that asks for the stream and never reads of it; its buffer is as small as the kernel lets it be."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sock, ("127.0.0.1", port))
    await loop.sock_sendall(sock, b"GET /alerts/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return sock
