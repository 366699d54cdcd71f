"""Tests of what the wire writes before a headline, from clean to the verdict."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from streams.clean import clean
from streams.clean.sketch import sketch
from streams.screen import Index
from tests.screen.wire import prose

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def verdicts(*items: dict[str, str]) -> list[tuple[str, str | None]]:
    """Return the kind of relation of each of some items of one agency, and the uri of the article that it relates to."""
    index, found = Index(), list[tuple[str, str | None]]()
    for offset, item in enumerate(items):
        value = json.dumps({"publisher": "Agency", **item}).encode()
        article = clean(value, source=f"articles/0/{offset}", received=NOON)
        verdict = index.apply(offset, sketch(article))
        assert verdict is not None
        found.append((verdict.relation.kind, verdict.relation.of))
    return found


@pytest.mark.parametrize(
    ("prefix", "kind"),
    [
        ("UPDATE 2-", "update"),
        ("WRAPUP 1-", "update"),
        ("LIVE: ", "update"),
        ("CORRECTED-", "correction"),
        ("REFILE-", "correction"),
        ("KILL: ", "withdrawal"),
        ("", "near"),
    ],
)
def test_a_prefix_says_what_a_text_is_to_the_one_before(prefix: str, kind: str) -> None:
    text = prose(1, 120)
    first = {"uri": "urn:1", "headline": "Rebels take bridge", "text": text}
    second = {"uri": "urn:2", "headline": f"{prefix}Rebels take bridge", "text": text + " The bridge is the only one."}
    assert verdicts(first, second) == [("new", None), (kind, "urn:1")]


@pytest.mark.parametrize("prefix", ["UPDATE 2-", "WRAPUP 1-", "LIVE: ", "CORRECTED-", "REFILE-"])
def test_a_prefix_alone_makes_no_text_a_version_of_another(prefix: str) -> None:
    first = {"uri": "urn:1", "headline": "Rebels take bridge", "text": prose(1, 120)}
    second = {"uri": "urn:2", "headline": f"{prefix}Rebels take bridge", "text": prose(2, 120)}
    assert verdicts(first, second) == [("new", None), ("new", None)]
