"""A process that works for another ends with it, and leaves Ctrl-C to it; and how a process that has loaded what it needs is settled. This
module imports nothing of Kafka's."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Any

from streams import logs
from streams.logs import Installed, Place

Work = Callable[[list[bytes]], list[bytes | Exception]]
"""The work on a list of values: one result or exception for each. It never raises for one value's sake."""
_DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""
_NEW_OBJECTS = 50_000
"""Objects made before the collector looks at them (Python's own figure is 700, a sentence's worth); a batch makes some 100,000."""


_work: list[Work] = []


def begin(make: Callable[..., Work], given: tuple[Any, ...], logged: Installed | None = None) -> None:
    """Initialise a child: tie it to its parent's life and to one thread, have it log as its parent does (`logged`), and make its work,
    `make(*given)`, which loads what it needs."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # before numpy is imported, or it has its threads already
    attend()
    if logged is not None:
        logs.install(logged.level, logged.stage, logged.form)
    _work[:] = [make(*given)]
    settle()


def work(values: list[bytes], place: Place | None = None) -> list[bytes | Exception]:
    """Do the child's work on some values: one result or exception for each. Its log names the record at `place`."""
    with logs.working_on(place):
        return _work[0](values)


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


def die_with_parent(number: signal.Signals) -> None:
    """Have the kernel send us a signal when our parent dies, however it dies (Linux; elsewhere the supervisor's own stop must do)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, int(number), 0, 0, 0)


def settle() -> None:
    """Call once all that stays is loaded: Python's garbage collector then looks at what is new only.

    With the tables of detect left to it, every batch of records is searched again for cycles that nothing here makes: 2.2 ms an article
    instead of 0.7 to decode.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def portable(error: Exception) -> Exception:
    """The error if a pipe can carry it, else a RuntimeError that names it: one that cannot be read breaks the child's pipe."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
