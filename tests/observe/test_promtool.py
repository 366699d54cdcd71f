"""promtool, Prometheus' own checker, takes the configuration and the rules, passes their tests, and reads each query of the dashboard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.promtool
OBSERVE = Path(__file__).parents[2] / "deploy" / "observe"
DASHBOARD = OBSERVE / "grafana" / "dashboards" / "newswire.json"
INTERVALS = {"$__rate_interval": "1m"}
"""Grafana's own variables, and a value of each."""


@pytest.fixture
def promtool() -> str:
    """Return the path of promtool; skip without one."""
    found = os.environ.get("NEWSWIRE_PROMTOOL") or shutil.which("promtool")
    if not found:
        pytest.skip("promtool is not on the PATH, and NEWSWIRE_PROMTOOL names none")
    return found


def said(*command: str) -> str:
    """Run a command and return all that it said; fail if it does."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_the_configuration_and_the_rules_are_taken(promtool: str) -> None:
    assert "SUCCESS" in said(promtool, "check", "config", "--lint=all", "--lint-fatal", str(OBSERVE / "prometheus.yml"))


def test_each_rule_fires_when_it_should(promtool: str) -> None:
    assert "SUCCESS" in said(promtool, "test", "rules", str(OBSERVE / "rules_test.yml"))


def test_each_query_of_the_dashboard_is_one(promtool: str, tmp_path: Path) -> None:
    queries = [target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel.get("targets", ())]
    assert len(queries) > 40
    rules = []
    for number, query in enumerate(queries):
        for name, value in INTERVALS.items():
            query = query.replace(name, value)
        rules.append({"record": f"query:{number}", "expr": query})
    file = tmp_path / "queries.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    assert f"{len(queries)} rules found" in said(promtool, "check", "rules", "--lint=none", str(file))
