"""Logs on standard error: one record is one line, whatever an article, a client or an exception puts into it."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

from streams.visible import line, visible

PLAIN = "%(message)s"
MARGIN = "    "
"""Before each line of a traceback, so that none can be taken for a record of the log."""


class Lines(logging.Formatter):
    """A record as one visible line, its traceback indented below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is logging's)
        return line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return indented(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return indented(stack_info)


def indented(text: str) -> str:
    """Several lines, each visible and behind a margin."""
    return "\n".join(MARGIN + line(part) for part in text.split("\n"))


def install(level: str, stage: str) -> None:
    """Have a worker of a stage log to standard error from `level` on, with time, stage, level and origin before each line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(f"%(asctime)s {stage} %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level.upper(), handlers=[handler])


def guard() -> None:
    """Have all that reaches standard error without a handler of ours be visible too: warnings, libraries' logs, a traceback at the end."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(Lines(PLAIN))
    logging.captureWarnings(True)
    sys.excepthook = _told
    threading.excepthook = lambda ended: _told(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _told(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    sys.stderr.write(visible("".join(traceback.format_exception(kind, error, trace))))
