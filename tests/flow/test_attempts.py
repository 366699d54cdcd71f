"""One record at a time in the worker's own process: broken off, tried once more, and counted over the worker's death."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from streams.errors import Killer, TooSlow, Transient
from streams.flow.attempts import Attempts
from streams.logs import PLAIN, Lines
from streams.pipeline.record import Record
from streams.settings import Settings

DEADLY = """
import os, sys
from pathlib import Path
from streams.flow.attempts import Attempts
from streams.pipeline.record import Record
from streams.settings import Settings
Attempts(Settings(state=Path(sys.argv[1])), "screen").run(Record("articles.clean", 0, 7, b"urn:a", b"", 1.0), lambda: os._exit(9))
"""


def record(offset: int, partition: int = 0) -> Record:
    return Record("articles.clean", partition, offset, b"urn:a", b"", 1.0)


def attempts(folder: Path, seconds: float = 60.0) -> Attempts:
    return Attempts(Settings(state=folder, article_seconds=seconds), "screen")


def for_ever() -> None:
    while True:
        pass


def dies(folder: Path) -> None:
    assert subprocess.run([sys.executable, "-c", DEADLY, str(folder)], env=os.environ, check=False).returncode == 9


def test_a_record_that_has_ended_its_worker_twice_is_set_aside_by_the_third(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    dies(tmp_path)
    dies(tmp_path)
    third = attempts(tmp_path)
    with pytest.raises(Killer):
        third.run(record(7), lambda: pytest.fail("it was worked on"))
    (told,) = (Lines(PLAIN).format(record) for record in caplog.records)
    assert told == "ended its worker 2 times; it is set aside as a dead letter [articles.clean/0/7 urn:a]"
    assert third.run(record(8), lambda: "good") == "good"
    third.close()


def test_a_record_whose_worker_was_killed_once_passes_the_next_time_and_is_forgotten(tmp_path: Path) -> None:
    dies(tmp_path)
    second = attempts(tmp_path)
    assert [second.run(record(7), lambda: "good") for _ in range(3)] == ["good"] * 3
    second.close()


def test_another_record_of_that_offset_is_not_taken_for_it(tmp_path: Path) -> None:
    """The other record is of another partition, or of a topic that was made anew."""
    dies(tmp_path)
    dies(tmp_path)
    later = attempts(tmp_path)
    assert later.run(record(7, partition=1), lambda: "good") == "good"
    assert later.run(Record("articles.clean", 0, 7, b"urn:a", b"", 2.0), lambda: "good") == "good"
    later.close()


def test_a_record_that_hangs_is_broken_off_tried_once_more_and_too_slow(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = attempts(tmp_path, 0.05)
    with pytest.raises(Transient):
        made.run(record(7), for_ever)
    with pytest.raises(TooSlow):
        made.run(record(7), for_ever)
    told = [Lines(PLAIN).format(record) for record in caplog.records]
    assert told[0] == "worked on for longer than 0.05 s; it is tried once more [articles.clean/0/7 urn:a]"
    assert made.run(record(8), lambda: "good") == "good"
    made.close()


def test_a_hang_is_found_where_no_note_can_be_written(caplog: pytest.LogCaptureFixture) -> None:
    made = attempts(Path("/proc/no-such-folder"), 0.05)
    with pytest.raises(Transient):
        made.run(record(7), for_ever)
    with pytest.raises(TooSlow):
        made.run(record(7), for_ever)
    assert "no note of what is worked on can be written" in caplog.text


def test_what_the_work_raises_comes_through_and_ends_the_attempt(tmp_path: Path) -> None:
    made = attempts(tmp_path)
    for _ in range(3):
        with pytest.raises(KeyError):
            made.run(record(7), lambda: dict[str, str]()["no"])
    made.close()
