"""Logs on standard error: one record is one line, whatever an article, a client or an exception puts into it.

A line about one record of a topic names it, as text behind the message and as fields in JSON. Whoever logs gives it by `extra=at(record)`;
what logs while a record is worked on, a library among others, gets it from `working_on`.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, Protocol

from streams.visible import escaped, line, visible

Form = Literal["text", "json"]
PLAIN = "%(message)s"
MARGIN = "    "
"""Before each line of a traceback, so that none can be taken for a record of the log."""
KEY = 300
"""The largest number of characters of a record's key that a line shows."""
TRACE = 20_000
"""The largest number of characters of a traceback in JSON, from its end: collectors of logs cut longer lines."""


class Located(Protocol):
    """A record that stands on a topic."""

    @property
    def topic(self) -> str: ...

    @property
    def partition(self) -> int: ...

    @property
    def offset(self) -> int: ...

    @property
    def key(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a record and its key, which behind clean is the article's uri."""

    topic: str
    partition: int
    offset: int
    key: str | None

    @classmethod
    def of(cls, record: Located | Place) -> Place:
        """Return the place of a record; its key is read as UTF-8, and cut behind 300 characters."""
        if isinstance(record, Place):
            return record
        key = None if record.key is None else line(record.key[: 4 * KEY].decode("utf-8", "replace"), KEY)
        return cls(record.topic, record.partition, record.offset, key)

    def __str__(self) -> str:
        where = f"{self.topic}/{self.partition}/{self.offset}"
        return where if self.key is None else f"{where} {self.key}"


_at_work: ContextVar[Place | None] = ContextVar("at_work", default=None)


def at(record: Located | Place) -> dict[str, Place]:
    """Return the `extra` of a line about one record."""
    return {"place": Place.of(record)}


@contextmanager
def working_on(place: Place | None) -> Iterator[None]:
    """Have each line that is logged within name the record, unless it names another itself."""
    token = _at_work.set(place)
    try:
        yield
    finally:
        _at_work.reset(token)


def _place(record: logging.LogRecord) -> Place | None:
    found = record.__dict__.get("place") or _at_work.get()
    return found if isinstance(found, Place) else None


class Lines(logging.Formatter):
    """A record as one visible line, its traceback indented below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        place = _place(record)
        return line(super().formatMessage(record)) + (f" [{line(str(place))}]" if place is not None else "")

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return indented(stack_info)


class Objects(logging.Formatter):
    """A record as one JSON object on one line: time, level, stage, logger, message, and where there is one the record and the error."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def format(self, record: logging.LogRecord) -> str:
        place = _place(record)
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "stage": self._stage,
            "logger": record.name,
            "message": line(record.getMessage()),
        }
        if place is not None:
            found["record"] = {name: value for name, value in asdict(place).items() if value is not None}
        if record.exc_info and record.exc_info[1] is not None:
            found["error"] = visible(self.formatException(record.exc_info)[-TRACE:])
        elif record.stack_info:
            found["error"] = visible(record.stack_info[-TRACE:])
        return escaped(json.dumps(found))


def indented(text: str) -> str:
    """Several lines, each visible and behind a margin."""
    return "\n".join(MARGIN + line(part) for part in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Installed:
    """The way in which a process logs, for its children to log in the same way."""

    level: str
    stage: str
    form: Form


_installed: list[Installed] = []


def installed() -> Installed | None:
    """Return the way in which this process logs, None if `install` was not called."""
    return _installed[-1] if _installed else None


def install(level: str, stage: str, form: Form = "text") -> None:
    """Have a worker of a stage log to standard error from `level` on; libraries from `warning` on, or from `level` where that is another
    than info.

    `text`: time, stage, level and origin before each line. `json`: an object a line, errors that nobody catches among them.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects(stage) if form == "json" else Lines(f"%(asctime)s {stage} %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level="WARNING" if level.lower() == "info" else level.upper(), handlers=[handler])
    logging.getLogger("streams").setLevel(level.upper())
    _installed[:] = [Installed(level, stage, form)]
    if form == "json":
        logging.captureWarnings(True)
        sys.excepthook = _logged
        threading.excepthook = lambda ended: _logged(ended.exc_type, ended.exc_value, ended.exc_traceback)


def guard() -> None:
    """Have all that reaches standard error without a handler of ours be visible too: warnings, libraries' logs, a traceback at the end."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Lines(PLAIN))
    logging.captureWarnings(True)
    sys.excepthook = _told
    threading.excepthook = lambda ended: _told(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _told(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    sys.stderr.write(visible("".join(traceback.format_exception(kind, error, trace))))


def _logged(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("ended by an error that nothing caught", exc_info=(kind, error or kind(), trace))
