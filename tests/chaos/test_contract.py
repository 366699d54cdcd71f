"""The check that the chaos run makes of its alerts finds what is wrong, and nothing where all is well."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from streams.pipeline.runner import AlertedArticle, Runner
from streams.settings import Settings
from tests.chaos.contract import against_contract

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def alerts() -> list[tuple[bytes, bytes]]:
    """Return the alerts of the articles of docs/examples, as records."""
    values = (ROOT / "docs" / "examples" / "articles.jsonl").read_bytes().splitlines()
    found = [alert for article in Runner(Settings()).run(values) if isinstance(article, AlertedArticle) for alert in article.alerts]
    return [(alert.id.encode(), alert.encode()) for alert in found]


def test_alerts_of_the_pipeline_keep_their_contract(alerts: list[tuple[bytes, bytes]]) -> None:
    assert alerts
    assert list(against_contract(alerts)) == []


def test_what_breaks_it_is_named(alerts: list[tuple[bytes, bytes]]) -> None:
    key, value = alerts[0]
    document = orjson.loads(value)
    wrong = {name: field for name, field in document.items() if name != "revision"} | {"severity": "grave"}
    first, second, third, fourth = against_contract([(key, orjson.dumps(wrong)), (key, b"{"), (b"other", value)])
    assert {first.partition(": ")[2].partition(": ")[0], second.partition(": ")[2].partition(": ")[0]} == {"severity", "$"}
    assert "not JSON" in third
    assert fourth == f"b'other': the record is of incident {document['id']!r}"
