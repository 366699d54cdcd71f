"""Tests of what a process tells its log while it waits, and when it is ready."""

from __future__ import annotations

import logging

import pytest

from streams import readiness
from streams.readiness import AGAIN_SECONDS, Readiness

log = logging.getLogger("streams.test")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock that `Readiness` goes by."""
    made = Clock()
    monkeypatch.setattr(readiness, "time", made)
    return made


def test_each_change_is_told_once(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    one = Readiness(log, None)
    for missing in ("the model loads", "the model loads", "3 of 10 sketches", "4 of 10 sketches", None, None, "no broker", None):
        one.tell(missing)
        clock.now += 1
        assert one.missing == missing
    assert caplog.messages == [
        "waiting: the model loads",
        "waiting: 3 of 10 sketches",
        "ready after 4.0 s",
        "waiting: no broker",
        "ready after 1.0 s",
    ]


def test_a_long_wait_is_told_again_as_a_warning(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    one = Readiness(log, None)
    one.tell("3 topics are missing")
    for _ in range(5):
        clock.now += AGAIN_SECONDS / 2
        one.tell("2 topics are missing")
    warned = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.getMessage() for record in warned] == [
        "still waiting after 30 s: 2 topics are missing",
        "still waiting after 60 s: 2 topics are missing",
    ]
