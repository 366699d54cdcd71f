"""The watchdog: a worker that stands still is ended, one that moves or has nothing to do is not. Times are given, none is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from faust.types import TP

from streams.flow.watchdog import LOOP_EXIT, LOOP_SECONDS, REBALANCE_EXIT, STALL_EXIT, Progress, Watchdog

LANE = ("articles", 0)


class App:
    """As much of an app as the watchdog looks at; also its own consumer."""

    def __init__(self) -> None:
        self.rebalancing = self.should_stop = False
        self.lanes: list[TP] = [TP("articles", 0), TP("articles", 1), TP("other", 0)]
        self._committed_offset: dict[TP, int | None] = dict.fromkeys(self.lanes, 5)
        self.ends: dict[TP, int | None] = dict.fromkeys(self.lanes, 5)

    @property
    def consumer(self) -> App:
        return self

    def assignment(self) -> Sequence[TP]:
        return self.lanes

    def highwater(self, tp: TP) -> int | None:
        return self.ends[tp]


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def dog(app: App) -> Watchdog:
    made: Any = Watchdog(app, "articles", stall_seconds=25, rebalance_seconds=60, leave=lambda code: None)
    made.progress = Progress(beat=1000.0, assigned=True)
    return made  # type: ignore[no-any-return]


def looks(dog: Watchdog, *moments: float) -> list[int | None]:
    """What the watchdog thinks at some moments, the loop turning all the while."""
    found = []
    for moment in moments:
        dog.progress.beat = moment
        found.append(dog.look(moment))
    return found


def test_a_commit_that_stands_still_while_there_is_lag_ends_the_worker(app: App, dog: Watchdog) -> None:
    app.ends[TP("articles", 1)] = 9
    assert looks(dog, 1000, 1025, 1025.1) == [None, None, STALL_EXIT]


def test_a_group_that_never_committed_stands_still_too(app: App, dog: Watchdog) -> None:
    app._committed_offset[TP("articles", 0)] = None
    assert looks(dog, 1000, 1030) == [None, STALL_EXIT]


def test_a_commit_that_moves_does_not(app: App, dog: Watchdog) -> None:
    app.ends[TP("articles", 1)] = 1000
    for moment in range(1000, 1500, 20):
        app._committed_offset[TP("articles", 1)] = moment - 990
        assert looks(dog, moment) == [None]


def test_one_that_stands_still_without_lag_does_not_and_lag_counts_from_when_it_came(app: App, dog: Watchdog) -> None:
    assert looks(dog, 1000, 1100, 1200) == [None, None, None]
    app.ends[TP("articles", 0)] = 6
    assert looks(dog, 1210, 1225, 1226) == [None, None, STALL_EXIT]


def test_lag_of_another_topic_is_not_the_stages(app: App, dog: Watchdog) -> None:
    app.ends[TP("other", 0)] = 100
    assert looks(dog, 1000, 1100) == [None, None]


def test_a_rebalance_that_lasts_ends_the_worker(app: App, dog: Watchdog) -> None:
    app.rebalancing = True
    assert looks(dog, 1000, 1060, 1061) == [None, None, REBALANCE_EXIT]


def test_partitions_that_never_come_end_it_as_well(dog: Watchdog) -> None:
    dog.progress.assigned = False
    assert looks(dog, 1000, 1061) == [None, REBALANCE_EXIT]


def test_a_rebalance_that_ends_starts_all_clocks_anew(app: App, dog: Watchdog) -> None:
    app.ends[TP("articles", 0)] = 9
    assert looks(dog, 1000) == [None]
    app.rebalancing = True
    assert looks(dog, 1020, 1070) == [None, None]
    app.rebalancing = False
    assert looks(dog, 1071, 1090) == [None, None]
    app.rebalancing = True
    assert looks(dog, 1100, 1150) == [None, None]


def test_a_loop_that_does_not_turn_ends_the_worker(dog: Watchdog) -> None:
    assert dog.look(1000 + LOOP_SECONDS) is None
    assert dog.look(1001 + LOOP_SECONDS) == LOOP_EXIT


def test_a_partition_given_away_is_forgotten() -> None:
    progress = Progress()
    assert progress.stalled(0, {LANE: 1}, {LANE: 1}, 10) is None
    assert progress.stalled(5, {}, {}, 10) is None
    assert progress.stalled(20, {LANE: 1}, {LANE: 1}, 10) is None
    assert progress.stalled(31, {LANE: 1}, {LANE: 1}, 10) == LANE
