"""The state of a cluster as one of its brokers sees it, asked over the wire (Metadata v1, still served by Kafka 4)."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Partition:
    """One partition: the number of its leader and of the replicas that it has and that are in sync."""

    topic: str
    number: int
    leader: int  # -1: none
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]


@dataclass(frozen=True)
class Metadata:
    """The brokers, the controller (-1: none) and every partition, as one broker sees them."""

    brokers: frozenset[int]
    controller: int
    partitions: tuple[Partition, ...]

    def amiss(self, expected: frozenset[int]) -> str | None:
        """Return the reason that keeps the cluster from being ready, or None: an open port is not enough, nor is a line in the log."""
        if absent := sorted(expected - self.brokers):
            return f"broker {', '.join(map(str, absent))} is not registered"
        if self.controller < 0:
            return "there is no controller"
        for one in self.partitions:
            if one.leader < 0:
                return f"{one.topic}-{one.number} has no leader"
            if len(one.in_sync) < len(one.replicas):
                return f"{one.topic}-{one.number} has {len(one.in_sync)} of {len(one.replicas)} replicas in sync"
        return None


def ask(host: str, port: int, timeout_s: float = 2.0) -> Metadata:
    """Return the metadata of all topics from one broker; raise OSError if it does not answer."""
    client = b"cluster.py"
    # api key 3, version 1, correlation id 1, client id, null array of topics = all topics
    body = struct.pack(">hhih", 3, 1, 1, len(client)) + client + struct.pack(">i", -1)
    with socket.create_connection((host, port), timeout_s) as line:
        line.settimeout(timeout_s)
        line.sendall(struct.pack(">i", len(body)) + body)
        (size,) = struct.unpack(">i", _exactly(line, 4))
        answer = _exactly(line, size)
    return parse(answer)


def parse(answer: bytes) -> Metadata:
    """Return the content of a Metadata v1 response, which comes without its length prefix."""
    read = _Reader(answer)
    read.int32()  # correlation id
    brokers = read.array(read.broker)
    controller = read.int32()
    partitions = [one for topic in read.array(read.topic) for one in topic]
    return Metadata(frozenset(brokers), controller, tuple(partitions))


def _exactly(line: socket.socket, count: int) -> bytes:
    def chunks() -> Iterator[bytes]:
        left = count
        while left:
            if not (chunk := line.recv(left)):
                raise ConnectionResetError("the broker closed the connection")
            left -= len(chunk)
            yield chunk

    return b"".join(chunks())


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def _take(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return int(value)

    def int16(self) -> int:
        return self._take(">h")

    def int32(self) -> int:
        return self._take(">i")

    def text(self) -> str:
        size = max(self.int16(), 0)  # -1: null
        self._at += size
        return self._data[self._at - size : self._at].decode()

    def array(self, item: Callable[[], T]) -> list[T]:
        return [item() for _ in range(self.int32())]

    def broker(self) -> int:
        node = self.int32()
        self.text()  # host
        self.int32()  # port
        self.text()  # rack
        return node

    def topic(self) -> list[Partition]:
        self.int16()  # error
        name = self.text()
        self._take(">b")  # is it internal

        def partition() -> Partition:
            self.int16()  # error
            number, leader = self.int32(), self.int32()
            return Partition(name, number, leader, tuple(self.array(self.int32)), tuple(self.array(self.int32)))

        return self.array(partition)
