"""Tests of the log filter: words that a client says again and again are logged once in ten seconds."""

from __future__ import annotations

import logging

from streams.flow.quiet import SEPARATE_SECONDS, Seldom, no_services


def said(message: str, at: float) -> logging.LogRecord:
    record = logging.LogRecord("aiokafka", logging.ERROR, "client.py", 1, message, (1,), None)
    record.created = at
    return record


def test_the_same_words_are_said_again_only_after_a_while() -> None:
    seldom = Seldom()
    moments = (100.0, 100.1, 105.0, 100.0 + SEPARATE_SECONDS, 101.0 + SEPARATE_SECONDS)
    assert [seldom.filter(said("no connection to node %s", at)) for at in moments] == [True, False, False, True, False]


def test_other_words_are_not_held_back_by_it() -> None:
    seldom = Seldom()
    assert seldom.filter(said("no connection to node %s", 100.0))
    assert seldom.filter(said("node %s is no leader", 100.0))


def test_services_of_faust_are_not_heard_but_for_errors() -> None:
    def service(level: int, message: str) -> logging.LogRecord:
        return logging.LogRecord("streams.flow.worker", level, "worker.py", 1, message, ("Diskless",), None)

    assert not no_services(service(logging.INFO, "[^-%s]: Starting..."))
    assert no_services(service(logging.ERROR, "[^-%s]: Crashed"))
    assert no_services(service(logging.INFO, "partitions of %s: 0"))
