"""`streams alert`: alerts of articles, and what joins a report to an incident or keeps it apart."""

from __future__ import annotations

import json
from pathlib import Path

import orjson

from tests.commands.face import called

BLAST = {
    "uri": "a",
    "publisher": "One",
    "headline": "Blast hits market in Kirkuk",
    "text": "A bomb exploded in a market in Kirkuk on Friday, killing nine people, police said. Stalls near the bus station burned.",
    "versionCreated": "2026-11-27T12:00:00Z",
}
TOLL = {
    "uri": "b",
    "publisher": "Two",
    "headline": "Kirkuk attack toll rises to 12",
    "text": "The number of people killed by the bomb in a market in Kirkuk on Friday has risen to 12, officials said on Saturday.",
    "versionCreated": "2026-11-28T08:00:00Z",
}
FLOOD = {
    "uri": "c",
    "publisher": "Two",
    "headline": "Flood hits market in Kirkuk",
    "text": "A flash flood tore through a market in Kirkuk on Friday, killing nine people, police said. The bus station was closed.",
    "versionCreated": "2026-11-28T09:00:00Z",
}


def files(folder: Path, *articles: dict[str, str]) -> list[str]:
    for article in articles:
        (folder / f"{article['uri']}.json").write_bytes(orjson.dumps(article))
    return [str(folder / f"{article['uri']}.json") for article in articles]


def test_each_alert_is_one_line_of_json(tmp_path: Path) -> None:
    result = called("alert", *files(tmp_path, BLAST, TOLL))
    assert result.exit_code == 0, result.output
    alerts = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(alert["kind"], alert["revision"]) for alert in alerts] == [("created", 1), ("updated", 2)]
    assert len({alert["id"] for alert in alerts}) == 1


def test_an_article_under_an_embargo_brings_no_alert_and_what_cannot_be_read_is_told_instead(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"text": "a')
    result = called("alert", *files(tmp_path, {**BLAST, "embargoedUntil": "2999-01-01T00:00:00Z"}), str(broken), *files(tmp_path, FLOOD))
    assert result.exit_code == 0, result.output
    failed, told = [json.loads(line) for line in result.stdout.splitlines()]
    assert (failed["line"], failed["error"]) == (2, "Malformed")
    assert told["headline"] == FLOOD["headline"]


def test_the_sum_that_joins_two_reports_or_keeps_them_apart_is_shown(tmp_path: Path) -> None:
    result = called("alert", "--explain", *files(tmp_path, BLAST, TOLL, FLOOD))
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "place +1.0" in told
    assert "joins, 0.9 or more" in told
    assert "type -9.0: apart, less than 0.9" in told


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    result = called("alert", "--explain", str(tmp_path))
    assert result.exit_code != 0
    assert "no article in it" in str(result.exception)
