"""The program that answers at an address is named: Kafka, another program, one that says nothing, one that hangs up, nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiokafka.conn import collect_hosts
from hypothesis import given
from hypothesis import strategies as st

from streams.broker import probe
from streams.broker.probe import NoBroker, asked, protocol_of, reached
from tests.conftest import Broker

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(answer: Answering) -> AsyncIterator[int]:
    """Listen on a port of loopback, and answer each connection so; the port is yielded."""
    open_ones: set[asyncio.StreamWriter] = set()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        await answer(reader, writer)

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in open_ones:
            writer.transport.abort()
        await asyncio.sleep(0)


def saying(words: bytes) -> Answering:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(words)
        await writer.drain()
        writer.close()

    return answer


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANSWER_SECONDS", "LONGEST_ANSWER_SECONDS", "STARTING_SECONDS", "CLOSED_SECONDS", "PAUSE_SECONDS"):
        monkeypatch.setattr(probe, name, 0.05)


async def test_a_kafka_is_known(broker: Broker) -> None:
    ((host, port, _),) = collect_hosts(broker.address)
    assert await asked(host, port, None, 30) == ("kafka", "")
    assert await reached([("127.0.0.1", 1), (host, port)], None)


async def test_where_nobody_listens_that_is_the_answer() -> None:
    assert await asked("127.0.0.1", 1, None, 30) == ("refused", "")
    assert not await reached([("127.0.0.1", 1)], None)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "SSH"),
        (b"-ERR unknown command\r\n", "Redis"),
        (b"?", "a protocol that begins with b'?'"),
    ],
)
async def test_another_program_is_named(words: bytes, name: str) -> None:
    async with listening(saying(words)) as port:
        with pytest.raises(NoBroker) as caught:
            await reached([("127.0.0.1", 1), ("127.0.0.1", port)], None)
    assert str(caught.value) == f"127.0.0.1:{port} is no Kafka, it answers in {name}: set STREAMS_BROKER to the address of one"


async def test_one_that_wants_tls_is_left_to_its_client() -> None:
    async with listening(saying(b"\x15\x03\x03\x00\x02\x02\x50")) as port:
        assert await reached([("127.0.0.1", port)], None)


async def test_one_that_says_nothing_is_waited_for_and_then_given_up(hurried: None, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(silent) as port:
        with caplog.at_level(logging.WARNING), pytest.raises(NoBroker, match="has said nothing for"):
            await reached([("127.0.0.1", port)], None)
    (said,) = caplog.messages
    assert said.startswith(f"127.0.0.1:{port} takes connections and says nothing: a Kafka that is starting, or none")


async def test_one_that_hangs_up_is_waited_for_and_then_left_to_its_client(hurried: None, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(hanging_up) as port:
        with caplog.at_level(logging.WARNING):
            assert await reached([("127.0.0.1", port)], None)
    assert "ends each connection at once" in caplog.text


async def test_a_kafka_that_starts_late_is_reached(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    ((host, port, _),) = collect_hosts(broker.address)
    connections = 0

    async def starting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        if connections == 1:  # as a port that Docker publishes, before its container listens
            writer.close()
            return
        behind, before = await asyncio.open_connection(host, port)
        before.write(await reader.read(100))
        writer.write(await behind.read(1000))
        await writer.drain()
        before.transport.abort()

    monkeypatch.setattr(probe, "PAUSE_SECONDS", 0.01)
    async with listening(starting) as published:
        assert await reached([("127.0.0.1", published)], None)
    assert connections == 2


@given(st.binary(max_size=8))
def test_any_bytes_but_those_of_kafka_have_a_name(first: bytes) -> None:
    assert (protocol_of(first) is None) == (len(first) == 8 and first[4:] == b"news" and protocol_of(first[:4]) not in ("HTTP", "Redis"))
