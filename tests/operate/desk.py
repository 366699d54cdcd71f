"""An operator's desk for tests: a folder, the variables of a pipeline on a Kafka, its workers, and what came out of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from streams.broker.log import read_back
from streams.demo.wire import WireItem, wire
from streams.feeds.documents import Item
from streams.feeds.push import push
from streams.pipeline.runner import AlertedArticle, Runner
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, Topic
from tests.docs.pages import ROOT
from tests.fields import without
from tests.operate.page import Page
from tests.wire import PATIENCE_SECONDS

STORIES = ("kirkuk-market", "ramadi-patrol", "bantayan-ferry", "adelaide-shots", "broken")
TIMES = ("published", "firstSeen", "updated", "time")
FACTS = ("type", "place", "casualties", "severity", "headline", "articleCount")
RATE = 10.0
"""Articles fed a second: slow enough for the stages to keep their order, by which two runs can be compared."""
READY = "all ready after"
"""The words of `streams up` when every worker is ready."""


def items(*stories: str) -> list[WireItem]:
    """Return the demo's items of some stories, in order; of STORIES unless told."""
    return [item for item in wire() if item.story in (stories or STORIES)]


@dataclass
class Desk:
    """A folder with the commands of a checkout, and the variables that a shell of the operator has."""

    settings: Settings
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    started: list[int] = field(default_factory=list)
    """The ids of processes that the pages' commands left running, to be ended with the test."""

    def __post_init__(self) -> None:
        (self.folder / ".venv").mkdir(parents=True, exist_ok=True)
        if not (self.folder / ".venv" / "bin").exists():
            (self.folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
            shutil.copytree(ROOT / "docs" / "examples", self.folder / "docs" / "examples")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")}
        self.environment = kept | self.settings.environment() | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"} | self.environment

    def does(self, page: str, heading: str, code: int = 0, **variables: str) -> str:
        """Run the commands of a page under a heading and return what they print; fail unless they end with `code`."""
        said = Page(page).run(heading, self.folder, self.environment | variables, code)
        self.started += [int(file.read_text()) for file in self.folder.glob("*.pid")]
        return said

    def end(self) -> None:
        """Kill what the pages' commands left running."""
        for pid in set(self.started):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if b"streams" in b" ".join(words):
                    os.kill(pid, signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue

    @contextmanager
    def up(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Run `streams up` and yield it when all its workers are ready; it is stopped in order on leaving."""
        command = [sys.executable, "-m", "streams", "up", *words]
        process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        try:
            said = []
            for line in process.stderr:
                said.append(line)
                if READY in line:
                    break
            else:
                raise AssertionError("".join(said))
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=2 * PATIENCE_SECONDS)
        assert process.returncode == 0

    def streams(self, *words: str, stdin: bytes = b"", code: int = 0) -> str:
        """Run a command that is not the page's to show; fail unless it ends with `code`, and return what it prints."""
        command = [sys.executable, "-m", "streams", *words]
        ended = subprocess.run(command, cwd=self.folder, env=self.environment, input=stdin, capture_output=True, check=False)
        assert ended.returncode == code, (ended.stdout + ended.stderr).decode()[-3000:]
        return (ended.stdout + (ended.stderr if code else b"")).decode()

    async def feed(self, items: Sequence[WireItem]) -> None:
        """Feed items of the demo's wire, each with its record time."""
        await push(self.settings, (Item(item.raw, item.id, item.at) for item in items), rate=RATE)

    def account(self) -> dict[str, Any]:
        """Return the account when it is closed; fail if it does not close."""
        return dict(orjson.loads(self.streams("audit", "--json", "--patience", str(PATIENCE_SECONDS))))

    async def records(self, topic: Topic) -> list[tuple[bytes | None, bytes | None]]:
        """Return the keys and values of a topic, sorted."""
        return sorted([(each.key, each.value) async for each in read_back(self.settings, topic)], key=repr)

    async def alerts(self) -> dict[str, bytes]:
        """Return the newest revision of each alert by its id, without times."""
        return _newest([each.value async for each in read_back(self.settings, ALERTS)])

    async def changes(self) -> list[tuple[str, int, bool]]:
        """Return the id and revision of every record of `alerts.changes`, and whether it is a replay, in the order of their times."""
        found = [each async for each in read_back(self.settings, CHANGES)]
        found.sort(key=lambda each: (each.timestamp, each.partition, each.offset))
        documents = [(orjson.loads(each.value), dict(each.headers)) for each in found]
        return [(document["id"], document["revision"], "replay" in headers) for document, headers in documents]


def expected(wire: Sequence[WireItem]) -> dict[str, bytes]:
    """Return the alerts of items as one process without a broker makes them, as `Desk.alerts` does."""
    runner = Runner(Settings())
    found = [each for item in wire for each in runner.run([item.raw], item.at)]
    return _newest([alert.encode() for each in found if isinstance(each, AlertedArticle) for alert in each.alerts])


def facts(alerts: dict[str, bytes]) -> dict[str, object]:
    """Return what alerts say, without what tells how they came to say it."""
    documents = {id: orjson.loads(value) for id, value in alerts.items()}
    return {id: {name: document.get(name) for name in FACTS} for id, document in documents.items()}


def _newest(values: Sequence[bytes | None]) -> dict[str, bytes]:
    newest: dict[str, dict[str, Any]] = {}
    for document in (orjson.loads(value) for value in values if value is not None):
        if document["id"] not in newest or newest[document["id"]]["revision"] <= document["revision"]:
            newest[document["id"]] = document
    return {id: orjson.dumps(without(document, TIMES), option=orjson.OPT_SORT_KEYS) for id, document in newest.items()}
