"""Tests that what README and docs/ show is so: commands run or at least exist, records are what they say, links lead somewhere."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson
import pytest
import yaml

from streams.clean import clean
from streams.cli import streams as face
from streams.errors import Malformed
from streams.messages import Alert, AnalysedArticle, CleanArticle, EventArticle, HoldEnd, Judgement, ScreenedArticle, Sketch, Verdict, Wire
from streams.pipeline.record import Record
from streams.pipeline.runner import Runner
from streams.pipeline.shell import dead_letter
from streams.settings import Settings
from streams.topics import ALERTS, ARTICLES, DEAD_LETTERS, DUPLICATES, EVENTS
from tests.conftest import Broker
from tests.docs.pages import PAGES, ROOT, Block, blocks, commands
from tests.wire import put

MODELS: dict[str, type[Wire]] = {
    "clean": CleanArticle, "screened": ScreenedArticle, "entities": AnalysedArticle, "events": EventArticle, "alert": Alert,
    "sketch": Sketch, "verdict": Verdict, "hold": HoldEnd, "judgement": Judgement,
}  # fmt: skip
NEEDS = frozenset({"kafka", "docker", "kcat", "java", "data", "time", "root", "network"})
"""The needs that a default test cannot meet: such blocks are read, not run."""
PREFIX = "docs-"
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")


@pytest.fixture(scope="module")
def environment(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the variables of a pipeline on the embedded broker to which the articles of docs/examples have gone, with a dead letter."""
    broker.tell(f"topics {PREFIX}")
    settings = Settings(broker=broker.address, prefix=PREFIX, partitions=4, state=tmp_path_factory.mktemp("state"))
    values = (ROOT / "docs" / "examples" / "articles.jsonl").read_bytes().splitlines()
    articles = list(Runner(settings).run(values))

    async def fill() -> None:
        await put(settings, values, ARTICLES)
        for article in articles:
            assert isinstance(article, EventArticle)
            await put(settings, [EventArticle.decode(article.encode()).encode()], EVENTS)
            await put(
                settings, [Verdict(uri=article.uri, version="1", source=article.source, relation=article.relation).encode()], DUPLICATES
            )
            await put(settings, [alert.encode() for alert in getattr(article, "alerts", ())], ALERTS)
        record = Record(PREFIX + ARTICLES.name, 0, 7, b"urn:a", b"{", 1.0, ())
        letter = dead_letter("clean", record, Malformed("not JSON", field="$"))
        await put(settings, [letter.value], DEAD_LETTERS, [b"urn:a"], letter.headers)

    asyncio.run(fill())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return kept | settings.environment() | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "120"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with docs/examples, the subscriptions of deploy/ and the commands of a checkout."""
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    shutil.copytree(ROOT / "deploy" / "subscriptions", tmp_path / "deploy" / "subscriptions")
    shutil.copy(ROOT / "deploy" / "sources.toml", tmp_path / "deploy" / "sources.toml")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return tmp_path


SHELL = list(blocks("sh"))


@pytest.mark.parametrize("block", [block for block in SHELL if block.needs is None], ids=str)
def test_commands_run(block: Block, environment: dict[str, str], checkout: Path) -> None:
    ran = subprocess.run(["bash", "-euo", "pipefail", "-c", block.code], cwd=checkout, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_commands_exist(block: Block) -> None:
    assert block.needs is None or block.needs in NEEDS
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    for words in commands(block):
        words = [word for word in words if "=" not in word.partition("-")[0] or word.startswith("-")]
        if not words:
            continue
        if words[0].endswith("bin/streams"):
            _exists(words[1:])
        elif words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= set(targets)
        elif words[:2] == ["docker", "compose"]:
            assert {word.partition("=")[0] for word in words if re.fullmatch(r"\w+=\d+", word)} <= set(services)


def _exists(words: list[str]) -> None:
    """Fail if there is no such command or option."""
    command: click.Command = face
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        below = command.get_command(click.Context(command), words[0])
        assert below is not None, f"no command {words[0]}"
        command, words = below, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help", "-h", "--version"}
    assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in known] == []


@pytest.mark.parametrize("block", list(blocks("json")), ids=str)
def test_records_are_what_they_say(block: Block) -> None:
    assert block.holds == "part" or block.holds == "article" or block.holds in MODELS, "a line `<!-- json: ... -->` before it"
    document = orjson.loads(block.code)
    if block.holds == "article":
        read = clean(block.code.encode(), source="articles/0/0", received=datetime(2026, 3, 14, 12, tzinfo=UTC))
        assert [note for note in read.notes if note.kind == "left out"] == []
    elif block.holds in MODELS:
        MODELS[block.holds].decode(block.code.encode())
        assert isinstance(document, dict)


@pytest.mark.parametrize("block", [block for block in blocks("python") if block.needs is None], ids=str)
def test_programs_run(block: Block, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(checkout)
    exec(compile(block.code, str(block), "exec"), {"__name__": "__main__"})
    expected = re.findall(r"  # (.*)", block.code)
    assert capsys.readouterr().out.splitlines() == expected


@pytest.mark.parametrize("block", list(blocks("toml", "yaml")), ids=str)
def test_files_can_be_read(block: Block) -> None:
    found: Any = tomllib.loads(block.code) if block.language == "toml" else yaml.safe_load(block.code)
    assert found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target, anchor in LINK.findall(re.sub(r"```.*?^```", "", text, flags=re.S | re.M)):
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            assert anchor in _anchors(found.read_text("utf-8")), f"{target}#{anchor}"


def _anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", head.strip().lower())) for head in heads}


def test_readme_is_short() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.count("\n") < 150
    assert len(text.split()) < 1500
