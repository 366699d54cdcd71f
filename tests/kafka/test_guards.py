"""Points 4 and 7, whose faults only a real broker has: a retry that doubles, and a topic that is made by chance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka.errors import CommitFailedError

from deploy.kafka.cluster import Cluster
from streams.broker.admin import admin_client, check_topics, create_topics
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import CLEAN
from tests.guards.scene import guard
from tests.kafka.conftest import running
from tests.wire import all_of, commit, lacks, put, reaches, take, toy, until, values

pytestmark = pytest.mark.kafka


@guard("no-idempotence")
async def test_an_answer_that_is_lost_doubles_no_record(kafka: Cluster, tmp_path: Path, off: tuple[str, ...]) -> None:
    """The producer sends again what the broker has already written: only numbers of an idempotent producer tell it so."""
    settings = Settings(broker=kafka.bootstrap, prefix=f"answer{len(off)}-", partitions=4, state=tmp_path, commit_seconds=0.2)
    await create_topics(settings)
    await put(settings, [b"good"])
    with toy(settings, "lost-answer", *off):
        await reaches(settings, 1)
    assert (tmp_path / "lost-answer").exists()
    assert await values(settings, CLEAN) == [b"good"] * (2 if off else 1)


async def test_a_topic_that_was_made_anew_is_read_from_its_beginning_by_the_next_worker(kafka: Cluster, tmp_path: Path) -> None:
    settings = Settings(broker=kafka.bootstrap, prefix="anew-", partitions=1, state=tmp_path, commit_seconds=0.2, stall_seconds=2.0)
    await create_topics(settings)
    await put(settings, [b"old-%d" % number for number in range(20)])
    with toy(settings):
        await reaches(settings, 20)
    async with admin_client(settings) as admin:
        await admin.delete_topics(["anew-articles"])
    await until(lambda: is_away(settings))
    await create_topics(settings)
    positions = await put(settings, NEW)
    old = positions[-1].rpartition("/")[0] + "/19"  # as a broker that keeps the commits of a deleted topic has it
    await until(lambda: commits(settings, old))
    with toy(settings):
        await take(settings, CLEAN, all_of(*NEW))


async def commits(settings: Settings, position: str) -> bool:
    """Return True if the group takes a commit from outside, which it does not before it has missed the worker that was killed."""
    try:
        await commit(settings, "clean", position)
    except CommitFailedError:
        return False
    return True


NEW = [b"new-%d" % number for number in range(8)]


async def is_away(settings: Settings) -> bool:
    return any(topic.state == "missing" for topic in await check_topics(settings))


@pytest.fixture(scope="module")
def generous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Yield one node as Kafka comes: it makes whatever topic a client names, with one partition."""
    yield from running(tmp_path_factory.mktemp("generous"), brokers=1, settings={"auto.create.topics.enable": "true"})


@guard("no-topics")
async def test_a_worker_that_is_early_makes_no_topic_by_chance(generous: Cluster, tmp_path: Path, off: tuple[str, ...]) -> None:
    settings = Settings(broker=generous.bootstrap, prefix=f"early{len(off)}-", partitions=4, state=tmp_path, http_port=free_port())
    with toy(settings, *off) as process:
        if off:
            await until(lambda: made_by_chance(settings))
            wrong = [topic for topic in await create_topics(settings) if topic.state.startswith("wrong")]
            assert f"{settings.prefix}articles" in [topic.name for topic in wrong]
            return
        await until(lambda: waits(settings))
        assert {topic.state for topic in await check_topics(settings)} == {"missing"}
        await create_topics(settings)
        await put(settings, [b"good"])
        await take(settings, CLEAN, lambda records: len(records) == 1)
        assert process.poll() is None


async def made_by_chance(settings: Settings) -> bool:
    return any(topic.state.startswith("wrong") for topic in await check_topics(settings))


async def waits(settings: Settings) -> bool:
    return (await lacks(settings)).startswith("topics are missing")
