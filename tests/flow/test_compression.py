"""Tests of compression: a worker writes gzip that every client reads, at a level that costs little."""

from __future__ import annotations

import gzip

import pytest
from aiokafka.codec import gzip_decode
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from hypothesis import given
from hypothesis import strategies as st

from streams.flow import compression


@given(st.binary(max_size=5000))
def test_what_was_packed_comes_back(value: bytes) -> None:
    packed = compression.gzip_encode(value)
    assert gzip_decode(packed) == gzip.decompress(packed) == value


def test_the_producer_packs_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compression.install()
    batch = DefaultRecordBatchBuilder(2, 1, 0, -1, -1, -1, 100_000)
    batch.append(0, None, None, b"x" * 1000, [])
    built = bytes(batch.build())
    start = built.index(b"\x1f\x8b")
    assert b"x" * 1000 in gzip.decompress(built[start:])
    assert built[start + 8] == 4  # the fastest: RFC 1952, XFL
