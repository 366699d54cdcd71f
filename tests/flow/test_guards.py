"""The guards on Faust's consumer: no commit past what is not done, no record dropped on the way taken for done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from hypothesis import given
from hypothesis import strategies as st
from intervaltree import IntervalTree

from streams.flow import guards
from streams.flow.guards import GAP_EXIT, DenseConsumer, IdempotentProducer, install
from streams.flow.source_changes import SourceChanges

PARTITION = TP("articles", 0)


@dataclass
class Flying:
    """A message that a stage is working on."""

    offset: int
    tp: TP = PARTITION
    acked: bool = False


class App:
    """A stand-in for as much of an app as the consumer looks at."""

    def __init__(self) -> None:
        self.changes = SourceChanges("clean")


class Dense(DenseConsumer):
    """The consumer with an oldest offset of our choice."""

    oldest = 0

    async def earliest_offsets(self, *partitions: TP) -> dict[TP, int]:
        return dict.fromkeys(partitions, self.oldest)


def consumer(kind: type[Any], committed: int | None, acked: list[int], flying: list[int]) -> Any:
    """Return a consumer without a broker, with all that `_new_offset` looks at."""
    made = object.__new__(kind)
    made._committed_offset = defaultdict(lambda: committed)
    made._acked = defaultdict(list, {PARTITION: list(acked)})
    made._acked_index = defaultdict(set, {PARTITION: set(acked)})
    made._gap = defaultdict(IntervalTree)
    made._unacked_messages = [Flying(offset) for offset in flying]
    made.read_as, made.app = {}, App()
    made._handed, made._leaving = {PARTITION: (min(acked + flying, default=0), max(acked + flying, default=0))}, frozenset()
    return made


def test_faust_commits_past_a_record_in_flight_and_we_do_not() -> None:
    assert consumer(driver.Consumer, 5, [6, 7], [5])._new_offset(PARTITION) == 8, "Faust is mended: our unbroken commit may go"
    assert consumer(Dense, 5, [6, 7], [5])._new_offset(PARTITION) is None


def test_faust_skips_the_first_record_of_a_new_group_and_we_do_not() -> None:
    assert consumer(driver.Consumer, None, [1, 2], [0])._new_offset(PARTITION) == 3, "Faust is mended: our unbroken commit may go"
    assert consumer(Dense, None, [1, 2], [0])._new_offset(PARTITION) is None


def test_what_is_held_back_is_committed_when_the_record_is_done() -> None:
    ours = consumer(Dense, 5, [5, 7, 8], [6])
    assert ours._new_offset(PARTITION) == 6
    ours._committed_offset[PARTITION] = 6
    ours._unacked_messages.clear()
    ours._acked[PARTITION].append(6)
    assert ours._new_offset(PARTITION) == 9


def test_records_in_flight_of_another_partition_hold_nothing_back() -> None:
    ours = consumer(Dense, 5, [5, 6], [])
    ours._unacked_messages = [Flying(0, TP("articles", 1)), Flying(5, acked=True)]
    assert ours._new_offset(PARTITION) == 7


def test_nothing_done_is_nothing_to_commit() -> None:
    assert consumer(Dense, 5, [], [5])._new_offset(PARTITION) is None


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 100))
def test_a_commit_is_never_past_the_first_in_flight_and_all_is_committed_in_the_end(done: list[bool], start: int) -> None:
    offsets = range(start, start + len(done))
    flying = [offset for offset, is_done in zip(offsets, done, strict=True) if not is_done]
    ours = consumer(Dense, start, [offset for offset in offsets if offset not in flying], flying)
    new = ours._new_offset(PARTITION)
    assert new == (min(flying, default=offsets[-1] + 1) if done[0] else None)
    ours._committed_offset[PARTITION] = new or start
    if flying:
        ours._unacked_messages.clear()
        ours._acked[PARTITION].extend(flying)
        assert ours._new_offset(PARTITION) == offsets[-1] + 1


def test_faust_commits_past_a_hole_of_one_and_we_do_not() -> None:
    assert consumer(driver.Consumer, 5, [6, 7], [])._new_offset(PARTITION) == 8, "Faust is mended: our unbroken commit may go"
    assert consumer(Dense, 5, [6, 7], [])._new_offset(PARTITION) is None


def test_when_lanes_are_given_away_what_was_in_flight_is_committed_as_it_ends() -> None:
    """Faust has forgotten the commit by then, so the run starts at the oldest that was in flight."""
    ours = consumer(Dense, None, [7, 8], [9])
    ours._handed, ours._leaving = {}, frozenset({PARTITION})
    assert ours._new_offset(PARTITION) == 9
    still = consumer(Dense, None, [8, 9], [7])
    still._handed, still._leaving = {}, frozenset({PARTITION})
    assert still._new_offset(PARTITION) is None


def test_a_partition_of_which_nothing_is_known_is_not_committed() -> None:
    ours = consumer(Dense, None, [7, 8], [])
    ours._handed = {}
    assert ours._new_offset(PARTITION) is None


@dataclass
class Case:
    """One case of offsets in a partition: what was committed and handed on before, the oldest record kept, and the record that comes."""

    committed: int | None
    last: int | None
    oldest: int
    comes: int


DROPPED = {
    "one in the middle": Case(5, 6, 0, 8),
    "many in the middle": Case(5, 6, 0, 100),
    "the first behind the commit": Case(5, None, 0, 6),
    "the first of a new group": Case(None, None, 0, 1),
    "the first of a group that committed 0": Case(0, None, 0, 1),
    "the first of a new group whose topic is older": Case(None, None, 7, 8),
    "retention took a part of them only": Case(5, 6, 8, 100),
}
WHOLE = {
    "the next": Case(5, 6, 0, 7),
    "the first behind the commit": Case(5, None, 0, 5),
    "the first of a new topic": Case(None, None, 0, 0),
    "the first that a new group can have": Case(None, None, 7, 7),
    "retention took the ones between": Case(5, 6, 100, 100),
    "retention took what was not read yet": Case(5, None, 100, 100),
    "one that comes again": Case(5, 9, 0, 6),
}


async def comes(case: Case, monkeypatch: pytest.MonkeyPatch) -> Any:
    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", leave)
    ours = consumer(Dense, case.committed, [], [])
    ours.oldest = case.oldest
    ours._handed = {} if case.last is None else {PARTITION: (case.committed, case.last)}
    await ours._follow(PARTITION, case.comes)
    return ours


@pytest.mark.parametrize("case", DROPPED.values(), ids=DROPPED)
async def test_a_record_that_was_dropped_ends_the_worker_before_the_next_is_handed_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as caught:
        await comes(case, monkeypatch)
    assert caught.value.code == GAP_EXIT


@pytest.mark.parametrize("case", WHOLE.values(), ids=WHOLE)
async def test_what_follows_or_was_taken_by_retention_is_handed_on_and_committed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = await comes(case, monkeypatch)
    first = ours._handed[PARTITION][0]
    ours._acked[PARTITION] = [*range(first, (case.last or first) + 1), case.comes]
    assert ours._new_offset(PARTITION) == max(case.comes, case.last or 0) + 1
    assert not ours._gap[PARTITION]


async def test_faust_adds_no_gap_of_its_own() -> None:
    ours = consumer(Dense, 5, [5], [])
    await ours._add_gap(PARTITION, 6, 9)
    assert not ours._gap[PARTITION]


def test_every_app_of_this_process_uses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver.Transport, "Consumer", driver.Consumer)
    monkeypatch.setattr(driver.Transport, "Producer", driver.Producer)
    install()
    assert driver.Transport.Consumer is DenseConsumer
    assert driver.Transport.Producer is IdempotentProducer
    assert object.__new__(IdempotentProducer)._settings_extra() == {"acks": "all", "enable_idempotence": True}


class Thread:
    """A consumer's thread: what it has committed, where its partitions end, and what it was told to go back on."""

    def __init__(self, committed: dict[TP, int | None], ends: dict[TP, int]) -> None:
        self.committed, self.ends = committed, ends
        self.ids: dict[str, str] = {}
        self.carried: dict[TP, str] = {}
        self.begun: list[TP] = []

    async def identities(self, partitions: Iterable[TP]) -> tuple[dict[str, str], dict[TP, str]]:
        return self.ids, self.carried

    async def seek_to_committed(self) -> dict[TP, int | None]:
        return self.committed

    async def seek_to_beginning(self, *partitions: TP) -> None:
        self.begun += partitions

    async def highwaters(self, *partitions: TP) -> dict[TP, int]:
        return {tp: self.ends[tp] for tp in partitions}


