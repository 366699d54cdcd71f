"""`docker compose up --build --scale extract=3`: all articles come out though an extract container is killed on the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from tests.compose.project import Project, lacking
from tests.compose.wire import articles

pytestmark = pytest.mark.compose

COUNT = 500
OUT_S = 300.0  # 500 articles at 10 a second, the 10 s until a dead worker is missed, two starts; twice that


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    """Yield the whole pipeline with three extract workers, healthy; take it away at the end with its data."""
    if (reason := lacking()) is not None:
        pytest.skip(reason)
    project = Project()
    try:
        project.up("extract=3", build=True)
        yield project
    finally:
        project.down()


async def feed(bootstrap: str, wire: Sequence[tuple[str, bytes]]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True) as producer:
        sent = [await producer.send("articles", value, key=uri.encode()) for uri, value in wire]
        for one in sent:
            await one


async def come_out(bootstrap: str, wanted: int) -> tuple[set[str], list[str]]:
    """Return the distinct uris of `articles.events` once there are that many or the time is over, and the dead letters."""
    found: set[str] = set()
    dead: list[str] = []
    topics = ("articles.events", "dead-letters")
    consumer = AIOKafkaConsumer(*topics, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    async with consumer:
        try:
            async with asyncio.timeout(OUT_S):
                while len(found) < wanted:
                    for partition, records in (await consumer.getmany(timeout_ms=500)).items():
                        if partition.topic == "articles.events":
                            found.update(json.loads(record.value)["uri"] for record in records)
                        else:
                            dead += [f"{record.key!r}: {dict(record.headers)}" for record in records]
        except TimeoutError:
            pass  # what is missing is the caller's to say
    return found, dead


def test_every_worker_can_be_scaled(project: Project) -> None:
    services = json.loads(project.compose("config", "--format", "json"))["services"]
    workers = {name: service for name, service in services.items() if service["command"] and service["command"][0] == "worker"}
    assert sorted(workers) == ["alert", "clean", "detect", "extract", "screen"]
    for service in workers.values():
        assert "container_name" not in service
        assert "ports" not in service
        assert service["command"][1] in workers
    assert len(project.containers("extract")) == 3


def test_all_articles_come_out_though_a_worker_is_killed(project: Project) -> None:
    wire = list(articles(COUNT))
    uris = {uri for uri, _ in wire}
    assert len(uris) == COUNT
    asyncio.run(feed(project.bootstrap, wire[: COUNT // 2]))
    asyncio.run(come_out(project.bootstrap, 20))  # the stages are at work
    project.kill(project.containers("extract")[0])
    asyncio.run(feed(project.bootstrap, wire[COUNT // 2 :]))
    assert len(project.containers("extract")) == 2
    asyncio.run(come_out(project.bootstrap, COUNT // 2))
    project.up("extract=3")
    assert len(project.containers("extract")) == 3
    found, dead = asyncio.run(come_out(project.bootstrap, COUNT))
    assert sorted(uris - found) == [], f"missing; dead letters: {dead}\n{project.logs()}"
    assert found == uris
    assert dead == []
    assert [state["Service"] for state in project.states() if state["State"] != "running" and state["ExitCode"]] == []
