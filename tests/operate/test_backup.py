"""docs/operate/backup.md: an empty cluster goes on from a backup as the old one did, with the same alerts, and tells nobody twice."""

from __future__ import annotations

import asyncio
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka.admin import NewTopic

from deploy.kafka.cluster import Cluster
from streams.broker.admin import admin_client
from streams.broker.between import range_since
from streams.settings import Settings
from streams.topics import ARTICLES, CHANGES, INCIDENTS, SKETCHES
from tests.operate.desk import Desk, items
from tests.operate.test_recode import SUBSCRIPTION, TOLD, length

pytestmark = pytest.mark.kafka
PAGE = "backup.md"


async def make_topic(settings: Settings, topic: str) -> None:
    async with admin_client(settings) as admin:
        await admin.create_topics([NewTopic(topic, 1, 1)])


def moved(desk: Desk, cluster: Cluster, folder: Path) -> Desk:
    """Return the desk of the same pipeline on another cluster."""
    settings = desk.settings.model_dump(exclude_unset=True) | {"broker": cluster.bootstrap, "state": folder / "state"}
    return Desk(Settings(**settings), folder)


async def test_a_restored_pipeline_goes_on_with_the_same_alerts(desk: Callable[..., Desk], elsewhere: Cluster, tmp_path: Path) -> None:
    old = desk()
    new = moved(old, elsewhere, tmp_path / "new")
    topic = old.settings.prefix + TOLD
    wire = items()
    half = len(wire) // 2
    (old.folder / "all.yaml").write_text(SUBSCRIPTION.replace(TOLD, topic))
    for each in (old, new):
        await make_topic(each.settings, topic)

    def first() -> tuple[int, int]:
        """Feed the first half, save, feed the second; return how many messages were sent by the backup, and in the end."""
        old.streams("topics", "create")
        old.streams("rules", "apply", "all.yaml")
        with old.up("--deliver"):
            asyncio.run(old.feed(wire[:half]))
            assert old.account()["closed"]
            said = old.does(PAGE, "Save")
            assert "records of 15 topics are in backup-1" in said
            sent = asyncio.run(length(old, topic))
            asyncio.run(old.feed(wire[half:]))
            assert old.account()["closed"]
        return sent, asyncio.run(length(old, topic))

    def second() -> int:
        """Restore, feed the second half; return how many messages were sent."""
        shutil.copytree(old.folder / "backup-1", new.folder / "backup-1")
        said = new.does(PAGE, "Restore")
        assert "--yes does it" in said
        assert "are restored: start the workers" in said
        with new.up("--deliver"):
            asyncio.run(new.feed(wire[half:]))
            assert new.account()["closed"]
        return asyncio.run(length(new, topic))

    sent, all_sent = await asyncio.to_thread(first)
    assert 0 < sent < all_sent
    assert await asyncio.to_thread(second) == all_sent - sent
    assert await new.alerts() == await old.alerts()
    for kept in (ARTICLES, SKETCHES, CHANGES):
        assert (await range_since(new.settings, kept, None))[1] == (await range_since(old.settings, kept, None))[1]


async def test_a_backup_of_a_pipeline_at_work_loses_nothing(desk: Callable[..., Desk], elsewhere: Cluster, tmp_path: Path) -> None:
    old = desk()
    new = moved(old, elsewhere, tmp_path / "new")
    wire = items()

    def work() -> None:
        with old.up():
            asyncio.run(old.feed(wire))
            old.streams("backup", "backup-1")
            assert not old.account()["open"]
        shutil.copytree(old.folder / "backup-1", new.folder / "backup-1")
        new.does(PAGE, "Restore")
        with new.up():
            account = new.account()
        assert account["closed"]
        assert account["articles"] + account["forgotten"] <= len(wire)

    await asyncio.to_thread(work)
    with gzip.open(new.folder / "backup-1" / "articles.events.jsonl.gz") as file:
        assert len(file.readlines()) < len(wire)
    assert set(await new.alerts()) == set(await old.alerts())


async def test_what_does_not_fit_is_refused_and_leaves_nothing(desk: Callable[..., Desk], tmp_path: Path) -> None:
    old = desk()

    def refused(folder: str, said: str, **variables: str) -> None:
        old.environment |= variables
        assert said in old.streams("restore", folder, "--yes", code=2)

    def work() -> None:
        old.streams("topics", "create")
        asyncio.run(old.feed(items()[:3]))
        old.streams("backup", "backup-1")
        assert "is not empty" in old.streams("backup", "backup-1", code=2)
        refused("nothing", "holds no backup")
        refused("backup-1", "is not empty: restore into another cluster")
        refused("backup-1", "set STREAMS_PARTITIONS=4", STREAMS_PREFIX="other-", STREAMS_PARTITIONS="5")
        (old.folder / "backup-1" / "incidents.jsonl.gz").write_bytes(b"")
        refused("backup-1", "its SHA-256 differs", STREAMS_PREFIX="other-", STREAMS_PARTITIONS="4")

    await asyncio.to_thread(work)
    async with admin_client(old.settings) as admin:
        assert not [name for name in await admin.list_topics() if name.startswith("other-")]
    assert (await range_since(old.settings, INCIDENTS, None))[1] == {0: 0}
