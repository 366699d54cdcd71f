"""The table of postings gives what a plain dictionary would, however its rows are spread over runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.screen import run as run_module
from streams.screen.blob import Blob
from streams.screen.postings import RECENT_ROWS, Postings
from streams.screen.run import MOST_ROWS, WIDE, Run

EDGES = (0, 1, (1 << 24) - 1, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1)
"""The keys beside the edges of buckets."""


def drawn(seed: int, rows: int, each: int) -> list[list[int]]:
    """Return the keys of `rows` rows: some that many rows have, the edges, others by chance; a row may have none."""
    dice = np.random.default_rng(seed)
    common = [int(key) for key in dice.integers(0, 1 << 32, 3)]
    return [
        sorted(
            {int(key) for key in dice.integers(0, 1 << 32, int(dice.integers(0, each)))}
            | {key for key in common if dice.random() < 0.5}
            | {key for key in EDGES if dice.random() < 0.05}
        )
        for _ in range(rows)
    ]


def table(rows: Sequence[Sequence[int]]) -> Postings:
    postings = Postings()
    for keys in rows:
        postings.add(np.array(keys, dtype=np.uint32))
    return postings


def found(postings: Postings, keys: Sequence[int]) -> list[tuple[int, int]]:
    indices, rows = postings.find(np.array(keys, dtype=np.uint32))
    return list(zip(indices.tolist(), rows.tolist(), strict=True))


def expected(rows: Sequence[Sequence[int]], keys: Sequence[int]) -> list[tuple[int, int]]:
    having: dict[int, list[int]] = defaultdict(list)
    for row, mine in enumerate(rows):
        for key in mine:
            having[key].append(row)
    return [(index, row) for index, key in enumerate(keys) for row in having[key][-MOST_ROWS:]]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(0, 4 * RECENT_ROWS), each=st.sampled_from([2, 12]), sealed=st.booleans())
def test_it_is_a_dictionary(seed: int, count: int, each: int, sealed: bool) -> None:
    rows = drawn(seed, count, each)
    postings = table(rows)
    asked = [*EDGES, 77, *{key for mine in rows[:50] + rows[-50:] for key in mine}]
    if sealed:
        postings.seal()
        assert len(postings.runs()) <= 1
    assert found(postings, asked) == expected(rows, asked)
    assert found(Postings(postings.runs()), asked) == expected(rows, asked), "as a snapshot has it"
    assert postings.count == sum(map(len, rows))


def test_a_bucket_of_many_rows_is_not_read_whole() -> None:
    rows = [[5, 6 + n % 2] for n in range(3 * WIDE)]
    postings = table(rows)
    assert found(postings, [4, 5, 6, 7, 8]) == expected(rows, [4, 5, 6, 7, 8])
    postings.seal()
    (whole,) = postings.runs()
    assert len(whole.find(np.array([4, 5, 6, 7, 8], dtype=np.uint32))) == 3 * MOST_ROWS


def test_a_long_merge_goes_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = drawn(1, 2 * RECENT_ROWS, 12)
    asked = sorted({key for mine in rows for key in mine})
    monkeypatch.setattr(run_module, "_MANY", 100)
    postings = table(rows)
    assert len(postings.runs()) == 1
    assert found(postings, asked) == expected(rows, asked)


@pytest.mark.parametrize("rows", [1, 256, 257, 5000])
def test_a_posting_takes_four_bytes_and_a_row_sixteen_at_most(rows: int) -> None:
    each = 20
    keys = np.random.default_rng(rows).integers(0, 1 << 32, rows * each, dtype=np.uint64)
    run = Run.of(7, rows, np.sort((keys << np.uint64(32)) | (np.arange(rows * each, dtype=np.uint64) // np.uint64(each) + np.uint64(7))))
    assert run.values.nbytes == 4 * rows * each
    assert run.starts.nbytes <= 16 * max(rows, 128) + 4
    assert np.array_equal(run.part(0, 1) >> np.uint64(32), np.sort(keys))


@settings(max_examples=30, deadline=None)
@given(parts=st.lists(st.binary(max_size=40), max_size=30), chunk=st.integers(1, 60))
def test_bytes_are_read_as_they_were_added(parts: list[bytes], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streams.screen.blob.CHUNK", chunk)
        blob, offsets = Blob(), []
        for part in parts:
            offsets.append(len(blob))
            blob.add(part)
        for one in (blob, Blob(blob.chunks())):
            assert len(one) == sum(map(len, parts))
            assert [one.read(at, at + len(part)) for at, part in zip(offsets, parts, strict=True)] == parts
        assert b"".join(blob.chunks()) == b"".join(parts)
