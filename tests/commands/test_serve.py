"""`streams serve` as a process: it says where it listens, answers, and ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from streams.settings import Settings
from tests.commands.face import called, ended


def test_it_serves_until_it_is_told_to_stop(on_broker: Settings) -> None:
    command = [sys.executable, "-m", "streams", "serve", "--port", "0"]
    with subprocess.Popen(command, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = said.partition(" ")[0]
        assert address.startswith("http://127.0.0.1:"), said
        with urlopen(f"{address}alerts?told=any") as answer:
            assert answer.read() == b'{"alerts":[],"next":null}'
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0
        assert [line for line in errors.splitlines() if " INFO " not in line] == []


def test_it_does_not_listen_to_strangers_without_keys(on_broker: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ended(monkeypatch, "serve", "--host", "0.0.0.0") == 2
    assert called("serve", "--port", "70000").exit_code == 2
