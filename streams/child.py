"""A process that works for another ends with it, and leaves Ctrl-C to it. This module imports nothing of Kafka's."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import signal
import sys

from streams import logs

_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


def attend() -> None:
    """Tie this process to its parent's life (an orphan would keep its memory for nobody), and keep what it says of an article visible."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the batch first
    logs.guard()
    if sys.platform != "linux":
        return
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died in between
        os._exit(1)


def portable(error: Exception) -> Exception:
    """The error if a pipe can carry it, else a RuntimeError that names it: one that cannot be read breaks the child's pipe."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
