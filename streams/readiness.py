"""The readiness of a process, told in the log: what it waits for, again when that takes long, and once that it is ready."""

from __future__ import annotations

import logging
import re
import time

AGAIN_SECONDS = 30.0
"""Seconds after which a wait that has not ended is told again, as a warning: models load in 4 s, brokers answer in milliseconds."""


class Readiness:
    """The readiness of one process; `missing` is what its /readyz says, None if nothing is missing."""

    def __init__(self, log: logging.Logger, missing: str | None) -> None:
        self.missing = missing
        self._log = log
        self._began = self._told = time.monotonic()
        self._said: str | None = None
        """The last thing told, without its figures."""

    def tell(self, missing: str | None, ready: str = "ready") -> None:
        """Hear what is missing now, and tell it where it is news; a sentence in which only figures have changed is none.

        `ready` is told when nothing is missing any more, with the seconds that it took.
        """
        now = time.monotonic()
        if missing is not None and self.missing is None:
            self._began = now
        self.missing = missing
        said = ready if missing is None else re.sub(r"\d+", "", missing)
        if said != self._said:
            self._said, self._told = said, now
            if missing is None:
                self._log.info("%s after %.1f s", ready, now - self._began)
            else:
                self._log.info("waiting: %s", missing)
        elif missing is not None and now - self._told >= AGAIN_SECONDS:
            self._told = now
            self._log.warning("still waiting after %.0f s: %s", now - self._began, missing)
