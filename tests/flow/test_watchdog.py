"""The watchdog: a worker that stands still is ended, one that moves, waits its turn or has lost its broker is not. Times are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from faust.types import TP

from streams.flow import health
from streams.flow.pulse import PartitionOffsets
from streams.flow.source_changes import SourceChanges
from streams.flow.watchdog import (
    ASLEEP_SECONDS,
    BATCH_EXIT,
    LOOP_EXIT,
    REBALANCE_EXIT,
    STALL_EXIT,
    TURN,
    Limits,
    Progress,
    Watchdog,
)
from streams.stopping import STOP_EXIT

LIMITS = Limits(stall=25, rebalance=60, loop=60, batch=120)


class App:
    """A stand-in for as much of an app as the watchdog looks at; it is its own consumer too."""

    def __init__(self) -> None:
        self.rebalancing = self.should_stop = False
        self.partitions: list[TP] = [TP("articles", 0), TP("articles", 1), TP("other", 0)]
        self.read_as: dict[str, str] = {}
        self.handed: dict[int, int] = {}
        self.changes = SourceChanges("clean")

    @property
    def consumer(self) -> App:
        return self

    def assignment(self) -> Sequence[TP]:
        return self.partitions

    def due(self, tp: TP, committed: int) -> int:
        return self.handed.get(tp.partition, committed)


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def dog(app: App) -> Watchdog:
    no_pulse: Any = None
    made = Watchdog(app, "articles", no_pulse, LIMITS, leave=lambda code: None)
    made.progress = Progress(beat=1000.0, assigned=True)
    hears(made, (5, 5), (5, 5))
    return made


def hears(dog: Watchdog, *partitions: tuple[int | None, int], at: float = 1000.0) -> None:
    """Tell the watchdog the broker's answer: commit and end of each partition, at a moment in seconds."""
    dog.heard({number: PartitionOffsets(committed, end, 0) for number, (committed, end) in enumerate(partitions)}, at)


def looks(dog: Watchdog, *moments: float) -> list[int | None]:
    """Return the watchdog's answer at each of some moments, in seconds: an exit code or None. The loop turns all the while."""
    found = []
    for moment in moments:
        dog.progress.beat = moment
        found.append(dog.look(moment))
    return found


def test_a_commit_that_stands_still_while_there_is_lag_ends_the_worker(dog: Watchdog) -> None:
    hears(dog, (5, 5), (5, 9))
    assert looks(dog, 1000, 1025, 1025.1) == [None, None, STALL_EXIT]
    assert dog.sick(1025.1) == "articles/1: the commit has not moved for 25 s while there is lag"


def test_a_commit_beyond_the_end_ends_the_worker_though_there_is_no_lag(dog: Watchdog) -> None:
    hears(dog, (5, 5), (40, 8))
    assert looks(dog, 1000, 1025, 1025.1) == [None, None, STALL_EXIT]
    assert dog.sick(1025.1) == "articles/1: the commit 40 stands beyond the end 8: the topic was made anew"


def test_an_end_that_is_too_small_for_a_moment_is_an_election(dog: Watchdog) -> None:
    hears(dog, (5, 5), (40, 8))
    assert looks(dog, 1000, 1020) == [None, None]
    hears(dog, (5, 5), (40, 40), at=1021)
    assert looks(dog, 1021, 1100) == [None, None]


def test_a_group_that_never_committed_stands_still_too(dog: Watchdog) -> None:
    hears(dog, (None, 5), (5, 5))
    assert looks(dog, 1000, 1030) == [None, STALL_EXIT]


def test_what_retention_took_is_no_lag(dog: Watchdog) -> None:
    dog.heard({0: PartitionOffsets(None, 100, 100), 1: PartitionOffsets(3, 100, 100)}, 1000)
    assert looks(dog, 1000, 1100) == [None, None]


def test_a_commit_that_moves_does_not(dog: Watchdog) -> None:
    for moment in range(1000, 1500, 20):
        hears(dog, (5, 5), (moment - 990, 1000))
        assert looks(dog, moment) == [None]


def test_one_that_stands_still_without_lag_does_not_and_lag_counts_from_when_it_came(dog: Watchdog) -> None:
    assert looks(dog, 1000, 1100, 1200) == [None, None, None]
    hears(dog, (5, 6), (5, 5))
    assert looks(dog, 1210, 1225, 1226) == [None, None, STALL_EXIT]


def test_lag_of_a_partition_that_is_not_ours_is_not_ours(app: App, dog: Watchdog) -> None:
    app.partitions = [TP("articles", 0)]
    hears(dog, (5, 5), (5, 100))
    assert looks(dog, 1000, 1100) == [None, None]
    assert dog.lag == 0


