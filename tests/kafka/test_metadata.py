"""Tests of what counts as ready: all brokers, a controller, every partition led and in sync."""

from __future__ import annotations

import struct

from deploy.kafka.metadata import Metadata, Partition, parse

ALL = frozenset({1, 2})


def cluster(brokers: frozenset[int] = ALL, controller: int = 1, leader: int = 1, in_sync: tuple[int, ...] = (1, 2)) -> Metadata:
    return Metadata(brokers, controller, (Partition("articles", 0, leader, (1, 2), in_sync),))


def test_ready_when_nothing_is_amiss() -> None:
    assert cluster().amiss(ALL) is None


def test_a_broker_that_is_not_registered_is_named() -> None:
    assert cluster(brokers=frozenset({1})).amiss(ALL) == "broker 2 is not registered"


def test_no_controller() -> None:
    assert cluster(controller=-1).amiss(ALL) == "there is no controller"


def test_a_partition_without_leader_is_named() -> None:
    assert cluster(leader=-1).amiss(ALL) == "articles-0 has no leader"


def test_a_replica_out_of_sync_is_counted() -> None:
    assert cluster(in_sync=(2,)).amiss(ALL) == "articles-0 has 1 of 2 replicas in sync"


def test_an_answer_is_read_as_the_protocol_lays_it_out() -> None:
    def text(value: bytes) -> bytes:
        return struct.pack(">h", len(value)) + value

    broker = struct.pack(">i", 7) + text(b"127.0.0.1") + struct.pack(">ih", 9092, -1)  # a null rack
    partition = struct.pack(">hii", 0, 3, 7) + struct.pack(">iii", 2, 7, 8) + struct.pack(">ii", 1, 7)
    topic = struct.pack(">h", 0) + text("störung".encode()) + struct.pack(">b", 0) + struct.pack(">i", 1) + partition
    answer = struct.pack(">ii", 1, 1) + broker + struct.pack(">i", 7) + struct.pack(">i", 1) + topic
    assert parse(answer) == Metadata(frozenset({7}), 7, (Partition("störung", 3, 7, (7, 8), (7,)),))
