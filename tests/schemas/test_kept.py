"""The contracts only grow: every kept version is one of additions to that before it, and the newest is what the code has now."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest

from streams.errors import Usage
from streams.messages import CONTRACTS
from streams.pipeline.runner import AlertedArticle, Runner
from streams.schemas import kept as module
from streams.schemas.compatibility import breaks, meaning
from streams.schemas.contract import contract
from streams.schemas.kept import changed, keep, kept, next_version
from streams.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("topic", CONTRACTS)
def test_what_the_code_has_is_the_newest_kept_version(topic: str) -> None:
    assert not changed(topic), "`streams schemas --keep` writes a new version of a contract that has changed"


@pytest.mark.parametrize("topic", CONTRACTS)
def test_every_version_only_adds_to_that_before_it(topic: str) -> None:
    versions = kept(topic)
    assert [broken for (_, old), (_, new) in pairwise(versions.items()) for broken in breaks(old, new)] == []
    for (major, _), schema in versions.items():
        jsonschema_rs.meta.validate(schema)
        assert schema["$id"] == f"urn:newswire:{topic}:v{major}"


def test_what_the_pipeline_writes_is_what_every_version_promises() -> None:
    values = (ROOT / "docs" / "examples" / "articles.jsonl").read_bytes().splitlines()
    alerts = [alert for article in Runner(Settings()).run(values) if isinstance(article, AlertedArticle) for alert in article.alerts]
    assert alerts
    for schema in kept("alerts").values():
        valid = jsonschema_rs.validator_for(schema)
        assert [error.message for alert in alerts for error in valid.iter_errors(orjson.loads(alert.encode()))] == []


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Keep one contract only, under version 1.0; return the schema that the code has of it, for a test to change."""
    now = contract("holds")
    monkeypatch.setattr(module, "CONTRACTS", {"holds": CONTRACTS["holds"]})
    monkeypatch.setattr(module, "contract", lambda topic: now)
    return now


def test_an_addition_is_kept_as_the_next_version(alone: dict[str, Any], tmp_path: Path) -> None:
    assert list(keep(tmp_path)) == []
    alone["properties"]["by"] = {"type": "string"}
    assert next_version("holds") == (1, 1)
    (path,) = keep(tmp_path)
    assert path == tmp_path / "schemas" / "versions" / "holds" / "1.1.json"
    assert orjson.loads(path.read_bytes()) == alone


def test_words_alone_make_no_version(alone: dict[str, Any]) -> None:
    alone["description"] = "Other words."
    alone["properties"]["uri"]["title"] = "A title"
    assert not changed("holds")


def test_what_takes_away_is_refused_before_anything_is_written(alone: dict[str, Any], tmp_path: Path) -> None:
    del alone["properties"]["uri"]
    with pytest.raises(Usage, match=r"^holds: changes must be additive, and against 1\.0 these are not: \$\.uri: the field is gone"):
        list(keep(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_field_called_title_is_no_title() -> None:
    schema = {"title": "T", "properties": {"title": {"type": "string", "title": "Title"}}}
    assert meaning(schema) == {"properties": {"title": {"type": "string"}}}
