"""The changes of a stage's source topic from outside: made anew under its name, or trimmed before it was read.

Two threads may find one change: the consumer when it reads on, the watchdog where nothing comes that could be read. It is said once and
counted once.
"""

from __future__ import annotations

import logging
import threading

from streams.metrics import SOURCE_CHANGES, SOURCE_LOST

MADE_ANEW, TRIMMED = "made anew", "trimmed"
log = logging.getLogger(__name__)


class SourceChanges:
    """The changes that were told so far."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._lock = threading.Lock()
        self._ids: dict[str, str | None] = {}
        self._firsts: dict[tuple[str, int], int] = {}
        """The oldest offset kept of each partition, up to which what was lost has been told."""
        for kind in (MADE_ANEW, TRIMMED):
            SOURCE_CHANGES.labels(stage, kind)
        SOURCE_LOST.labels(stage)

    def made_anew(self, topic: str, identity: str | None, why: str) -> None:
        """Tell that a topic was deleted and made anew with this id, unless it was told; None is an id that the broker does not tell.

        Raises nothing. What the old topic held and the stage had not read is lost, and nobody can say how much that was.
        """
        with self._lock:
            if identity is not None and self._ids.get(topic) == identity:
                return
            self._ids[topic] = identity
            self._firsts = {key: first for key, first in self._firsts.items() if key[0] != topic}
        SOURCE_CHANGES.labels(self._stage, MADE_ANEW).inc()
        log.critical("%s was deleted and made anew, and is read from its beginning: %s", topic, why)

    def trimmed(self, topic: str, partition: int, due: int, first: int) -> None:
        """Tell that the records from offset `due` to before `first` were deleted before the stage read them, but for those told already."""
        with self._lock:
            start = max(due, self._firsts.get((topic, partition), due))
            if first <= start:
                return
            self._firsts[topic, partition] = first
        SOURCE_CHANGES.labels(self._stage, TRIMMED).inc()
        SOURCE_LOST.labels(self._stage).inc(first - start)
        log.critical(
            "%s/%s: the records %s-%s were deleted before they were read; the stage reads on at %s",
            topic, partition, start, first - 1, first,
        )  # fmt: skip
