"""`streams clean learn` on a topic: what stands there is read once, what cannot be read is named and costs nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from streams.settings import Settings
from streams.topics import ARTICLES
from tests.clean.test_standing import FURNITURE, value
from tests.commands.face import called, ended
from tests.wire import put


def test_standing_lines_are_learned_from_the_topic(on_broker: Settings, tmp_path: Path) -> None:
    articles = [value(number) for number in range(20, 28)]
    asyncio.run(put(on_broker, [*articles, b"{"], ARTICLES, [b"k%d" % number for number in range(9)]))
    rules = tmp_path / "rules.toml"
    result = called("clean", "learn", "--topic", "--name", "valley", "--version", "7", "--out", str(rules))
    assert result.exit_code == 0, result.output
    assert "1 lines of 1 publishers" in result.stdout
    assert "dead letter" in result.stderr
    assert FURNITURE in rules.read_text("utf-8")


def test_neither_files_nor_a_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(monkeypatch, "clean", "learn", "--name", "a", "--version", "1", "--out", str(tmp_path / "r.toml")) == 2
    assert "--topic" in capsys.readouterr().err
