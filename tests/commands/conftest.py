"""Fixtures by which commands are tested without the caller's settings, or with those of a pipeline on the embedded broker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from streams.settings import Settings, settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("STREAMS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STREAMS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "200")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def on_broker(pipeline: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give the commands the settings of a pipeline on the embedded broker, and return them."""
    chosen = pipeline()
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    return chosen
