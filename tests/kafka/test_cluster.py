"""The launcher on a real Kafka: what it starts is ready, what it kills keeps its data, what it refuses it explains."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.kafka import cluster as launcher
from deploy.kafka import runtime
from deploy.kafka.cluster import Cluster
from deploy.kafka.runtime import LaunchError

ROOT = Path(runtime.__file__).parents[2]


async def make(bootstrap: str, topic: str, partitions: int, copies: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(topic, partitions, copies)])
        assert [code for _, code, *_ in answer.topic_errors] == [0]
    finally:
        await admin.close()


async def write(bootstrap: str, topic: str, values: range) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True) as producer:
        sent = [await producer.send(topic, str(value).encode(), key=str(value).encode()) for value in values]
        for one in sent:
            await one


async def read(bootstrap: str, topic: str, partitions: int) -> list[int]:
    """Return the number in every record of the topic, sorted, up to the ends seen at the start."""
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
        parts = [TopicPartition(topic, number) for number in range(partitions)]
        consumer.assign(parts)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(parts)
        found: list[int] = []
        while any([await consumer.position(part) < end for part, end in ends.items()]):
            batch = await consumer.getmany(timeout_ms=500)
            found += [int(record.value) for records in batch.values() for record in records]
    return sorted(found)


@pytest.mark.kafka
async def test_records_come_back_as_they_went(kafka: Cluster) -> None:
    await make(kafka.bootstrap, "round-trip", partitions=3, copies=1)
    await write(kafka.bootstrap, "round-trip", range(1000))
    assert await read(kafka.bootstrap, "round-trip", 3) == list(range(1000))


@pytest.mark.kafka
async def test_records_survive_a_stop_and_a_start(kafka: Cluster) -> None:
    await make(kafka.bootstrap, "restart", partitions=1, copies=1)
    await write(kafka.bootstrap, "restart", range(100))
    kafka.stop()
    assert kafka.nodes[1].pid() is None
    kafka.start()
    kafka.wait()
    assert await read(kafka.bootstrap, "restart", 1) == list(range(100))


@pytest.mark.kafka
def test_start_leaves_a_running_node_alone(kafka: Cluster) -> None:
    before = kafka.nodes[1].pid()
    kafka.start()
    assert kafka.nodes[1].pid() == before


@pytest.mark.kafka
def test_a_paused_node_is_running_and_not_ready(kafka: Cluster) -> None:
    kafka.pause()
    try:
        assert kafka.nodes[1].pid() is not None
        assert "does not answer" in (kafka.amiss() or "")
    finally:
        kafka.resume()
    kafka.wait()


@pytest.mark.kafka
def test_another_number_of_brokers_is_refused(kafka: Cluster) -> None:
    with pytest.raises(LaunchError, match="holds a cluster of 1 and not of 3"):
        Cluster(kafka.data, 3, kafka.port).start()


@pytest.mark.kafka
def test_another_port_is_refused_while_it_runs(kafka: Cluster) -> None:
    with pytest.raises(LaunchError, match=f"is running on port {kafka.port}"):
        Cluster(kafka.data, 1, kafka.port + 5).start()


@pytest.mark.kafka
def test_the_log_binding_is_of_the_log4j_that_kafka_brings(kafka: Cluster) -> None:
    names = [jar.name for jar in runtime.jars().iterdir()]
    found = {match[1]: match[2] for name in names if (match := re.fullmatch(r"(log4j-.+?)-([\d.]+)\.jar", name))}
    assert found["log4j-slf4j-impl"] == found["log4j-core"]
    assert " INFO " in kafka.nodes[1].log.read_text()


@pytest.mark.kafka
async def test_a_killed_node_costs_no_record_and_comes_back(three: Cluster) -> None:
    await make(three.bootstrap, "chaos", partitions=6, copies=3)
    await write(three.bootstrap, "chaos", range(2000))
    three.kill(2)
    assert three.nodes[2].pid() is None
    await write(three.bootstrap, "chaos", range(2000, 4000))  # the other two lead and acknowledge
    three.start(2)
    three.wait()
    assert await read(three.bootstrap, "chaos", 6) == list(range(4000))
    assert await read(three.nodes[2].address, "chaos", 6) == list(range(4000))


@pytest.mark.kafka
def test_a_taken_port_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(LaunchError, match=f"Port {port} is taken"):
            Cluster(tmp_path / "kafka", 1, port).start()
    assert not (tmp_path / "kafka").exists()


@pytest.mark.kafka
def test_an_id_that_looks_like_an_option_is_an_id(tmp_path: Path) -> None:
    node = Cluster(tmp_path, 1).nodes[1]
    node.configure("1@127.0.0.1:9093", copies=1, settings={})
    formatting = node.format("-" + "A" * 21)
    assert formatting is not None
    said, _ = formatting.communicate()
    assert formatting.returncode == 0, said


def test_without_java_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match="needs Java 17 or newer and there is no java"):
        Cluster(tmp_path / "kafka").start()
    assert runtime.lacking() is not None


def test_an_old_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    old.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(LaunchError, match=r'says: openjdk version "11\.0\.2"'):
        runtime.java()


def test_without_maven_the_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(runtime, "LIBS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LaunchError, match="there is no mvn"):
        runtime.jars()


def test_a_broken_fetch_leaves_nothing_that_looks_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho '[ERROR] no route'; exit 1\n")
    maven.chmod(0o755)
    monkeypatch.setattr(runtime, "LIBS", tmp_path / "libs")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    with pytest.raises(LaunchError, match="no route"):
        runtime.jars()
    assert not list((tmp_path / "libs").iterdir())


def test_the_jars_of_another_version_lie_apart() -> None:
    assert runtime._folder("4.2.0") != runtime._folder()
    assert runtime._pom("4.2.0").count("<version>4.2.0</version>") == 2
    assert f"<version>{runtime.version()}</version>" not in runtime._pom("4.2.0")
    assert runtime._pom() == runtime.POM.read_text()


def test_a_stale_pid_is_no_node_of_ours(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, 1)
    node = cluster.nodes[1]
    node.folder.mkdir()
    (node.folder / "pid").write_text(str(os.getpid()))
    assert node.pid() is None
    cluster.kill()  # or this test would not end


def test_wipe_takes_only_what_the_launcher_wrote(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, 1)
    cluster.nodes[1].folder.mkdir()
    (tmp_path / "letters.txt").write_text("mine")
    cluster.wipe()
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_stop_and_status_of_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["stop", "--data", str(tmp_path)]) == 0
    assert launcher.main(["status", "--data", str(tmp_path)]) == 1
    assert "there is no cluster" in capsys.readouterr().out


def test_containers_and_launcher_run_the_same_version() -> None:
    assert f"image: apache/kafka:{runtime.version()}\n" in (ROOT / "docker-compose.yml").read_text()
