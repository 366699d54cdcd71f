"""Fixtures for all tests: an embedded broker for the session, a pipeline of one's own on it, and the development data if at hand."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from streams.broker.embedded import embedded
from streams.settings import Settings

_numbers = count()


@dataclass
class Broker:
    """The embedded broker's process, and the commands it takes."""

    address: str
    process: subprocess.Popen[str]

    def tell(self, command: str) -> None:
        """Send one command and wait for it to be done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "done"


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """Yield one embedded broker for all tests."""
    state = tmp_path_factory.mktemp("broker")
    with embedded(Settings(state=state, partitions=4)) as (address, process):
        yield Broker(address, process)


@pytest.fixture
def pipeline(broker: Broker, tmp_path: Path) -> Callable[..., Settings]:
    """Return a function that makes the settings of a pipeline with topics of its own on the embedded broker."""

    def make(**options: Any) -> Settings:
        prefix = f"t{next(_numbers)}-"
        broker.tell(f"topics {prefix}")
        chosen: dict[str, Any] = {
            "broker": broker.address,
            "prefix": prefix,
            "partitions": 4,
            "state": tmp_path,
            "commit_seconds": 0.2,
            "session_seconds": 6.0,
        }
        return Settings(**{**chosen, **options})

    return make


@pytest.fixture
def data() -> Path:
    """Return the folder of the development data; skip the test if they are not at hand."""
    folder = Path(os.environ.get("NEWSWIRE_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("development data are not at hand (NEWSWIRE_DATA)")
    return folder
