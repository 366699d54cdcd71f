"""The pool of parsing processes, with the bundled model: what comes back, and what happens when a process breaks."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime

import pytest

from streams.errors import Malformed, TooSlow, Transient
from streams.extract.work import reading
from streams.logs import PLAIN, Lines, Place
from streams.messages import AnalysedArticle, Relation, ScreenedArticle
from streams.pool import REBUILDS, Child, Pool, Task

READING = Task(reading)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(1, READING, article_seconds=60)
    yield made
    made.close()


def article(number: int, text: str) -> bytes:
    relation = Relation(kind="new", story="s")
    return ScreenedArticle(
        source=f"a/0/{number}", uri=f"urn:{number}", text=text, published=NOON, received=NOON, relation=relation
    ).encode()


VALUES = [article(1, "Floods struck Lagos on Monday, officials said."), article(2, "A bomb killed three soldiers in Kabul.")]


def names(value: bytes | Exception) -> set[str]:
    assert isinstance(value, bytes)
    return {entity.text for entity in AnalysedArticle.decode(value).entities}


async def test_articles_come_back_parsed_and_in_order(pool: Pool) -> None:
    await pool.warm()
    first, second = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_what_cannot_be_read_comes_back_as_the_reason_and_costs_the_others_nothing(pool: Pool) -> None:
    first, broken, second = await pool.map([VALUES[0], b"{not json", VALUES[1]])
    assert isinstance(broken, Malformed)
    assert broken.offset is not None
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_a_process_that_dies_is_made_anew_and_the_batch_is_answered(pool: Pool) -> None:
    (child,) = pool.processes
    os.kill(child, signal.SIGKILL)
    first, second = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)
    assert set(pool.processes) != {child}


async def test_an_article_that_takes_too_long_twice_is_named_in_the_log_and_set_aside(pool: Pool, caplog: pytest.LogCaptureFixture) -> None:
    await pool.warm()
    pool.article_seconds = 0  # wait_for gives up at once: a small number would be a race
    try:
        (slow,) = await pool.map(VALUES[:1], [Place("articles.screened", 3, 812, "urn:1")])
    finally:
        pool.article_seconds = 60
    assert isinstance(slow, TooSlow)
    assert str(slow) == "$: was worked on for longer than 0 s, 2 times"
    assert [Lines(PLAIN).format(record) for record in caplog.records] == [
        "worked on for longer than 0 s; it is tried once more [articles.screened/3/812 urn:1]",
        "worked on for longer than 0 s; it is set aside as a dead letter [articles.screened/3/812 urn:1]",
    ]
    assert "Lagos" in names((await pool.map(VALUES[:1]))[0])


@pytest.fixture
def stumbling(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Pool, list[None]]]:
    """Yield a pool whose child dies while it loads, as often as the list is long; and the list."""
    falls: list[None] = []

    class Stumbling(Child):
        async def warm(self) -> None:
            if falls:
                falls.pop()
                raise BrokenProcessPool("killed while it loaded")
            await super().warm()

    monkeypatch.setattr("streams.pool.Child", Stumbling)
    made = Pool(1, READING, article_seconds=60)
    yield made, falls
    made.close()


async def test_a_process_that_dies_while_it_loads_costs_no_article(stumbling: tuple[Pool, list[None]]) -> None:
    pool, falls = stumbling
    await pool.warm()
    (process,) = pool.processes
    os.kill(process, signal.SIGKILL)
    falls += [None] * (REBUILDS - 1)
    first, second = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert "Kabul" in names(second)


async def test_when_no_process_lives_the_articles_wait_and_are_no_dead_letters(stumbling: tuple[Pool, list[None]]) -> None:
    pool, falls = stumbling
    await pool.warm()
    (process,) = pool.processes
    os.kill(process, signal.SIGKILL)
    falls += [None] * REBUILDS
    assert [type(result) for result in await pool.map(VALUES)] == [Transient, Transient]
    assert not pool.ready
    first, _ = await pool.map(VALUES)
    assert "Lagos" in names(first)
    assert pool.ready
