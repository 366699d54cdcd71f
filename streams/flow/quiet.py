"""This module keeps the clients' log to what an operator can act on: with one broker of three away, a worker wrote 20 error lines a
second."""

from __future__ import annotations

import logging

SEPARATE_SECONDS = 10.0
OURS = "streams.flow.worker", "streams.flow.guards"
"""The modules whose classes derive from Faust's services, which log under the module of their class."""


class Seldom(logging.Filter):
    """Lets through one line in SEPARATE_SECONDS of each message that a client logs."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True if the message was not let through in the last SEPARATE_SECONDS."""
        fresh = record.created - self._said.get(str(record.msg), 0.0) >= SEPARATE_SECONDS
        if fresh:
            self._said[str(record.msg)] = record.created
        return fresh


def no_services(record: logging.LogRecord) -> bool:
    """Return False for what Faust says of the start and stop of its services, in the loggers of our modules that derive from them."""
    return record.levelno >= logging.ERROR or not record.getMessage().startswith("[^")


def quiet_clients(level: str) -> None:
    """Let through only the errors that Faust and its client log, the client's seldom; at level debug everything from INFO on."""
    if level != "debug":
        logging.getLogger("aiokafka").addFilter(Seldom())
        for name in OURS:
            logging.getLogger(name).addFilter(no_services)
    for name in ("aiokafka", "faust", "mode", "kafka"):
        logging.getLogger(name).setLevel("INFO" if level == "debug" else "ERROR")
    for name in (
        "aiokafka.conn",
        "aiokafka.cluster",
        "aiokafka.consumer.fetcher",
        "aiokafka.consumer.group_coordinator",
    ):
        logging.getLogger(name).setLevel("INFO" if level == "debug" else "CRITICAL")
