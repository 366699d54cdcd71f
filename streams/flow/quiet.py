"""The clients' log kept to what an operator can act on: with one broker of three away, a worker wrote 20 error lines a second."""

from __future__ import annotations

import logging

SEPARATE_SECONDS = 10.0


class Seldom(logging.Filter):
    """Lets one line in SEPARATE_SECONDS through of each thing that a client says."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it has not been said lately."""
        fresh = record.created - self._said.get(str(record.msg), 0.0) >= SEPARATE_SECONDS
        if fresh:
            self._said[str(record.msg)] = record.created
        return fresh


def quiet_clients(level: str) -> None:
    """Let through what Faust and its client say of errors, and each of those seldom; everything at level debug."""
    if level != "debug":
        logging.getLogger("aiokafka").addFilter(Seldom())
    for name in ("aiokafka", "faust", "mode", "kafka"):
        logging.getLogger(name).setLevel("INFO" if level == "debug" else "ERROR")
    for name in (
        "aiokafka.conn",
        "aiokafka.cluster",
        "aiokafka.consumer.fetcher",
        "aiokafka.consumer.group_coordinator",
    ):
        logging.getLogger(name).setLevel("INFO" if level == "debug" else "CRITICAL")
