"""Standing lines are learned from a publisher's articles, never those that look like news, and their cuts name the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from streams.clean import rebuild
from streams.clean.boilerplate.standing import NONE, Standing, learn, read_standing, written
from streams.cli import streams
from streams.errors import Usage
from streams.messages import CleanArticle
from streams.settings import settings
from tests.clean import articles

FURNITURE = "The Courier is a member of the Valley Press Group and is printed in Arlen."


def value(number: int, *more: str) -> bytes:
    story = f"Two people were killed when bridge {number} fell into the river at Arlen on Monday, the police said."
    rate = f"The rate of the crown stood at {number} to the mark, the bank said in its daily note."
    text = "\n\n".join([story, *more, rate, FURNITURE])
    return json.dumps({"uri": f"urn:c:{number}", "link": f"https://www.courier.example/{number}", "text": text}).encode()


def read(raw: bytes, standing: Standing = NONE) -> CleanArticle:
    return articles.read(raw, standing=standing)


def test_learned_and_cut(tmp_path: Path) -> None:
    found = learn(read(value(number)) for number in range(20, 28))
    assert found == {"courier.example": [FURNITURE]}
    path = tmp_path / "rules.toml"
    path.write_text(written("valley", "7", found), "utf-8")
    before, after = read(value(3)), read(value(3), read_standing([path]))
    assert before.text == f"{after.text}\n\n{FURNITURE}"
    assert [cut.rule for cut in after.cuts if cut.text.strip()] == ["standing:valley@7"]
    assert rebuild(after.text, after.cuts) == rebuild(before.text, before.cuts)


def test_one_article_many_times_teaches_nothing() -> None:
    assert learn(read(value(1)) for _ in range(9)) == {}


def test_another_publisher_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(written("valley", "7", {"other.example": [FURNITURE]}), "utf-8")
    assert FURNITURE in read(value(3), read_standing([path])).text


@pytest.mark.parametrize("text", ["name = 1 2", "version = '1'", 'name = "a"\nversion = "1"\npublisher = [1]'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Usage, match=r"rules\.toml"):
        read_standing([path])


def test_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, rules = tmp_path / "in.jsonl", tmp_path / "rules.toml"
    source.write_bytes(b"\n".join(value(number) for number in range(20, 28)))
    done = CliRunner().invoke(streams, ["clean", "learn", str(source), "--name", "valley", "--version", "7", "--out", str(rules)])
    assert done.output.endswith("1 lines of 1 publishers\n")
    monkeypatch.setenv("STREAMS_CLEAN_RULES", json.dumps([str(rules)]))
    monkeypatch.setenv("COLUMNS", "200")
    settings.cache_clear()
    told = CliRunner().invoke(streams, ["clean", "--explain", str(source)])
    settings.cache_clear()
    assert "standing:valley@7" in told.output
    assert "characters kept" in told.output
