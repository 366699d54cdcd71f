"""The dashboard is one that Grafana's provisioning takes: ids, places and data sources hold together."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import yaml

from tests.observe.test_promtool import DASHBOARD, OBSERVE

FOUND: dict[str, Any] = json.loads(DASHBOARD.read_text())
PANELS: list[dict[str, Any]] = FOUND["panels"]


def test_each_panel_says_what_it_shows() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    for panel in PANELS:
        if panel["type"] != "row":
            assert panel["title"]
            assert panel["description"].endswith(".")
            assert panel["targets"]


def test_no_panel_lies_over_another() -> None:
    def cells(panel: dict[str, Any]) -> set[tuple[int, int]]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        return {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}

    for one, other in combinations(PANELS, 2):
        assert not cells(one) & cells(other), (one["title"], other["title"])


def test_every_query_goes_to_the_provisioned_data_source() -> None:
    (source,) = yaml.safe_load((OBSERVE / "grafana/provisioning/datasources/prometheus.yml").read_text())["datasources"]
    used = {target["datasource"]["uid"] for panel in PANELS for target in panel.get("targets", ())}
    assert used == {source["uid"]}
