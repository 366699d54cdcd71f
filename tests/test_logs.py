"""Tests of what reaches standard error through logging, warnings and tracebacks: one record, one visible line."""

from __future__ import annotations

import logging
import sys
import threading
import warnings

import pytest

from streams.logs import MARGIN, Lines, guard

FORGED = "urn:a\n2026-01-01 12:00:00,000 clean CRITICAL streams all is lost\x1b]0;owned\x07"


def said(exc_info: bool = False) -> list[str]:
    record = logging.LogRecord("streams.pipeline.shell", logging.ERROR, __file__, 1, "clean: bug on %s", (FORGED,), None)
    if exc_info:
        try:
            raise ValueError(FORGED)
        except ValueError:
            record.exc_info = sys.exc_info()
    return Lines("%(asctime)s clean %(levelname)s %(name)s %(message)s").format(record).split("\n")


def test_a_record_is_one_line() -> None:
    (shown,) = said()
    assert shown.endswith("streams.pipeline.shell clean: bug on urn:a␊2026-01-01 12:00:00,000 clean CRITICAL streams all is lost␛]0;owned␇")


def test_no_line_of_a_traceback_passes_for_a_record() -> None:
    first, *rest = said(exc_info=True)
    assert "bug on" in first
    assert [text for text in rest if not text.startswith(MARGIN)] == []
    assert any("all is lost␛]0;owned␇" in text for text in rest)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put `guard` in force, and everything back as it was afterwards."""
    assert logging.lastResort is not None
    monkeypatch.setattr(logging.lastResort, "formatter", None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    guard()


@pytest.mark.usefixtures("guarded")
def test_a_traceback_at_the_end_is_visible(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise RuntimeError(FORGED)
    except RuntimeError as exc:
        sys.excepthook(type(exc), exc, exc.__traceback__)
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "\x1b" not in shown
    assert "␛]0;owned␇" in shown


@pytest.mark.usefixtures("guarded")
def test_a_library_that_logs_without_a_handler_is_visible(capsys: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("trafilatura", logging.ERROR, __file__, 1, "not a valid URL: %s", (FORGED,), None)
    assert logging.lastResort is not None
    logging.lastResort.handle(record)
    assert capsys.readouterr().err == "not a valid URL: urn:a␊2026-01-01 12:00:00,000 clean CRITICAL streams all is lost␛]0;owned␇\n"
