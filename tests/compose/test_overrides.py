"""deploy/compose/: files that are laid over docker-compose.yml, as Compose reads them together."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

import pytest

from tests.docs.pages import ROOT

WORKERS = ("clean", "screen", "extract", "detect", "alert", "deliver", "feeds", "serve", "topics")
pytestmark = pytest.mark.skipif(shutil.which("docker") is None, reason="there is no docker on the PATH")


def read_together(override: str, **variables: str) -> subprocess.CompletedProcess[str]:
    files = ["-f", "docker-compose.yml", "-f", f"deploy/compose/{override}"]
    profiles = [f"--profile={name}" for name in ("deliver", "feeds", "serve")]
    command = ["docker", "compose", *files, *profiles, "config", "--format", "json"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")}
    return subprocess.run(command, cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=False)


def services(override: str, **variables: str) -> dict[str, Any]:
    """Return the services as Compose would start them; skip where it is too old to reset what another file says."""
    ended = read_together(override, **variables)
    if "unknown docker command" in ended.stderr or "is not a docker command" in ended.stderr:
        pytest.skip("there is no docker compose")
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)["services"]
    return found


def test_with_a_kafka_of_ones_own_none_is_started_and_all_go_there() -> None:
    found = services("external.yml", STREAMS_BROKER="kafka.example:9093")
    assert set(found) == set(WORKERS)
    for name in WORKERS:
        assert found[name]["environment"]["STREAMS_BROKER"] == "kafka.example:9093"
        assert found[name]["environment"]["STREAMS_REPLICATION"] == "3"
    assert "kafka" not in found["topics"].get("depends_on", {})


def test_a_kafka_of_ones_own_must_be_named() -> None:
    assert "set STREAMS_BROKER to the addresses of your Kafka" in read_together("external.yml").stderr


def test_three_brokers_hold_everything_three_times() -> None:
    found = services("three.yml")
    brokers = [found[name] for name in ("kafka", "kafka-2", "kafka-3")]
    assert [each["environment"]["KAFKA_NODE_ID"] for each in brokers] == ["1", "2", "3"]
    assert len({each["environment"]["KAFKA_CONTROLLER_QUORUM_VOTERS"] for each in brokers}) == 1
    assert len({each["environment"]["CLUSTER_ID"] for each in brokers}) == 1
    assert len({each["volumes"][0]["source"] for each in brokers}) == 3
    assert [[port["published"] for port in each["ports"]] for each in brokers] == [["9094"], ["9095"], ["9096"]]
    assert {each["environment"]["KAFKA_MIN_INSYNC_REPLICAS"] for each in brokers} == {"2"}
    for name in WORKERS:
        assert found[name]["environment"]["STREAMS_REPLICATION"] == "3"
        assert len(found[name]["environment"]["STREAMS_BROKER"].split(",")) == 3
    assert set(found["topics"]["depends_on"]) == {"kafka", "kafka-2", "kafka-3"}
