"""`streams status`: what it says of a pipeline on the embedded broker, and what makes a stage ill. On Apache Kafka: tests/kafka."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from streams.broker.groups import Group, Member
from streams.broker.stage_state import FALLS_BEHIND_SECONDS, StageState
from streams.commands.status import DeliverState, FeedsState
from streams.feeds.timetable import HEALTHS
from streams.settings import Settings
from streams.topics import ARTICLES, CLEAN, FEED_SOURCES, TOPICS
from tests.commands.face import called, ended
from tests.wire import commit, put

WELL = StageState(
    "clean", "articles", 2, Group("Stable", (Member("0.1.0", "h", frozenset({0})), Member("0.2.0", "h", frozenset({1})))), 0, None, 3, 1.0
)  # fmt: skip


def group(state: str, *partitions: Sequence[int]) -> Group:
    return Group(state, tuple(Member("0.1.0", "h", frozenset(each)) for each in partitions))


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (WELL, []),
        (replace(WELL, group=None), []),
        (replace(WELL, group=group("Empty")), ["clean has no worker"]),
        (replace(WELL, group=group("Stable", [0])), ["no worker has 1 of the 2 partitions of articles"]),
        (replace(WELL, group=group("PreparingRebalance", [], [])), []),
        (replace(WELL, lag=7, oldest_seconds=FALLS_BEHIND_SECONDS), []),
        (replace(WELL, lag=7, oldest_seconds=FALLS_BEHIND_SECONDS + 1), ["7 records wait for clean, the oldest for 61 s"]),
    ],
)
def test_what_makes_a_stage_ill(state: StageState, words: list[str]) -> None:
    ills = list(state.ills)
    assert len(ills) == len(words)
    assert all(word in ill for word, ill in zip(words, ills, strict=True))


DELIVER = DeliverState(group("Stable", [0]), True, 0, 0, 0, 0, None)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DELIVER, []),
        (replace(DELIVER, group=group("Empty"), used=False), []),
        (replace(DELIVER, group=group("Empty"), lag=2), ["deliver has no worker, and 2 revisions of alerts wait"]),
        (replace(DELIVER, lag=2, waiting=1), []),
        (replace(DELIVER, dead=1, aside=3), ["1 targets are dead and 3 messages set aside"]),
    ],
)
def test_what_makes_deliver_ill(state: DeliverState, words: list[str]) -> None:
    assert [word in ill for word, ill in zip(words, state.ills, strict=True)] == [True] * len(words)


def test_what_makes_feeds_ill() -> None:
    none = dict.fromkeys(HEALTHS, 0)
    assert list(FeedsState(group("Empty"), none | {"off": 2, "gone": 1}).ills) == []
    assert list(FeedsState(group("Stable", [0]), none | {"well": 2}).ills) == []
    (ill,) = FeedsState(group("Stable", [0]), none | {"well": 2, "ill": 1}).ills
    assert ill.startswith("1 of 3 sources fail")
    (ill,) = FeedsState(group("Empty"), none | {"new": 2}).ills
    assert ill.startswith("feeds has no worker, and 2 sources are to be polled")


def test_versions_are_told_once_each() -> None:
    assert WELL.group is not None
    assert WELL.group.versions == ("0.1.0", "0.2.0")
    assert WELL.group.partitions == {0, 1}


async def _fed(settings: Settings) -> None:
    positions = await put(settings, [b"a", b"b", b"c"], keys=[b"k"] * 3)
    await commit(settings, "clean", positions[0])
    await put(settings, [b"a"], CLEAN)
    source = {"address": "https://rhone.example/feed", "name": "Rhone"}
    await put(settings, [orjson.dumps(source)], FEED_SOURCES, [b"source/https://rhone.example/feed"])


def test_lag_times_and_sources_are_told_on_the_embedded_broker(on_broker: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(_fed(on_broker))
    ran = called("status", "--json")
    assert ran.exit_code == 0
    found = orjson.loads(ran.stdout)
    assert (found["well"], found["ills"]) == (True, [])
    clean, screen = found["stages"][:2]
    assert (clean["stage"], clean["partitions"], clean["lag"], clean["workers"]) == ("clean", 4, 2, None)
    assert 0 <= clean["oldestSeconds"] < FALLS_BEHIND_SECONDS
    assert 0 <= clean["lastSeconds"] < FALLS_BEHIND_SECONDS
    assert screen["lag"] == 1
    assert (clean["perMinute"], screen["lastSeconds"]) == (None, None)
    assert found["feeds"]["sources"] == {**dict.fromkeys(HEALTHS, 0), "new": 1}
    assert found["deliver"]["used"] is False


def test_the_screen_has_80_columns_at_most(on_broker: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    asyncio.run(_fed(on_broker))
    ran = called("status")
    assert ran.exit_code == 0
    table = ran.stdout.splitlines()
    assert [row.split()[0] for row in table[:8]] == ["stage", "clean", "screen", "extract", "detect", "alert", "deliver", "feeds"]
    assert table[1].split()[:4] == ["clean", "-", "-/4", "2"]
    assert max(map(len, table)) <= 80
    assert table[-1] == "all is well"


def test_an_old_record_is_ill_and_the_exit_code_says_so(on_broker: Settings) -> None:
    asyncio.run(put(on_broker, [b"a"], ARTICLES, timestamp_ms=1_700_000_000_000))
    ran = called("status")
    assert ran.exit_code == 1
    assert "ill: 1 records wait for clean, the oldest for" in ran.stdout


def test_topics_that_are_missing_are_ill(on_broker: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PREFIX", "nobody-")
    ran = called("status", "--json")
    assert ran.exit_code == 1
    found = orjson.loads(ran.stdout)
    assert f"{len(TOPICS)} topics are missing, nobody-articles among them" in found["ills"][0]
    assert "stages" not in found


def test_without_a_broker_it_is_called_wrongly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STREAMS_BROKER", "127.0.0.1:1")
    assert ended(monkeypatch, "status") == 2