async def test_a_partition_without_a_commit_goes_back_to_its_beginning_and_others_do_not() -> None:
    partitions = {PARTITION: None, TP("articles", 1): 0, TP("articles", 2): 7}
    ours = consumer(Dense, 7, [], [])
    ours._thread = Thread(partitions, {TP("articles", 2): 7})
    assert await ours.seek_to_committed() == partitions
    assert ours._thread.begun == [PARTITION, TP("articles", 1)]


async def test_a_partition_whose_commit_stands_beyond_its_end_goes_back_to_its_beginning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The topic was deleted and made anew: the commit is the old one's, and the new records are committed from the first on."""
    monkeypatch.setattr(guards, "BEYOND_SECONDS", 0)
    other = TP("articles", 1)
    ours = consumer(Dense, 40, [0, 1], [])
    ours._read_offset = {PARTITION: 40}
    ours._thread = Thread({PARTITION: 40, other: 3}, {PARTITION: 2, other: 3})
    assert await ours.seek_to_committed() == {other: 3}
    assert ours._thread.begun == [PARTITION]
    assert PARTITION not in ours._read_offset
    assert "articles was deleted and made anew, and is read from its beginning: the commit 40 of 0 stands beyond the end 2" in caplog.text
    ours._committed_offset.default_factory = lambda: None
    assert ours._new_offset(PARTITION) == 2


