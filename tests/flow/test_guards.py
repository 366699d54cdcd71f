"""The guards on Faust's consumer: no commit past what is in flight, no gap that we made taken for done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from hypothesis import given
from hypothesis import strategies as st
from intervaltree import IntervalTree

from streams.flow.guards import GAP_EXIT, DenseConsumer, IdempotentProducer, install

LANE = TP("articles", 0)


@dataclass
class Flying:
    """A message that a stage works on."""

    offset: int
    tp: TP = LANE
    acked: bool = False


class Dense(DenseConsumer):
    """With an oldest offset of our choice."""

    oldest = 0

    async def earliest_offsets(self, *partitions: TP) -> dict[TP, int]:
        return dict.fromkeys(partitions, self.oldest)


def consumer(kind: type[Any], committed: int | None, acked: list[int], flying: list[int]) -> Any:
    """A consumer with what `_new_offset` looks at, without a broker."""
    made = object.__new__(kind)
    made._committed_offset = defaultdict(lambda: committed)
    made._acked = defaultdict(list, {LANE: list(acked)})
    made._acked_index = defaultdict(set, {LANE: set(acked)})
    made._gap = defaultdict(IntervalTree)
    made._unacked_messages = [Flying(offset) for offset in flying]
    return made


def test_faust_commits_past_a_record_in_flight_and_we_do_not() -> None:
    assert consumer(driver.Consumer, 5, [6, 7], [5])._new_offset(LANE) == 8, "Faust is mended: our floor may go"
    assert consumer(Dense, 5, [6, 7], [5])._new_offset(LANE) is None


def test_faust_skips_the_first_record_of_a_new_group_and_we_do_not() -> None:
    assert consumer(driver.Consumer, None, [1, 2], [0])._new_offset(LANE) == 3, "Faust is mended: our floor may go"
    assert consumer(Dense, None, [1, 2], [0])._new_offset(LANE) is None


def test_what_is_held_back_is_committed_when_the_record_is_done() -> None:
    ours = consumer(Dense, 5, [5, 7, 8], [6])
    assert ours._new_offset(LANE) == 6
    ours._committed_offset[LANE] = 6
    ours._unacked_messages.clear()
    ours._acked[LANE].append(6)
    assert ours._new_offset(LANE) == 9


def test_records_in_flight_of_another_partition_hold_nothing_back() -> None:
    ours = consumer(Dense, 5, [5, 6], [])
    ours._unacked_messages = [Flying(0, TP("articles", 1)), Flying(5, acked=True)]
    assert ours._new_offset(LANE) == 7


def test_nothing_done_is_nothing_to_commit() -> None:
    assert consumer(Dense, 5, [], [5])._new_offset(LANE) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 100))
def test_a_commit_is_never_past_the_first_in_flight_and_all_is_committed_in_the_end(done: list[bool], start: int) -> None:
    offsets = range(start, start + len(done))
    flying = [offset for offset, is_done in zip(offsets, done, strict=True) if not is_done]
    ours = consumer(Dense, start, [offset for offset in offsets if offset not in flying], flying)
    new = ours._new_offset(LANE)
    assert new == (min(flying, default=offsets[-1] + 1) if done[0] else None)
    ours._committed_offset[LANE] = new or start
    if flying:
        ours._unacked_messages.clear()
        ours._acked[LANE].extend(flying)
        assert ours._new_offset(LANE) == offsets[-1] + 1


async def test_a_gap_that_retention_did_not_make_ends_the_worker_before_it_is_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", leave)
    ours = consumer(Dense, 5, [5], [])
    with pytest.raises(SystemExit) as caught:
        await ours._add_gap(LANE, 6, 9)
    assert caught.value.code == GAP_EXIT
    assert not ours._gap[LANE]


async def test_records_that_retention_took_are_passed_over() -> None:
    ours = consumer(Dense, 5, [5], [])
    ours.oldest = 100
    await ours._add_gap(LANE, 6, 100)  # Faust says the gap up to and with the record that came
    assert [(gap.begin, gap.end) for gap in ours._gap[LANE]] == [(6, 101)]


async def test_a_gap_that_retention_made_in_part_only_ends_the_worker_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", leave)
    ours = consumer(Dense, 5, [5], [])
    ours.oldest = 8
    with pytest.raises(SystemExit):
        await ours._add_gap(LANE, 6, 100)


def test_every_app_of_this_process_uses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver.Transport, "Consumer", driver.Consumer)
    monkeypatch.setattr(driver.Transport, "Producer", driver.Producer)
    install()
    assert driver.Transport.Consumer is DenseConsumer
    assert driver.Transport.Producer is IdempotentProducer
    assert object.__new__(IdempotentProducer)._settings_extra() == {"acks": "all", "enable_idempotence": True}
