"""`streams screen`: verdicts as records, and two articles side by side."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from streams.cli import streams
from streams.errors import Usage

BODY = (
    "A bomb killed 12 people on Saturday outside a police station in Lyon, officials said. The blast broke windows in a dozen shops "
    "near the market square, and firemen carried eleven wounded to two hospitals. Nobody claimed the attack, and the mayor asked "
    "residents to stay at home until the streets had been searched. The minister, Jean Morel, was on his way to the city, and schools "
    "in the district of Part-Dieu will be closed on Monday, the prefecture said in a statement."
)


def files(folder: Path, *texts: str) -> list[str]:
    for n, text in enumerate(texts):
        item = {"uri": f"urn:{n}", "publisher": f"Paper {n}", "text": f"LYON, March 14 (Reuters) - {text}"}
        (folder / f"{n}.json").write_bytes(orjson.dumps(item))
    return [str(folder / f"{n}.json") for n in range(len(texts))]


def run(*arguments: str) -> str:
    result = CliRunner().invoke(streams, ["screen", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_each_article_has_a_line(tmp_path: Path) -> None:
    lines = [orjson.loads(said) for said in run(*files(tmp_path, BODY, BODY, BODY.replace("12", "18"))).splitlines()]
    assert [said["relation"]["kind"] for said in lines] == ["new", "exact", "update"]
    assert {said["relation"]["wireOrigin"] for said in lines} == {"Reuters"}
    assert lines[2]["relation"]["changed"] == ["killed 12 -> 18 people"]
    assert [(f["before"], f["after"]) for f in lines[2]["relation"]["figures"]] == [("12", "18")]


def test_two_stand_side_by_side_with_what_they_share_and_why(tmp_path: Path) -> None:
    said = run("--explain", *files(tmp_path, BODY, BODY.replace("12", "18")))
    assert said.startswith("update  the same text but for short edits, and other facts")
    assert "killed 12 -> 18 people" in said
    assert "<people on Saturday" in said
    said = run("--explain", *files(tmp_path, BODY, "The council of Tolvik voted on the bridge. \x1b[31mIt will be closed for a year."))
    assert said.startswith("new  nothing here shares enough of it")
    assert "\x1b" not in said


def test_one_article_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"takes two articles, in one file or in two; 1 could be read"):
        run("--explain", *files(tmp_path, BODY))
