"""Metrics, the dashboard, the alert rules and the pages say the same; every series that is counted stands at 0 from the start."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, Metric

from streams import metrics
from streams.errors import BUG, POISONS, Killer, Poison, reason_of
from streams.pipeline.stages import NAMES
from tests.docs.test_pages import _anchors

ROOT = Path(__file__).parents[1]
OBSERVE = ROOT / "deploy" / "observe"
DASHBOARD = json.loads((OBSERVE / "grafana" / "dashboards" / "newswire.json").read_text())
RULES = [rule for group in yaml.safe_load((OBSERVE / "rules.yml").read_text())["groups"] for rule in group["rules"]]
METRICS: dict[str, Counter | Gauge | Histogram] = {
    name: found for name, found in vars(metrics).items() if isinstance(found, Counter | Gauge | Histogram)
}
SERIES = re.compile(r"\bnewswire_\w+")


def family(found: Counter | Gauge | Histogram) -> Metric:
    """Return a metric as it is described, without its values."""
    (described,) = found.describe()
    return described


def families() -> set[str]:
    """Return the names under which Prometheus has our metrics."""
    return {
        sample + ("_total" if isinstance(found, Counter) else "_bucket" if isinstance(found, Histogram) else "")
        for found in METRICS.values()
        for sample in [family(found).name]
    }


def expressions() -> Iterator[tuple[str, str]]:
    """Yield each expression of the dashboard and the rules, and the panel or rule that it is of."""
    for panel in DASHBOARD["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", ()))
    yield from ((rule["alert"], rule["expr"]) for rule in RULES)


def test_every_metric_of_the_dashboard_and_the_rules_exists_and_every_metric_is_shown() -> None:
    used = {name for _, expression in expressions() for name in SERIES.findall(expression)}
    assert used - families() == set()
    assert families() - used == set()
    assert len(families()) > 40


def test_labels_by_which_is_summed_exist() -> None:
    labels = {label for found in METRICS.values() for label in found._labelnames} | {"le", "service", "alertname"}
    for where, expression in expressions():
        for names in re.findall(r"(?:by|on|without) \(([\w, ]*)\)", expression):
            assert {name.strip() for name in names.split(",") if name.strip()} <= labels, where


def test_values_of_labels_in_the_rules_exist() -> None:
    """A reason that is misspelt would never fire."""
    reasons = {one for rule in RULES for found in re.findall(r'reason!?=~"([^"]*)"', rule["expr"]) for one in found.split("|")}
    assert reasons == {"bug", "Killer", "TooSlow", "Refused"}
    assert reasons <= {*POISONS, BUG}
    stages = {found for rule in RULES for found in re.findall(r'stage="(\w+)"', rule["expr"])}
    assert stages <= set(NAMES)


def test_the_page_of_metrics_names_each() -> None:
    page = (ROOT / "docs" / "observing.md").read_text("utf-8")
    told = set(re.findall(r"`(newswire_\w+)(?:\{[\w,]*\})?`", page))
    assert {name.removesuffix("_bucket") for name in families()} == told
    for name, labels in re.findall(r"`(newswire_\w+)\{([\w,]*)\}`", page):
        (found,) = (each for each in METRICS.values() if family(each).name == name.removesuffix("_total"))
        assert tuple(labels.split(",")) == found._labelnames, name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_each_rule_has_its_section_in_the_runbook_and_its_test(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor == rule["alert"].lower()
    assert anchor in _anchors((ROOT / page).read_text("utf-8"))
    assert rule["labels"]["severity"] in ("warning", "critical")
    tests = yaml.safe_load((OBSERVE / "rules_test.yml").read_text())["tests"]
    asked = [case for test in tests for case in test["alert_rule_test"] if case["alertname"] == rule["alert"]]
    assert any(case.get("exp_alerts") for case in asked), "no test in which it fires"
    assert any(not case.get("exp_alerts") for case in asked), "no test in which it is silent"


def test_the_runbook_has_no_section_of_a_rule_that_is_gone() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    assert set(re.findall(r"^### (\w+)$", text, re.M)) == {rule["alert"] for rule in RULES}


def test_compose_scrapes_the_services_that_serve_metrics() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    prometheus = yaml.safe_load((OBSERVE / "prometheus.yml").read_text())
    (found,) = prometheus["scrape_configs"][0]["dns_sd_configs"]
    served = {name for name, each in compose.items() if each.get("environment", {}).get("STREAMS_HTTP_PORT") and name != "topics"}
    assert set(found["names"]) == served
    assert {each["environment"]["STREAMS_HTTP_PORT"] for name, each in compose.items() if name in served} == {str(found["port"])}


def test_a_dead_letter_has_one_of_few_reasons() -> None:
    assert {kind.__name__ for kind in Poison.__subclasses__()} >= set(POISONS)
    assert reason_of(Killer("x")) == "Killer"
    assert reason_of(KeyError("x")) == "bug"


AT_START = """
import asyncio, sys
from unittest.mock import MagicMock
from streams import metrics
from streams.settings import Settings
name = sys.argv[1]
async def begin():
    if name == "deliver":
        from streams.delivery.worker import DeliveryWorker
        DeliveryWorker(Settings())
    elif name == "feeds":
        from streams.feeds.worker import FeedWorker
        FeedWorker(Settings())
    elif name == "serve":
        from streams.board.server import Server
        Server(Settings())
    else:
        from streams.pipeline.shell import Shell
        from streams.pipeline.stages import named
        Shell(name, named(name).step(Settings(), MagicMock()), MagicMock())
asyncio.run(begin())
for name, found in vars(metrics).items():
    if isinstance(found, (metrics.Counter, metrics.Histogram)):
        print(name, len(getattr(found, "_metrics", [0])))
"""


def test_every_labelled_counter_stands_at_0_from_the_start(tmp_path: Path) -> None:
    there: set[str] = set()
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")}, "STREAMS_STATE": str(tmp_path)}
    for worker in (*NAMES, "deliver", "feeds", "serve"):
        ran = subprocess.run([sys.executable, "-c", AT_START, worker], env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr[-2000:]
        there |= {line.split()[0] for line in ran.stdout.splitlines() if line.split()[1] != "0"}
    missing = {name for name, found in METRICS.items() if isinstance(found, Counter | Histogram)} - there
    assert missing == {"REBALANCES", "SOURCE_CHANGES", "SOURCE_LOST"}, "flow/ makes those, which needs Faust"


def test_metrics_are_ours_by_name_and_unit() -> None:
    for found in METRICS.values():
        assert family(found).name.startswith("newswire_")
        assert family(found).documentation.endswith(".")
        assert REGISTRY._names_to_collectors[family(found).name] is found
