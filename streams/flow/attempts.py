"""Work on one record in the worker's own process (screen, alert): bounded in time, and counted where the count outlives the worker.

What runs in a pool's child costs the child (streams/pool.py). Here a record that hangs is broken off after its time, tried once more with
the state made anew, and is then TooSlow. One that ends the process (out of memory, a segfault, the watchdog for a loop that stands) has
left its note: a file for each partition in STREAMS_STATE that says which record is worked on, for the how-many-th time. The next worker
reads it, and a record that has ended its worker twice is a Killer. A note is written without fsync: it outlives the process, not the
machine. Where none can be written (a full or read-only disk) only what hangs is found.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

from streams.errors import Killer, TooSlow, Transient
from streams.logs import Place, at, working_on
from streams.pipeline.record import Record
from streams.pool import TRIES
from streams.settings import Settings

NOTE_BYTES = 64
"""The size of a note: offset, record time in ms and count, with blanks behind."""
log = logging.getLogger(__name__)
T = TypeVar("T")


class Late(BaseException):
    """Raised in work that takes too long; it is no Exception, or a rule's own `except` would catch it."""


class Attempts:
    """Counts the attempts at each record of one stage; `seconds` of CPU time is the limit for one attempt."""

    def __init__(self, settings: Settings, stage: str) -> None:
        # half of what the watchdog gives the loop: it would end the worker first
        self.seconds = min(settings.article_seconds, settings.loop_seconds / 2)
        self._path = settings.state / "at-work"
        self._name = f"{settings.prefix}{stage}"
        self._notes: dict[int, int] = {}
        self._late: dict[bytes, int] = {}
        self._said = False

    def run(self, record: Record, work: Callable[[], T]) -> T:
        """Return the result of `work`; raise the error that it raises, Transient if it was broken off and is to be tried again, TooSlow if
        it was broken off for the last time, Killer if it has ended its worker too often."""
        which = b"%d %d" % (record.offset, (record.timestamp or 0) * 1000)
        begun = max(self._read(record.partition, which), self._late.get(which, 0))
        if begun >= TRIES:
            log.error("ended its worker %d times; it is set aside as a dead letter", begun, extra=at(record))
            raise Killer(f"ended the worker that worked on it, {begun} times")
        self._write(record.partition, b"%s %d" % (which, begun + 1))
        try:
            with _broken_off(self.seconds), working_on(Place.of(record)):
                return work()
        except Late:
            self._broken(record, which, begun + 1)
        finally:
            if which not in self._late:
                self._write(record.partition, b"")

    def _broken(self, record: Record, which: bytes, tries: int) -> NoReturn:
        """Raise the error of a record that was worked on for too long: Transient while a try is left, else TooSlow."""
        left = TRIES - tries
        what = "it is tried once more" if left else "it is set aside as a dead letter"
        log.error("worked on for longer than %g s; %s", self.seconds, what, extra=at(record))
        if left:
            self._late[which] = tries
            raise Transient(f"{Place.of(record)} was worked on for longer than {self.seconds:g} s")
        self._late.pop(which, None)
        raise TooSlow(f"was worked on for longer than {self.seconds:g} s, {tries} times")

    def _read(self, partition: int, which: bytes) -> int:
        """Return the number of times that this record was begun and not ended, by the note; 0 if the note is of another or unreadable."""
        try:
            parts = os.pread(self._note(partition), NOTE_BYTES, 0).split()
            return int(parts[2]) if len(parts) == 3 and b" ".join(parts[:2]) == which else 0
        except (OSError, ValueError):
            return 0

    def _write(self, partition: int, text: bytes) -> None:
        try:
            os.pwrite(self._note(partition), text.ljust(NOTE_BYTES), 0)
        except OSError as exc:  # it must not stop a worker
            if not self._said:
                self._said = True
                log.warning("%s: no note of what is worked on can be written: %s", self._path, exc)

    def _note(self, partition: int) -> int:
        """Return the open file (its descriptor) of a partition's note; raise OSError."""
        if partition not in self._notes:
            self._path.mkdir(parents=True, exist_ok=True)
            self._notes[partition] = os.open(Path(self._path, f"{self._name}-{partition}"), os.O_RDWR | os.O_CREAT, 0o600)
        return self._notes[partition]

    def close(self) -> None:
        """Close the files of the notes."""
        for note in self._notes.values():
            os.close(note)
        self._notes.clear()


@contextmanager
def _broken_off(seconds: float) -> Iterator[None]:
    """Raise Late in the body after so many CPU seconds of this process; patterns look for signals too. Main thread only, no await."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