def test_an_article_that_is_long_in_work_is_not_standing_still(dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    dog.progress.batch_since = 1000
    assert looks(dog, 1000, 1040, 1119) == [None, None, None]
    dog.progress.batch_since, dog.progress.batch_ended, dog.progress.batches = None, 1119, 1
    assert looks(dog, 1120, 1143) == [None, None], "the commit follows a second after the batch"
    assert looks(dog, 1145) == [STALL_EXIT]


def test_a_batch_that_never_ends_is(dog: Watchdog) -> None:
    dog.progress.batch_since = 1000
    assert looks(dog, 1120, 1121) == [None, BATCH_EXIT]


def test_while_batches_of_others_come_and_go_a_partition_may_wait_its_turn_and_no_longer(dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    assert looks(dog, 1000) == [None]
    for _ in range(TURN - 1):
        dog.progress.ended([(1, 4)])
    dog.progress.batch_since = 1090
    assert looks(dog, 1100) == [None]
    dog.progress.ended([(1, 4)])
    dog.progress.batch_since = 1100
    assert looks(dog, 1101) == [STALL_EXIT]


def test_a_partition_whose_work_is_further_than_its_commit_is_not_waiting(dog: Watchdog) -> None:
    hears(dog, (5, 999), (5, 5))
    assert looks(dog, 1000) == [None]
    dog.progress.ended([(0, 5), (0, 6), (1, 4)])
    dog.progress.batch_since = 1010
    assert looks(dog, 1010, 1035) == [None, None]
    assert looks(dog, 1036) == [STALL_EXIT]


def test_one_whose_commit_follows_its_work_is_well(dog: Watchdog) -> None:
    for moment in range(1000, 1200, 10):
        hears(dog, (moment, 9999), (5, 5))
        dog.progress.ended([(0, moment + 7)])
        dog.progress.batch_since = moment
        assert looks(dog, moment + 1) == [None]


def test_until_the_stage_has_what_it_waits_for_it_may_stand(dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    dog.progress.ready, dog.progress.batch_since = False, 1000
    assert looks(dog, 1000, 2000) == [None, None]
    dog.progress.ready, dog.progress.batch_since = True, None
    assert looks(dog, 2001, 2025, 2027) == [None, None, STALL_EXIT]


def test_while_the_broker_is_away_nothing_is_ended_and_then_all_clocks_start_anew(app: App, dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    assert looks(dog, 1000) == [None]
    dog.heard(None, 1010)
    assert looks(dog, 1020, 1100) == [None, None]
    app.rebalancing = True
    assert looks(dog, 1101, 1200) == [None, None]
    hears(dog, (5, 9), (5, 5), at=1201)
    assert looks(dog, 1202, 1262, 1263) == [None, None, REBALANCE_EXIT]


def test_a_rebalance_that_lasts_ends_the_worker(app: App, dog: Watchdog) -> None:
    app.rebalancing = True
    assert looks(dog, 1000, 1060, 1061) == [None, None, REBALANCE_EXIT]


def test_partitions_that_never_come_end_it_as_well(dog: Watchdog) -> None:
    dog.progress.assigned = False
    assert looks(dog, 1000, 1061) == [None, REBALANCE_EXIT]


def test_a_rebalance_that_ends_starts_all_clocks_anew(app: App, dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    assert looks(dog, 1000) == [None]
    app.rebalancing = True
    assert looks(dog, 1020, 1070) == [None, None]
    app.rebalancing = False
    assert looks(dog, 1071, 1090) == [None, None]
    app.rebalancing = True
    assert looks(dog, 1100, 1150) == [None, None]


def test_a_worker_that_was_told_to_stop_and_does_not_is_ended(app: App, dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    app.should_stop = True
    assert looks(dog, 1000, 1050, 1051) == [None, None, STOP_EXIT]


def test_a_loop_that_does_not_turn_ends_the_worker(dog: Watchdog) -> None:
    assert dog.look(1060) is None
    assert dog.look(1061) == LOOP_EXIT


async def said(dog: Watchdog, path: str, missing: str | None = None) -> tuple[int, Any]:
    pages = health.pages(dog, lambda: missing, "clean", "bundled")
    async with TestClient(TestServer(pages)) as client:
        answer = await client.get(path)
        return answer.status, await (answer.text() if path == "/metrics" else answer.json())


async def test_livez_fails_when_a_partition_stands_still_and_says_which(dog: Watchdog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", lambda: dog._looked)
    assert looks(dog, 1000) == [None]
    status, words = await said(dog, "/livez")
    assert (status, words["alive"]) == (200, True)
    hears(dog, (5, 9), (5, 5))
    looks(dog, 1010, 1040)
    status, words = await said(dog, "/livez")
    assert (status, words["lag"], words["standingSeconds"]) == (503, 4, 40.0)
    assert "articles/0" in words["sick"]


def test_a_watchdog_that_has_not_looked_is_sick_itself(dog: Watchdog) -> None:
    looks(dog, 1000)
    assert dog.sick(1000 + ASLEEP_SECONDS) is None
    assert "not looked" in (dog.sick(1001 + ASLEEP_SECONDS) or "")


def test_a_worker_that_goes_on_reading_the_old_topic_is_ended(app: App, dog: Watchdog, caplog: pytest.LogCaptureFixture) -> None:
    app.read_as = {"articles": "old"}
    for at, identity in ((1000, "old"), (1002, "new"), (1003, "old"), (1005, "new"), (1020, "new"), (1021, "new")):
        dog.heard({0: PartitionOffsets(5, 5, 0, identity)}, at)
        assert looks(dog, at) == [STALL_EXIT if at == 1021 else None]
        assert ("made anew" in caplog.text) == (at >= 1020)
    assert caplog.text.count("articles was deleted and made anew, and is read from its beginning: its id is new") == 1


def test_a_worker_that_joins_anew_reads_the_new_topic(app: App, dog: Watchdog) -> None:
    app.read_as = {"articles": "old"}
    dog.heard({0: PartitionOffsets(5, 5, 0, "new")}, 1005)
    assert looks(dog, 1005) == [None]
    app.read_as = {"articles": "new"}
    assert looks(dog, 1021, 1040) == [None, None]


def test_a_partition_that_was_emptied_before_it_was_read_is_told_once(app: App, dog: Watchdog, caplog: pytest.LogCaptureFixture) -> None:
    dog.heard({0: PartitionOffsets(5, 9, 9), 1: PartitionOffsets(5, 9, 9), 2: PartitionOffsets(None, 9, 9)}, 1000)
    app.handed = {1: 9}
    assert looks(dog, 1000, 1010) == [None, None]
    assert "deleted before" not in caplog.text, "what was fetched may still be handed on"
    assert looks(dog, 1011, 1012) == [None, None]
    app.changes.trimmed("articles", 0, 5, 12)
    assert [record.message for record in caplog.records] == [
        "articles/0: the records 5-8 were deleted before they were read; the stage reads on at 9",
        "articles/0: the records 9-11 were deleted before they were read; the stage reads on at 12",
    ]


async def test_readyz_fails_while_something_is_missing(dog: Watchdog) -> None:
    assert await said(dog, "/readyz") == (200, {"ready": True, "missing": None})
    assert await said(dog, "/readyz", "the model loads") == (503, {"ready": False, "missing": "the model loads"})
    dog.heard(None, 1000)
    assert (await said(dog, "/readyz"))[1]["missing"] == "the broker does not answer"
    dog.progress.assigned = False
    assert (await said(dog, "/readyz"))[1]["missing"] == "partitions not assigned yet"
    dog.gone = True
    assert (await said(dog, "/readyz"))[1]["missing"] == "the topic articles is gone; `streams topics create` makes it"


async def test_metrics_and_version(dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    looks(dog, 1000)
    _, text = await said(dog, "/metrics")
    assert 'newswire_stage_lag_records{stage="clean"} 4.0' in text
    assert 'newswire_stage_partitions{stage="clean"} 2.0' in text
    assert "newswire_ready 1.0" in text
    assert (await said(dog, "/version"))[1]["stage"] == "clean"


def test_lag_in_seconds_goes_by_the_records_that_were_taken(dog: Watchdog) -> None:
    looks(dog, 1000)
    assert dog.lag_seconds(1000, 5000) == 0
    hears(dog, (5, 9), (5, 5), at=1001)
    dog.progress.began([4400.0, 4900.0])
    assert dog.lag_seconds(1010, 5000) == 600
    dog.progress.ended([(0, 8)], [4400.0, 4900.0])
    assert dog.lag_seconds(1010, 5000) == 100


def test_lag_in_seconds_is_no_longer_than_since_nothing_waited(dog: Watchdog) -> None:
    """Yesterday's records, or old ones that are fed anew, do not count where all had been done."""
    looks(dog, 1000)
    dog.progress.ended([(0, 5)], [100.0])
    hears(dog, (5, 5), (5, 5), at=1200)
    hears(dog, (5, 9), (5, 5), at=1205)
    assert dog.lag_seconds(1210, 90_000) == 10


def test_lag_is_told_while_a_worker_is_not_ready(dog: Watchdog) -> None:
    hears(dog, (5, 9), (5, 5))
    dog.progress.ready = False
    looks(dog, 1001, 1002)
    assert dog.lag == 4


def test_a_rebalance_and_an_absence_are_measured(dog: Watchdog, app: App) -> None:
    assert (dog.unsettled(1000), dog.away(1000)) == (0, 0)
    app.rebalancing = True
    looks(dog, 1000, 1007)
    assert dog.unsettled(1010) == 10
    dog.heard(None, 1020)
    assert dog.away(1050) == 30
