"""deploy/kubernetes/: a Deployment for each worker, with the settings, health addresses and limits that our workers have."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from streams import __version__
from streams.pipeline.stages import SOURCES
from streams.settings import Settings
from streams.supervisor import DELIVER, FEEDS, GRACE_SECONDS
from tests.docs.pages import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
DOCUMENTS: list[dict[str, Any]] = [
    document for path in sorted(FOLDER.glob("*.yaml")) for document in yaml.safe_load_all(path.read_text("utf-8"))
]
KINDS = {
    "ConfigMap": "v1", "Secret": "v1", "Job": "batch/v1", "Deployment": "apps/v1",
    "ScaledObject": "keda.sh/v1alpha1", "TriggerAuthentication": "keda.sh/v1alpha1",
}  # fmt: skip
SCALED = ("clean", "screen", "extract", "detect")


def of(kind: str) -> list[dict[str, Any]]:
    return [document for document in DOCUMENTS if document["kind"] == kind]


def test_every_document_is_of_a_kind_that_is_meant() -> None:
    assert {document["kind"]: document["apiVersion"] for document in DOCUMENTS} == KINDS
    names = [(document["kind"], document["metadata"]["name"]) for document in DOCUMENTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("deployment", of("Deployment"), ids=lambda each: each["metadata"]["name"])
def test_a_worker_has_its_settings_its_health_and_its_time(deployment: dict[str, Any]) -> None:
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    (config,) = of("ConfigMap")
    assert container["args"] == ["worker", deployment["metadata"]["name"].removeprefix("newswire-")]
    assert container["image"].endswith(f":{__version__}")
    assert deployment["spec"]["selector"]["matchLabels"].items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
    assert pod["terminationGracePeriodSeconds"] == GRACE_SECONDS
    assert [port["containerPort"] for port in container["ports"]] == [int(config["data"]["STREAMS_HTTP_PORT"])]
    paths = {name: container[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert paths == {"startupProbe": "/livez", "livenessProbe": "/livez", "readinessProbe": "/readyz"}
    mounted = {each["name"] for each in container["volumeMounts"]}
    assert mounted == {each["name"] for each in pod["volumes"]}


def test_each_worker_has_one_deployment_and_what_gains_by_more_is_scaled() -> None:
    assert {each["metadata"]["name"] for each in of("Deployment")} == {f"newswire-{name}" for name in (*SOURCES, DELIVER, FEEDS)}
    assert {each["metadata"]["name"] for each in of("ScaledObject")} == {f"newswire-{name}" for name in SCALED}
    (config,) = of("ConfigMap")
    for each in of("ScaledObject"):
        (trigger,) = each["spec"]["triggers"]
        stage = each["metadata"]["name"].removeprefix("newswire-")
        assert trigger["metadata"]["topic"] == SOURCES[stage].name
        assert trigger["metadata"]["consumerGroup"] == f"newswire-{stage}"
        assert trigger["metadata"]["bootstrapServers"] == config["data"]["STREAMS_BROKER"]
        assert each["spec"]["maxReplicaCount"] == int(config["data"]["STREAMS_PARTITIONS"])
        assert trigger["authenticationRef"]["name"] in {found["metadata"]["name"] for found in of("TriggerAuthentication")}


def test_every_variable_is_a_setting_of_ours_and_its_files_are_mounted() -> None:
    (config,), (secret,) = of("ConfigMap"), of("Secret")
    given = dict(config["data"])
    for deployment in of("Deployment"):
        for each in deployment["spec"]["template"]["spec"]["containers"][0].get("env", []):
            given[each["name"]] = each["value"]
    known = {f"STREAMS_{name.upper()}" for name in Settings.model_fields}
    assert {name if name in known else name.removesuffix("_FILE") for name in given} <= known
    files = {value.removeprefix("/etc/newswire/") for value in given.values() if value.startswith("/etc/newswire/")}
    assert files == set(secret["stringData"])
