"""The embedded broker: there when its address is printed, gone with its parent."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streams.broker.admin import check_topics
from streams.broker.embedded import embedded
from streams.settings import Settings, embedded_address
from tests.wire import PATIENCE_SECONDS


@contextmanager
def child(state: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STREAMS_")}
    environment |= Settings(state=state, partitions=2).environment()
    command = [sys.executable, "-m", "streams", "broker", "--child", *options]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def test_it_ends_with_the_process_that_started_it_and_takes_its_note_along(tmp_path: Path) -> None:
    with child(tmp_path) as (address, process):
        assert embedded_address(tmp_path) == address
        assert process.stdin is not None
        process.stdin.close()  # what the kernel does when the parent dies
        assert process.wait(PATIENCE_SECONDS) == 0
    assert not (tmp_path / "broker").exists()


def test_it_ends_when_told_and_takes_its_note_along(tmp_path: Path) -> None:
    with child(tmp_path) as (_, process):
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert not (tmp_path / "broker").exists()


def test_a_quiet_one_leaves_no_note(tmp_path: Path) -> None:
    with child(tmp_path, "--quiet") as (address, _):
        assert address
        assert not (tmp_path / "broker").exists()


def test_all_topics_are_there_when_it_answers_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    chosen = Settings(state=tmp_path, prefix="p-", partitions=3)
    with embedded(chosen) as (address, process):
        made = asyncio.run(check_topics(chosen.model_copy(update={"broker": address})))
    assert {topic.state for topic in made} == {"there"}
    assert {topic.partitions for topic in made} == {1, 3}
    assert process.returncode == 0
