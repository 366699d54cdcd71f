"""The health of each source as metrics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prometheus_client import REGISTRY

from streams.feeds.measures import label, measure
from streams.feeds.source import Source
from streams.feeds.state import State
from tests.feeds.site import NOON

WELL = Source("https://rhone.example/feed?key=hunter2", language="fr")
ILL = Source("https://other.example/feed")


def value(name: str, **labels: str) -> Any:
    return REGISTRY.get_sample_value(f"newswire_feed_{name}", labels)


def test_each_source_has_the_figures_of_the_list() -> None:
    well = State(read=NOON, succeeded=NOON).counted(NOON, items=5).counted(NOON, repeats=1)
    ill = State(read=NOON, ill=NOON, failures=3, language="\u202een", due=NOON)
    measure([(ILL, ill), (WELL, well)], [], NOON + timedelta(minutes=1))
    name = label(WELL.address)
    assert name.startswith("https://rhone.example/feed?")
    assert "hunter2" not in name
    assert name != label("https://rhone.example/feed?key=other")
    assert value("source_info", source=name, health="well", language="fr") == 1
    assert value("source_info", source=ILL.address, health="ill", language="\\u202een") == 1
    assert value("source_last_success_timestamp_seconds", source=name) == NOON.timestamp()
    assert value("source_last_success_timestamp_seconds", source=ILL.address) == 0
    assert value("source_failures", source=ILL.address) == 3
    assert value("source_items_per_day", source=name) == 5
    assert value("source_repeats_ratio", source=name) == 0.5
    assert (value("sources", health="well"), value("sources", health="ill"), value("late_seconds")) == (1, 1, 60)


def test_a_source_that_is_removed_and_a_worker_that_stands_by_have_none() -> None:
    measure([(ILL, State(due=NOON))], [ILL.address], NOON + timedelta(minutes=1))
    assert (value("source_failures", source=ILL.address), value("late_seconds")) == (0, 0), "it is polled at the moment"
    measure([], [], NOON)
    assert value("source_failures", source=ILL.address) is None
    assert value("sources", health="new") == 0
