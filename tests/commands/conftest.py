"""Fixtures by which commands are tested without the caller's settings, or with those of a pipeline on the embedded broker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from streams.settings import Settings


@pytest.fixture(autouse=True)
def alone(bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give the commands a state folder of their own and a wide terminal."""
    monkeypatch.setenv("STREAMS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def on_broker(pipeline: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Give the commands the settings of a pipeline on the embedded broker, and return them."""
    chosen = pipeline()
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    return chosen
