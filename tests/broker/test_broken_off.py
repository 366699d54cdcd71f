"""Whatever reads or writes Kafka may be cancelled at any moment: it ends, and leaves no connection open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import pytest

from streams.board.server import Server
from streams.board.writer import TopicWriter
from streams.broker.admin import await_topics
from streams.broker.auditor import Auditor
from streams.broker.connection import refusal
from streams.broker.letters import Clerk
from streams.broker.log import end_of, ends_of, follow, read_back
from streams.broker.subscriptions import catalogues
from streams.delivery.endpoints import Endpoints
from streams.delivery.store import TopicStore
from streams.settings import Settings
from streams.topics import ALERTS, CHANGES, INCIDENTS, JUDGEMENTS
from tests.broker.broken_off import Work, cancelled_at

Pipeline = Callable[..., Settings]
MOST_TURNS = 1_000
MISSES = 3
"""The number of cancellations in a row that come too late, behind which none comes in time: the number of turns varies by one or two."""


async def first(found: AsyncIterator[Any]) -> None:
    async with aclosing(found) as each:  # type: ignore[type-var]
        async for _ in each:
            return


async def _write(settings: Settings) -> None:
    writer = TopicWriter(settings, JUDGEMENTS)
    try:
        await writer.write([("a", b"b")])
    finally:
        await writer.close()


async def _clerk(settings: Settings) -> None:
    async with Clerk(settings):
        pass


async def _store(settings: Settings) -> None:
    async with TopicStore(settings, lambda: True):
        pass


async def _auditor(settings: Settings) -> None:
    async with Auditor(settings):
        pass


async def _endpoints(settings: Settings) -> None:
    async with Endpoints(settings, lambda: datetime.now(UTC)):
        pass


async def _serve(settings: Settings) -> None:
    server = Server(settings.model_copy(update={"serve_port": 0}))
    async with server.running():
        await server.feed.caught_up()
        await server.subscribed.wait()
        await server.evidence.caught_up.wait()
        await server.judgements.caught_up.wait()


WORKS: dict[str, Callable[[Settings], Any]] = {
    "await_topics": lambda settings: await_topics(settings, lambda _: None),
    "end_of": lambda settings: end_of(settings, INCIDENTS),
    "ends_of": lambda settings: ends_of(settings, CHANGES),
    "refusal": refusal,
    "read_back": lambda settings: first(read_back(settings, ALERTS)),
    "follow": lambda settings: first(follow(settings, JUDGEMENTS)),
    "catalogues": lambda settings: first(catalogues(settings)),
    "a writer": _write,
    "a clerk": _clerk,
    "a store": _store,
    "an auditor": _auditor,
    "endpoints": _endpoints,
}


def left(work: Work, step: int = 1) -> list[tuple[int, list[str]]]:
    """Cancel some work at each turn, or each `step`th, until it is through before; return what it left, by the turn."""
    found, misses = [], 0
    for turn in range(1, MOST_TURNS, step):
        met, open_ = cancelled_at(work, turn)
        found += [(turn, open_)] if open_ else []
        misses = 0 if met else misses + 1
        if misses == MISSES:
            return found
    raise AssertionError("it never ends by itself")


@pytest.mark.parametrize("name", WORKS)
def test_work_that_is_cancelled_at_any_turn_leaves_no_connection(pipeline: Pipeline, name: str) -> None:
    settings = pipeline()
    cancelled_at(lambda: _write(settings), MOST_TURNS)  # so that there is a record to follow
    assert left(lambda: WORKS[name](settings)) == []


def test_a_server_that_is_stopped_while_it_starts_leaves_no_connection(pipeline: Pipeline) -> None:
    settings = pipeline()
    assert left(lambda: _serve(settings), step=17) == []
