"""`streams status` and the figures of the board on Apache Kafka, which tells groups and times."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from deploy.kafka.cluster import Cluster
from streams import __version__
from streams.board.state import BoardState, ask
from streams.broker.admin import create_topics
from streams.settings import Settings
from streams.topics import ARTICLES, DEAD_LETTERS, DUPLICATES
from tests.commands.face import called
from tests.wire import put, reaches, toy

pytestmark = pytest.mark.kafka


def test_workers_partitions_rates_and_what_is_ill(kafka: Cluster, bare: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(broker=kafka.bootstrap, prefix="status-", partitions=4, state=tmp_path, commit_seconds=0.2)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    asyncio.run(create_topics(settings))
    with toy(settings):
        asyncio.run(put(settings, [b"good-%d" % number for number in range(20)]))
        asyncio.run(reaches(settings, 20))
        ran = called("status", "--json")
    assert ran.exit_code == 1
    found = orjson.loads(ran.stdout)
    clean, screen = found["stages"][:2]
    assert (clean["workers"], clean["group"], clean["assigned"], clean["lag"]) == (1, "Stable", 4, 0)
    assert [member["version"] for member in clean["members"]] == [__version__]
    assert clean["members"][0]["partitions"] == [0, 1, 2, 3]
    assert clean["perMinute"] == 20
    assert clean["lastSeconds"] < 60
    assert (screen["workers"], screen["lag"], screen["perMinute"]) == (0, 20, 0)
    assert screen["oldestSeconds"] < 60
    assert [ill.split(":")[0] for ill in found["ills"]] == [f"{stage} has no worker" for stage in ("screen", "extract", "detect", "alert")]
    assert found["deadLettersLastHour"] == 0
    shown = called("status").stdout
    assert shown.count("ill: ") >= 4
    assert max(map(len, shown.splitlines()[:8])) <= 80


async def test_the_boards_figures_count_the_last_hour(kafka: Cluster, tmp_path: Path) -> None:
    settings = Settings(broker=kafka.bootstrap, prefix="board-state-", partitions=4, state=tmp_path)
    await create_topics(settings)
    await put(settings, [b"{}"] * 5, DUPLICATES)
    await put(settings, [b"{}"] * 3, DEAD_LETTERS)
    await put(settings, [b"{}"] * 2, ARTICLES)
    found = BoardState().answered(await ask(settings), datetime.now(UTC)).document()
    assert (found["articlesLastHour"], found["deadLettersLastHour"], found["deadLettersKept"], found["lag"]) == (5, 3, 3, 2)