async def test_a_commit_that_carries_the_id_of_another_topic_means_nothing() -> None:
    other = TP("articles", 1)
    ours = consumer(Dense, 40, [], [])
    ours._read_offset = {PARTITION: 40}
    ours._thread = Thread({PARTITION: 40, other: 3}, {PARTITION: 90, other: 90})
    ours._thread.ids, ours._thread.carried = {"articles": "new"}, {PARTITION: "old", other: "new"}
    assert await ours.seek_to_committed() == {other: 3}
    assert ours._thread.begun == [PARTITION]
    assert ours.read_as == {"articles": "new"}


async def test_commits_without_an_id_are_taken_at_their_word_unless_this_worker_saw_the_topic_change() -> None:
    ours = consumer(Dense, 40, [], [])
    ours._read_offset = {PARTITION: 40}
    ours._thread = Thread({PARTITION: 40}, {PARTITION: 90})
    ours._thread.ids = {"articles": "one"}
    assert await ours.seek_to_committed() == {PARTITION: 40}, "an older version's commit"
    ours._thread.ids = {}
    assert await ours.seek_to_committed() == {PARTITION: 40}, "nobody told the id"
    ours._thread.ids = {"articles": "two"}
    assert await ours.seek_to_committed() == {}
    assert ours._thread.begun == [PARTITION]


async def test_records_that_were_trimmed_are_told(caplog: pytest.LogCaptureFixture) -> None:
    ours = consumer(Dense, 5, [], [])
    ours._handed, ours.oldest = {}, 9
    await ours._follow(PARTITION, 9)
    assert "articles/0: the records 5-8 were deleted before they were read; the stage reads on at 9" in caplog.text
    assert ours._new_offset(PARTITION) == 9
