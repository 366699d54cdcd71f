"""Tests of what reaches standard error through logging, warnings and tracebacks: one record, one visible line."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.logs import MARGIN, Lines, Objects, Place, at, guard, working_on
from streams.pipeline.record import Record
from streams.visible import visible

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


RECORD = Record("articles.clean", 3, 17, FORGED.encode(), b"", 1.0)


def entry(**given: Any) -> logging.LogRecord:
    return logging.getLogger("streams.test").makeRecord("streams.test", logging.ERROR, __file__, 1, "no: %s", (FORGED,), None, **given)


def test_a_line_about_a_record_names_it() -> None:
    shown = Lines("%(message)s").format(entry(extra=at(RECORD)))
    assert shown.endswith(" [articles.clean/3/17 urn:a␊2026-01-01 12:00:00,000 clean CRITICAL streams all is lost␛]0;owned␇]")
    assert "\n" not in shown


def test_what_logs_while_a_record_is_worked_on_names_it_too() -> None:
    with working_on(Place.of(RECORD)):
        within, other = Lines("%(message)s").format(entry()), Lines("%(message)s").format(entry(extra=at(Place("incidents", 0, 5, None))))
    assert "[articles.clean/3/17 urn:a" in within
    assert other.endswith(" [incidents/0/5]")
    assert "articles.clean" not in Lines("%(message)s").format(entry())


@given(st.text(max_size=50), st.binary(max_size=50) | st.none())
def test_in_json_a_record_is_one_object_on_one_line_whatever_it_holds(text: str, key: bytes | None) -> None:
    record = logging.LogRecord("streams.x", logging.WARNING, __file__, 1, "said: %s", (text,), None)
    place = Place.of(Record("articles", 0, 1, key, b"", None))
    record.__dict__.update(at(place))
    shown = Objects("clean").format(record)
    found = json.loads(shown)
    assert (found["level"], found["stage"], found["logger"]) == ("warning", "clean", "streams.x")
    assert found["record"] == {"topic": "articles", "partition": 0, "offset": 1, **({} if key is None else {"key": place.key})}
    assert shown == visible(shown)
    assert "\n" not in shown


def test_in_json_an_error_is_a_field() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        record = entry()
        record.exc_info = sys.exc_info()
    found = json.loads(Objects("clean").format(record))
    assert found["error"].startswith("Traceback")
    assert "\x1b" not in found["error"]
    assert found["time"].endswith("Z")
    assert "record" not in found


SAID = """
import logging, sys, warnings
from streams import logs
logs.guard()
logs.install("info", "clean", "json")
logging.getLogger("streams.flow").info("ours")
logging.getLogger("library").info("not shown")
logging.getLogger("library").warning("a library's")
warnings.warn("a warning")
raise RuntimeError("nobody caught it")
"""


def test_all_that_a_process_says_in_json_is_json() -> None:
    told = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=False, env={**os.environ})
    lines = [json.loads(each) for each in told.stderr.splitlines()]
    assert [each["message"].split("(")[0].strip() for each in lines][:2] == ["ours", "a library's"]
    assert "a warning" in lines[2]["message"]
    assert (lines[3]["level"], "nobody caught it" in lines[3]["error"]) == ("critical", True)
    assert len(lines) == 4
