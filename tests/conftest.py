"""Fixtures for all tests: an embedded broker, a pipeline of one's own on it, the language model, and the development data if at hand."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from streams.broker.embedded import embedded
from streams.settings import Settings, settings
from tests.data import DATA

if TYPE_CHECKING:
    from spacy.language import Language

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


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the bundled pipeline; a test that changes it puts back what was there."""
    from streams.model import load  # most tests need no spaCy

    return load()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take every setting out of the environment, and make the settings anew in the test and behind it."""
    for name in [name for name in os.environ if name.startswith("STREAMS_")]:
        monkeypatch.delenv(name)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def data() -> Path:
    """Return the folder of the development data; skip the test if they are not at hand."""
    if not DATA.is_dir():
        pytest.skip("development data are not at hand (NEWSWIRE_DATA)")
    return DATA
