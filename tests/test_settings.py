"""Settings: from the environment, from files of secrets, and on to other processes; what is wrong is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.errors import Usage
from streams.settings import Settings, embedded_address, settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("STREAMS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMS_PARTITIONS", "3")
    monkeypatch.setenv("STREAMS_PREFIX", "a-")
    assert (settings().partitions, settings().prefix) == (3, "a-")


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(" kafka:9092\n")
    monkeypatch.setenv("STREAMS_BROKER_FILE", str(secret))
    assert settings().bootstrap == "kafka:9092"


def test_the_variable_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("5")
    monkeypatch.setenv("STREAMS_BATCH_FILE", str(secret))
    monkeypatch.setenv("STREAMS_BATCH", "7")
    assert settings().batch == 7


def test_a_secret_whose_file_is_not_there_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STREAMS_BROKER_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(Usage, match="STREAMS_BROKER_FILE"):
        settings()


@pytest.mark.parametrize(("name", "value"), [("STREAMS_PARTITIONS", "0"), ("STREAMS_BATCH", "many"), ("STREAMS_SESSION_SECONDS", "1")])
def test_a_bad_value_is_named_by_its_variable(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Usage, match=f"^{name}: .*got '{value}'"):
        settings()


def test_another_process_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chosen = Settings(broker="b:1", prefix="p-", partitions=2, state=tmp_path / "x", linger_seconds=0.25, model="m")
    for name, value in chosen.environment().items():
        monkeypatch.setenv(name, value)
    assert settings() == chosen


def test_only_what_was_chosen_goes_to_another_process() -> None:
    assert Settings().environment() == {}


def test_the_state_folder_follows_the_machine(tmp_path: Path) -> None:
    assert settings().state == tmp_path / "newswire-streams"


def test_the_broker_that_left_a_note_is_found(tmp_path: Path) -> None:
    (tmp_path / "broker").write_text(f"{os.getpid()} 127.0.0.1:4711")
    assert Settings(state=tmp_path).bootstrap == "127.0.0.1:4711"
    assert Settings(state=tmp_path, broker="b:1").bootstrap == "b:1"


@pytest.mark.parametrize("note", [None, "", "garbage", "999999999 127.0.0.1:4711"])
def test_a_note_of_no_living_broker_is_ignored(note: str | None, tmp_path: Path) -> None:
    if note is not None:
        (tmp_path / "broker").write_text(note)
    assert embedded_address(tmp_path) is None
    assert Settings(state=tmp_path).bootstrap == "127.0.0.1:9092"


def test_there_is_at_least_one_child() -> None:
    assert settings().children >= 1
    assert Settings(processes=3).children == 3
