"""A source topic that is made anew or trimmed while its stage runs, or rests: it is said, counted, and read on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewTopic, RecordsToDelete
from aiokafka.structs import OffsetAndMetadata

from deploy.kafka.cluster import Cluster
from streams.broker.admin import admin_client, create_topics
from streams.broker.connection import client_options
from streams.broker.topic_id import topic_id
from streams.settings import Settings
from streams.supervisor import free_port
from streams.topics import ARTICLES, CLEAN
from tests.guards.scene import guard
from tests.wire import all_of, lacks, put, reaches, take, toy, until

pytestmark = pytest.mark.kafka


async def stage(kafka: Cluster, prefix: str, state: Path) -> Settings:
    """Return the settings of a pipeline of its own, whose topics stand."""
    settings = Settings(broker=kafka.bootstrap, prefix=prefix, partitions=1, state=state, commit_seconds=0.2, http_port=free_port())
    await create_topics(settings)
    return settings


def numbered(word: str, count: int) -> list[bytes]:
    return [f"{word}-{number}".encode() for number in range(count)]


def articles(settings: Settings) -> TopicPartition:
    return TopicPartition(settings.prefix + ARTICLES.name, 0)


async def made_anew(settings: Settings) -> None:
    """Delete the source topic, and make it again as soon as the broker lets us."""
    new = NewTopic(articles(settings).topic, 1, 1, topic_configs=ARTICLES.config(1))
    async with admin_client(settings) as admin:
        await admin.delete_topics([new.name])

        async def made() -> bool:
            return not any(code for _, code, *_ in (await admin.create_topics([new])).topic_errors)

        await until(made)


async def trimmed(settings: Settings, before: int) -> None:
    async with admin_client(settings) as admin:
        await admin.delete_records({articles(settings): RecordsToDelete(before_offset=before)})


async def counted(settings: Settings) -> dict[str, float]:
    """Return what the worker has counted of its source, by kind, and the lost records; nothing while it does not answer."""
    try:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{settings.http_port}/metrics") as answer:
            text = await answer.text()
    except ClientError:
        return {}
    found = {kind: float(number) for kind, number in re.findall(r'^newswire_source_changes_total\{kind="([\w ]+)",.*\} (\S+)$', text, re.M)}
    lost = re.search(r"^newswire_source_lost_records_total\{.*\} (\S+)$", text, re.M)
    return {**found, "lost": float(lost[1])} if lost is not None else {}


async def counts(settings: Settings, **wanted: float) -> None:
    """Return when the worker has counted this: `anew`, `trimmed`, `lost`."""
    named = {"made anew": wanted.get("anew", 0), "trimmed": wanted.get("trimmed", 0), "lost": wanted.get("lost", 0)}

    async def so() -> bool:
        return await counted(settings) == named

    await until(so)


@pytest.mark.parametrize("count", [8, 50], ids=["shorter than the commit", "longer than the commit"])
async def test_a_topic_that_is_made_anew_under_a_worker_is_read_from_its_beginning(kafka: Cluster, tmp_path: Path, count: int) -> None:
    settings = await stage(kafka, f"under{count}-", tmp_path)
    await put(settings, numbered("old", 20))
    with toy(settings) as process:
        await reaches(settings, 20)
        await made_anew(settings)
        new = numbered("new", count)
        await put(settings, new)
        await take(settings, CLEAN, all_of(*new))
        await counts(settings, anew=1)
        await until(lambda: told(settings, ""))
        assert process.poll() is None, "it joined its group anew"


@guard("no-topic-ids")
async def test_a_commit_of_the_old_topic_within_the_new_one_is_not_read_on_from(
    kafka: Cluster, tmp_path: Path, off: tuple[str, ...]
) -> None:
    settings = await stage(kafka, f"within{len(off)}-", tmp_path)
    await put(settings, numbered("old", 20))
    old = await identity(settings)
    await made_anew(settings)
    new = numbered("new", 50)
    await put(settings, new)
    await commit(settings, OffsetAndMetadata(20, old))  # as a batch does that was at work while the topic was made anew
    with toy(settings, *off):
        if off:
            await take(settings, CLEAN, all_of(*new[20:]))
            await reaches(settings, 50)
            assert (await counted(settings))["made anew"] == 0
        else:
            await take(settings, CLEAN, all_of(*new))
            await counts(settings, anew=1)


async def identity(settings: Settings) -> str:
    async with AIOKafkaConsumer(**client_options(settings)) as consumer:
        found = await topic_id(consumer._client, articles(settings).topic)
    assert found is not None
    return found


async def commit(settings: Settings, offset: OffsetAndMetadata) -> None:
    group = f"{settings.prefix}newswire-clean"
    async with AIOKafkaConsumer(**client_options(settings), group_id=group, enable_auto_commit=False) as consumer:
        consumer.assign([articles(settings)])
        await consumer.commit({articles(settings): offset})


async def test_records_that_are_deleted_before_they_are_read_are_counted(kafka: Cluster, tmp_path: Path) -> None:
    settings = await stage(kafka, "trimmed-", tmp_path)
    await put(settings, numbered("old", 20))
    with toy(settings):
        await reaches(settings, 20)
    rest = numbered("rest", 30)
    await put(settings, rest)
    await trimmed(settings, 40)
    with toy(settings):
        await take(settings, CLEAN, all_of(*rest[20:]))
        await counts(settings, trimmed=1, lost=20)


async def test_records_that_are_deleted_before_they_are_read_are_counted_though_nothing_comes_after_them(
    kafka: Cluster, tmp_path: Path
) -> None:
    settings = await stage(kafka, "emptied-", tmp_path)
    await put(settings, numbered("old", 20))
    with toy(settings):
        await reaches(settings, 20)
    await put(settings, numbered("rest", 30))
    await trimmed(settings, 50)
    with toy(settings):
        await counts(settings, trimmed=1, lost=30)
        more = numbered("more", 5)
        await put(settings, more)
        await take(settings, CLEAN, all_of(*more))
        await counts(settings, trimmed=1, lost=30)


async def test_a_topic_that_stays_away_is_named(kafka: Cluster, tmp_path: Path) -> None:
    settings = await stage(kafka, "away-", tmp_path)
    await put(settings, numbered("old", 2))
    with toy(settings):
        await reaches(settings, 2)
        async with admin_client(settings) as admin:
            await admin.delete_topics([articles(settings).topic])
        await until(lambda: told(settings, "the topic away-articles is gone; `streams topics create` makes it"))


async def told(settings: Settings, missing: str) -> bool:
    return await lacks(settings) == missing
